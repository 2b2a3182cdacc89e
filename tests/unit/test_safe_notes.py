"""Notes that fit: the rows of letters, the snapped keyboard, the one switch."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.domain.harmony import Chord, Key, Meter, Mode
from companion.engine.progressions import FAMILIES, chords_in, read_chords
from companion.engine.safe_notes import (
    PAD_COUNT,
    ROW_KEYS,
    chromatic_rows,
    plain_scale,
    rows,
    safe_pads,
    snap_table,
)
from companion.engine.safe_notes_walk import PHRASE_NOTES, Walk, next_note

TONICS = ("C", "Eb", "F#", "A", "Bb")
MODES: tuple[Mode, ...] = ("major", "minor", "dorian", "mixolydian")


def every_chord(key: Key) -> tuple[Chord, ...]:
    numerals = sorted({numeral for family in FAMILIES if family.mode == key.mode for numeral in family.loop})
    return chords_in(key, Meter(4, 4), tuple(numerals))


def rubs(pitch: int, chord: Chord) -> bool:
    tones = chord.pitch_classes
    return pitch % 12 not in tones and bool({(pitch + 1) % 12, (pitch - 1) % 12} & tones)


@pytest.mark.parametrize("tonic", TONICS)
@pytest.mark.parametrize("mode", MODES)
def test_rows_are_two_octaves_in_which_every_key_has_its_own_note(tonic: str, mode: Mode) -> None:
    key = Key(tonic, mode)
    plain_upper, plain_lower = rows(None, key)
    assert plain_lower[5] - plain_lower[0] == 12
    for chord in every_chord(key):
        upper, lower = rows(chord, key)
        assert len(upper) == len(lower) == ROW_KEYS
        assert all(high == low + 12 for high, low in zip(upper, lower, strict=True))
        assert not any(rubs(pitch, chord) for pitch in (*upper, *lower))
        assert all(a < b for a, b in pairwise(lower))
        assert all(abs(a - b) <= 4 for a, b in zip(lower, plain_lower, strict=True))
        assert {pitch % 12 for pitch in lower} >= chord.pitch_classes & set(key.scale_pcs)
    assert plain_upper[0] % 12 == plain_lower[0] % 12 == key.tonic_pc
    assert 53 <= plain_lower[0] < 65


@given(
    tonic=st.sampled_from(("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")),
    mode=st.sampled_from(MODES),
    voicing=st.lists(st.integers(36, 84), min_size=1, max_size=6, unique=True),
)
def test_over_any_chord_keys_beside_one_another_differ_and_fit(tonic: str, mode: Mode, voicing: list[int]) -> None:
    """Also over a chord of one's own, far from the key: higher to the right, nothing rubs, and always the same."""
    key = Key(tonic, mode)
    chord = Chord("?", "?", 0.0, 4.0, tuple(sorted(voicing)))
    for row in (*rows(chord, key), safe_pads(chord, key)):
        assert all(a < b for a, b in pairwise(row))
        assert not any(rubs(pitch, chord) for pitch in row)
        assert set(row) <= set(range(1, 128))
    assert rows(chord, key) == rows(chord, key)


@pytest.mark.parametrize("mode", MODES)
def test_a_snapped_keyboard_sounds_the_nearest_note_that_fits(mode: Mode) -> None:
    key = Key("D", mode)
    for chord in every_chord(key):
        table = snap_table(chord, key)
        assert len(table) == 128
        assert all(a <= b for a, b in pairwise(table))
        assert not any(rubs(pitch, chord) for pitch in table)
        assert all(table[pitch] == pitch for pitch in range(128) if pitch % 12 in chord.pitch_classes)
        assert max(abs(pitch - table[pitch]) for pitch in range(128)) <= 2
        assert all(table[table[pitch]] == table[pitch] for pitch in range(128))


def test_free_notes_are_a_piano() -> None:
    upper, lower = chromatic_rows()
    assert set(upper) | set(lower) >= set(range(60, 77))
    assert [pitch % 12 for pitch in lower[:7]] == [0, 2, 4, 5, 7, 9, 11]
    assert plain_scale(Key("F")) == (65, 67, 69, 70, 72, 74, 76, 77)


def walked(notes: int, seed: int, row: str = "C | Am | F | G", each: int = 4) -> list[tuple[int, Chord]]:
    key, chords = Key("C"), read_chords(row, Meter(4, 4))
    walk, found = Walk(), []
    for number in range(notes):
        chord = chords[number // each % len(chords)]
        walk, pitch = next_note(walk, chord, key, seed)
        found.append((pitch, chord))
    return found


@pytest.mark.parametrize("seed", range(8))
def test_one_switch_walks_like_a_tune(seed: int) -> None:
    found = walked(96, seed)
    pitches = [pitch for pitch, _ in found]
    steps = [abs(a - b) for a, b in pairwise(pitches)]
    assert sum(step <= 3 for step in steps) / len(steps) >= 0.6
    assert max(steps) <= 9
    assert all(pitch in safe_pads(chord, Key("C")) for pitch, chord in found)
    assert len(set(pitches)) >= 5
    ends = found[PHRASE_NOTES - 1 :: PHRASE_NOTES]
    assert all(pitch % 12 in chord.pitch_classes for pitch, chord in ends)


def test_one_switch_is_the_same_for_the_same_seed_and_not_for_another() -> None:
    assert walked(64, 5) == walked(64, 5)
    assert len({tuple(pitch for pitch, _ in walked(64, seed)) for seed in range(6)}) > 3


def test_after_a_rest_the_walk_begins_a_phrase() -> None:
    walk = Walk(3, 4, 0)
    following, _ = next_note(walk, None, Key("C"), 1, is_new_phrase=True)
    assert (following.phrase, following.step) == (1, 1)
    assert all(0 <= next_note(Walk(place, step, 0), None, Key("C"), 2)[0].place < PAD_COUNT
               for place in range(PAD_COUNT) for step in range(PHRASE_NOTES))  # fmt: skip
