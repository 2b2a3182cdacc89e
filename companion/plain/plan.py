"""The agreed plan on a plain terminal: read out, then changed part by part."""

from companion.domain.agreed import Plan
from companion.errors import CompanionError
from companion.exports.plain_text import harmless
from companion.language import _
from companion.plain.console import Console, GoBack
from companion.services.between import planning
from companion.services.between.planning import QUESTIONS, answered, hint_of, keep_plan, plan_for, value_of
from companion.services.container import Companion

WORD = "plan"
"""What is typed at any question that takes no words of one's own."""

BACK = _("Back where you were.")
AWAY = _("Put it away")


def make_plan(companion: Companion, console: Console, assignment_id: str = "") -> str:
    """Ask for parts until an empty line; each is kept at once. Returns a sentence that leads back.

    Raises StopGently, and CompanionError where the journal can't be read.
    """
    plan = plan_for(companion.journal, assignment_id)
    console.tell(f"{planning.TITLE}.", planning.ABOUT)
    try:
        while True:
            rows = [harmless(f"{each.name}: {value_of(plan, each.part) or '(nothing)'}") for each in QUESTIONS]
            choice = console.choose(_("Which part? Empty leaves."), (*rows, AWAY))
            if not isinstance(choice, int):
                return BACK
            if choice == len(QUESTIONS):
                keep_plan(companion.journal, Plan(assignment_id=assignment_id))
                return planning.PUT_AWAY
            plan = _asked(companion, console, plan, choice)
    except GoBack:
        return BACK


def _asked(companion: Companion, console: Console, plan: Plan, index: int) -> Plan:
    question = QUESTIONS[index]
    try:
        if question.part == "how_sure":
            changed = answered(plan, question.part, console.number(question.asks, 0, 10))
        else:
            changed = answered(plan, question.part, console.ask(question.asks, free_text=True))
        keep_plan(companion.journal, changed)
    except CompanionError as error:
        console.say(harmless(str(error)))
        return plan
    console.tell(*filter(None, (hint_of(changed) if question.part == "how_sure" else "",)))
    return changed
