"""Choosing an exercise: the one of today, a short gentle list, and all of them."""

from datetime import date

from msgspec import Struct

from companion.domain.agreed import Boundaries
from companion.domain.entry import SessionRecord
from companion.domain.exercise import NOT_WHEN, Exercise
from companion.errors import CompanionError
from companion.language import _
from companion.messages import NOT_TODAY
from companion.services.container import FIRST_EXERCISE, Companion
from companion.services.walking.boundaries import Fit, boundaries_of, fit_of

GENTLE = 4
"""So many beside the one of today; more is a catalogue (unsourced)."""


class Shelf(Struct, frozen=True):
    """What someone can choose from. `short` begins with the one of today; `goes_on` are parts of packs, by id.

    `own` is what the person would rather not have.
    """

    short: tuple[Exercise, ...]
    every: tuple[Exercise, ...]
    goes_on: dict[str, str]
    own: Boundaries = Boundaries()


def shelf_of(companion: Companion, today: date) -> Shelf:
    """The shelf of a day: an exercise that is under way over several sittings first, then the one of today.

    Light ones follow, those not done for the longest first. A theme that needs a therapist's yes is not on it, nor
    what can't be done without something that the person never wants; one that needs a warning is only among all. A
    journal that can't be read leaves the order as it is.
    """
    own = _boundaries(companion)
    every = tuple(
        each for each in companion.exercises() if "trauma" not in each.themes and not fit_of(each, own).problem
    )
    goes_on = {each.id: part for each in every if (part := _part(companion, each))}
    done = _done(companion)
    light = [each for each in every if each.depth == "light" and not each.themes and "group" not in each.settings[:1]]
    order = sorted(light, key=lambda each: (done.index(each.title) if each.title in done else -1, each.id))
    fresh = [each for each in order if each.title not in done]
    first = next((each for each in fresh if each.id == FIRST_EXERCISE), None)
    if first is None and order:
        pool = fresh or order[: GENTLE + 1]
        first = pool[today.toordinal() % len(pool)]
    under_way = [each for each in every if each.id in goes_on]
    short = {each.id: each for each in (*under_way, *([first] if first else []), *order)}
    return Shelf(tuple(short.values())[: len(under_way) + 1 + GENTLE], every, goes_on, own)


def fit(exercise: Exercise, shelf: Shelf) -> Fit:
    """What to ask about before an exercise of the shelf begins."""
    return fit_of(exercise, shelf.own)


def about(exercise: Exercise, shelf: Shelf) -> str:
    """A few words beside a title: how long, or which part comes next."""
    minutes = _("{minutes} minutes, {smallest_minutes} is fine").format(
        minutes=exercise.minutes, smallest_minutes=exercise.smallest_minutes
    )
    part = shelf.goes_on.get(exercise.id)
    return f"{part}, {minutes}" if part else minutes


def not_today(exercise: Exercise) -> str:
    """For whom it is perhaps not today, in one sentence; empty where nothing stands against it."""
    reasons = [NOT_WHEN[each] for each in exercise.not_when]
    if not reasons:
        return ""
    joined = (
        reasons[0]
        if len(reasons) == 1
        else _("{others}, or {last}").format(others=", ".join(reasons[:-1]), last=reasons[-1])
    )
    return NOT_TODAY.format(joined)


def _part(companion: Companion, exercise: Exercise) -> str:
    pack = companion.pack(exercise)
    number = pack.sitting(exercise) if pack is not None else 1
    return _("part {number} of {count}").format(number=number, count=len(exercise.sittings)) if number > 1 else ""


def _boundaries(companion: Companion) -> Boundaries:
    try:
        return boundaries_of(companion.journal)
    except CompanionError:
        return Boundaries()


def _done(companion: Companion) -> list[str]:
    """Titles of exercises that were done, the one longest ago first."""
    try:
        entries = companion.journal.entries(kind="session")
    except CompanionError:
        return []
    titles = [each.body.exercise_title for each in entries if isinstance(each.body, SessionRecord)]
    return list(reversed(dict.fromkeys(titles)))
