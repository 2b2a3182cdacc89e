"""What a therapist gives: an exercise on terms, for one person, with what would be asked and where it would go."""

from typing import Literal

from msgspec import Struct

from companion.domain.exercise import Exercise, Theme
from companion.domain.features import NEVER, Feature
from companion.domain.given import Answered, Assigned
from companion.domain.limits import LOUDEST, QUICKEST, SLOWEST, WIDEST, MusicLimits
from companion.domain.units import require
from companion.language import N_, _

Item = Literal["words", "thoughts", "song", "take", "check-ins", "minutes", "completion", "dates", "titles", "plan"]
"""What can be shared, apart from sentences that are written for it."""

ITEMS: dict[Item, str] = {
    "words": _("the words of the song"),
    "thoughts": _("other things that were written"),
    "song": _("the song's music"),
    "take": _("what was played"),
    "check-ins": _("how it was, each time you said it"),
    "minutes": _("how many minutes it took"),
    "completion": _("whether you did it, all or a part"),
    "dates": _("the day it was"),
    "titles": _("what the exercise and the song are called"),
    "plan": _("the plan for it"),
}
"""Each item, as it is said to people."""

Never = Feature
"""What an assignment can leave out of an exercise."""

TEMPO_RANGE = (30, 200)
WHEN_WE_MEET = N_("when we meet")


class Limits(Struct, frozen=True, forbid_unknown_fields=True):
    """How far an exercise may go: beats a minute, its form, what is left out, and what is asked about first.

    `loudest` (MIDI velocity) and `widest` (half steps that a tune covers) hold for the music that is made.
    """

    tempo_low: int = TEMPO_RANGE[0]
    tempo_high: int = TEMPO_RANGE[1]
    size: Literal["whole", "smallest", "low energy"] = "whole"
    never: tuple[Never, ...] = ()
    ask_first: tuple[Never, ...] = ()
    loudest: int = LOUDEST
    widest: int = WIDEST

    def __post_init__(self) -> None:
        low, high = TEMPO_RANGE
        fits = low <= self.tempo_low <= self.tempo_high <= high
        require(fits, _("a tempo lies from {low} to {high}, the low one first").format(low=low, high=high))
        MusicLimits(loudest=self.loudest, widest=self.widest)  # says what does not fit

    @property
    def music(self) -> MusicLimits:
        """What of this holds for music, wherever it is made and changed."""
        pace = (float(self.tempo_low), float(self.tempo_high)) if self.has_tempo else (SLOWEST, QUICKEST)
        return MusicLimits(*pace, self.loudest, self.widest)

    @property
    def has_tempo(self) -> bool:
        """Whether the pace is limited at all."""
        return (self.tempo_low, self.tempo_high) != TEMPO_RANGE


class Terms(Struct, frozen=True, forbid_unknown_fields=True):
    """What a session under an assignment keeps to; `assignment_id` is the client's journal entry.

    `dial` runs from 1 (one blank) to 4 (an empty page), None leaves it to the exercise. At `threshold` of distress
    (1 to 10) the gentle stop is offered; None leaves it to the person's own setting. `feelings` are the words that are
    offered for how it is (none: all of them); words of one's own are always possible.
    """

    assignment_id: str = ""
    dial: int | None = None
    threshold: int | None = None
    limits: Limits = Limits()
    feelings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require(self.dial is None or 1 <= self.dial <= 4, _("the dial goes from 1 to 4"))
        require(self.threshold is None or 1 <= self.threshold <= 10, _("a threshold of distress goes from 1 to 10"))


class Assignment(Struct, frozen=True, forbid_unknown_fields=True):
    """One exercise for one person. `code` is random and comes back with what is shared.

    `therapist` is how they sign, `pseudonym` what they call the client; `recipient` is the therapist's public key of
    age. `asks` is asked for, not taken. `acknowledged` are the words of the exercise's `not_when` that the therapist
    thought about. `consent` is what they add, in their own words, to what sharing means.
    """

    code: str
    therapist: str
    pseudonym: str
    recipient: str
    exercise: Exercise
    note: str = ""
    reason: str = ""
    due: str = WHEN_WE_MEET
    asks: tuple[Item, ...] = ()
    themes: tuple[Theme, ...] = ()
    acknowledged: tuple[str, ...] = ()
    terms: Terms = Terms()
    consent: str = ""


__all__ = [
    "ITEMS", "NEVER", "TEMPO_RANGE", "WHEN_WE_MEET", "Answered", "Assigned", "Assignment", "Item", "Limits", "Never",
    "Terms",
]  # fmt: skip
