"""What an exercise can touch that not everybody wants: in a word for files, and in the words that people are shown."""

from typing import Literal

Feature = Literal[
    "breath", "body focus", "lullaby", "loud drums", "replay", "check-in", "singing", "moving", "childhood"
]

FEATURES: dict[Feature, str] = {
    "breath": "breathing",
    "body focus": "attention to the body",
    "lullaby": "lullabies",
    "loud drums": "drums that could startle",
    "replay": "hearing something played back",
    "check-in": "questions about how it is",
    "singing": "singing",
    "moving": "moving",
    "childhood": "being young",
}
"""Each feature, as somebody would name it."""

NEVER: dict[Feature, str] = {
    "breath": "no breathing",
    "body focus": "nothing about the body",
    "lullaby": "no lullabies",
    "loud drums": "no drums that could startle",
    "replay": "nothing is played back to you",
    "check-in": "no questions about how it is",
    "singing": "no singing",
    "moving": "no moving",
    "childhood": "nothing about being young",
}
"""Each feature left out, as an assignment says it."""


def in_order(features: frozenset[Feature] | tuple[Feature, ...]) -> tuple[Feature, ...]:
    """Features in the order of the list, each once."""
    return tuple(each for each in FEATURES if each in features)
