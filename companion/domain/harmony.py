"""Keys, meters and chords as plain values, without a theory library behind them."""

from bisect import bisect_right
from functools import lru_cache
from operator import attrgetter
from typing import Literal, get_args

from msgspec import Struct

from companion.domain.note_names import from_german, from_syllables
from companion.domain.units import Beats, Pitch, require
from companion.language import _

Mode = Literal["major", "minor", "dorian", "mixolydian"]

_LETTER_PC = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_SCALES: dict[str, tuple[int, ...]] = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
}
METER_UNITS = (2, 4, 8, 16)
_LONGEST_METER = 16
"""Characters; what is longer is no meter that anyone writes."""


@lru_cache(maxsize=256)
def pitch_class(name: str) -> int:
    """The pitch class (0 to 11, C is 0) of a note name such as "F", "Bb", "B♭" or "c#".

    Raises ValueError for anything else; for H it says what that note is called in English.
    """
    text = name.strip().replace("♭", "b").replace("♯", "#")
    require(
        text[:1].upper() != "H",
        _("'{name}' is not a note name here; in English the note H is called B").format(name=name),
    )
    require(bool(text) and text[0].upper() in _LETTER_PC, _("'{name}' is not a note name").format(name=name))
    accidentals = text[1:]
    require(set(accidentals) <= {"b", "#"}, _("'{name}' is not a note name").format(name=name))
    return (_LETTER_PC[text[0].upper()] + accidentals.count("#") - accidentals.count("b")) % 12


class Key(Struct, frozen=True):
    """A tonic (spelled with # and b) and a mode."""

    tonic: str
    mode: Mode = "major"

    def __post_init__(self) -> None:
        pitch_class(self.tonic)
        require(self.mode in get_args(Mode), _("'{mode}' is not a mode that is known here").format(mode=self.mode))

    @classmethod
    def parse(cls, text: str) -> "Key":
        """Read "F", "f major", "Am", "d minor", "Bb", "Fis-Moll", "Sol mayor", forgivingly. Raises ValueError."""
        words = text.strip().replace("-", " ").split()
        require(bool(words), _("a key needs a name, for example 'F major'"))
        name, rest = from_syllables(from_german(words[0])), " ".join(words[1:]).casefold()
        if not rest and len(name) > 1 and name.endswith("m"):
            name, rest = name[:-1], "minor"
        tonic = name[0].upper() + name[1:].replace("♭", "b").replace("♯", "#")
        modes: dict[str, Mode] = {"": "major", "maj": "major", "min": "minor", "m": "minor"}
        modes |= {"dur": "major", "moll": "minor", "mayor": "major", "menor": "minor"}
        mode = modes.get(rest) or next((m for m in get_args(Mode) if m == rest), None)
        require(mode is not None, _("'{text}' is not a key; try 'F major' or 'D minor'").format(text=text))
        assert mode is not None
        return cls(tonic, mode)

    @property
    def name(self) -> str:
        """For people and files: "F major"."""
        return f"{self.tonic} {self.mode}"

    @property
    def tonic_pc(self) -> int:
        """The tonic's pitch class."""
        return pitch_class(self.tonic)

    @property
    def is_minor(self) -> bool:
        """Whether the third above the tonic is a minor one."""
        return _SCALES[self.mode][2] == 3

    @property
    def scale_pcs(self) -> tuple[int, ...]:
        """The seven pitch classes of the scale, from the tonic up."""
        return _scale_from(self.tonic_pc, self.mode)


@lru_cache(maxsize=64)
def _scale_from(tonic_pc: int, mode: Mode) -> tuple[int, ...]:
    return tuple((tonic_pc + step) % 12 for step in _SCALES[mode])


class Meter(Struct, frozen=True):
    """A time signature: `beats` of a `unit` note each."""

    beats: int = 4
    unit: int = 4

    def __post_init__(self) -> None:
        require(
            1 <= self.beats <= 16, _("a meter of {beats} beats a bar is not playable here").format(beats=self.beats)
        )
        require(
            self.unit in METER_UNITS,
            _("a meter counts in {meter_units}, not in {unit}").format(meter_units=METER_UNITS, unit=self.unit),
        )

    @classmethod
    def parse(cls, text: str) -> "Meter":
        """Read "3/4". Raises ValueError."""
        beats, slash, unit = text.strip().partition("/")
        is_one = bool(slash) and beats.strip().isdecimal() and unit.strip().isdecimal() and len(text) < _LONGEST_METER
        require(is_one, _("'{text}' is not a meter; try '3/4'").format(text=text))
        return cls(int(beats), int(unit))

    @property
    def name(self) -> str:
        """For people and files: "3/4"."""
        return f"{self.beats}/{self.unit}"

    @property
    def bar_beats(self) -> Beats:
        """The length of a bar in quarter notes."""
        return self.beats * 4 / self.unit


class Chord(Struct, frozen=True):
    """A chord at its place: symbol for players, roman numeral for the curious, voicing for the synth.

    `voicing` is bass first, then upwards, as MIDI numbers.
    """

    symbol: str
    roman: str
    start_beats: Beats
    duration_beats: Beats
    voicing: tuple[Pitch, ...]

    def __post_init__(self) -> None:
        require(bool(self.voicing), _("the chord {symbol} has no notes").format(symbol=self.symbol))
        require(self.duration_beats > 0, _("the chord {symbol} has no length").format(symbol=self.symbol))

    @property
    def end_beats(self) -> Beats:
        """Where the chord ends."""
        return self.start_beats + self.duration_beats

    @property
    def pitch_classes(self) -> frozenset[int]:
        """The pitch classes that sound."""
        return frozenset(pitch % 12 for pitch in self.voicing)


def chord_at(chords: tuple[Chord, ...], beat: Beats) -> Chord | None:
    """The chord that sounds at `beat`, or None; `chords` stand one after the other."""
    index = bisect_right(chords, beat, key=attrgetter("start_beats")) - 1
    return chords[index] if index >= 0 and beat < chords[index].end_beats else None
