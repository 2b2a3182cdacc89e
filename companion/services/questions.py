"""What a session asks and what it takes: typed values, so that every face walks the same walk.

A question holds everything that is needed to show it. `step` and `steps` say where it stands ("3 of 8").
"""

from typing import TypeAlias

from msgspec import Struct

from companion.domain.affect import Affect
from companion.domain.exercise import ArriveWay, CheckInPart
from companion.domain.song import Song, VoiceRange
from companion.domain.take import Take


class Place(Struct, frozen=True):
    """Where in the exercise a question stands; `step` counts from 1. `part` names it inside its step."""

    step_id: str
    part: str
    step: int
    steps: int


class ArriveQuestion(Struct, frozen=True):
    """Choose a way to arrive; `seconds` is how long it lasts at most."""

    place: Place
    prompt: str
    ways: dict[ArriveWay, str]
    seconds: int


class FeelingQuestion(Struct, frozen=True):
    """A feeling word; `offers` are what else could be said, if the person wants to."""

    place: Place
    prompt: str
    words: tuple[str, ...]
    offers: tuple[CheckInPart, ...]
    answer: str | None


class GridQuestion(Struct, frozen=True):
    """A place on the Affect Grid."""

    place: Place
    answer: Affect | None


class DistressQuestion(Struct, frozen=True):
    """How hard is it, 0 to 10."""

    place: Place
    answer: int | None


class BlankQuestion(Struct, frozen=True):
    """One blank: the line before and after it, a few words that might go there, what was written so far.

    `number` counts from 1; `is_enough_possible` says whether one blank is filled already.
    """

    place: Place
    prompt: str
    number: int
    count: int
    before: str
    after: str
    words: tuple[str, ...]
    answer: str
    written: tuple[str, ...]
    is_enough_possible: bool


class WholeQuestion(Struct, frozen=True):
    """All the words together, free to be changed. An empty line parts verse and chorus."""

    place: Place
    lines: tuple[str, ...]


class SongQuestion(Struct, frozen=True):
    """Which suggestion could carry the words? `songs` is empty until they are composed.

    `chosen` is the index of the one that was chosen before, if one was.
    """

    place: Place
    prompt: str
    lines: tuple[str, ...]
    count: int
    songs: tuple[Song, ...]
    chosen: int | None = None


class PlayQuestion(Struct, frozen=True):
    """Play over the song's backing, for as long as wanted; `kept` counts the takes kept so far."""

    place: Place
    prompt: str
    rest_prompt: str
    song: Song
    kept: int


class SingQuestion(Struct, frozen=True):
    """Sing along once."""

    place: Place
    prompt: str
    song: Song


class CloseQuestion(Struct, frozen=True):
    """The end. `kept` are sentences about what is in the journal now.

    Where it could not be written `problem` says why, and `lines` are the words, to be copied by hand.
    """

    place: Place
    prompt: str
    kept: tuple[str, ...] = ()
    problem: str = ""
    lines: tuple[str, ...] = ()


Question: TypeAlias = (
    ArriveQuestion
    | FeelingQuestion
    | GridQuestion
    | DistressQuestion
    | BlankQuestion
    | WholeQuestion
    | SongQuestion
    | PlayQuestion
    | SingQuestion
    | CloseQuestion
)


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


class Filled(Struct, frozen=True):
    """What goes into the blank (may be empty); `enough` goes straight to the whole."""

    text: str
    enough: bool = False


class Wrote(Struct, frozen=True):
    """The words as they shall be."""

    lines: tuple[str, ...]


class Chose(Struct, frozen=True):
    """One of the suggestions, from 1."""

    number: int


class Others(Struct, frozen=True):
    """Other suggestions, please; perhaps for another voice."""

    voice: VoiceRange | None = None


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


Answer: TypeAlias = Done | Feeling | OnGrid | Distress | Filled | Wrote | Chose | Others | Reworked | Kept
