"""Anything typed where a chord, a key, a meter or bars are wanted is understood, or named in one clear sentence."""

from collections.abc import Callable
from typing import TypeVar

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from companion.cli.wishes import bars_from
from companion.domain.harmony import Key, Meter
from companion.engine.chord_rows import parse_bars
from companion.engine.chordnames import parse_chord
from companion.engine.progressions import home_of, read_chords
from companion.errors import WrongUseError

ODD = st.text(st.characters(codec="utf-8"), max_size=12)
NEARLY = st.text(st.sampled_from("ABCDEFGHabcdefgh#b♭♯mMajin7/|% -+°øΔ²٣0123456789()"), max_size=16)
TYPED = st.one_of(ODD, NEARLY)
CHORDS = ("c", "am7", "F/A", "bb", "g7sus4", "dm", "E♭maj7", "f#m7b5")


Read = TypeVar("Read")


def tried(read: Callable[[str], Read], text: str) -> tuple[Read | None, str]:
    """What was read, or what was said instead; any other error is a bug."""
    try:
        return read(text), ""
    except WrongUseError as error:
        return None, f"{error.message} {error.hint}"
    except ValueError as error:
        return None, str(error)


@given(TYPED)
@example("²")
@example("H")
@example("C6/9")
def test_a_chord_is_read_or_named(text: str) -> None:
    name, said = tried(parse_chord, text)
    assert parse_chord(name.symbol) == name if name else f"'{text}' is not a chord" in said


@given(TYPED)
def test_a_row_is_read_or_its_unknown_is_named(text: str) -> None:
    bars, said = tried(parse_bars, text)
    assert all(bars) if bars else "is not a chord" in said or "no chord in that" in said


@given(st.lists(st.sampled_from(CHORDS), min_size=1, max_size=6), st.sampled_from(["7/8", "5/4", "3/4", "6/8", "2/4"]))
def test_a_row_fills_its_bars_in_any_meter(names: list[str], meter: str) -> None:
    row = " | ".join(names)
    chords = read_chords(row, Meter.parse(meter), home_of(row))
    assert chords[-1].end_beats == pytest.approx(len(names) * Meter.parse(meter).bar_beats)


@given(TYPED)
@example("²/4")
@example("4/²")
@example("0/4")
@example("9" * 5000 + "/4")
def test_a_meter_is_read_or_refused_in_a_sentence(text: str) -> None:
    meter, said = tried(Meter.parse, text)
    assert Meter.parse(meter.name) == meter if meter else "meter" in said


@given(TYPED)
@example("H")
@example("h moll")
def test_a_key_is_read_or_refused_in_a_sentence(text: str) -> None:
    key, said = tried(Key.parse, text)
    assert Key.parse(key.name) == key if key else "key" in said or "note name" in said


@given(TYPED)
@example("²")
@example("1-²")
@example("9" * 5000)
def test_bars_are_read_or_named(text: str) -> None:
    bars, said = tried(bars_from, text)
    assert min(bars) >= 0 if bars else "does not name bars" in said
