"""The plain home: its doors, what it tells, what you made, and the words that mean something everywhere."""

import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

from companion import messages
from companion.domain.take import NOTE_ON, PlayedEvent, Take
from companion.domain.tempo import TempoMap
from companion.midi.protocol import DeviceLost, Play, Stop
from companion.plain import playing
from companion.plain import session as plain_session
from companion.plain.console import Console, GoBack, StopGently
from companion.plain.home import PlainHome
from companion.services.walking.boundaries import ABOUT
from companion.settings import Settings
from tests.unit.faces import House, house_in
from tests.unit.pilots import session_at
from tests.unit.talks import Talk, at_home, talked

EVERYWHERE = [
    ("arrive", ""),
    ("before", "feeling"),
    ("before", "affect"),
    ("before", "distress"),
    ("words", "0"),
    ("words", "1"),
    ("words", "whole"),
    ("song", ""),
    ("play", ""),
    ("sing", ""),
    ("after", ""),
]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setattr(playing, "LINE_NOTE_SECONDS", 0.02)
    monkeypatch.setattr(playing, "ENDS_AFTER_SECONDS", 0.005)
    monkeypatch.setattr(plain_session, "CLOSING_SECONDS", 0.0)
    with house_in(tmp_path) as house:
        yield house


@pytest.mark.parametrize(("step", "part"), EVERYWHERE)
def test_stop_from_everywhere_keeps_what_was_said(house: House, step: str, part: str) -> None:
    session = session_at(house, step, part)
    talk = talked(house, session, "stop", "", "")
    assert messages.GROUNDING[1] in talk.said
    assert messages.STOPPED_KEPT in talk.said
    assert messages.SAFETY in talk.said


@pytest.mark.parametrize(("step", "part"), EVERYWHERE[1:])
def test_back_from_everywhere(house: House, step: str, part: str) -> None:
    session = session_at(house, step, part)
    before = session.question.place
    is_free_text = part in ("feeling", "0", "1") or step == "after"
    talked(house, session, "back", *([""] if is_free_text else []))
    assert session.question.place != before


@pytest.mark.parametrize(("step", "part"), EVERYWHERE)
def test_help_everywhere_and_the_question_again(house: House, step: str, part: str) -> None:
    session = session_at(house, step, part)
    talk = talked(house, session, "help", "")
    assert messages.PLAIN_HELP in talk.said
    at = talk.said.index(messages.PLAIN_HELP)
    assert talk.said[at + 1] in talk.said[:at]


@pytest.mark.parametrize(("step", "part"), EVERYWHERE)
def test_the_end_of_the_input_keeps_the_draft(house: House, step: str, part: str) -> None:
    session = session_at(house, step, part)
    talked(house, session)
    waiting = house.companion.waiting_session()
    assert waiting is None or waiting.draft.session_id == session.draft.session_id


def test_a_first_start_asks_about_the_sound(tmp_path: Path) -> None:
    with house_in(tmp_path, Settings(audio_driver="none")) as house:
        talk = Talk(["3", "2", "1"])
        PlainHome(house.companion, talk.console, StringIO(), house.composer.compose).welcome()
        assert talk.text.count(messages.DID_YOU_HEAR) == 3
        assert house.companion.settings.welcomed
        assert house.companion.settings.volume == 0.35


def test_doors_are_there_when_there_is_something_behind_them(house: House) -> None:
    talk = at_home(house, "")
    assert talk.said[:8] == [
        "Good evening.",
        "1. A new session, about 20 minutes, 5 is fine",
        "2. Just play, over a steady backing",
        "3. Just listen: a few quiet minutes",
        "4. Steady: a slow pulse, nothing else",
        "5. What I would rather not",
        "6. People to turn to",
        "7. Close",
    ]
    talked(house, session_at(house, "words", "1"), "sea")
    house.companion.journal.add(_take(), title="Over the stairs")
    talk = at_home(house, "5")
    assert talk.said[1:4] == [
        "1. Go on where you were",
        "2. A new session, about 20 minutes, 5 is fine",
        "3. What you made: 1",
    ]
    talk = at_home(house, "1", "stop", "")
    assert "(blank 3 of 6)" in talk.text


def test_what_is_always_there_has_a_door_too(house: House) -> None:
    talk = at_home(house, "3", "", "4", "", "5", "", "6", "", "7")
    house.server.wait_for(Stop, 2)
    assert [row for row in talk.said if row == "Good evening."] == ["Good evening."] * 5
    assert messages.SAFETY in talk.said
    assert ABOUT in talk.said
    assert talk.left == []


def test_what_you_made_is_read_and_heard(house: House) -> None:
    talked(house, session_at(house, "after"), "2")
    for number in range(12):
        house.companion.journal.add(_take(), title=f"Take {number}")
    songs = [entry.kind for entry in house.companion.journal.entries()]
    song, take = songs.index("song") + 1, songs.index("take") + 1
    assert song > 10, "the song is on the second page"
    house.server.commands.clear()
    talk = at_home(house, "2", str(take), "hear", "hear", "", "more", "99", str(song - 10), "hear", "back", "back", "4")
    house.server.wait_for(Play, 3)
    assert "1 note in 2 seconds" in talk.text
    chords = next(line for line in talk.said if line.startswith("Chords: "))
    assert "|" not in chords
    assert ", " in chords
    assert talk.left == []


def test_what_happened_is_told_once_between_questions(house: House) -> None:
    house.companion.take_checkpoint.save(_take())
    house.companion.sound.wait_until_ready()
    house.server.say(DeviceLost("Keys 25"))
    house.server.say(DeviceLost("Keys 25"))
    house.places.draft_file.write_text("rubbish")
    _wait_for_facts(house, 3)
    talk = at_home(house, "nonsense", "2", "", "")
    assert talk.said.count(messages.RECOVERED_TAKE) == 1
    assert sum("Keys 25 is gone" in line for line in talk.said) == 1
    assert sum("could not be read" in line for line in talk.said) == 1


def test_a_journal_that_can_not_be_opened_is_told_and_home_stays(house: House) -> None:
    house.places.journal.write_text("no folder")
    talk = at_home(house, "1", "3")
    assert "journal" in talk.said[0]
    assert talk.said.count("Good evening.") == 2


def test_free_text_asks_before_it_takes_a_word_as_a_wish() -> None:
    talk = Talk(["STOP", "k"])
    assert talk.console.ask("Blank 1:", free_text=True) == "STOP"
    with pytest.raises(GoBack):
        Talk(["Back", ""]).console.ask("Blank 1:", free_text=True)
    with pytest.raises(StopGently):
        Talk([" stop "]).console.ask("Number:")


@pytest.mark.parametrize("answer", ["²", "٣x", "1.5", "0x1", "--", "9" * 5000])
def test_odd_numbers_are_asked_again(answer: str) -> None:
    talk = Talk([answer, "2"])
    assert talk.console.choose("Which?", ("one", "two")) == 1
    assert "A number from 1 to 2, please, or an empty line to skip." in talk.said


def test_a_console_says_whole_lines() -> None:
    said: list[str] = []
    Console(said.append, lambda: "1\n").choose("Which?", ("one",))
    assert said == ["Which?", "1. one", "Number:"]


def _take() -> Take:
    return Take("Played", TempoMap(60.0), (PlayedEvent(0.5, NOTE_ON, 60, 80),), 2.0)


def _wait_for_facts(house: House, count: int) -> None:
    """Wait until the client has taken in what the server said."""
    deadline = time.monotonic() + 5.0
    while len(house.companion.sound._facts) < count:
        assert time.monotonic() < deadline
        time.sleep(0.005)
