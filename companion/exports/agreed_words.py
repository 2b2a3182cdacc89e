"""What somebody decided beforehand, in plain words: limits of their own, a plan, an agreement on sharing."""

from collections.abc import Iterator

from companion.domain.agreed import Boundaries, Consented, Plan
from companion.domain.features import FEATURES

PLAN_PARTS = {
    "goal": "What I want", "where_when": "Where and when", "how_often": "How often",
    "smallest": "The smallest version", "how_sure": "How sure I am", "in_the_way": "What might get in the way",
    "if_then": "If that happens, then",
}  # fmt: skip
"""The parts of a plan in their order, and what people call them."""


def agreed_lines(body: Boundaries | Plan | Consented) -> tuple[str, ...]:
    """What somebody decided beforehand, a plain sentence a line."""
    match body:
        case Boundaries(never=never, ask_first=asked):
            said = (("Never", never), ("Ask me first", asked))
            return tuple(f"{name}: {', '.join(FEATURES[each] for each in those)}." for name, those in said if those)
        case Plan():
            return tuple(plan_lines(body))
        case Consented(therapist=therapist, version=version, added=added):
            return tuple(filter(None, (f"With {therapist}, on version {version} of the text.", added)))


def plan_lines(plan: Plan) -> Iterator[str]:
    """What was said in a plan, one answer a line; nothing of what was left out."""
    for field, name in PLAN_PARTS.items():
        answer = getattr(plan, field)
        if answer not in ("", None):
            yield f"{name}: {answer} of 10" if field == "how_sure" else f"{name}: {answer}"
