"""Which key of the computer is which note: the eight numbers, and two rows of letters as two octaves."""

from typing import Literal, TypeAlias

from msgspec import Struct

from companion.domain.units import require
from companion.engine.safe_notes import PAD_COUNT, ROW_KEYS
from companion.language import _

Row: TypeAlias = Literal["pads", "upper", "lower"]
Layout: TypeAlias = Literal["qwerty", "qwertz", "azerty"]

LETTER_ROWS: dict[Layout, tuple[str, str]] = {
    "qwerty": ("qwertyuiop", "asdfghjkl;"),
    "qwertz": ("qwertzuiop", "asdfghjklö"),
    "azerty": ("azertyuiop", "qsdfghjklm"),
}
"""The upper and the lower row of letters by what is printed on the keys; the upper sounds an octave higher."""


class PadKey(Struct, frozen=True):
    """A key that sounds: its row and its place in it, counted from 0."""

    row: Row
    index: int

    def __post_init__(self) -> None:
        count = PAD_COUNT if self.row == "pads" else ROW_KEYS
        require(
            0 <= self.index < count,
            _("the row {row} has {count} keys, and no key {index}").format(row=self.row, count=count, index=self.index),
        )


def pad(number: int) -> PadKey:
    """The key of a number from 1 to 8. Raises ValueError for another."""
    return PadKey("pads", number - 1)


def key_of(character: str, layout: Layout = "qwerty") -> PadKey | None:
    """The sounding key of a character that was typed, in small or capital letters; None where it sounds nothing."""
    letter = character.casefold()
    if len(letter) != 1:
        return None
    if letter in "12345678":
        return pad(int(letter))
    upper, lower = LETTER_ROWS[layout]
    if letter in upper:
        return PadKey("upper", upper.index(letter))
    return PadKey("lower", lower.index(letter)) if letter in lower else None
