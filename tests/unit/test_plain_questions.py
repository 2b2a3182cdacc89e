"""Every kind of question on a plain terminal, with right, wrong, empty and odd answers."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from companion import messages
from companion.domain.affect import Affect, CheckIn
from companion.domain.take import Take
from companion.errors import FileProblemError, WrongUseError
from companion.journal.drafts import DraftFile
from companion.midi.protocol import NoteOn, Play, SetVolume
from companion.plain import playing
from companion.plain import session as plain_session
from tests.unit.faces import House, house_in
from tests.unit.pilots import session_at
from tests.unit.talks import at_home, talked

READ_ALOUD = "♭♯+"
"""Signs beside letters, digits and punctuation that screen readers have a word for."""

NOT_READ_WELL = "·•_"
"""Punctuation to Unicode, and noise to a listener."""


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setattr(playing, "LINE_NOTE_SECONDS", 0.02)
    monkeypatch.setattr(playing, "KEY_WAIT_SECONDS", 0.001)
    monkeypatch.setattr(playing, "ENDS_AFTER_SECONDS", 0.005)
    monkeypatch.setattr(plain_session, "CLOSING_SECONDS", 0.0)
    with house_in(tmp_path) as house:
        yield house


WHOLE_WALK = (
    "1", "", "8", "5", "7", "2", "6", "?", "quiet", "sea", "", "", "", "", "syllables", "", "hear 2", "chords 1", "2",
    "1358", "keep", "", "1", "", "enough", "1",
)  # fmt: skip


def test_a_whole_session_in_plain_lines(house: House) -> None:
    talk = talked(house, house.companion.new_session(), *WHOLE_WALK)
    assert talk.left == []
    assert "In your journal" in talk.text
    kinds = {entry.kind for entry in house.companion.journal.entries()}
    assert kinds == {"check-in", "words", "song", "take", "session"}
    take = house.companion.journal.entries(kind="take")[0].body
    assert isinstance(take, Take)
    assert house.server.wait_for(NoteOn, 4)


def test_nothing_is_said_that_a_screen_reader_can_not_say(house: House) -> None:
    talk = talked(house, house.companion.new_session(), *WHOLE_WALK)
    for line in talk.said:
        odd = {sign for sign in line if not _is_said(sign)}
        assert not odd, f"{odd} in {line!r}"
        assert "\n" not in line


def _is_said(sign: str) -> bool:
    return sign not in NOT_READ_WELL and (unicodedata.category(sign)[0] in "LNPZM" or sign in READ_ALOUD)


def test_every_question_says_which_step_it_is(house: House) -> None:
    talk = talked(house, house.companion.new_session(), *WHOLE_WALK)
    steps = [line.split(".")[0] for line in talk.said if line.startswith("Step ")]
    assert list(dict.fromkeys(steps)) == [f"Step {number} of 8" for number in range(1, 8)]


@pytest.mark.parametrize(
    ("answers", "feeling"),
    [
        (["3"], "tired"),
        (["7"], None),
        ([""], None),
        (["tender"], "tender"),
        (["99", "0", "2"], "hopeful"),
        (["back", "k"], "back"),
        (["stop", "k"], "stop"),
        (["help", "k"], "help"),
        (["[/b] 🌧"], "[/b] 🌧"),
    ],
)
def test_a_feeling(house: House, answers: list[str], feeling: str | None) -> None:
    session = session_at(house, "before", "feeling")
    talked(house, session, *answers)
    assert session.draft.check_ins["before"].feeling == feeling
    assert session.question.place.step_id == "words"


def test_a_little_more(house: House) -> None:
    session = session_at(house, "before", "feeling")
    talk = talked(house, session, "8", "4", "ten", "10", "9", "1", "11", "-1", "3")
    assert session.draft.check_ins["before"] == CheckIn("sad", Affect(4, -4), 3)
    assert talk.text.count("A number from 1 to 9, please") == 2
    assert talk.text.count("A number from 0 to 10, please") == 2


@pytest.mark.parametrize("answers", [["", ""], ["5", "", ""]])
def test_grid_and_number_can_be_left_out(house: House, answers: list[str]) -> None:
    session = session_at(house, "before", "affect")
    talked(house, session, *answers)
    assert session.draft.check_ins["before"].is_empty


@pytest.mark.parametrize(
    ("answers", "step", "says"),
    [
        (["8", "1"], "words", "Put your feet on the floor."),
        (["9", "2"], "words", "(blank 1 of 6)"),
        (["10", "back", "2"], "words", "(blank 1 of 6)"),
        (["7"], "words", "(blank 1 of 6)"),
    ],
)
def test_much_distress_offers_to_stop(house: House, answers: list[str], step: str, says: str) -> None:
    session = session_at(house, "before", "distress")
    talk = talked(house, session, *answers)
    assert says in talk.text
    assert (messages.DISTRESS_HIGH in talk.text) is (answers != ["7"])
    assert session.question.place.step_id == step


def test_distress_is_met_also_when_nothing_can_be_written(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    session = session_at(house, "before", "distress")
    monkeypatch.setattr(DraftFile, "save", _full)
    talk = talked(house, session, "9", "1")
    assert "no space left" in talk.text
    assert "Put your feet on the floor." in talk.text


def test_blanks_take_words_offer_some_and_know_enough(house: House) -> None:
    session = session_at(house, "words", "0")
    talk = talked(house, session, "?", "enough", "stop", "k", "help", "", "sea", "back", "", "enough")
    assert "quiet, warm, green, mine, almost still." in talk.said
    assert session.lines == (
        "There is a place where it is enough",
        "and I can hear the stop there",
        "I bring my sea along with me",
    )
    assert session.question.place.part == "whole"


def test_enough_is_a_word_where_it_is_offered_as_one(house: House) -> None:
    session = session_at(house, "words", "5")
    talked(house, session, "enough", "k")
    assert session.lines[-1] == "and I can stay until it's enough"


def test_the_whole_is_changed_by_numbers(house: House) -> None:
    session = session_at(house, "words", "whole")
    answers = ("1", "A new line", "add", "", "add", "and another", "delete 2", "7", "delete 9", "1", "", "")
    talk = talked(house, session, *answers)
    assert session.lines == ("A new line", "and another")
    assert talk.text.count("A number from 1 to 2, 'add'") == 2


def test_no_words_go_on_to_a_tune(house: House) -> None:
    session = session_at(house, "words", "whole", word="")
    talk = talked(house, session)
    assert messages.NO_WORDS in talk.text
    assert session.question.place.step_id == "song"


def test_suggestions_are_heard_named_and_changed_for_other_voices(house: House) -> None:
    session = session_at(house, "song")
    talk = talked(house, session, "hear 3", "chords 2", "hear", "9", "hear 9", "lower", "others", "higher", "2")
    assert isinstance(house.server.wait_for(Play), Play)
    assert talk.text.count("A number from 1 to 3, 'hear 1'") == 3
    assert any(line.startswith("Chords: ") for line in talk.said)
    assert session.draft.chosen == 1
    assert session.draft.voice == "high"


def test_any_is_fine(house: House) -> None:
    session = session_at(house, "song")
    talked(house, session, "")
    assert session.draft.chosen == 0


def test_what_can_not_be_composed_is_said_and_can_be_tried_again_or_left(house: House) -> None:
    tries = 0

    def failing(*_: object) -> None:
        nonlocal tries
        tries += 1
        raise WrongUseError("These words can't be set.", "Try fewer.")

    house.composer.compose = failing  # type: ignore[assignment, method-assign]
    session = session_at(house, "song")
    talk = talked(house, session, "1", "2")
    assert tries == 2
    assert "These words can't be set. Try fewer. Your words are kept." in talk.text
    assert session.question.place.step_id == "after"


def test_what_is_played_can_be_kept_deleted_or_decided_later(house: House) -> None:
    for answer, tags in (("1", ()), ("3", ("decide later",)), ("", ("decide later",)), ("2", None)):
        session = session_at(house, "play")
        talk = talked(house, session, "135", "", answer)
        assert "Keep what you played?" in talk.text
        kept = house.companion.journal.of_session(session.draft.session_id)
        assert [entry.tags for entry in kept if entry.kind == "take"] == ([] if tags is None else [tags])


def test_a_take_that_can_not_be_written_is_told_and_not_forgotten(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = session_at(house, "play")
    with monkeypatch.context() as disk:
        disk.setattr(type(house.companion.journal), "add", _full)
        talk = talked(house, session, "135", "keep")
    assert "no space left" in talk.text
    assert "Kept in your journal." not in talk.text


def test_louder_and_softer_at_any_question(house: House) -> None:
    talk = at_home(house, "louder", "softer", "softer")
    assert house.server.wait_for(SetVolume, 3) == SetVolume(0.3)
    assert "Loudness 5 of 10." in talk.said
    assert house.companion.settings.volume == 0.3


def _full(*_: object, **__: object) -> None:
    raise FileProblemError("Could not write draft.json: no space left on device.", "Free some space.")
