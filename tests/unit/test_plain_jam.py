"""The jam in plain lines: every word and key does its thing, and nothing is said that was not asked for."""

import time
from collections.abc import Callable, Container, Iterator
from io import StringIO
from pathlib import Path
from types import NoneType

import pytest

from companion import messages
from companion.domain.take import Take
from companion.midi import protocol as p
from companion.plain import jam as plain_jam
from companion.plain import jam_words as words
from companion.plain import playing
from companion.plain.console import StopGently, Ways
from companion.plain.jam import PlainJam
from companion.plain.jam_commands import JamCommands
from companion.plain.keys import ENTER, keys_in
from companion.plain.playing import PlainPlayer
from companion.services.jamming.keeping import JamKeeping
from companion.services.jamming.opening import open_jam
from companion.services.journal.desk import JournalDesk
from tests.unit.faces import House, house_in
from tests.unit.scripted_keys import press
from tests.unit.talks import Talk, at_home

Keys = list[str | Callable[[], object]]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setattr(plain_jam, "LINE_NOTE_SECONDS", 0.02)
    with house_in(tmp_path) as house:
        house.companion.sound.wait_until_ready()
        yield house


def jam_of(house: House, talk: Talk) -> PlainJam:
    player = PlainPlayer(house.companion, talk.console, StringIO())
    jam = open_jam(house.companion, player.playback, feeling="calm")

    companion = house.companion
    keeping = JamKeeping(jam, companion, lambda: JournalDesk(companion.journal, companion.clock))
    return PlainJam(player, talk.console, StringIO(), jam, keeping)


def lines(house: House, *typed: str) -> Talk:
    """A jam without a terminal, with these lines."""
    talk = Talk(typed)
    jam_of(house, talk).run()
    return talk


def keyed(house: House, monkeypatch: pytest.MonkeyPatch, keys: Keys, *answers: str) -> Talk:
    """A jam by single keys (a call is done between two of them); words and questions are answered by `answers`."""
    talk = Talk(answers)
    press(monkeypatch, plain_jam, keys)
    jam_of(house, talk).run()
    return talk


def heard(house: House, notes: int) -> Callable[[], None]:
    """Wait until the client has what was played."""

    def wait() -> None:
        sound = house.companion.sound
        with sound._changed:
            assert sound._changed.wait_for(lambda: len(sound.played_since(600.0)) >= notes, 5.0)

    return wait


EVERY_WORD = [
    ("groove", "There are ballad,"),
    ("groove hymn", "Plain, like a hymn."),
    ("groove polka", "There is no groove called 'polka'"),
    ("quicker", "A little quicker."),
    ("slower", "A little slower."),
    ("tempo 66", "The pace changes"),
    ("tempo", "This needs a pace. For example 'tempo 66'."),
    ("tempo nan", "This needs a pace."),
    ("glide 60 5", "within 5 minutes"),
    ("glide 60", "how many minutes"),
    ("next", "The next section comes."),
    ("up 2", "major from the next bar on."),
    ("down", "major from the next bar on."),
    ("stay", "It stays on this chord."),
    ("free", "Every note there is."),
    ("latch", "Notes are held."),
    ("snap", "A MIDI keyboard plays notes that fit."),
    ("hold", "It stays with you"),
    ("pulse", "Soft pulse: on."),
    ("bass", "Bass: off."),
    ("echo", "What you play comes back."),
    ("vary", "a little changed."),
    ("alone", "No call and answer."),
    ("breathe 6", "6 breaths a minute"),
    ("breathe 6 7", "is not whole bars"),
    ("breathe 99", "Choose 4 to 15."),
    ("breathe 99 12", "easy to breathe"),
    ("breathe 0", "0 breaths a minute is outside what the music can do."),
    ("breathe 1e-300", "Choose 4 to 15."),
    ("tempo 99999", "Choose 40 to 180."),
    ("glide -5 5", "Choose 40 to 180."),
    ("glide 60 0", "0 minutes is outside what the music can do. Choose 0.1 to 60."),
    ("breathe off", "The breath is let go."),
    ("steady", "A slow pulse."),
    ("pause", "Paused."),
    ("end", "It comes to rest."),
    ("layer", "Nothing new was played yet."),
    ("mute 1", "There is no layer 1."),
    ("mute", "the number of a layer"),
    ("undo", "There is no take to take back."),
    ("redo", "There is nothing to bring back."),
    ("status", "0 notes in memory."),
    ("switch", words.SWITCH_ON),
    ("words", words.WORDS[0]),
    ("louder", "Loudness 5 of 10."),
    ("keep", "Nothing new was played yet."),
    ("nonsense", "'nonsense' is not known here"),
    ("wait 0.05", words.LINE_PROMPT),
    ("record", words.RECORDING_BEGINS),
]


