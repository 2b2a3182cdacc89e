"""Chord names as players write them: "Am7", "F/A", "Bbmaj7"; read forgivingly, without a theory library."""

import re

from msgspec import Struct

from companion.domain.harmony import pitch_class
from companion.domain.note_names import from_german, from_syllables
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
    "69": (0, 4, 7, 9, 14),
    "7b9": (0, 4, 7, 10, 13),
    "7#9": (0, 4, 7, 10, 15),
    "11": (0, 7, 10, 14, 17),
    "m11": (0, 3, 10, 14, 17),
    "13": (0, 4, 10, 14, 21),
}
"""Semitones above the root, by the suffix that stands for them; the largest without what players leave out first."""

_OTHER_SPELLINGS = {
    "maj": "", "major": "", "M": "", "min": "m", "minor": "m", "mi": "m", "-": "m",
    "M7": "maj7", "Maj7": "maj7", "ma7": "maj7", "j7": "maj7", "Δ": "maj7", "Δ7": "maj7", "major7": "maj7",
    "min7": "m7", "mi7": "m7", "-7": "m7", "minor7": "m7", "minmaj7": "mMaj7", "mmaj7": "mMaj7", "mM7": "mMaj7",
    "o": "dim", "°": "dim", "o7": "dim7", "°7": "dim7", "ø": "m7b5", "ø7": "m7b5", "m7-5": "m7b5", "min7b5": "m7b5",
    "+": "aug", "+7": "aug7", "7#5": "aug7", "sus": "sus4", "2": "add9", "add2": "add9", "madd2": "madd9",
    "4": "sus4", "7sus": "7sus4", "sus7": "7sus4", "^": "maj7", "^7": "maj7", "△": "maj7", "△7": "maj7", "7+": "aug7",
    "7-9": "7b9", "7+9": "7#9", "min11": "m11", "-9": "m9", "-6": "m6", "^9": "maj9",
    "min9": "m9", "M9": "maj9", "min6": "m6", "dom7": "7", "no3": "5", "power": "5",
}  # fmt: skip

_LONGEST_SHOWN = 30
_LETTERS = frozenset("ABCDEFG")
_NAME = re.compile(r"^([A-Ga-g])([b#]*)(.*)$")


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
    plain = _plain(text)
    match = _NAME.match(from_german(plain) if plain[:1].upper() in _LETTERS else from_syllables(plain))
    if not match:
        is_german = plain[:1] in ("H", "h")
        hint = _("In English the note H is called B.") if is_german else _("Try names like C, Am, F/A or G7.")
        raise unknown(text, hint)
    letter, accidentals, rest = match.groups()
    rest = rest.replace("(", "").replace(")", "")
    suffix, slash, bass = rest.replace("6/9", "69").partition("/")
    suffix = suffix.strip()
    quality = _OTHER_SPELLINGS.get(suffix, suffix)
    if quality not in QUALITIES:
        lowered = _OTHER_SPELLINGS.get(suffix.lower(), suffix.lower())
        if lowered not in QUALITIES:
            plain = letter.upper() + accidentals
            raise unknown(text, _("Try the plain {chord} instead.").format(chord=plain))
        quality = lowered
    return ChordName(letter.upper() + accidentals, quality, _bass(bass, text) if slash else None)


def _plain(text: str) -> str:
    """What was typed in the plainest signs that say the same."""
    if not text.isascii():
        from unicodedata import normalize  # not needed for most rows of chords

        text = normalize("NFKC", text).replace("♭", "b").replace("♯", "#").replace("♮", "")
    return text.strip().replace("\\", "/")


def _bass(name: str, whole: str) -> str:
    match = _NAME.match(from_german(name.strip()))
    if not match or match.group(3):
        raise unknown(whole, _("After the / stands one note: F/A."))
    return match.group(1).upper() + match.group(2)


def unknown(text: str, hint: str) -> WrongUseError:
    """The error that names what was typed, by its beginning where it is long."""
    shown = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
    return WrongUseError(_("'{text}' is not a chord that is known here.").format(text=shown), hint)
