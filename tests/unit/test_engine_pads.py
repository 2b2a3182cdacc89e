"""Safe notes for eight keys."""

from itertools import pairwise

import pytest

from companion.domain.harmony import Chord, Key, Meter, Mode
from companion.engine.pads import PAD_COUNT, pads
from companion.engine.progressions import FAMILIES, chords_in, read_chords

TONICS = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
MODES: tuple[Mode, ...] = ("major", "minor", "dorian", "mixolydian")


def clashes(pitch: int, chord: Chord) -> bool:
    tones = chord.pitch_classes
    return pitch % 12 not in tones and bool({(pitch + 1) % 12, (pitch - 1) % 12} & tones)


@pytest.mark.parametrize("tonic", TONICS)
@pytest.mark.parametrize("mode", MODES)
def test_nothing_clashes_and_the_hand_keeps_its_contour(tonic: str, mode: Mode) -> None:
    key = Key(tonic, mode)
    plain = pads(None, key)
    numerals = tuple({n for family in FAMILIES if family.mode == mode for n in family.loop})
    for chord in chords_in(key, Meter(4, 4), tuple(sorted(numerals))):
        found = pads(chord, key)
        assert len(found) == PAD_COUNT
        assert all(a < b for a, b in pairwise(found))
        assert not any(clashes(pitch, chord) for pitch in found)
        assert all(abs(a - b) <= 2 for a, b in zip(found, plain, strict=True))


def test_pads_start_at_the_tonic_and_hold_the_chord() -> None:
    assert pads(None, Key("F")) == (65, 67, 69, 72, 74, 77, 79, 81)
    assert pads(None, Key("A", "minor"), lowest=48) == (57, 60, 62, 64, 67, 69, 72, 74)
    (chord,) = read_chords("C", Meter(4, 4))
    assert {pitch % 12 for pitch in pads(chord, Key("F"))} >= {0, 4, 7}


@pytest.mark.parametrize("text", ["Bdim7", "F#m7b5", "C#", "Ebmaj7", "Caug", "A7/G", "Gsus4", "D9"])
def test_foreign_chords_are_safe_too(text: str) -> None:
    (chord,) = read_chords(text, Meter(4, 4))
    found = pads(chord, Key("C"))
    assert len(found) == PAD_COUNT
    assert all(a < b for a, b in pairwise(found))
    assert not any(clashes(pitch, chord) for pitch in found)
