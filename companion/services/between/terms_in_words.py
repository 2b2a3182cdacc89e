"""The terms of an assignment in plain words: what each is called, and what it is now; the same on every face."""

from typing import Literal

from companion.domain.assignment import ITEMS, NEVER, TEMPO_RANGE
from companion.domain.features import FEATURES
from companion.domain.feelings import in_own_language
from companion.language import _
from companion.services.between.assigning import Wish
from companion.services.between.assignments import DIAL

TermName = Literal[
    "pseudonym", "note", "reason", "due", "dial", "size", "pace", "never", "ask first", "feelings", "threshold", "asks",
    "consent",
]  # fmt: skip
ABOUT: dict[TermName, str] = {
    "pseudonym": _("What you call them. It need not be their name, and the file can be read by anyone who has it."),
    "note": _("A few words that they read first."),
    "reason": _("Why this exercise, in your words; they read it too."),
    "due": _("A day, or a few words. Nothing reminds them of it."),
    "dial": _("From one blank in a given line to an empty page. It is where they begin; they can change it."),
    "size": _("The whole exercise, its smallest form, or the form for a day with little strength."),
    "pace": _("How fast its music may be, in beats a minute."),
    "never": _("What is left out of it, for this exercise only."),
    "ask first": _("They are asked before the exercise begins, and without a yes it goes without."),
    "feelings": _("Only these words are shown when they are asked how it is. Their own are fine too."),
    "threshold": _("From this much distress on, of 10, the music fades and they are asked whether to close."),
    "asks": _("What you would like to see. Nothing of it goes unless they choose it, each time."),
    "consent": _("What you add to the text on sharing that they read and agree to first."),
}
"""What each term is for, as it is explained to therapists."""

AS_IT_IS = _("as the exercise has it")
OWN_THRESHOLD = _("their own setting")
SIZES = (
    ("whole", _("the whole of it")),
    ("smallest", _("the smallest form")),
    ("low energy", _("for little strength")),
)
PACES = (TEMPO_RANGE, (30, 60), (50, 70), (60, 80), (70, 100))


def pace_in_words(low: int, high: int) -> str:
    """How fast the music may be."""
    return _("any") if (low, high) == TEMPO_RANGE else _("{low} to {high} beats a minute").format(low=low, high=high)


def dial_in_words(wish: Wish) -> str:
    """How much the words are held."""
    return AS_IT_IS if wish.dial is None else DIAL[wish.dial - 1]


def threshold_in_words(wish: Wish) -> str:
    """At how much distress a gentle stop is offered."""
    return OWN_THRESHOLD if wish.threshold is None else _("{threshold} of 10").format(threshold=wish.threshold)


def never_in_words(wish: Wish) -> str:
    """What is left out."""
    return "; ".join(NEVER[each] for each in wish.limits.never) or _("nothing is left out")


def asked_first_in_words(wish: Wish) -> str:
    """What the client is asked about before it begins."""
    return "; ".join(FEATURES[each] for each in wish.limits.ask_first) or _("nothing")


def feelings_in_words(wish: Wish) -> str:
    """Which words are offered for how it is."""
    return ", ".join(map(in_own_language, wish.feelings)) or _("all of them")


def asks_in_words(wish: Wish) -> str:
    """What the therapist would like to see."""
    return "; ".join(ITEMS[each] for each in wish.asks) or _("nothing")
