"""Commands in, facts out, with a clock that is moved by hand."""

import itertools
import math
from pathlib import Path

import pytest
from msgspec.structs import replace

from companion.domain.harmony import Key, Meter
from companion.domain.score import NoteEvent, Part, Score
from companion.domain.take import NOTE_OFF, NOTE_ON
from companion.domain.tempo import TempoMap
from companion.errors import FileProblemError
from companion.midi.protocol import (
    Close,
    Cue,
    Ended,
    Fact,
    LoadSoundFont,
    NoteHeard,
    NoteOff,
    Panic,
    Play,
    Position,
    Problem,
    Revise,
    Revised,
    SetKeyboard,
    SetPart,
    SetPlayerProgram,
    SetSnap,
    SetSustain,
    SetTempo,
    SetVolume,
    Stop,
    TempoChanged,
)
from companion.midi.protocol import NoteOn as Strike
from companion.midi.room import FULL_SWING_SECONDS, Room, gain_of
from companion.midi.scheduler import LEAD_SECONDS
from companion.midi.testing import FakeClock, RecordingSink

NOTES = tuple(NoteEvent(beat, 0.9, 60, 70) for beat in range(8))
PIECE = Score("a piece", Key("C"), Meter(), TempoMap(120), 8.0, (Part("melody", 0, 0, NOTES),))


class Studio:
    """A room over a sink, its facts, and time to move."""

    def __init__(self, latency_ms: float = 0.0) -> None:
        self.clock = FakeClock()
        self.sink = RecordingSink(self.clock)
        self.facts: list[Fact] = []
        self.room = Room(self.sink, self.facts.append, 0.4, latency_ms, self.clock)

    def run(self, seconds: float) -> None:
        for _ in range(round(seconds / 0.004)):
            self.clock.move(0.004)
            self.room.turn()

    def heard(self) -> list[NoteHeard]:
        return [fact for fact in self.facts if isinstance(fact, NoteHeard)]


@pytest.fixture
def studio() -> Studio:
    return Studio()


def test_the_position_comes_twenty_times_a_second(studio: Studio) -> None:
    studio.room.obey(Play(7, PIECE))
    studio.run(2.0)
    positions = [fact for fact in studio.facts if isinstance(fact, Position)]
    assert 36 <= len(positions) <= 40
    for position in positions:
        since_start = position.monotonic - 1000.0 - LEAD_SECONDS
        assert position.beats == pytest.approx(2 * since_start, abs=0.01)
        assert (position.play_id, position.bpm) == (7, 120)


def test_played_notes_are_stamped_in_the_musics_own_time(studio: Studio) -> None:
    studio.room.obey(Play(7, PIECE))
    studio.run(1.5)
    studio.room.obey(Strike(64, 90))
    studio.run(0.25)
    studio.room.obey(NoteOff(64))
    on, off = studio.heard()
    assert on.event.seconds == pytest.approx(1.5 - LEAD_SECONDS, abs=0.005)
    assert off.event.seconds == pytest.approx(1.75 - LEAD_SECONDS, abs=0.005)
    assert (on.event.kind, on.event.data1, on.event.data2, on.play_id, on.source) == (NOTE_ON, 64, 90, 7, "keys")
    assert off.event.kind == NOTE_OFF


def test_the_latency_is_subtracted_from_what_is_played_and_shown() -> None:
    studio = Studio(latency_ms=100.0)
    studio.room.obey(Play(7, PIECE))
    studio.run(1.5)
    studio.room.obey(Strike(64, 90))
    assert studio.heard()[0].event.seconds == pytest.approx(1.4 - LEAD_SECONDS, abs=0.005)
    position = [fact for fact in studio.facts if isinstance(fact, Position)][-1]
    assert position.beats == pytest.approx(2 * (position.monotonic - 1000.0 - LEAD_SECONDS - 0.1), abs=0.01)


def test_a_note_with_a_length_closes_itself_on_time(studio: Studio) -> None:
    studio.room.obey(Strike(64, 90, 0.3))
    studio.run(0.5)
    on, off = studio.heard()
    assert off.event.kind == NOTE_OFF
    assert off.event.seconds - on.event.seconds == pytest.approx(0.3, abs=1e-3)


def test_a_keyboards_message_is_stamped_when_it_came(studio: Studio) -> None:
    studio.run(1.0)
    studio.room.hear("A Keyboard", [0x91, 64, 90], studio.clock.now - 0.2)
    heard = studio.heard()[0]
    assert heard.event.seconds == pytest.approx(0.8, abs=0.005)
    assert (heard.source, heard.play_id, heard.event.status) == ("A Keyboard", None, 0x90)


def test_the_volume_moves_smoothly(studio: Studio) -> None:
    studio.room.obey(SetVolume(1.0))
    studio.run(FULL_SWING_SECONDS)
    gains = [gain for _, gain in studio.sink.gains]
    assert gains[0] == gain_of(0.4)
    assert gains[-1] == gain_of(1.0)
    assert gains == sorted(gains)
    assert max(new / old for old, new in itertools.pairwise(gains)) < 1.03


