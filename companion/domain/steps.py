"""The steps of an exercise: one type a kind, named as the command line's contract names them.

Every step has an `id` (unique in its exercise) and a `prompt` (what the person reads); `when` leaves it out
unless something was said before. Nothing here is compulsory: every step can be skipped.
"""

from typing import Literal, TypeAlias

from msgspec import Struct

from companion.domain.slots import BLANK, BlankLine, GivenLine, Slot
from companion.domain.units import require

ArriveWay = Literal["look", "listen", "breathe"]
CheckInPart = Literal["feeling", "affect", "distress", "comfort"]
Into = Literal["song", "journal"]
"""Where someone's words go: into the song, or only into the journal."""

MOST_LINES = 16
"""More blanks than this are a form to fill in, not a song (unsourced)."""


class When(Struct, frozen=True, forbid_unknown_fields=True):
    """A step comes only when an earlier one was answered so.

    `distress_at_least` and `distress_below` look at a check-in's number (0 to 10; not said counts as below);
    `chose` at a choice's number, from 1 (left open counts as the first).
    """

    step: str
    distress_at_least: int | None = None
    distress_below: int | None = None
    chose: int | None = None

    def __post_init__(self) -> None:
        said = (self.distress_at_least, self.distress_below, self.chose)
        require(any(each is not None for each in said), "'when' needs distress_at_least, distress_below or chose")
        low = 0 if self.distress_at_least is None else self.distress_at_least
        high = 11 if self.distress_below is None else self.distress_below
        require(0 <= low < high <= 11, "'when' can never hold: distress runs from 0 to 10")


class _Step(Struct, frozen=True, kw_only=True, tag_field="kind", forbid_unknown_fields=True):
    """What all steps have."""

    id: str
    prompt: str
    when: When | None = None


class Arrive(_Step, frozen=True, kw_only=True, tag="arrive"):
    """Coming in: one of a few ways to arrive, `seconds` long at most, over a soft pulse."""

    ways: dict[ArriveWay, str]
    seconds: int = 60

    def __post_init__(self) -> None:
        require(bool(self.ways), "an arrive step needs at least one way to arrive")
        require(5 <= self.seconds <= 60, f"arriving takes 5 to 60 seconds, not {self.seconds}")


class Breathe(_Step, frozen=True, kw_only=True, tag="breathe"):
    """Breathing easily beside a shape and a soft swell; offered, never begun by itself."""

    sentences: tuple[str, ...] = ()


class Ground(_Step, frozen=True, kw_only=True, tag="ground"):
    """Back to the room, one sentence after the other: eyes open, no breathing (practice.md, safety)."""

    sentences: tuple[str, ...]

    def __post_init__(self) -> None:
        require(bool(self.sentences), "a ground step needs sentences")


class Listen(_Step, frozen=True, kw_only=True, tag="listen"):
    """Listening: to a pulse, the song that was chosen, a tune made here, or one's own player."""

    to: Literal["pulse", "song", "tune", "own player"] = "pulse"
    feeling: str | None = None
    groove: str | None = None
    sentences: tuple[str, ...] = ()


class Move(_Step, frozen=True, kw_only=True, tag="move"):
    """A steady pulse of `tempo_bpm` with a few suggestions for moving, sitting or standing."""

    sentences: tuple[str, ...]
    tempo_bpm: int = 60

    def __post_init__(self) -> None:
        require(40 <= self.tempo_bpm <= 120, f"a pulse to move to has 40 to 120 beats a minute, not {self.tempo_bpm}")


class Sing(_Step, frozen=True, kw_only=True, tag="sing"):
    """Singing along once, the words at their beats; over a `drone`, humming before there is a song."""

    over: Literal["song", "drone"] = "song"
    sentences: tuple[str, ...] = ()


class Close(_Step, frozen=True, kw_only=True, tag="close"):
    """The end of a sitting: a soft pulse, one sentence, and what was kept. What follows waits for another day."""


class CheckInStep(_Step, frozen=True, kw_only=True, tag="check-in"):
    """How is it now? `asks` is asked at once, `offers` only when the person chooses to say more."""

    asks: tuple[CheckInPart, ...] = ("feeling",)
    offers: tuple[CheckInPart, ...] = ()


class Choose(_Step, frozen=True, kw_only=True, tag="choose"):
    """One of a few ways on; steps with `when` ask which it was."""

    options: tuple[str, ...]

    def __post_init__(self) -> None:
        require(2 <= len(self.options) <= 6, "a choose step has 2 to 6 options")


class _WordsStep(_Step, frozen=True, kw_only=True):
    """What all steps that take words have. `section` is where they stand in the song."""

    into: Into = "song"
    section: str = "verse"

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The lines that ask for a word, with those between them that do not."""
        return ()


class Blanks(_WordsStep, frozen=True, kw_only=True, tag="blanks"):
    """Fill-in-the-blank: one line after the other; one filled blank is enough for a song."""

    lines: tuple[BlankLine, ...]

    def __post_init__(self) -> None:
        require(1 <= len(self.lines) <= MOST_LINES, f"a blanks step has 1 to {MOST_LINES} lines")

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Each line's blank."""
        return tuple(line.slot for line in self.lines)


