"""What somebody would rather not have: kept in their journal, and obeyed by every exercise."""

from collections.abc import Collection
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from companion.domain.agreed import Boundaries
from companion.domain.assignment import Limits
from companion.domain.entry import Entry
from companion.domain.exercise import Exercise
from companion.domain.features import FEATURES, Feature, in_order
from companion.errors import WrongUseError
from companion.journal.store import Journal
from companion.language import _
from companion.services.songs.limiting import limited, touched_by
from companion.services.walking.draft import Draft

TITLE = _("What I would rather not")

Saying = Literal["fine", "ask", "never"]
SAYINGS: dict[Saying, str] = {"fine": _("fine"), "ask": _("ask me first"), "never": _("never")}
"""What can be said of a feature, in the order in which it is turned, and how that is shown."""

ABOUT = _("It holds for every exercise, and for what a therapist gives you. Nobody else sees it.")
ASKS_FIRST = _("There is {} in this one. You wanted to be asked first.")
AS_IT_IS, WITHOUT, ANOTHER = _("Begin, with it"), _("Begin without it"), _("Not this one")


class Fit(Struct, frozen=True):
    """How an exercise stands to somebody's limits.

    `asks` is what to ask about before it begins, `can_leave_out` whether it can be done without that. `problem` says
    why it is not offered, empty where it is.
    """

    asks: tuple[Feature, ...] = ()
    can_leave_out: bool = True
    problem: str = ""

    @property
    def question(self) -> str:
        """What is asked before it begins; empty where nothing is."""
        return ASKS_FIRST.format(listing(self.asks)) if self.asks else ""

    @property
    def answers(self) -> tuple[str, ...]:
        """The answers to that, the gentlest first."""
        return (WITHOUT, AS_IT_IS, ANOTHER) if self.can_leave_out else (ANOTHER, AS_IT_IS)


def boundaries_of(journal: Journal) -> Boundaries:
    """Somebody's limits. Where two devices set them at once, the stricter one of each holds. Raises CompanionError."""
    found = [entry.body for entry in _records(journal) if isinstance(entry.body, Boundaries)]
    never = {each for body in found for each in body.never}
    asked = {each for body in found for each in body.ask_first} - never
    return Boundaries(in_order(tuple(never)), in_order(tuple(asked)))


def keep_boundaries(journal: Journal, boundaries: Boundaries) -> None:
    """These, and no others from now on. Raises CompanionError where they can't be written."""
    records = _records(journal)
    if not records:
        journal.add(boundaries)
    elif records[0].body != boundaries:
        journal.update(replace(records[0], body=boundaries))
    for each in records[1:]:
        journal.delete(each.id)


def say(journal: Journal, feature: Feature, saying: Saying) -> Boundaries:
    """Say this of one feature, and keep it; returns the limits from now on.

    They are read anew, so that what another window said of others stays. Raises CompanionError.
    """
    journal.refresh()
    limits = said(boundaries_of(journal), feature, saying)
    keep_boundaries(journal, limits)
    return limits


def saying_of(boundaries: Boundaries, feature: Feature) -> Saying:
    """What somebody says of a feature."""
    if feature in boundaries.never:
        return "never"
    return "ask" if feature in boundaries.ask_first else "fine"


def said(boundaries: Boundaries, feature: Feature, saying: Saying) -> Boundaries:
    """The limits with another saying of one feature."""
    never = tuple(each for each in boundaries.never if each != feature)
    asked = tuple(each for each in boundaries.ask_first if each != feature)
    if saying == "never":
        never = (*never, feature)
    elif saying == "ask":
        asked = (*asked, feature)
    return Boundaries(in_order(never), in_order(asked))


def stricter(ones_own: Boundaries, limits: Limits) -> Boundaries:
    """One's own limits with those that an assignment suggests."""
    never = in_order((*ones_own.never, *limits.never))
    asked = tuple(each for each in (*ones_own.ask_first, *limits.ask_first) if each not in never)
    return Boundaries(never, in_order(asked))


def fit_of(exercise: Exercise, boundaries: Boundaries) -> Fit:
    """What stands between somebody and an exercise."""
    try:
        possible = limited(exercise, Limits(never=boundaries.never))
    except WrongUseError as error:
        return Fit(problem=error.message)
    asks = in_order(touched_by(possible) & frozenset(boundaries.ask_first))
    return Fit(asks, _can_do_without(possible, asks))


def left_out(exercise: Exercise, boundaries: Boundaries, agreed: Collection[Feature] = ()) -> tuple[Feature, ...]:
    """What a session of it does without: all that is never, and what needs a yes that was not given.

    Raises WrongUseError where that can't be left out.
    """
    fit = fit_of(exercise, boundaries)
    if fit.problem:
        raise WrongUseError(
            _("{problem} You said: never.").format(problem=fit.problem),
            _("'What I would rather not' in the menu changes that."),
        )
    unasked = tuple(each for each in boundaries.ask_first if each not in agreed)
    if not fit.can_leave_out and any(each in unasked for each in fit.asks):
        raise WrongUseError(fit.question, _("Choose it from the list of exercises: there you are asked."))
    return in_order((*boundaries.never, *unasked))


def inside(exercise: Exercise, draft: Draft, boundaries: Boundaries) -> tuple[Exercise, Draft]:
    """A session under way inside its own limits and those of today; the open step moves on where it is gone.

    Raises WrongUseError where nothing would be left of it.
    """
    out = in_order((*draft.left_out, *boundaries.never))
    if not out:
        return exercise, draft
    try:
        left = limited(exercise, Limits(never=out))
    except WrongUseError as error:
        raise WrongUseError(
            _("{problem} You said: never.").format(problem=error.message),
            _("What you wrote so far goes into your journal when you begin something else."),
        ) from error
    order = [step.id for step in exercise.steps]
    onward = order[order.index(draft.step_id) :] if draft.step_id in order else order
    step_id = next((each for each in onward if left.step(each) is not None), left.steps[-1].id)
    part = draft.part if step_id == draft.step_id else ""
    return left, replace(draft, left_out=out, step_id=step_id, part=part)


def listing(features: Collection[Feature]) -> str:
    """Features in a row: "breathing, singing and moving"."""
    *others, last = (FEATURES[each] for each in features)
    return _("{others} and {last}").format(others=", ".join(others), last=last) if others else last


def _can_do_without(exercise: Exercise, features: tuple[Feature, ...]) -> bool:
    try:
        limited(exercise, Limits(never=features))
    except WrongUseError:
        return False
    return True


def _records(journal: Journal) -> list[Entry]:
    """The records of limits, the newest change first; usually there is one."""
    return sorted(journal.entries("limits"), key=lambda each: (each.changed, each.id), reverse=True)
