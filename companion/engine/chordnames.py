"""Chord names as players write them: "Am7", "F/A", "Bbmaj7"; read forgivingly, without a theory library."""

import re

from msgspec import Struct

from companion.domain.harmony import pitch_class
from companion.errors import WrongUseError
from companion.language import _

QUALITIES: dict[str, tuple[int, ...]] = {
    "": (0, 4, 7),
    "m": (0, 3, 7),
    "5": (0, 7),
    "dim": (0, 3, 6),
    "aug": (0, 4, 8),
    "sus2": (0, 2, 7),
    "sus4": (0, 5, 7),
    "6": (0, 4, 7, 9),
    "m6": (0, 3, 7, 9),
    "7": (0, 4, 7, 10),
    "maj7": (0, 4, 7, 11),
    "m7": (0, 3, 7, 10),
    "mMaj7": (0, 3, 7, 11),
    "dim7": (0, 3, 6, 9),
    "m7b5": (0, 3, 6, 10),
    "7sus4": (0, 5, 7, 10),
    "aug7": (0, 4, 8, 10),
    "add9": (0, 2, 4, 7),
    "madd9": (0, 2, 3, 7),
    "9": (0, 4, 7, 10, 14),
    "maj9": (0, 4, 7, 11, 14),
    "m9": (0, 3, 7, 10, 14),
}
"""Semitones above the root, by the suffix that stands for them."""

_OTHER_SPELLINGS = {
    "maj": "", "major": "", "M": "", "min": "m", "minor": "m", "mi": "m", "-": "m",
    "M7": "maj7", "Maj7": "maj7", "ma7": "maj7", "j7": "maj7", "Δ": "maj7", "Δ7": "maj7", "major7": "maj7",
    "min7": "m7", "mi7": "m7", "-7": "m7", "minor7": "m7", "minmaj7": "mMaj7", "mmaj7": "mMaj7", "mM7": "mMaj7",
    "o": "dim", "°": "dim", "o7": "dim7", "°7": "dim7", "ø": "m7b5", "ø7": "m7b5", "m7-5": "m7b5", "min7b5": "m7b5",
    "+": "aug", "+7": "aug7", "7#5": "aug7", "sus": "sus4", "2": "add9", "add2": "add9", "madd2": "madd9",
    "min9": "m9", "M9": "maj9", "min6": "m6", "dom7": "7", "no3": "5", "power": "5",
}  # fmt: skip

_NAME = re.compile(r"^([A-Ga-g])([b#♭♯]*)(.*)$")


class ChordName(Struct, frozen=True):
    """A chord without a place: root and bass as written, a suffix of `QUALITIES`."""

    root: str
    quality: str = ""
    bass: str | None = None

    @property
    def symbol(self) -> str:
        """As players write it."""
        return f"{self.root}{self.quality}" + (f"/{self.bass}" if self.bass else "")

    @property
    def root_pc(self) -> int:
        """The root's pitch class."""
        return pitch_class(self.root)

    @property
    def bass_pc(self) -> int:
        """The pitch class of the lowest note."""
        return pitch_class(self.bass) if self.bass else self.root_pc

    @property
    def pcs(self) -> tuple[int, ...]:
        """Pitch classes from the root up, a foreign bass not counted."""
        return tuple((self.root_pc + step) % 12 for step in QUALITIES[self.quality])

    @property
    def is_minor(self) -> bool:
        """Whether it has a minor third."""
        return 3 in QUALITIES[self.quality]


def parse_chord(text: str) -> ChordName:
    """Read one chord name; lower case and many spellings are understood. Raises WrongUseError naming it."""
    match = _NAME.match(text.strip())
    if not match:
        is_german = text.strip()[:1] in ("H", "h")
        hint = _("In English the note H is called B.") if is_german else _("Try names like C, Am, F/A or G7.")
        raise WrongUseError(_("'{text}' is not a chord that is known here.").format(text=text), hint)
    letter, accidentals, rest = match.groups()
    suffix, slash, bass = rest.partition("/")
    suffix = suffix.strip().strip("()").replace("♭", "b").replace("♯", "#")
    quality = _OTHER_SPELLINGS.get(suffix, suffix)
    if quality not in QUALITIES:
        lowered = _OTHER_SPELLINGS.get(suffix.lower(), suffix.lower())
        if lowered not in QUALITIES:
            raise WrongUseError(
                _("'{text}' is not a chord that is known here.").format(text=text),
                _("Try the plain {letter}{accidentals} instead.").format(
                    letter=letter.upper(), accidentals=accidentals
                ),
            )
        quality = lowered
    return ChordName(_note(letter, accidentals), quality, _bass(bass, text) if slash else None)


def parse_bars(text: str) -> tuple[tuple[ChordName, ...], ...]:
    """Read "C | Am7 F | % | G": one tuple of chords a bar.

    Bars end at "|" or at a line's end; without any, each name is a bar of its own. "%" repeats the bar before it.
    Raises WrongUseError for an unknown name, and where there is no chord at all.
    """
    cleaned = text.replace("||", "|").replace("–", " ").replace(",", " ").replace(";", " ").replace(" - ", " ")
    if "|" in cleaned or "\n" in cleaned.strip():
        cells = [cell.split() for cell in re.split(r"[|\n]", cleaned) if cell.split()]
    else:
        cells = [[name] for name in cleaned.split()]
    bars: list[tuple[ChordName, ...]] = []
    for cell in cells:
        if cell == ["%"] and bars:
            bars.append(bars[-1])
        else:
            bars.append(tuple(parse_chord(name.strip(":")) for name in cell if name.strip(":")))
    bars = [bar for bar in bars if bar]
    if not bars:
        raise WrongUseError(_("There is no chord in that."), _('Write them like this: "C | Am | F | G".'))
    return tuple(bars)


def _note(letter: str, accidentals: str) -> str:
    return letter.upper() + accidentals.replace("♭", "b").replace("♯", "#")


def _bass(name: str, whole: str) -> str:
    match = _NAME.match(name.strip())
    if not match or match.group(3):
        raise WrongUseError(
            _("'{whole}' is not a chord that is known here.").format(whole=whole),
            _("After the / stands one note: F/A."),
        )
    return _note(match.group(1), match.group(2))
