"""Feeling words and where they lie on the grid.

The places are our own reading of the circumplex (Russell 1980: pleasure and arousal as the two axes of
affect words), rounded to the grid; a person's own grid answer always goes before the word's.
"""

from companion.domain.affect import Affect
from companion.language import N_, told

CHECK_IN_WORDS = ("calm", "hopeful", "tired", "sad", "worried", "angry")
"""The six plain words of the check-in, one from each part of the grid that people name most."""

FEELINGS: dict[str, Affect] = {
    N_("calm"): Affect(2, -3),
    N_("peaceful"): Affect(3, -3),
    N_("safe"): Affect(2, -2),
    N_("tender"): Affect(2, -1),
    N_("thankful"): Affect(3, -1),
    N_("content"): Affect(3, -2),
    N_("hopeful"): Affect(2, 1),
    N_("curious"): Affect(1, 2),
    N_("proud"): Affect(3, 2),
    N_("glad"): Affect(3, 1),
    N_("joyful"): Affect(4, 3),
    N_("excited"): Affect(3, 4),
    N_("restless"): Affect(-1, 2),
    N_("worried"): Affect(-2, 2),
    N_("anxious"): Affect(-2, 3),
    N_("afraid"): Affect(-3, 3),
    N_("angry"): Affect(-3, 4),
    N_("frustrated"): Affect(-2, 2),
    N_("ashamed"): Affect(-3, 0),
    N_("lonely"): Affect(-3, -1),
    N_("sad"): Affect(-3, -2),
    N_("grieving"): Affect(-4, -1),
    N_("heavy"): Affect(-2, -3),
    N_("tired"): Affect(-1, -4),
    N_("empty"): Affect(-2, -4),
    N_("numb"): Affect(-1, -3),
    N_("longing"): Affect(-1, 0),
    N_("mixed"): Affect(0, 0),
}

NEUTRAL = Affect(0, -1)
"""Where music starts from when nothing was said: neither glad nor sad, a little calmer than the middle."""


def place(word: str | None) -> Affect | None:
    """Where a feeling word lies on the grid; None for a word that the table does not know."""
    return FEELINGS.get(kept(word).strip().casefold()) if word else None


def kept(word: str) -> str:
    """A word as it is kept: the table's English one for what it is in the person's language, else as it was said."""
    plain = word.strip().casefold()
    return word if plain in FEELINGS else next((each for each in FEELINGS if plain == told(each).casefold()), word)


def in_own_language(word: str) -> str:
    """A feeling as it is shown: a word of the table in the person's language, any other as it was said."""
    plain = word.strip().casefold()
    shown = told(plain)
    return shown if plain in FEELINGS and shown != plain else word


def affect_of(feeling: str | None, affect: Affect | None) -> Affect:
    """The grid place to work from: the person's own, else their word's, else the neutral one."""
    return affect or place(feeling) or NEUTRAL
