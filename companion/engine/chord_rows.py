"""A row of chords as people type it, "C | Am7 F | % | G": bars, repeats, numerals and notes by other names."""

import re

from companion.domain.harmony import Key
from companion.domain.note_names import from_syllables
from companion.engine.chordnames import ChordName, parse_chord
from companion.engine.romans import read_numeral
from companion.errors import WrongUseError
from companion.language import _

_REPEATED_BAR = frozenset({"%", "%%", "𝄎"})
_HELD = frozenset({"/", ".", "-"})
"""A sign in place of a chord that goes on, as players count a bar out: "C / / G"."""

_SIGNS_APART = str.maketrans("–—→,;", "     ")
_APART = re.compile(r"\s-\s|->|(?<=\S)-(?=[A-GLRS]|Mi)")
"""What may stand between two chords besides a space; a dash before anything else belongs to its chord ("C-7")."""

_MODE_WORDS = (
    (re.compile(r"[\s-]+(?:major|maj|dur|mayor)\b", re.IGNORECASE), ""),
    (re.compile(r"[\s-]+(?:minor|min|moll|menor)\b", re.IGNORECASE), "m"),
)
_OVER = re.compile(r"(?<=\S) +/ +(?=[A-Ga-g](?:b|[^\w\s])?(?:\s|$))")
_AROUND = ":[]{}!*"

_Bar = tuple[ChordName, ...]


def parse_bars(text: str, key: Key | None = None) -> tuple[_Bar, ...]:
    """Read "C | Am7 F | % | G": one tuple of chords a bar.

    Bars end at "|" or at a line's end; without any, each name is a bar of its own. "%" repeats the bar before it, "/"
    holds the chord before it. Numerals are counted in `key`, else in C major or A minor.
    Raises WrongUseError for an unknown name, and where there is no chord at all.
    """
    cells = _cells(text)
    names = [name for cell in cells for name in cell if name not in _HELD | _REPEATED_BAR]
    if _are_syllables(names):
        cells = [[from_syllables(name) for name in cell] for cell in cells]
    home = key or (Key("A", "minor") if "i" in names and "I" not in names else Key("C"))
    bars: list[_Bar] = []
    for cell in cells:
        if len(cell) == 1 and bars and (cell[0] in _REPEATED_BAR or cell[0] in _HELD):
            bars.append(bars[-1] if cell[0] in _REPEATED_BAR else bars[-1][-1:])
        else:
            bars.append(_bar(cell, home))
    if not bars:
        raise WrongUseError(_("There is no chord in that."), _('Write them like this: "C | Am | F | G".'))
    return tuple(bars)


def _cells(text: str) -> list[list[str]]:
    """The signs of each bar that has any."""
    text = _APART.sub(" ", text.translate(_SIGNS_APART))
    for words, short in _MODE_WORDS:
        text = words.sub(short, text)
    if "|" in text or "\n" in text.strip():
        found = [[_bare(name) for name in _joined(cell).split()] for cell in re.split(r"[|\n]", text)]
    else:
        names = text.split()
        is_separated = len(names) >= 5 and len(names) % 2 and set(names[1::2]) == {"/"}
        found = [[_bare(name)] for name in (names[::2] if is_separated else _joined(text).split())]
    return [cell for cell in ([name for name in row if name] for row in found) if cell]


def _joined(text: str) -> str:
    """With "F / A" as one chord, where no other "/" says that the signs count beats."""
    return _OVER.sub("/", text) if text.split().count("/") == 1 else text


def _bare(name: str) -> str:
    """A name without what people put around it: "[C]", "(Am)", ":"."""
    if name in _HELD:
        return name
    name = name.strip(_AROUND)
    return name[1:-1] if name.startswith("(") and name.endswith(")") else name


def _bar(cell: list[str], home: Key) -> _Bar:
    names: list[ChordName] = []
    for name in cell:
        names.append(names[-1] if name in _HELD and names else read_numeral(name, home) or parse_chord(name))
    return tuple(names)


def _are_syllables(names: list[str]) -> bool:
    """Whether a row is in do, re, mi: all of it is, and it is not just "Do", which is D diminished in letters."""
    return all(from_syllables(name) != name for name in names) and any(name[:2].lower() != "do" for name in names)
