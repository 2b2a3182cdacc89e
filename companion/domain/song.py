"""A song: someone's words, a melody under them, chords and a groove, and the reasons for all of it."""

from typing import Literal

from msgspec import Struct

from companion.domain.affect import Affect
from companion.domain.harmony import Chord, Key, Meter
from companion.domain.units import Beats, Bpm, Pitch, require

Syllabic = Literal["single", "begin", "middle", "end"]
"""MusicXML's words for where a syllable stands in its word."""


class Syllable(Struct, frozen=True):
    """A singable piece of a word as it is written, and whether speech stresses it."""

    text: str
    syllabic: Syllabic
    is_stressed: bool


class MelodyNote(Struct, frozen=True):
    """One sung note; `syllable` is None where there are no words."""

    pitch: Pitch
    start_beats: Beats
    duration_beats: Beats
    syllable: str | None = None
    syllabic: Syllabic = "single"


class Section(Struct, frozen=True):
    """A stretch of whole bars with its lines of words: a verse, a chorus, an ending."""

    name: str
    start_bar: int
    bars: int
    lines: tuple[str, ...]


class ContractCheck(Struct, frozen=True):
    """One promise of calm, measured: the value, what it may be, and why (with its source)."""

    name: str
    value: float
    low: float
    high: float
    why: str

    @property
    def holds(self) -> bool:
        """Whether the value lies inside its bounds."""
        return self.low <= self.value <= self.high


class Contract(Struct, frozen=True):
    """All checks of one song and its backing."""

    checks: tuple[ContractCheck, ...]

    @property
    def holds(self) -> bool:
        """Whether every check holds."""
        return all(check.holds for check in self.checks)


class Song(Struct, frozen=True, tag="song"):
    """A song, or a suggestion for one. Beats are quarter notes from its start.

    `name` says in plain words what it is like ("Rocking, like a lullaby"); `why` holds one plain sentence
    a reason; `loop_bars` is how many bars pass until the chords come round.
    """

    title: str
    name: str
    feeling: str
    affect: Affect
    seed: int
    key: Key
    meter: Meter
    tempo_bpm: Bpm
    groove: str
    loop_bars: int
    sections: tuple[Section, ...]
    chords: tuple[Chord, ...]
    melody: tuple[MelodyNote, ...]
    contract: Contract
    why: tuple[str, ...]

    @property
    def bars(self) -> int:
        """How many bars the song has."""
        return sum(section.bars for section in self.sections)

    @property
    def total_beats(self) -> Beats:
        """Its length in quarter notes."""
        return self.bars * self.meter.bar_beats

    @property
    def lines(self) -> tuple[str, ...]:
        """The words, line by line."""
        return tuple(line for section in self.sections for line in section.lines)


VoiceRange = Literal["low", "high"]

VOICE_RANGES: dict[VoiceRange, tuple[Pitch, Pitch]] = {"low": (45, 62), "high": (57, 74)}
"""A2 to D4 and A3 to D5: an octave inside these suits most untrained voices (practice, unsourced)."""


class SongRequest(Struct, frozen=True):
    """What a suggestion is asked for. Everything musical may be left to the feeling.

    `lines` are the words (none: a melody without words of `bars` bars); `count` different ones come back.
    """

    lines: tuple[str, ...] = ()
    title: str = ""
    feeling: str | None = None
    affect: Affect | None = None
    seed: int = 0
    count: int = 1
    voice: VoiceRange = "high"
    bars: int = 8
    key: Key | None = None
    meter: Meter | None = None
    tempo_bpm: Bpm | None = None
    groove: str | None = None

    def __post_init__(self) -> None:
        require(1 <= self.count <= 100, f"{self.count} suggestions were asked for; 1 to 100 can be made")
        require(1 <= self.bars <= 256, f"{self.bars} bars were asked for; 1 to 256 can be made")
