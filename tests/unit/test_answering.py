"""Call and answer: the phrase that asks, the echo, and the small variations."""

from itertools import pairwise

import pytest

from companion.domain.harmony import Chord, Key, Meter, chord_at
from companion.domain.score import NoteEvent
from companion.engine.answering import CALL_BARS, call, echoed, varied
from companion.engine.progressions import read_chords

KEY = Key("C")
CHORDS = read_chords("C | F", Meter(4, 4))
PLAYED = (
    NoteEvent(0.02, 0.9, 64, 90),
    NoteEvent(1.0, 1.4, 67, 80),
    NoteEvent(2.5, 0.5, 65, 70),
    NoteEvent(4.0, 9.0, 69, 60),
)


def chord(beats: float) -> Chord | None:
    return chord_at(CHORDS, beats % 8)


def rubs(note: NoteEvent) -> bool:
    found = chord(note.onset_beats)
    assert found is not None
    tones = found.pitch_classes
    return note.pitch % 12 not in tones and bool({(note.pitch + 1) % 12, (note.pitch - 1) % 12} & tones)


@pytest.mark.parametrize("meter", [Meter(4, 4), Meter(3, 4), Meter(6, 8), Meter(2, 4), Meter(5, 4), Meter(7, 8)])
@pytest.mark.parametrize("turn", range(6))
def test_a_call_is_two_bars_of_notes_that_fit_and_stays_open(meter: Meter, turn: int) -> None:
    chords = read_chords("C | F", meter)
    notes = call(lambda beats: chord_at(chords, beats), KEY, meter, 66, 3, turn)
    assert 2 <= len(notes) <= 8
    assert all(a.onset_beats < b.onset_beats for a, b in pairwise(notes))
    assert all(abs(a.pitch - b.pitch) <= 12 for a, b in pairwise(notes))
    assert notes[-1].onset_beats + notes[-1].duration_beats <= CALL_BARS * meter.bar_beats
    assert notes[-1].pitch % 12 != KEY.tonic_pc


def test_calls_differ_by_turn_and_not_by_chance() -> None:
    calls = [call(chord, KEY, Meter(4, 4), 66, 3, turn) for turn in range(8)]
    assert len(set(calls)) > 5
    assert calls == [call(chord, KEY, Meter(4, 4), 66, 3, turn) for turn in range(8)]


def test_an_echo_is_what_was_played_a_little_softer_and_ends_in_time() -> None:
    found = echoed(PLAYED, 8.0)
    assert [(n.onset_beats, n.pitch) for n in found] == [(n.onset_beats, n.pitch) for n in PLAYED]
    assert all(n.velocity < before.velocity for n, before in zip(found, PLAYED, strict=True))
    assert max(n.onset_beats + n.duration_beats for n in found) == 8.0
    assert echoed(PLAYED, 2.0)[-1].duration_beats == 1.0
    assert echoed((), 8.0) == ()


@pytest.mark.parametrize("turn", range(4))
def test_a_variation_is_recognisable_and_fits(turn: int) -> None:
    found = varied(PLAYED, chord, KEY, 8.0, 1, turn)
    assert found != echoed(PLAYED, 8.0)
    assert not any(rubs(note) for note in found)
    before = {note.onset_beats for note in PLAYED}
    assert len(before & {note.onset_beats for note in found}) >= len(PLAYED) - 1
    assert all(0 <= note.onset_beats < 8 for note in found)


def test_four_turns_vary_in_four_ways_and_nothing_stays_nothing() -> None:
    assert len({varied(PLAYED, chord, KEY, 8.0, 1, turn) for turn in range(4)}) == 4
    assert varied((), chord, KEY, 8.0, 1, 0) == ()
    for turn in range(4):
        assert varied(PLAYED[:1], chord, KEY, 8.0, 1, turn)
