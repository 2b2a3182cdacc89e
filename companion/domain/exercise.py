"""A guided exercise: what it is for, and its steps in order.

Every step has an `id` (unique in the exercise) and a `prompt` (what the person reads). The kind of a step is
its type; the names are those of the command line's contract.
"""

from typing import Literal, TypeAlias

from msgspec import Struct

from companion.domain.units import require

BLANK = "{}"
"""Where a blank stands in a line of an exercise."""

ArriveWay = Literal["look", "listen", "breathe"]
CheckInPart = Literal["feeling", "affect", "distress"]


class Arrive(Struct, frozen=True, tag="arrive", tag_field="kind", forbid_unknown_fields=True):
    """Coming in: one of a few ways to arrive, `seconds` long at most, over a soft pulse."""

    id: str
    prompt: str
    ways: dict[ArriveWay, str]
    seconds: int = 60

    def __post_init__(self) -> None:
        require(bool(self.ways), "an arrive step needs at least one way to arrive")
        require(5 <= self.seconds <= 60, f"arriving takes 5 to 60 seconds, not {self.seconds}")


class CheckInStep(Struct, frozen=True, tag="check-in", tag_field="kind", forbid_unknown_fields=True):
    """How is it now? `asks` is asked at once, `offers` only when the person chooses to say more."""

    id: str
    prompt: str
    asks: tuple[CheckInPart, ...] = ("feeling",)
    offers: tuple[CheckInPart, ...] = ()


class BlankLine(Struct, frozen=True, forbid_unknown_fields=True):
    """A line with one blank in it, written {}, and a few words that might go there."""

    text: str
    words: tuple[str, ...] = ()
    section: str = "verse"

    def __post_init__(self) -> None:
        require(self.text.count(BLANK) == 1, f"the line '{self.text}' needs one blank, written {BLANK}")

    def filled(self, word: str) -> str:
        """The line with `word` in its blank."""
        return self.text.replace(BLANK, word)


class Blanks(Struct, frozen=True, tag="blanks", tag_field="kind", forbid_unknown_fields=True):
    """Fill-in-the-blank: one line after the other; one filled blank is enough for a song."""

    id: str
    prompt: str
    lines: tuple[BlankLine, ...]

    def __post_init__(self) -> None:
        require(1 <= len(self.lines) <= 12, "a blanks step has 1 to 12 lines")


class Melody(Struct, frozen=True, tag="melody", tag_field="kind", forbid_unknown_fields=True):
    """Choosing one of `count` suggestions that could carry the words."""

    id: str
    prompt: str
    count: int = 3


class Play(Struct, frozen=True, tag="play", tag_field="kind", forbid_unknown_fields=True):
    """Playing safe notes over the song's backing; `rest_prompt` is asked when the hands rest."""

    id: str
    prompt: str
    rest_prompt: str


class Sing(Struct, frozen=True, tag="sing", tag_field="kind", forbid_unknown_fields=True):
    """Singing along once, the words at their beats."""

    id: str
    prompt: str


class Close(Struct, frozen=True, tag="close", tag_field="kind", forbid_unknown_fields=True):
    """The end: a soft pulse, one sentence, and what was kept."""

    id: str
    prompt: str


Step: TypeAlias = Arrive | CheckInStep | Blanks | Melody | Play | Sing | Close


class Exercise(Struct, frozen=True, forbid_unknown_fields=True):
    """A whole exercise. `id` is its file's name; `minutes` is a guess, `smallest_minutes` its shortest form."""

    id: str
    language: str
    title: str
    purpose: str
    method: str
    minutes: int
    smallest_minutes: int
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        ids = [step.id for step in self.steps]
        require(bool(ids), "an exercise needs steps")
        require(len(set(ids)) == len(ids), "two steps have the same id")


def kind_of(step: Step) -> str:
    """The step's kind, as the command line names it."""
    return str(step.__struct_config__.tag)
