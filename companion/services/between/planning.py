"""The agreed plan: what somebody wants to do until the next meeting, in their own words; looked at, never measured.

It is written alone or together, for an assignment or for none, and nothing ever reminds of it.
"""

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from companion.domain.agreed import LONGEST_ANSWER, Plan
from companion.domain.entry import Entry
from companion.errors import WrongUseError
from companion.exports.agreed_words import PLAN_PARTS, plan_lines
from companion.journal.store import Journal
from companion.language import _

TITLE = _("Your plan")
ABOUT = _("In your words, as much or as little as you like. Nobody counts. You can change it, or put it away.")
NOTHING_YET = _("Nothing stands here yet.")
PUT_AWAY = _("The plan is put away.")
SMALLER = _("Would a smaller version be easier to be sure of?")
SURE_ENOUGH = 7
"""Below this a smaller version is asked about, once and without a verdict (practice; unsourced)."""

Part = Literal["goal", "where_when", "how_often", "smallest", "how_sure", "in_the_way", "if_then"]


class Question(Struct, frozen=True):
    """One part of a plan: its field, what it is called, and what is asked."""

    part: Part
    name: str
    asks: str


_ASKS: dict[Part, str] = {
    "goal": _("What would you like to do, in your own words?"),
    "where_when": _("Where, and when?"),
    "how_often": _("How often?"),
    "smallest": _("What is the smallest version, for a day with little strength?"),
    "how_sure": _("How sure are you that it will be so? 0 is not at all, 10 is quite sure."),
    "in_the_way": _("What might get in the way?"),
    "if_then": _("If that happens, then what?"),
}
QUESTIONS = tuple(Question(part, PLAN_PARTS[part], asks) for part, asks in _ASKS.items())
"""All of a plan, in the order in which it is asked; each may be left out."""


def plan_for(journal: Journal, assignment_id: str = "") -> Plan:
    """The plan for an assignment (or the one of one's own), empty where there is none. Raises CompanionError."""
    found = _entries(journal, assignment_id)
    plan = found[0].body if found else Plan(assignment_id=assignment_id)
    assert isinstance(plan, Plan)
    return plan


def newest_plan(journal: Journal) -> Plan | None:
    """The plan that was changed last, of whatever it is for. Raises CompanionError."""
    found = _entries(journal, None)
    plan = found[0].body if found else None
    assert plan is None or isinstance(plan, Plan)
    return plan


def keep_plan(journal: Journal, plan: Plan) -> None:
    """This, in place of the plan for the same assignment; an empty one is put away. Raises CompanionError."""
    found = _entries(journal, plan.assignment_id)
    if plan.is_empty:
        for each in found:
            journal.delete(each.id)
    elif not found:
        journal.add(plan, title=plan.goal)
    elif found[0].body != plan:
        journal.update(replace(found[0], body=plan, title=plan.goal))


def keep_answer(journal: Journal, assignment_id: str, part: Part, answer: str | int | None) -> Plan:
    """Answer one part of the plan as it stands now, and keep it; returns that plan.

    It is read anew, so that an answer which another window kept meanwhile stays. Raises CompanionError.
    """
    journal.refresh()
    plan = answered(plan_for(journal, assignment_id), part, answer)
    keep_plan(journal, plan)
    return plan


def answered(plan: Plan, part: Part, answer: str | int | None) -> Plan:
    """The plan with one part answered, or emptied. Raises WrongUseError for what does not fit there."""
    if part == "how_sure":
        if answer is not None and (not isinstance(answer, int) or not 0 <= answer <= 10):
            raise WrongUseError(_("How sure is a number from 0 to 10."), _("Or leave it out."))
        return replace(plan, how_sure=answer)
    text = " ".join(str(answer or "").split())
    if len(text) > LONGEST_ANSWER:
        raise WrongUseError(
            _("An answer has up to {longest_answer} letters here.").format(longest_answer=LONGEST_ANSWER),
            _("Nothing was changed."),
        )
    return replace(plan, **{str(part): text})


def value_of(plan: Plan, part: Part) -> str:
    """What stands there, as it is shown; empty where nothing does."""
    answer = getattr(plan, part)
    return "" if answer is None else (_("{answer} of 10").format(answer=answer) if part == "how_sure" else str(answer))


def hint_of(plan: Plan) -> str:
    """A question about the plan's size, where someone is not very sure; empty otherwise."""
    return SMALLER if plan.how_sure is not None and plan.how_sure < SURE_ENOUGH else ""


def lines_of(plan: Plan) -> tuple[str, ...]:
    """The plan, one answer a line."""
    return tuple(plan_lines(plan)) or (NOTHING_YET,)


def _entries(journal: Journal, assignment_id: str | None) -> list[Entry]:
    """Plans, the newest change first; `assignment_id` None gives all of them."""
    found = [
        entry
        for entry in journal.entries("plan")
        if isinstance(entry.body, Plan) and assignment_id in (None, entry.body.assignment_id)
    ]
    return sorted(found, key=lambda each: (each.changed, each.id), reverse=True)
