"""What a session takes: one typed value an answer, whichever face it came from."""

from typing import TypeAlias

from msgspec import Struct

from companion.domain.affect import Affect
from companion.domain.song import Song, VoiceRange
from companion.domain.take import Take


class Done(Struct, frozen=True):
    """Something was done, or is not wanted: on to the next."""


class Feeling(Struct, frozen=True):
    """A word for how it is; None for "don't know".

    `more` opens the parts that were offered; without a word the question stays open for one.
    """

    word: str | None
    more: bool = False


class OnGrid(Struct, frozen=True):
    """A place on the grid; None to leave it out."""

    affect: Affect | None


class Distress(Struct, frozen=True):
    """A number from 0 to 10; None to leave it out."""

    level: int | None


class Comfort(Struct, frozen=True):
    """A number from 0 to 10; None to leave it out."""

    level: int | None


class Dial(Struct, frozen=True):
    """More or less to hold on to, 1 (one blank) to 4 (an empty page); the words stay, and the question is asked so."""

    level: int


class Picked(Struct, frozen=True):
    """Phrases of a collage, numbers from 1, in order."""

    numbers: tuple[int, ...]


class Sections(Struct, frozen=True):
    """Each line's section of the song, by name."""

    names: tuple[str, ...]


class Filled(Struct, frozen=True):
    """What goes into the blank (may be empty); `enough` goes straight to the whole."""

    text: str
    enough: bool = False


class Wrote(Struct, frozen=True):
    """The words as they shall be."""

    lines: tuple[str, ...]


class Chose(Struct, frozen=True):
    """One of the suggestions, ways or forms, from 1."""

    number: int


class Others(Struct, frozen=True):
    """Other suggestions, please; perhaps for another voice, or leading to a feeling ("": staying where one is)."""

    voice: VoiceRange | None = None
    to_feeling: str | None = None


class Reworked(Struct, frozen=True):
    """Suggestion `number` (from 1) in another form; the question stays open.

    `is_chosen` marks it as the one to go on with; `voice` is where later suggestions shall lie.
    """

    number: int
    song: Song
    is_chosen: bool = False
    voice: VoiceRange | None = None


class Kept(Struct, frozen=True):
    """A take to keep, perhaps only until it is decided about; the play question stays open."""

    take: Take
    decide_later: bool = False


Answer: TypeAlias = (
    Done
    | Feeling
    | OnGrid
    | Distress
    | Comfort
    | Dial
    | Picked
    | Sections
    | Filled
    | Wrote
    | Chose
    | Others
    | Reworked
    | Kept
)
