"""The agreed plan on a plain terminal: read out, then changed part by part."""

from companion.domain.agreed import Plan
from companion.errors import CompanionError
from companion.exports.plain_text import harmless
from companion.language import _
from companion.plain.console import Console, GoBack
from companion.services.between import planning
from companion.services.between.planning import QUESTIONS, hint_of, keep_answer, keep_plan, plan_for, value_of
from companion.services.container import Companion

WORD = "plan"
"""What is typed at any question that takes no words of one's own."""

BACK = _("Back where you were.")
AWAY = _("Put it away")


def make_plan(companion: Companion, console: Console, assignment_id: str = "") -> str:
    """Ask for parts until an empty line; each is kept at once. Returns a sentence that leads back.

    Raises StopGently, and CompanionError where the journal can't be read.
    """
    console.tell(f"{planning.TITLE}.", planning.ABOUT)
    try:
        while True:
            plan = plan_for(companion.journal, assignment_id)
            rows = [harmless(f"{each.name}: {value_of(plan, each.part) or _('(nothing)')}") for each in QUESTIONS]
            choice = console.choose(_("Which part? Empty leaves."), (*rows, AWAY))
            if not isinstance(choice, int):
                return BACK
            if choice == len(QUESTIONS):
                keep_plan(companion.journal, Plan(assignment_id=assignment_id))
                return planning.PUT_AWAY
            _ask(companion, console, assignment_id, choice)
    except GoBack:
        return BACK


def _ask(companion: Companion, console: Console, assignment_id: str, index: int) -> None:
    question = QUESTIONS[index]
    is_number = question.part == "how_sure"
    try:
        answer = console.number(question.asks, 0, 10) if is_number else console.ask(question.asks, free_text=True)
        changed = keep_answer(companion.journal, assignment_id, question.part, answer)
    except CompanionError as error:
        console.say(harmless(str(error)))
        return
    if is_number and hint_of(changed):
        console.tell(hint_of(changed))
