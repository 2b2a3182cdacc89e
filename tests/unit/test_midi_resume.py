"""What a new sound process is told: the music as it had become, and everything that lasts."""

import pytest

from companion.domain.harmony import Key, Meter
from companion.domain.score import NoteEvent, Part, Score
from companion.domain.tempo import TempoMap
from companion.midi.protocol import (
    Command,
    Cue,
    Ended,
    Open,
    Panic,
    Play,
    Position,
    Revise,
    Revised,
    SetKeyboard,
    SetMidiInput,
    SetMidiOutput,
    SetPart,
    SetPartLevel,
    SetSnap,
    SetSustain,
    SetTempo,
    Stop,
    TempoChanged,
)
from companion.midi.resume import Remembered

OPTIONS = Open("auto", None, None, "any", 0.4, 0.0)


def piece(title: str, bars: int = 4) -> Score:
    return Score(title, Key("C"), Meter(), TempoMap(120), 4.0 * bars, ())


def at(beats: float) -> Position:
    return Position(1, beats, 1000.0, 120.0)


def titles(commands: list[Command]) -> list[str]:
    return [command.score.title for command in commands if isinstance(command, Play | Revise)]


@pytest.fixture
def jamming() -> Remembered:
    remembered = Remembered(OPTIONS)
    remembered.note(Play(1, piece("verse"), is_loop=True))
    return remembered


def test_it_goes_on_with_the_revision_from_its_middle_in_the_running_tempo(jamming: Remembered) -> None:
    tempo = TempoMap(120).changed(8.0, 90)
    jamming.note(SetTempo(1, 90))
    jamming.hear(TempoChanged(1, tempo))
    jamming.note(Revise(1, piece("chorus"), 0.0))
    jamming.hear(Revised(1, 0.0, 8.0))
    commands, ends = jamming.after_death(at(17.5))
    play = commands[1]
    assert isinstance(play, Play)
    assert (play.score.title, play.from_beats, play.score_at_beats, play.score.tempo) == ("chorus", 20.0, 8.0, tempo)
    assert play.is_loop
    assert len(commands) == 2
    assert ends == []


def test_what_was_asked_for_further_on_is_asked_for_again(jamming: Remembered) -> None:
    echo = Cue(1, 24.0, Part("echo", 0, 0, (NoteEvent(0, 4, 60, 70),)))
    past = Cue(1, 0.0, Part("echo", 0, 0, (NoteEvent(0, 4, 60, 70),)))
    jamming.note(Revise(1, piece("ending"), 32.0, is_loop=False))
    jamming.hear(Revised(1, 32.0, 32.0))
    for command in (past, echo, SetTempo(1, 60, 4.0, 28.0)):
        jamming.note(command)
    commands, _ = jamming.after_death(at(17.5))
    assert titles(commands) == ["verse", "ending"]
    assert commands[2:] == [Revise(1, piece("ending"), 32.0, False), SetTempo(1, 60, 4.0, 28.0), echo]


def test_what_was_not_answered_is_asked_for_again(jamming: Remembered) -> None:
    jamming.note(Revise(1, piece("chorus"), 12.0))
    commands, _ = jamming.after_death(at(3.0))
    assert commands[2:] == [Revise(1, piece("chorus"), 12.0)]


def test_a_newer_revision_takes_the_place_of_a_later_one(jamming: Remembered) -> None:
    jamming.note(Revise(1, piece("ending"), 16.0, is_loop=False))
    jamming.hear(Revised(1, 16.0, 16.0))
    jamming.note(Revise(1, piece("bridge"), 8.0, is_loop=True))
    jamming.hear(Revised(1, 8.0, 8.0))
    assert titles(jamming.after_death(at(1.0))[0]) == ["verse", "bridge"]


def test_the_keyboard_that_was_chosen_last_is_listened_to(jamming: Remembered) -> None:
    jamming.note(SetMidiInput("pads"))
    opened = jamming.after_death(at(3.0))[0][0]
    assert isinstance(opened, Open)
    assert opened.midi_input == "pads"


def test_everything_that_lasts_is_told_once_and_in_its_newest_form(jamming: Remembered) -> None:
    lasting: list[Command] = [
        SetSnap(tuple(range(128))), SetKeyboard(0.8, 3), SetSustain(True), SetMidiOutput("synth", False, True)
    ]  # fmt: skip
    parts: list[Command] = [SetPart("melody", False), SetPartLevel("melody", 0.5), SetPart("pulse", True)]
    for command in (SetSnap(None), *lasting, SetPart("melody", True), *parts):
        jamming.note(command)
    commands, _ = jamming.after_death(at(3.0))
    assert commands[0] == OPTIONS
    assert commands[1:5] == lasting
    assert set(commands[6:]) == set(parts)


def test_new_music_begins_with_all_its_parts(jamming: Remembered) -> None:
    jamming.note(SetPart("melody", False))
    jamming.note(Play(2, piece("another")))
    commands, ends = jamming.after_death(None)
    assert [type(command) for command in commands] == [Open, Play]
    assert ends == [Ended(1, is_complete=False)]


def test_panic_lifts_the_pedal_and_stop_does_not(jamming: Remembered) -> None:
    jamming.note(SetSustain(True))
    jamming.note(Stop())
    assert SetSustain(True) in jamming.after_death(None)[0]
    jamming.note(Panic())
    assert SetSustain(True) not in jamming.after_death(None)[0]


def test_an_ending_that_was_nearly_over_ends(jamming: Remembered) -> None:
    jamming.note(Revise(1, piece("ending", bars=2), 16.0, is_loop=False))
    jamming.hear(Revised(1, 16.0, 16.0))
    commands, ends = jamming.after_death(at(21.0))
    assert commands == [OPTIONS]
    assert ends == [Ended(1, is_complete=False)]


def test_what_lies_behind_is_let_go_of(jamming: Remembered) -> None:
    for number in range(500):
        beats = 4.0 * number
        jamming.hear(at(beats))
        jamming.note(Revise(1, piece(str(number)), beats))
        jamming.note(Cue(1, beats, Part("echo", 0, 0, (NoteEvent(0, 4, 60, 70),))))
        jamming.hear(Revised(1, beats, beats + 4))
    assert jamming.music is not None
    assert len(jamming.music.standing) <= 3
    assert len(jamming.music.cues) <= 3
    assert jamming.music.unanswered == []


def test_answers_about_other_music_change_nothing(jamming: Remembered) -> None:
    jamming.note(Revise(1, piece("chorus"), 4.0))
    jamming.hear(Revised(7, 4.0, 4.0))
    jamming.hear(TempoChanged(7, TempoMap(50)))
    assert jamming.music is not None
    assert jamming.music.tempo == TempoMap(120)
    assert len(jamming.music.unanswered) == 1
