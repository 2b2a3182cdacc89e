"""What a session asks: typed values, so that every face walks the same walk. What it takes stands in `replies`.

A question holds everything that is needed to show it. `step` and `steps` say where it stands ("3 of 8").
"""

from typing import Literal, TypeAlias

from msgspec import Struct

from companion.domain.affect import Affect
from companion.domain.song import Song
from companion.domain.steps import ArriveWay, CheckInPart, PlayMode
from companion.services.walking.replies import (
    Answer,
    Chose,
    Comfort,
    Dial,
    Distress,
    Done,
    Feeling,
    Filled,
    Kept,
    OnGrid,
    Others,
    Picked,
    Reworked,
    Sections,
    Wrote,
)

__all__ = [
    "Answer", "ArriveQuestion", "BlankQuestion", "ChooseQuestion", "Chose", "CloseQuestion", "CollageQuestion",
    "Comfort", "ComfortQuestion", "Dial", "Distress", "DistressQuestion", "DoKind", "DoQuestion", "DoSound",
    "Done", "Feeling", "FeelingQuestion", "Filled", "FormOption", "FormQuestion", "GridQuestion", "Kept",
    "OnGrid", "Others", "Picked", "Place", "PlayQuestion", "Question", "Reworked", "Sections", "SingQuestion",
    "SongQuestion", "TuneQuestion", "WholeQuestion", "Wrote",
]  # fmt: skip

DoKind = Literal["breathe", "ground", "listen", "move", "sing"]
DoSound = Literal["pulse", "drone", "song", "quiet"]


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


class ComfortQuestion(Struct, frozen=True):
    """How comfortable is it, 0 to 10."""

    place: Place
    answer: int | None


class DoQuestion(Struct, frozen=True):
    """Something to do, one sentence after the other; `song` plays where `sound` is "song"."""

    place: Place
    kind: DoKind
    prompt: str
    sentences: tuple[str, ...]
    sound: DoSound
    tempo_bpm: int = 60
    song: Song | None = None


class ChooseQuestion(Struct, frozen=True):
    """One of a few ways on; `answer` is the index of the one taken before."""

    place: Place
    prompt: str
    options: tuple[str, ...]
    answer: int | None


class BlankQuestion(Struct, frozen=True):
    """One blank: the line before and after it, a few words that might go there, what was written so far.

    `number` counts from 1; `is_enough_possible` says whether one blank is filled already. `given` is the word that
    stays where nobody puts another. `is_for_song` is False for words that only go into the journal; `has_dial`
    says whether the same words can be asked for with more or less to hold on to.
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
    given: str = ""
    is_for_song: bool = True
    has_dial: bool = False


class WholeQuestion(Struct, frozen=True):
    """All the words of a step together, free to be changed. An empty line parts verse and chorus.

    `is_for_song`: a song is made of them next. `prompt` is empty where the words came from blanks before. `starts`
    are beginnings someone may take, `third_person` another way to say it. After `minutes` (None: never) the face says
    so, once, and stops nothing.
    """

    place: Place
    lines: tuple[str, ...]
    prompt: str = ""
    starts: tuple[str, ...] = ()
    third_person: str = ""
    minutes: int | None = None
    is_for_song: bool = True
    has_dial: bool = False


class CollageQuestion(Struct, frozen=True):
    """Choose phrases, in the order in which they shall stand; `picked` are numbers from 1."""

    place: Place
    prompt: str
    phrases: tuple[str, ...]
    picked: tuple[int, ...]


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


class TuneQuestion(Struct, frozen=True):
    """A tune is needed before this step can sound: the face composes it and offers it. Nothing is asked."""

    place: Place
    prompt: str


class FormOption(Struct, frozen=True):
    """One way to part the lines: each line's section, and the section that comes back at the end (or "")."""

    label: str
    sections: tuple[str, ...]
    returns: str = ""


class FormQuestion(Struct, frozen=True):
    """Which lines are verse, and do some come back? `chosen` is the index of an option."""

    place: Place
    prompt: str
    lines: tuple[str, ...]
    options: tuple[FormOption, ...]
    chosen: int | None


class PlayQuestion(Struct, frozen=True):
    """Play over the song's backing, in these `modes`, for as long as wanted; `kept` counts the takes kept so far."""

    place: Place
    prompt: str
    rest_prompt: str
    song: Song
    kept: int
    modes: tuple[PlayMode, ...] = ()


class SingQuestion(Struct, frozen=True):
    """Sing along once."""

    place: Place
    prompt: str
    song: Song


class CloseQuestion(Struct, frozen=True):
    """The end. `kept` are sentences about what is in the journal now; `goes_on`: another sitting waits.

    Where it could not be written `problem` says why, and `lines` are the words, to be copied by hand.
    """

    place: Place
    prompt: str
    kept: tuple[str, ...] = ()
    goes_on: bool = False
    problem: str = ""
    lines: tuple[str, ...] = ()


Question: TypeAlias = (
    ArriveQuestion
    | FeelingQuestion
    | GridQuestion
    | DistressQuestion
    | ComfortQuestion
    | DoQuestion
    | ChooseQuestion
    | BlankQuestion
    | WholeQuestion
    | CollageQuestion
    | FormQuestion
    | TuneQuestion
    | SongQuestion
    | PlayQuestion
    | SingQuestion
    | CloseQuestion
)
