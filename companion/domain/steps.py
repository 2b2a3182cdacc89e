"""The steps of an exercise: one type a kind, named as the command line's contract names them.

Every step has an `id` (unique in its exercise) and a `prompt` (what the person reads); `when` leaves it out
unless something was said before. Nothing here is compulsory: every step can be skipped.
"""

from typing import Literal, TypeAlias

from companion.domain.step_base import BaseStep
from companion.domain.units import require
from companion.domain.word_steps import WordsStep
from companion.language import _

ArriveWay = Literal["look", "listen", "breathe"]
CheckInPart = Literal["feeling", "affect", "distress", "comfort"]
PlayMode = Literal["echo", "vary", "holding", "breath", "layers", "steady"]


class Arrive(BaseStep, frozen=True, kw_only=True, tag="arrive"):
    """Coming in: one of a few ways to arrive, `seconds` long at most, over a soft pulse."""

    ways: dict[ArriveWay, str]
    seconds: int = 60

    def __post_init__(self) -> None:
        require(bool(self.ways), _("an arrive step needs at least one way to arrive"))
        require(
            5 <= self.seconds <= 60, _("arriving takes 5 to 60 seconds, not {seconds}").format(seconds=self.seconds)
        )


class Breathe(BaseStep, frozen=True, kw_only=True, tag="breathe"):
    """Breathing easily beside a shape and a soft swell; offered, never begun by itself."""

    sentences: tuple[str, ...] = ()


class Ground(BaseStep, frozen=True, kw_only=True, tag="ground"):
    """Back to the room, one sentence after the other: eyes open, no breathing (practice.md, safety)."""

    sentences: tuple[str, ...]

    def __post_init__(self) -> None:
        require(bool(self.sentences), _("a ground step needs sentences"))


class Listen(BaseStep, frozen=True, kw_only=True, tag="listen"):
    """Listening: to a pulse, the song that was chosen, a tune made here, or one's own player."""

    to: Literal["pulse", "song", "tune", "own player"] = "pulse"
    feeling: str | None = None
    groove: str | None = None
    sentences: tuple[str, ...] = ()


class Move(BaseStep, frozen=True, kw_only=True, tag="move"):
    """A steady pulse of `tempo_bpm` with a few suggestions for moving, sitting or standing."""

    sentences: tuple[str, ...]
    tempo_bpm: int = 60

    def __post_init__(self) -> None:
        require(
            40 <= self.tempo_bpm <= 120,
            _("a pulse to move to has 40 to 120 beats a minute, not {tempo_bpm}").format(tempo_bpm=self.tempo_bpm),
        )


class Sing(BaseStep, frozen=True, kw_only=True, tag="sing"):
    """Singing along once, the words at their beats; over a `drone`, humming before there is a song."""

    over: Literal["song", "drone"] = "song"
    sentences: tuple[str, ...] = ()


class Close(BaseStep, frozen=True, kw_only=True, tag="close"):
    """The end of a sitting: a soft pulse, one sentence, and what was kept. What follows waits for another day."""


class CheckInStep(BaseStep, frozen=True, kw_only=True, tag="check-in"):
    """How is it now? `asks` is asked at once, `offers` only when the person chooses to say more."""

    asks: tuple[CheckInPart, ...] = ("feeling",)
    offers: tuple[CheckInPart, ...] = ()


class Choose(BaseStep, frozen=True, kw_only=True, tag="choose"):
    """One of a few ways on; steps with `when` ask which it was."""

    options: tuple[str, ...]

    def __post_init__(self) -> None:
        require(2 <= len(self.options) <= 6, _("a choose step has 2 to 6 options"))


class Form(BaseStep, frozen=True, kw_only=True, tag="form"):
    """Which lines are verse, which come back as a chorus."""


class Chords(BaseStep, frozen=True, kw_only=True, tag="chords"):
    """Choosing one of `count` rows of chords under the words."""

    count: int = 3
    feeling: str | None = None
    groove: str | None = None


class Melody(BaseStep, frozen=True, kw_only=True, tag="melody"):
    """Choosing one of `count` suggestions that could carry the words."""

    count: int = 3
    feeling: str | None = None
    groove: str | None = None


class Play(BaseStep, frozen=True, kw_only=True, tag="play"):
    """Playing safe notes over the song's backing, or over one made for this step while there is no song.

    `rest_prompt` is asked when the hands rest. `modes` say how: in turns (what is played comes back as an "echo", or
    a little different, "vary"), over a backing that stays with the player ("holding"), at the pace of an easy
    "breath", with what was played going round below ("layers"), over a plain pulse ("steady").
    """

    rest_prompt: str = _("Keep what you just played?")
    feeling: str | None = None
    groove: str | None = None
    modes: tuple[PlayMode, ...] = ()

    def __post_init__(self) -> None:
        require(len(set(self.modes)) == len(self.modes), "a play step names each of its modes once")
        require(not {"echo", "vary"} <= set(self.modes), "turns are an echo or vary, not both at once")
        require(self.modes == ("steady",) or "steady" not in self.modes, "steady is a pulse and nothing else beside it")


DoStep: TypeAlias = Breathe | Ground | Listen | Move
SuggestStep: TypeAlias = Chords | Melody
Step: TypeAlias = Arrive | DoStep | Sing | Close | CheckInStep | Choose | WordsStep | Form | SuggestStep | Play


def kind_of(step: Step) -> str:
    """The step's kind, as the command line names it."""
    return str(step.__struct_config__.tag)
