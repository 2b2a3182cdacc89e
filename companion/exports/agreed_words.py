"""What somebody decided beforehand, in plain words: limits of their own, a plan, an agreement on sharing."""

from collections.abc import Iterator

from companion.domain.agreed import Boundaries, Consented, Plan
from companion.domain.features import FEATURES
from companion.language import _

PLAN_PARTS = {
    "goal": _("What I want"), "where_when": _("Where and when"), "how_often": _("How often"),
    "smallest": _("The smallest version"), "how_sure": _("How sure I am"), "in_the_way": _("What might get in the way"),
    "if_then": _("If that happens, then"),
}  # fmt: skip
"""The parts of a plan in their order, and what people call them."""


def agreed_lines(body: Boundaries | Plan | Consented) -> tuple[str, ...]:
    """What somebody decided beforehand, a plain sentence a line."""
    match body:
        case Boundaries(never=never, ask_first=asked):
            said = ((_("Never"), never), (_("Ask me first"), asked))
            return tuple(f"{name}: {', '.join(FEATURES[each] for each in those)}." for name, those in said if those)
        case Plan():
            return tuple(plan_lines(body))
        case Consented(therapist=therapist, version=version, added=added):
            return tuple(
                filter(
                    None,
                    (
                        _("With {therapist}, on version {version} of the text.").format(
                            therapist=therapist, version=version
                        ),
                        added,
                    ),
                )
            )


def plan_lines(plan: Plan) -> Iterator[str]:
    """What was said in a plan, one answer a line; nothing of what was left out."""
    for field, name in PLAN_PARTS.items():
        answer = getattr(plan, field)
        if answer not in ("", None):
            yield (
                _("{name}: {answer} of 10").format(name=name, answer=answer)
                if field == "how_sure"
                else f"{name}: {answer}"
            )
