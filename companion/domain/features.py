"""What an exercise can touch that not everybody wants: in a word for files, and in the words that people are shown."""

from typing import Literal

from companion.language import _

Feature = Literal[
    "breath", "body focus", "lullaby", "loud drums", "replay", "check-in", "singing", "moving", "childhood"
]

FEATURES: dict[Feature, str] = {
    "breath": _("breathing"),
    "body focus": _("attention to the body"),
    "lullaby": _("lullabies"),
    "loud drums": _("drums that could startle"),
    "replay": _("hearing something played back"),
    "check-in": _("questions about how it is"),
    "singing": _("singing"),
    "moving": _("moving"),
    "childhood": _("memories of childhood"),
}
"""Each feature, as somebody would name it."""

NEVER: dict[Feature, str] = {
    "breath": _("no breathing"),
    "body focus": _("nothing about the body"),
    "lullaby": _("no lullabies"),
    "loud drums": _("no drums that could startle"),
    "replay": _("nothing is played back"),
    "check-in": _("no questions about how it is"),
    "singing": _("no singing"),
    "moving": _("no moving"),
    "childhood": _("nothing about childhood"),
}
"""Each feature left out, as an assignment says it."""


def in_order(features: frozenset[Feature] | tuple[Feature, ...]) -> tuple[Feature, ...]:
    """Features in the order of the list, each once."""
    return tuple(each for each in FEATURES if each in features)
