"""A session walked by a file: what is missing is skipped, what does not fit is named."""

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from companion.domain.affect import Affect, CheckIn
from companion.domain.song import Song
from companion.domain.take import NOTE_ON, PlayedEvent, Take
from companion.domain.tempo import TempoMap
from companion.engine.composing import suggest
from companion.errors import FileProblemError, WrongUseError
from companion.services.walking.answers import checked, read_answers, walk_by_answers
from tests.unit.services import Desk, exercise

PLAYED = Take("a take", TempoMap(60.0), (PlayedEvent(0.5, NOTE_ON, 60, 80),), 2.0)


def walk(tmp_path: Path, answers: dict[str, Any]) -> dict[str, list[Any]]:
    desk = Desk(tmp_path)
    session = desk.begin()
    walk_by_answers(session, checked(answers, exercise()), suggest, lambda song, path: PLAYED)
    found: dict[str, list[Any]] = {}
    for entry in desk.journal.of_session("walk"):
        found.setdefault(entry.kind, []).append(entry.body)
    return found


def test_all_answers(tmp_path: Path) -> None:
    found = walk(
        tmp_path,
        {
            "before": {"feeling": "tender", "valence": 1, "arousal": -2, "distress": 3},
            "words": ["quiet", "", "old coat"],
            "song": 3,
            "play": {"midi": "x.mid", "keep": "later"},
            "after": {"feeling": "calm"},
        },
    )
    assert found["check-in"] == [CheckIn("tender", Affect(1, -2), 3), CheckIn("calm")]
    assert found["words"][0].blanks == ("quiet", "", "old coat", "", "", "")
    assert isinstance(found["song"][0], Song)
    assert found["take"] == [replace(PLAYED, title="a take, take 1")]


def test_no_answers_is_a_walk_too(tmp_path: Path) -> None:
    assert walk(tmp_path, {}) == {}


def test_words_alone_become_a_song(tmp_path: Path) -> None:
    assert set(walk(tmp_path, {"words": ["quiet"]})) == {"words", "song", "session"}


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"wrods": ["quiet"]}, "no step 'wrods'"),
        ({"words": "quiet"}, "'words' \\(blanks\\)"),
        ({"before": {"feling": "sad"}}, "'before' \\(check-in\\)"),
        ({"song": "second"}, "'song' \\(melody\\)"),
        ({"play": {"keep": "keep"}}, "'play' \\(play\\)"),
    ],
)
def test_an_answer_that_does_not_fit_is_named(answers: dict[str, Any], says: str) -> None:
    with pytest.raises(WrongUseError, match=says):
        checked(answers, exercise())


def test_a_suggestion_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(WrongUseError, match="no suggestion 9"):
        walk(tmp_path, {"words": ["quiet"], "song": 9})


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe\x00", b'"x"'])
def test_a_file_that_is_no_answers_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "answers.json"
    path.write_bytes(content)
    with pytest.raises(FileProblemError, match=r"answers\.json"):
        read_answers(path, exercise())


def test_an_answers_file(tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"words": ["quiet"]}))
    assert read_answers(path, exercise()) == {"words": ["quiet"]}
