"""Chord names, numerals, voicings and loops."""

from itertools import pairwise

import pytest

from companion.domain.affect import Affect
from companion.domain.harmony import Key, Meter
from companion.engine.chord_rows import parse_bars
from companion.engine.chordnames import QUALITIES, ChordName, parse_chord
from companion.engine.progressions import (
    FAMILIES,
    LONG_FAMILIES,
    SHORT_FAMILIES,
    Family,
    chords_in,
    key_of,
    lay_out,
    read_chords,
)
from companion.engine.romans import chord_of, roman_of
from companion.engine.voicing import voice_lead
from companion.errors import WrongUseError

COMMON = Meter(4, 4)
ALL = (*FAMILIES, *SHORT_FAMILIES, *LONG_FAMILIES)


@pytest.mark.parametrize(
    ("written", "symbol"),
    [
        ("C", "C"), ("am7", "Am7"), ("F/A", "F/A"), ("bb", "Bb"), ("B♭maj7", "Bbmaj7"), ("f#m7b5", "F#m7b5"),
        ("Dmin", "Dm"), ("GM7", "Gmaj7"), ("Esus", "Esus4"), ("CΔ", "Cmaj7"), ("Ddim7", "Ddim7"), ("C(add9)", "Cadd9"),
        ("c/bb", "C/Bb"), ("A-7", "Am7"), ("E+", "Eaug"), ("G7SUS4", "G7sus4"),
    ],
)  # fmt: skip
def test_chord_names_are_read_forgivingly(written: str, symbol: str) -> None:
    assert parse_chord(written).symbol == symbol


@pytest.mark.parametrize("written", ["H", "Xm", "C#q9", "F/", "F/x", "?", "Hm7"])
def test_an_unknown_chord_is_named(written: str) -> None:
    with pytest.raises(WrongUseError) as caught:
        parse_chord(written)
    assert f"'{written}'" in caught.value.message
    assert caught.value.hint


def test_bars_share_repeat_and_need_no_lines() -> None:
    assert [[n.symbol for n in bar] for bar in parse_bars("C | Am F | % | G |")] == [
        ["C"], ["Am", "F"], ["Am", "F"], ["G"],
    ]  # fmt: skip
    assert [[n.symbol for n in bar] for bar in parse_bars("c am, f - g")] == [["C"], ["Am"], ["F"], ["G"]]
    with pytest.raises(WrongUseError):
        parse_bars(" | | ")


def test_two_chords_share_their_bar_evenly() -> None:
    chords = read_chords("C | Am F", COMMON, bars=4)
    assert [(c.symbol, c.start_beats, c.duration_beats) for c in chords] == [
        ("C", 0, 4), ("Am", 4, 2), ("F", 6, 2), ("C", 8, 4), ("Am", 12, 2), ("F", 14, 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "numeral", "symbol"),
    [
        (Key("F"), "IV", "Bb"), (Key("D", "minor"), "iv", "Gm"), (Key("D", "minor"), "VI", "Bb"),
        (Key("D", "minor"), "V", "A"), (Key("Ab"), "ii", "Bbm"), (Key("G", "mixolydian"), "VII", "F"),
        (Key("E", "minor"), "VII", "D"), (Key("C"), "V7", "G7"), (Key("F#", "minor"), "III", "A"),
    ],
)  # fmt: skip
def test_numerals_are_spelled_in_their_key_and_found_again(key: Key, numeral: str, symbol: str) -> None:
    name = chord_of(numeral, key)
    assert name.symbol == symbol
    assert roman_of(name, key) == numeral


def test_the_key_of_given_chords_is_where_they_are_at_home() -> None:
    def found(text: str) -> str:
        return key_of(tuple(name for bar in parse_bars(text) for name in bar)).name

    assert found("C | Am | F | G") == "C major"
    assert found("Am | F | C | G") in ("A minor", "C major")
    assert found("Dm | Gm | A | Dm") == "D minor"
    assert found("G | D | Em | C") == "G major"


@pytest.mark.parametrize("family", ALL, ids=lambda f: f"{f.mode}: {' '.join(f.loop)}")
def test_every_family_is_calm_harmony_with_smooth_voices(family: Family) -> None:
    assert 2 <= len(set(family.loop)) <= 4
    assert family.ending[-1] in ("I", "i")
    assert family.loop[-1].upper() in ("I", "V", "IV", "VII")
    for tonic in ("C", "F", "Bb", "A"):
        chords = chords_in(Key(tonic, family.mode), COMMON, family.loop * 2)
        moves = [
            abs(b - a)
            for before, after in pairwise(chords)
            for a, b in zip(before.voicing[1:], after.voicing[1:], strict=True)
        ]
        assert max(moves) <= 3
        assert sum(moves) / len(moves) <= 2.0


@pytest.mark.parametrize("quality", sorted(QUALITIES))
def test_every_quality_is_voiced_with_its_own_notes_and_no_others(quality: str) -> None:
    for bass in (None, "E"):
        name = ChordName("C", quality, bass)
        (voicing,) = voice_lead((name,))
        assert voicing[0] % 12 == name.bass_pc
        assert list(voicing) == sorted(voicing)
        assert {pitch % 12 for pitch in voicing} <= {*name.pcs, name.bass_pc}
        assert len(voicing) >= 3


def test_outer_voices_never_move_in_parallel_fifths_or_octaves() -> None:
    for family in ALL:
        chords = chords_in(Key("G", family.mode), COMMON, family.loop * 2)
        for before, after in pairwise(chords):
            bass, top = after.voicing[0] - before.voicing[0], after.voicing[-1] - before.voicing[-1]
            interval = (before.voicing[-1] - before.voicing[0]) % 12
            is_same = interval == (after.voicing[-1] - after.voicing[0]) % 12
            assert not (bass * top > 0 and interval in (0, 7) and is_same)


def test_a_song_starts_its_loop_with_each_section_and_ends_at_home() -> None:
    family = Family("major", ("I", "IV", "I", "V"), ("I", "IV", "V", "I"), Affect(0, 0))
    assert " ".join(lay_out(family, 4, is_last=False)) == "I IV I V"
    assert " ".join(lay_out(family, 6, is_last=False)) == "I IV I V I V"
    assert " ".join(lay_out(family, 4)) == "I IV V I"
    assert lay_out(family, 2) == ("V", "I")
