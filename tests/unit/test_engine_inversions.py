"""A bass that sings: where a chord stands on its third, and what stays on its root; voices that hardly move."""

from itertools import pairwise

import pytest

from companion.domain.harmony import Chord, Key, Meter, pitch_class
from companion.domain.song import SongRequest
from companion.engine.composing import suggest
from companion.engine.inversions import Place, inverted, singing_places
from companion.engine.progressions import FAMILIES, LONG_FAMILIES, SHORT_FAMILIES, Family, chords_by_key, lay_out
from companion.engine.romans import chord_of
from companion.engine.spelling import FLAT_KEYS_FROM_C

BARS = 8
ALL = (*FAMILIES, *SHORT_FAMILIES, *LONG_FAMILIES)


def laid_out(family: Family, tonic: str) -> tuple[Chord, ...]:
    key = Key(tonic, family.mode)
    places = frozenset(singing_places(family.loop, key, family.is_open, most=2))
    return chords_by_key((key,) * BARS, Meter(4, 4), lay_out(family, BARS), places)


def bass_pc(chord: Chord) -> int:
    return chord.voicing[0] % 12


def test_a_fourth_down_and_up_becomes_steps() -> None:
    places = frozenset({Place("I", "V", "vi")})
    numerals = ("I", "V", "vi", "IV", "V", "I")
    names = tuple(chord_of(numeral, Key("C")) for numeral in numerals)
    row = inverted(names, numerals, (Key("C"),) * 6, places)
    assert [name.symbol for name in row] == ["C", "G", "Am", "F", "G", "C"], "five kinds of chord are too many"
    row = inverted(names[:3] + names[4:], numerals[:3] + numerals[4:], (Key("C"),) * 5, places)
    assert [name.symbol for name in row] == ["C", "G/B", "Am", "G", "C"]


@pytest.mark.parametrize("family", ALL, ids=lambda f: f"{f.mode}: {' '.join(f.loop)}")
@pytest.mark.parametrize("tonic", ["C", "D", "F", "A"])
def test_the_bass_leaves_roots_only_to_move_on_by_step_and_never_at_home(family: Family, tonic: str) -> None:
    chords = laid_out(family, tonic)
    on_third = [index for index, chord in enumerate(chords) if "/" in chord.symbol]
    for index in on_third:
        root, bass = chords[index].symbol.split("/")
        assert pitch_class(bass) == bass_pc(chords[index])
        assert (bass_pc(chords[index]) - pitch_class(root.rstrip("m"))) % 12 in (3, 4), "a third"
        assert (bass_pc(chords[index + 1]) - bass_pc(chords[index]) + 6) % 12 - 6 in range(-2, 3)
    assert not {0, BARS - 2, BARS - 1} & set(on_third)
    assert len({chord.symbol for chord in chords}) <= 4


@pytest.mark.parametrize("family", ALL, ids=lambda f: f"{f.mode}: {' '.join(f.loop)}")
def test_voices_stay_or_step_and_the_outer_ones_never_run_in_parallel(family: Family) -> None:
    for tonic in FLAT_KEYS_FROM_C:
        moves: list[int] = []
        for before, after in pairwise(laid_out(family, tonic)):
            assert len(before.voicing) == len(after.voicing) == 4
            moves += [abs(b - a) for a, b in zip(before.voicing[1:], after.voicing[1:], strict=True)]
            bass, top = after.voicing[0] - before.voicing[0], after.voicing[-1] - before.voicing[-1]
            apart = (before.voicing[-1] - before.voicing[0]) % 12
            is_same = apart == (after.voicing[-1] - after.voicing[0]) % 12
            assert not (bass * top > 0 and apart in (0, 7) and is_same)
        assert max(moves) <= 3
        assert sum(move <= 2 for move in moves) / len(moves) >= 0.75


def test_calm_songs_leave_the_root_once_in_a_loop_at_most_and_some_songs_do() -> None:
    songs = [suggest(SongRequest((), feeling="calm", seed=seed))[0] for seed in range(30)]
    for song in songs:
        loop = song.chords[: song.loop_bars]
        assert sum("/" in chord.symbol for chord in loop) <= 1
    on_thirds = [song for song in songs if any("/" in chord.symbol for chord in song.chords)]
    assert len(on_thirds) >= 6
    assert all(len({chord.symbol for chord in song.chords}) <= 4 for song in songs)


def test_songs_that_are_awake_may_set_two_of_their_four_chords_on_thirds() -> None:
    songs = [suggest(SongRequest((), feeling="joyful", seed=seed))[0] for seed in range(20)]
    assert sum(any("/" in chord.symbol for chord in song.chords) for song in songs) >= 6
    assert all(len({chord.symbol.partition("/")[0] for chord in song.chords}) <= 4 for song in songs)


def test_a_chord_that_stays_may_walk_home_through_its_third() -> None:
    assert singing_places(("I", "V", "V", "I"), Key("C"), is_open=False, most=1) == (Place("V", "V", "I"),)
