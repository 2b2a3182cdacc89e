"""The steps that take somebody's words: blanks, lists, collages, pages, and single lines."""

from typing import Literal, TypeAlias

from msgspec import field

from companion.domain.slots import BLANK, BlankLine, GivenLine, Slot
from companion.domain.step_base import BaseStep
from companion.domain.units import require
from companion.language import _

Into = Literal["song", "journal"]
"""Where someone's words go: into the song, or only into the journal."""

MOST_LINES = 16
"""More blanks than this are a form to fill in, not a song (unsourced)."""


class _WordsStep(BaseStep, frozen=True, kw_only=True):
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
        require(
            1 <= len(self.lines) <= MOST_LINES,
            _("a blanks step has 1 to {most_lines} lines").format(most_lines=MOST_LINES),
        )

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Each line's blank."""
        return tuple(line.slot for line in self.lines)


class ListStep(_WordsStep, frozen=True, kw_only=True, tag="list"):
    """A list: `line` again and again, up to `count` times; `passes` hands the keyboard on after each."""

    line: str = "{}"
    count: int = 5
    words: tuple[str, ...] = ()
    words_when: dict[str, tuple[str, ...]] = field(default_factory=dict)
    passes: bool = False

    def __post_init__(self) -> None:
        require(1 <= self.count <= MOST_LINES, _("a list has 1 to {most_lines} lines").format(most_lines=MOST_LINES))
        require(
            self.line.count(BLANK) == 1,
            _("the line '{line}' of a list needs one blank, written {blank}").format(line=self.line, blank=BLANK),
        )

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
        require(
            1 <= len(given) <= MOST_LINES,
            _("a substitute step has 1 to {most_lines} {{words}} to change").format(most_lines=MOST_LINES),
        )
        require(len(set(given)) == len(given), _("each {word} to change stands once in a substitute step"))

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
        require(is_one, _("a collage step has either phrases or from_step, the step whose words it cuts up"))


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
        require(
            1 <= self.minutes <= 20,
            _("writing says when after 1 to 20 minutes, not {minutes}").format(minutes=self.minutes),
        )


class Reflect(_TextStep, frozen=True, kw_only=True, tag="reflect"):
    """A thought about what was made, for the journal."""

    into: Into = "journal"


class _ShortStep(_WordsStep, frozen=True, kw_only=True):
    """One line, and a few words that might go there."""

    into: Into = "journal"
    words: tuple[str, ...] = ()
    words_when: dict[str, tuple[str, ...]] = field(default_factory=dict)

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


TextStep: TypeAlias = Prompt | Letter | Writing | Reflect
ShortStep: TypeAlias = NameIt | SongMemory | BodyPlace
WordsStep: TypeAlias = Blanks | ListStep | Substitute | Collage | TextStep | ShortStep
