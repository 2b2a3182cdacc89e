"""One switch on a plain terminal: choices are read out one by one, and a press takes the one just read."""

import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import pytest

from companion.midi import protocol as p
from companion.plain import jam as plain_jam
from companion.plain import jam_words as words
from companion.plain import switch as plain_switch
from companion.plain.console import ON, WAY_BACK, WAY_OUT, Console, GoBack, StopGently
from companion.plain.jam import PlainJam
from companion.plain.keys import KeyReader
from companion.plain.playing import PlainPlayer
from companion.plain.switch import HOW, RESTS, PlainSwitch
from companion.services.jamming.keeping import JamKeeping
from companion.services.jamming.opening import open_jam
from companion.services.journal.desk import JournalDesk
from companion.services.scanning import ROUNDS
from tests.unit.faces import House, house_in


class Terminal(StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


class Ear:
    """Somebody who presses when they hear one of `wanted`, in order; `said` is all that was read out."""

    def __init__(self, *wanted: str) -> None:
        self.said: list[str] = []
        self._wanted = list(wanted)
        self.console = Console(self.said.append, lambda: "", PlainSwitch(Terminal(), 0.01, itertools.count().__next__))

    def read_key(self, seconds: float) -> str | None:
        if self._wanted and self.said and self.said[-1] == self._wanted[0]:
            self._wanted.pop(0)
            return " "
        if not self._wanted:
            return ""
        return None

    @contextmanager
    def single_keys(self, _stream: object) -> Iterator[KeyReader]:
        yield self.read_key


def listening(monkeypatch: pytest.MonkeyPatch, *wanted: str) -> Ear:
    ear = Ear(*wanted)
    monkeypatch.setattr(plain_switch, "single_keys", ear.single_keys)
    monkeypatch.setattr(plain_jam, "single_keys", ear.single_keys)
    return ear


def test_a_press_takes_the_row_that_was_just_read(monkeypatch: pytest.MonkeyPatch) -> None:
    ear = listening(monkeypatch, "the second")
    assert ear.console.choose("Which?", ("the first", "the second", "the third")) == 1
    assert ear.said[-2:] == ["the first", "the second"]


def test_it_rests_after_a_few_rounds_and_a_press_wakes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    ear = listening(monkeypatch, RESTS, "b")
    assert ear.console.choose("Which?", ("a", "b")) == 1
    assert ear.said.count("a") == ROUNDS + 1


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no terminals to open here")
def test_a_press_that_is_held_answers_one_question() -> None:
    keyboard, screen = os.openpty()
    said: list[str] = []

    def press(row: str) -> None:
        said.append(row)
        if row in ("now", RESTS, "later") or said[1:] == ["now", HOW, "not yet"]:
            os.write(keyboard, b" ")

    with os.fdopen(screen) as terminal:
        switch = PlainSwitch(terminal, 0.45)
        assert switch.choose(("now",), press) == 0
        assert switch.choose(("not yet", "later"), press) == 1
    os.close(keyboard)
    assert said.count("later") == 1


def test_every_question_has_the_ways_out(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(GoBack):
        listening(monkeypatch, WAY_BACK).console.choose("Which?", ("a",))
    with pytest.raises(StopGently):
        listening(monkeypatch, WAY_OUT).console.ask("Anything?")
    assert listening(monkeypatch, ON).console.ask("Anything?") == ""


def test_numbers_and_commands_by_ear(monkeypatch: pytest.MonkeyPatch) -> None:
    assert listening(monkeypatch, "7").console.number("How hard?", 0, 10) == 7
    assert listening(monkeypatch, ON).console.number("How hard?", 0, 10) is None
    ear = listening(monkeypatch, "louder", "a")
    ear.console.commands["louder"] = lambda: "Louder now."
    assert ear.console.choose("Which?", ("a",)) == 0
    assert "Louder now." in ear.said


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_in(tmp_path) as house:
        house.companion.sound.wait_until_ready()
        yield house


def test_a_jam_is_played_kept_and_left_with_one_key(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    keep = words.SWITCH_MENU[0][1]
    ear = listening(monkeypatch, words.FIRST_SWITCH, words.MENU, keep, words.MENU, WAY_BACK)
    companion = house.companion
    player = PlainPlayer(companion, ear.console, Terminal())
    jam = open_jam(companion, player.playback)
    keeping = JamKeeping(jam, companion, lambda: JournalDesk(companion.journal, companion.clock))
    PlainJam(player, ear.console, Terminal(), jam, keeping).run()
    assert isinstance(house.server.wait_for(p.NoteOn), p.NoteOn)
    assert len(companion.journal.entries("take")) == 1
    assert words.KEPT in ear.said