@pytest.mark.parametrize(("typed", "answer"), EVERY_WORD, ids=lambda value: str(value)[:12])
def test_every_word_says_what_it_did(house: House, typed: str, answer: str) -> None:
    assert answer in lines(house, typed, "").text


def test_every_word_is_told_and_has_a_test(house: House) -> None:
    talk = Talk(())
    told = " ".join(words.WORDS)
    plain = jam_of(house, talk)
    table = JamCommands(plain._jam, plain._keeping)._table
    tested = {typed.split()[0] for typed, _ in EVERY_WORD}
    for word in table:
        assert word in told, word
        assert word in tested | {"melody", "chords", "air"}, word


def test_lines_of_notes_play_and_are_kept(house: House) -> None:
    talk = lines(house, "135 q a;", "07", "keep", "")
    played = [command for command in house.server.commands if isinstance(command, p.NoteOn)]
    assert len(played) == 8
    assert "Kept in your journal." in talk.said
    (entry,) = house.companion.journal.entries("take")
    assert isinstance(entry.body, Take)
    assert len(entry.body.notes()) == 8
    assert entry.body.backing
    assert entry.body.backing_title
    assert entry.title == "Playing, take 1", "it was over no song of the person's"


def test_what_was_not_kept_is_asked_about_at_the_end(house: House) -> None:
    talk = lines(house, "135", "", "3")
    assert "Keep what you played?" in talk.said
    (entry,) = house.companion.journal.entries("take")
    assert entry.tags == (messages.LATER_TAG,)


