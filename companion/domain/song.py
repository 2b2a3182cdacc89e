"""A song: someone's words, a melody under them, chords and a groove, and the reasons for all of it."""

from typing import Literal

from msgspec import Struct

from companion.domain.affect import Affect
from companion.domain.harmony import Chord, Key, Meter
from companion.domain.limits import NO_LIMITS, MusicLimits
from companion.domain.score import NoteEvent
from companion.domain.tempo import TempoMap
from companion.domain.units import Beats, Bpm, Pitch, require
from companion.language import N_, _

Syllabic = Literal["single", "begin", "middle", "end"]
"""MusicXML's words for where a syllable stands in its word."""


VoiceRange = Literal["low", "high"]

VOICE_RANGES: dict[VoiceRange, tuple[Pitch, Pitch]] = {"low": (45, 62), "high": (57, 74)}
"""A2 to D4 and A3 to D5: an octave inside these suits most untrained voices (practice, unsourced)."""

LONGEST_SONG_LINES = 64
"""A song takes this many lines of words (a limit of ours, unsourced)."""


class Syllable(Struct, frozen=True):
    """A singable piece of a word as it is written, and whether speech stresses it."""

    text: str
    syllabic: Syllabic
    is_stressed: bool


class MelodyNote(Struct, frozen=True):
    """One sung note; `syllable` is None where there are no words.

    `line` is the index in `Song.lines` of the line that it sings (None in songs from before lines were counted).
    """

    pitch: Pitch
    start_beats: Beats
    duration_beats: Beats
    syllable: str | None = None
    syllabic: Syllabic = "single"
    line: int | None = None


SECTION_WORDS = (N_("verse"), N_("verse {number}"), N_("chorus"), N_("bridge"), N_("tune"))
"""What the program calls the parts of a song; a person's own names stay as they are."""


class Section(Struct, frozen=True):
    """A stretch of whole bars with its lines of words: a verse, a chorus, an ending.

    `affect` and `key` are its own where the song is on its way from one feeling to another; None: the song's.
    """

    name: str
    start_bar: int
    bars: int
    lines: tuple[str, ...]
    affect: Affect | None = None
    key: Key | None = None


class ContractCheck(Struct, frozen=True):
    """One promise of calm, measured: the value, what it may be, and why (with its source).

    `is_overruled` says that a person chose to go past the bounds, which are then their own.
    """

    name: str
    value: float
    low: float
    high: float
    why: str
    is_overruled: bool = False

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
    a reason; `loop_bars` is how many bars pass until the chords come round, `phrase_bars` how many a phrase has
    (0: not known). A song on its way to another feeling moves evenly to `to_tempo_bpm` by its end. `limits` are
    those that it was made in, and that no change of it leaves.
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
    voice: VoiceRange = "high"
    language: str = "en"
    phrase_bars: int = 0
    to_tempo_bpm: Bpm | None = None
    limits: MusicLimits = NO_LIMITS

    @property
    def tempo(self) -> TempoMap:
        """Its beats in time."""
        return TempoMap(self.tempo_bpm, self.to_tempo_bpm, 0.0 if self.to_tempo_bpm is None else self.total_beats)

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


class SongRequest(Struct, frozen=True):
    """What a suggestion is asked for. Everything musical may be left to the feeling.

    `lines` are the words in `language` (none: a melody without words of `bars` bars); `count` different ones come
    back. `chords` is a person's own row ("C | Am7 | F/A | G"). `to_feeling` or `to_affect` is where the song should
    lead, step by step; None stays where it is. `motif` is a few notes that someone played, to be the first idea.
    `limits` hold whatever else is asked for.
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
    language: str = "en"
    chords: str | None = None
    to_feeling: str | None = None
    to_affect: Affect | None = None
    motif: tuple[NoteEvent, ...] = ()
    limits: MusicLimits = NO_LIMITS

    def __post_init__(self) -> None:
        require(
            1 <= self.count <= 100,
            _("{count} suggestions were asked for; 1 to 100 can be made").format(count=self.count),
        )
        require(1 <= self.bars <= 256, _("{bars} bars were asked for; 1 to 256 can be made").format(bars=self.bars))
