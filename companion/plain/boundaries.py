"""What somebody would rather not have, on a plain terminal; and asking before an exercise that touches it."""

from collections.abc import Collection

from companion.domain.features import FEATURES, Feature
from companion.language import _, begun
from companion.plain.console import Console, GoBack
from companion.services.container import Companion
from companion.services.walking.boundaries import (
    ABOUT,
    ANOTHER,
    AS_IT_IS,
    SAYINGS,
    TITLE,
    Fit,
    boundaries_of,
    say,
    saying_of,
)

WORD = "limits"
"""What is typed at any question that takes no words of one's own."""

BACK = _("Back where you were.")


def set_limits(companion: Companion, console: Console) -> str:
    """Go through them until an empty line; returns a sentence that leads back. Raises CompanionError."""
    console.tell(f"{TITLE}.", ABOUT)
    features = tuple(FEATURES)
    try:
        while True:
            own = boundaries_of(companion.journal)
            rows = (f"{FEATURES[each]}: {SAYINGS[saying_of(own, each)]}" for each in features)
            choice = console.choose(_("Which one? Empty leaves."), rows)
            if not isinstance(choice, int):
                return BACK
            feature = features[choice]
            saying = console.choose(f"{begun(FEATURES[feature])}:", SAYINGS.values())
            if isinstance(saying, int):
                say(companion.journal, feature, tuple(SAYINGS)[saying])
    except GoBack:
        return BACK


def ask_first(console: Console, fit: Fit) -> Collection[Feature] | None:
    """What is agreed to, after asking where it was wanted; None where it shall not begin."""
    if not fit.asks:
        return ()
    choice = console.choose(fit.question, fit.answers)
    answer = fit.answers[choice] if isinstance(choice, int) else ANOTHER
    if answer == ANOTHER:
        return None
    return fit.asks if answer == AS_IT_IS else ()
