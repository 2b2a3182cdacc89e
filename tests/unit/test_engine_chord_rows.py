"""Rows of chords as people type them: odd spellings are read, and what can't be is named as it was typed."""

import pytest

from companion.domain.harmony import Key, Meter
from companion.engine.chord_rows import parse_bars
from companion.engine.progressions import home_of, read_chords
from companion.errors import WrongUseError


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("C | Am7 | F/A | G", "C | Am7 | F/A | G"), ("C,Am,F,G", "C | Am | F | G"), ("C-Am-F-G", "C | Am | F | G"),
        ("C→Am → F->G", "C | Am | F | G"), ("C / Am / F / G", "C | Am | F | G"), ("c am f g7", "C | Am | F | G7"),
        ("||: C | Am :||", "C | Am"), ("[C] (Am) {F}", "C | Am | F"), ("C | %% | G", "C | C | G"),
        ("C major | A Minor", "C | Am"), ("C-Dur, a-moll", "C | Am"), ("Do mayor | La menor", "C | Am"),
        ("C | F / A | G", "C | F/A | G"), ("C / / G | F . . .", "C C C G | F F F F"), ("C | / | G", "C | C | G"),
        ("C-7 F#-", "Cm7 | F#m"), ("CM7 C^7 C△7", "Cmaj7 | Cmaj7 | Cmaj7"), ("Am(maj7)", "AmMaj7"),
        ("C6/9 C69", "C69 | C69"), ("C6/9/E", "C69/E"), ("C7(b9) C7-9", "C7b9 | C7b9"), ("C13 Cm11", "C13 | Cm11"),
        ("D4 E7sus C+ Co7 Bø", "Dsus4 | E7sus4 | Caug | Cdim7 | Bm7b5"), ("C\\E", "C/E"), ("B♭ E♭maj7", "Bb | Ebmaj7"),
        ("Fis Cism7 Es As", "F# | C#m7 | Eb | Ab"), ("Asus Esus4", "Asus4 | Esus4"), ("Ｃ Ａｍ", "C | Am"),
        ("Do | Lam | Fa | Sol7", "C | Am | F | G7"), ("do rem mi♭ sib", "C | Dm | Eb | Bb"),
        ("Do", "Ddim"), ("Lam7", "Am7"),
        ("I vi IV V", "C | Am | F | G"), ("ii7 | V7 | Imaj7", "Dm7 | G7 | Cmaj7"), ("I ♭VII IV", "C | Bb | F"),
        ("i iv v", "Am | Dm | Em"), ("viio | iiø7 | I", "Bdim | Dm7b5 | C"),
    ],
)  # fmt: skip
def test_odd_spellings_are_read(written: str, read: str) -> None:
    assert " | ".join(" ".join(name.symbol for name in bar) for bar in parse_bars(written)) == read


@pytest.mark.parametrize(
    "unknown",
    ["H7", "x2", "8", "🎵", "N.C.", "G7alt", "C//G", "C/E/G", "Bes", "С", "Cmaj7#11", "IX", "Ino", "Dorothy"],
)
def test_what_is_unknown_is_named_as_it_was_typed(unknown: str) -> None:
    with pytest.raises(WrongUseError) as caught:
        parse_bars(f"C | {unknown} | G")
    assert f"'{unknown}'" in caught.value.message
    assert caught.value.hint


def test_a_very_long_name_is_named_by_its_beginning() -> None:
    with pytest.raises(WrongUseError) as caught:
        parse_bars("C" * 5000)
    assert len(caught.value.message) < 80


def test_numerals_are_counted_in_the_key_that_was_given() -> None:
    def symbols(text: str, key: Key) -> list[str]:
        return [chord.symbol for chord in read_chords(text, Meter(3, 4), key)]

    assert symbols("I vi IV V7", Key("Bb")) == ["Bb", "Gm", "Eb", "F7"]
    assert symbols("i ♭VI ♭VII V", Key("D", "minor")) == ["Dm", "Bb", "C", "A"], "a flat says what minor has already"
    assert home_of("I vi IV V") == Key("C")
    assert home_of("i iv V i") == Key("A", "minor")


def test_a_chord_that_is_held_sounds_on() -> None:
    chords = read_chords("C / / G | F", Meter(4, 4))
    assert [(chord.symbol, chord.duration_beats) for chord in chords] == [("C", 3), ("G", 1), ("F", 4)]


@pytest.mark.parametrize(
    ("written", "name"),
    [("Fis-Moll", "F# minor"), ("Es dur", "Eb major"), ("Sol mayor", "G major"), ("La menor", "A minor")],
)
def test_keys_are_read_as_they_are_called_elsewhere(written: str, name: str) -> None:
    assert Key.parse(written).name == name