class ListStep(_WordsStep, frozen=True, kw_only=True, tag="list"):
    """A list: `line` again and again, up to `count` times; `passes` hands the keyboard on after each."""

    line: str = "{}"
    count: int = 5
    words: tuple[str, ...] = ()
    words_when: dict[str, tuple[str, ...]] = {}
    passes: bool = False

    def __post_init__(self) -> None:
        require(1 <= self.count <= MOST_LINES, f"a list has 1 to {MOST_LINES} lines")
        require(self.line.count(BLANK) == 1, f"the line '{self.line}' of a list needs one blank, written {BLANK}")

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The same line for each item."""
        return (BlankLine(self.line, self.words, self.section, self.words_when).slot,) * self.count


class Substitute(_WordsStep, frozen=True, kw_only=True, tag="substitute"):
    """Words changed in a given song of our own or in the public domain; `source` says which it is."""

    lines: tuple[GivenLine, ...]
    source: str = "our own"

    def __post_init__(self) -> None:
        given = [slot.given for slot in self.slots if slot.asks]
        require(1 <= len(given) <= MOST_LINES, f"a substitute step has 1 to {MOST_LINES} {{words}} to change")
        require(len(set(given)) == len(given), "each {word} to change stands once in a substitute step")

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Each line, with the word that can be changed."""
        return tuple(line.slot for line in self.lines)


class Collage(_WordsStep, frozen=True, kw_only=True, tag="collage"):
    """Choosing phrases and putting them in order; `from_step` takes them from what was written there."""

    phrases: tuple[str, ...] = ()
    from_step: str | None = None

    def __post_init__(self) -> None:
        is_one = bool(self.phrases) != (self.from_step is not None)
        require(is_one, "a collage step has either phrases or from_step, the step whose words it cuts up")


class _TextStep(_WordsStep, frozen=True, kw_only=True):
    """A page to write on. `starts` are beginnings someone may take; {} in one shows where a word could go.

    `third_person` is another way to say it, about "someone"; it is always offered where a prompt comes close.
    """

    starts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    third_person: str = ""

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The beginnings as blanks, for those who want more to hold on to."""
        return tuple(BlankLine.of_start(start, self.words, self.section).slot for start in self.starts)


class Prompt(_TextStep, frozen=True, kw_only=True, tag="prompt"):
    """A strategic prompt: how it is, what I need."""


class Letter(_TextStep, frozen=True, kw_only=True, tag="letter"):
    """A letter that is sent to nobody."""


class Writing(_TextStep, frozen=True, kw_only=True, tag="writing"):
    """Free writing. After `minutes` it says so, once and softly; nobody is stopped."""

    minutes: int = 5

    def __post_init__(self) -> None:
        require(1 <= self.minutes <= 20, f"writing says when after 1 to 20 minutes, not {self.minutes}")


class Reflect(_TextStep, frozen=True, kw_only=True, tag="reflect"):
    """A thought about what was made, for the journal."""

    into: Into = "journal"


class _ShortStep(_WordsStep, frozen=True, kw_only=True):
    """One line, and a few words that might go there."""

    into: Into = "journal"
    words: tuple[str, ...] = ()
    words_when: dict[str, tuple[str, ...]] = {}

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The one line."""
        return (Slot(words=self.words, words_when=self.words_when, section=self.section),)


class NameIt(_ShortStep, frozen=True, kw_only=True, tag="name-it"):
    """A name for what was played, or none."""


class SongMemory(_ShortStep, frozen=True, kw_only=True, tag="song-memory"):
    """A line about what a song brings back."""


class BodyPlace(_ShortStep, frozen=True, kw_only=True, tag="body-place"):
    """Where in the body it is felt; eyes open."""


class Form(_Step, frozen=True, kw_only=True, tag="form"):
    """Which lines are verse, which come back as a chorus."""


class Chords(_Step, frozen=True, kw_only=True, tag="chords"):
    """Choosing one of `count` rows of chords under the words."""

    count: int = 3
    feeling: str | None = None
    groove: str | None = None


class Melody(_Step, frozen=True, kw_only=True, tag="melody"):
    """Choosing one of `count` suggestions that could carry the words."""

    count: int = 3
    feeling: str | None = None
    groove: str | None = None


class Play(_Step, frozen=True, kw_only=True, tag="play"):
    """Playing safe notes over the song's backing, or over one made for this step while there is no song.

    `rest_prompt` is asked when the hands rest.
    """

    rest_prompt: str = "Keep what you just played?"
    feeling: str | None = None
    groove: str | None = None


TextStep: TypeAlias = Prompt | Letter | Writing | Reflect
ShortStep: TypeAlias = NameIt | SongMemory | BodyPlace
WordsStep: TypeAlias = Blanks | ListStep | Substitute | Collage | TextStep | ShortStep
DoStep: TypeAlias = Breathe | Ground | Listen | Move
SuggestStep: TypeAlias = Chords | Melody
Step: TypeAlias = Arrive | DoStep | Sing | Close | CheckInStep | Choose | WordsStep | Form | SuggestStep | Play


def kind_of(step: Step) -> str:
    """The step's kind, as the command line names it."""
    return str(step.__struct_config__.tag)