@pytest.mark.parametrize(("volume", "meant"), [(-3.0, 0.0), (7.0, 1.0)])
def test_a_volume_out_of_range_is_the_nearest(studio: Studio, volume: float, meant: float) -> None:
    studio.room.obey(SetVolume(volume))
    studio.run(2.0)
    assert studio.sink.gains[-1][1] == gain_of(meant)


def test_stop_ends_the_music(studio: Studio) -> None:
    studio.room.obey(Play(7, PIECE))
    studio.run(0.5)
    studio.room.obey(Stop(0.5))
    studio.run(0.6)
    assert studio.room.is_quiet
    assert Ended(7, is_complete=False) in studio.facts


def test_panic_ends_what_is_held_and_what_plays(studio: Studio) -> None:
    studio.room.obey(Play(7, PIECE))
    studio.room.obey(Strike(64, 90))
    studio.room.obey(Panic())
    assert [heard.event.kind for heard in studio.heard()] == [NOTE_ON, NOTE_OFF]
    assert studio.facts[-1] == Ended(7, is_complete=False)
    assert studio.sink.silenced_at == [0]


def test_the_players_sound_can_be_chosen(studio: Studio) -> None:
    studio.room.obey(SetPlayerProgram(46))
    assert 46 in studio.sink.programs.values()


def test_a_keyboard_that_is_unplugged_holds_nothing(studio: Studio) -> None:
    studio.room.hear("A Keyboard", [0x90, 64, 90], studio.clock.now)
    studio.room.forget_keyboard("A Keyboard")
    assert [heard.event.kind for heard in studio.heard()] == [NOTE_ON, NOTE_OFF]


def test_a_refused_soundfont_is_told(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> None:
        raise FileProblemError(f"{path} is not a SoundFont.", "Choose another.")

    monkeypatch.setattr(studio.sink, "load", refuse)
    studio.room.obey(LoadSoundFont("cat.jpg"))
    assert studio.facts == [Problem("cat.jpg is not a SoundFont.", "Choose another.")]


def test_what_does_not_belong_here_is_refused(studio: Studio) -> None:
    studio.room.obey(Close())
    assert isinstance(studio.facts[0], Problem)


def test_the_latch_and_the_snap_are_recorded_as_they_sounded(studio: Studio) -> None:
    studio.room.obey(SetSustain(True))
    studio.room.obey(SetSnap((72,) * 128))
    studio.room.obey(SetKeyboard(velocity_curve=0.5))
    studio.room.hear("piano", [0x90, 60, 64], studio.clock.now)
    studio.room.obey(SetSustain(False))
    events = [(h.event.status, h.event.data1, h.event.data2) for h in studio.heard()]
    assert events == [(0xB0, 64, 127), (0x90, 72, 90), (0xB0, 64, 0)]


def test_changes_for_music_that_waits_hold_once_it_runs(studio: Studio) -> None:
    studio.room.obey(Play(1, PIECE, is_loop=True))
    studio.run(1.0)
    studio.room.obey(Play(2, PIECE, is_loop=True))
    studio.room.obey(SetTempo(2, 90))
    studio.room.obey(Revise(2, PIECE))
    assert not any(isinstance(fact, TempoChanged | Revised | Problem) for fact in studio.facts)
    studio.run(1.0)
    assert [fact.play_id for fact in studio.facts if isinstance(fact, TempoChanged | Revised)] == [2, 2]


def test_changes_for_music_that_is_gone_are_refused_with_a_sentence(studio: Studio) -> None:
    for command in (SetTempo(1, 90), Revise(1, PIECE), Cue(1, 0.0, PIECE.parts[0])):
        studio.room.obey(command)
    studio.room.obey(SetPart("melody", False))
    assert [type(fact) for fact in studio.facts] == [Problem] * 3


@pytest.mark.parametrize(("onset", "refused"), [(math.nan, 2), (math.inf, 1), (-1e300, 0)])
def test_impossible_notes_are_refused_or_never_heard_and_what_plays_goes_on(
    studio: Studio, onset: float, refused: int
) -> None:
    studio.room.obey(Play(1, PIECE, is_loop=True))
    odd = Part("odd", 0, 0, (NoteEvent(onset, 1.0, 60, 70),))
    for command in (Cue(1, 4.0, odd), Revise(1, replace(PIECE, parts=(odd,)))):
        studio.room.obey(command)
    assert sum(isinstance(fact, Problem) for fact in studio.facts) == refused
    studio.run(5.0)
    assert isinstance(studio.facts[-1], Position)


@pytest.mark.parametrize("beats", [1e300, math.inf, math.nan, -1.0])
def test_places_that_no_music_reaches_are_refused_when_they_are_named(beats: float) -> None:
    for make in (
        lambda: Play(1, PIECE, from_beats=beats),
        lambda: Play(1, PIECE, score_at_beats=beats),
        lambda: Revise(1, PIECE, beats),
        lambda: SetTempo(1, 90, from_beats=beats),
        lambda: Cue(1, beats, PIECE.parts[0]),
    ):
        with pytest.raises(ValueError, match="beat"):
            make()


@pytest.mark.parametrize("bpm", [0.0, 10_000.0, math.nan])
def test_a_tempo_that_nobody_can_play_is_refused_when_it_is_named(bpm: float) -> None:
    with pytest.raises(ValueError, match="tempo"):
        SetTempo(1, bpm)