def test_keys_play_and_nothing_is_said_while_someone_plays(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    keys: Keys = ["1", "q", "A", "up", "right", "+", "é", "f11", heard(house, 3), "tab", ENTER]
    talk = keyed(house, monkeypatch, keys)
    assert talk.said == [words.TOP, words.FIRST_KEYS, "Kept in your journal."]
    assert house.server.wait_for(p.SetTempo)
    assert house.server.wait_for(p.SetVolume, 2) == p.SetVolume(0.6)


def test_function_keys_do_what_words_do(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    keys: Keys = ["f10", "f1", "backspace", "f2", "f3", "f4", "f5", "f5", "f5", "f6", "f6", "f7", " ", " ", ENTER]
    talk = keyed(house, monkeypatch, keys)
    assert [line for line in talk.said if line in words.CALLS.values()] == list(words.CALLS.values())
    switched = (words.SWITCHED["free"][True], words.SWITCHED["latch"][True])
    for line in (*switched, "The next section comes.", words.STEADY, words.NOTHING_PLAYED):
        assert line in talk.said
    assert talk.said.count(words.KEYS[0]) == 1
    assert "It stays on this chord." in talk.said
    assert words.TAKEN_BACK[NoneType] in talk.said
    assert house.server.wait_for(p.Play, 4)


def test_escape_asks_to_stay_go_back_or_stop_gently(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    talk = keyed(house, monkeypatch, ["esc", "1", heard(house, 1), "esc", "esc"], "1", "2", "2")
    assert talk.said.count(words.LEAVE) == 2, "after the second it is over"
    with pytest.raises(StopGently):
        keyed(house, monkeypatch, ["esc"], "3")


def test_stopping_gently_is_one_key(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StopGently):
        keyed(house, monkeypatch, ["1", "f9"])
    assert house.server.wait_for(p.Stop)


def test_a_word_is_asked_for_between_keys(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    talk = keyed(house, monkeypatch, ["/", "1", ":", ENTER], "groove hymn", "status", "2")
    assert talk.said.count(words.WORD_PROMPT) == 2
    assert "hymn, " in next(line for line in talk.said if line.endswith("in memory."))
    assert playing.KEEP_QUESTION in keyed(house, monkeypatch, ["1", "2", "3", heard(house, 3), "/"], "back", "2").said


def test_one_switch_plays_with_any_key(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def later() -> None:
        time.sleep(0.15)  # the same key sooner would be a hand that trembles

    keyed(house, monkeypatch, ["/", " ", later, "x", later, "9", ENTER], "switch", "2")
    assert house.server.wait_for(p.NoteOn, 3)


def test_a_recording_by_key_is_asked_about(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def counted_in() -> None:
        house.server.wait_for(p.Play, 2)
        house.clock.move(20.0)

    talk = keyed(house, monkeypatch, ["f8", counted_in, "1", "2", heard(house, 2), "f8", "f8", "f8", ENTER], "1")
    assert talk.said.count(words.RECORDING_BEGINS) == 2
    assert words.NO_RECORDING in talk.said
    assert len(house.companion.journal.entries("take")) == 1
    assert not house.places.take_checkpoint_file.exists()


def test_stopping_in_a_recording_keeps_it(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def counted_in() -> None:
        house.server.wait_for(p.Play, 2)
        house.clock.move(20.0)

    with pytest.raises(StopGently):
        keyed(house, monkeypatch, ["f8", counted_in, "1", heard(house, 1), "f9"])
    (entry,) = house.companion.journal.entries("take")
    assert entry.tags == (messages.LATER_TAG,)


def test_the_end_of_the_input_keeps_a_recording(house: House) -> None:
    talk = Talk(["record", "wait 0.1"])
    jam = jam_of(house, talk)
    house.clock.now = 0.0
    original = talk.console.ask

    def ask(prompt: str, *, free_text: bool = False, ways: Ways = (), own: Container[str] = ()) -> str:
        if talk.said.count(words.LINE_PROMPT) == 1:
            house.clock.move(30.0)
            jam._turn()
            jam._play_line("135")
        return original(prompt, free_text=free_text, ways=ways, own=own)

    talk.console.ask = ask  # type: ignore[method-assign]
    with pytest.raises(EOFError):
        jam.run()
    (entry,) = house.companion.journal.entries("take")
    assert entry.tags == (messages.LATER_TAG,)


def test_a_journal_that_can_not_be_written_keeps_what_was_played_in_memory(house: House) -> None:
    talk = Talk(["135", "keep", "keep", "", "2"])
    jam = jam_of(house, talk)
    house.places.journal.write_text("no folder")
    jam.run()
    assert talk.text.count("not a directory") == 2
    assert "Kept in your journal." not in talk.said


def test_the_door_at_home_leads_there_and_back(house: House) -> None:
    talk = at_home(house, "2", "1", "", "2", "3")
    assert words.TOP in talk.said
    assert talk.said.count("Good evening.") == 2


def test_keys_of_terminals_are_told_apart() -> None:
    typed = "a\x1b[A\x1bOB\x1b[19~\x1b[1;5C\x1b\t\x7fö\r\x1bOP\x1b[[B"
    assert keys_in(typed) == ["a", "up", "down", "f8", "esc", "tab", "backspace", "ö", ENTER, "f1", "f2"]
    assert keys_in("") == []
