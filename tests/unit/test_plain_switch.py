"""One switch on a plain terminal: choices are read out one by one, and a press takes the one just read."""

import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import pytest

from companion import messages
from companion.domain.song import Song
from companion.language import told
from companion.midi import protocol as p
from companion.plain import jam as plain_jam
from companion.plain import jam_words as words
from companion.plain import switch as plain_switch
from companion.plain.choosing import PlainSuggestions
from companion.plain.console import ON, WAY_BACK, WAY_OUT, Console, GoBack, StopGently
from companion.plain.jam import PlainJam
from companion.plain.journal import PlainJournal
from companion.plain.keys import KeyReader
from companion.plain.playing import PlainPlayer
from companion.plain.studio import PlainStudio
from companion.plain.switch import HOW, RESTS, PlainSwitch
from companion.plain.wordhelp import WordHelp
from companion.plain.writing import fill_blank
from companion.services.jamming.keeping import JamKeeping
from companion.services.jamming.opening import open_jam
from companion.services.journal.desk import JournalDesk
from companion.services.scanning import ROUNDS
from companion.services.songs.studio import Studio
from companion.services.songs.studio_offers import groove_offers
from companion.services.walking import questions as q
from tests.unit.faces import House, house_in
from tests.unit.pilots import session_at
from tests.unit.talks import talked


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

    def wants(self, *wanted: str) -> None:
        """Press at these from now on."""
        self._wanted = list(wanted)

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


def test_ways_are_read_out_and_those_that_lead_on_can_be_gone_back_from(monkeypatch: pytest.MonkeyPatch) -> None:
    ways = (("songs", (("the first", "hear 1"), ("the second", "hear 2"))), ("others", "others"))
    assert listening(monkeypatch, "others").console.ask("Which?", ways=ways) == "others"
    assert listening(monkeypatch, "songs", "the second").console.ask("Which?", ways=ways) == "hear 2"
    assert listening(monkeypatch, "songs", WAY_BACK, "others").console.ask("Which?", ways=ways) == "others"
    assert listening(monkeypatch, ON).console.ask("Which?", ways=ways) == ""


def suggested(house: House) -> q.SongQuestion:
    """The question which of three suggestions it shall be."""
    session = session_at(house, "song")
    session.offer(house.composer.compose(session.song_request()))
    assert isinstance(session.question, q.SongQuestion)
    return session.question


def test_suggestions_are_heard_and_chosen_with_one_key(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    question = suggested(house)
    second = told(question.songs[1].name)
    ear = listening(monkeypatch, second, "Hear it", second, "Choose it")
    playback = PlainPlayer(house.companion, ear.console, Terminal()).playback
    answer = PlainSuggestions(ear.console, playback, lambda number: None).choose(question, "Step 5 of 7.")
    assert answer == q.Chose(2)
    house.server.wait_for(p.Play)


def test_the_studio_is_used_with_one_key(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    question = suggested(house)
    forms: list[Song] = []
    studio = Studio(question.songs[0], forms.append)
    offer = groove_offers(studio.song)[0]
    label = f"{offer.label}: {offer.note}" if offer.note else offer.label
    ear = listening(monkeypatch, "Another groove", label, "Hear it", label, "Take it", "Undo", "Done")
    player = PlainPlayer(house.companion, ear.console, Terminal())
    PlainStudio(studio, ear.console, player, house.places.exports, "").run()
    assert forms[0].groove != question.songs[0].groove
    assert studio.song == question.songs[0]


def test_the_journal_is_used_with_one_key(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    talked(house, session_at(house, "after"), "2")
    (song,) = house.companion.journal.entries("song")
    row = f"{song.title}. "
    ear = Ear()
    player = PlainPlayer(house.companion, ear.console, Terminal())
    journal = PlainJournal(house.companion, ear.console, player)
    (label,) = (journal._row(entry) for entry in journal.desk.entries if entry.id == song.id)
    assert label.startswith(row)
    ear.wants(label, "Hear it", "Mark it as a favourite", ON, "Something else", "Favourites", ON)
    monkeypatch.setattr(plain_switch, "single_keys", ear.single_keys)
    journal.browse()
    house.server.wait_for(p.Play)
    assert house.companion.journal.get(song.id).is_favourite


def test_a_blank_is_filled_from_a_few_words_with_one_key(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    session = session_at(house, "words", "0")
    question = session.question
    assert isinstance(question, q.BlankQuestion)
    ear = Ear()
    help = WordHelp(ear.console, session, house.companion.journal)
    word = help.bank(question.words)[1]
    ear.wants(messages.SOME_WORDS, word)
    monkeypatch.setattr(plain_switch, "single_keys", ear.single_keys)
    assert fill_blank(ear.console, question, "Step 3 of 7.", help) == q.Filled(word)
