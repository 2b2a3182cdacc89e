"""Feeling words and where they lie on the grid.

The places are our own reading of the circumplex (Russell 1980: pleasure and arousal as the two axes of
affect words), rounded to the grid; a person's own grid answer always goes before the word's.
"""

from companion.domain.affect import Affect

CHECK_IN_WORDS = ("calm", "hopeful", "tired", "sad", "worried", "angry")
"""The six plain words of the check-in, one from each part of the grid that people name most."""

FEELINGS: dict[str, Affect] = {
    "calm": Affect(2, -3),
    "peaceful": Affect(3, -3),
    "safe": Affect(2, -2),
    "tender": Affect(2, -1),
    "thankful": Affect(3, -1),
    "content": Affect(3, -2),
    "hopeful": Affect(2, 1),
    "curious": Affect(1, 2),
    "proud": Affect(3, 2),
    "glad": Affect(3, 1),
    "joyful": Affect(4, 3),
    "excited": Affect(3, 4),
    "restless": Affect(-1, 2),
    "worried": Affect(-2, 2),
    "anxious": Affect(-2, 3),
    "afraid": Affect(-3, 3),
    "angry": Affect(-3, 4),
    "frustrated": Affect(-2, 2),
    "ashamed": Affect(-3, 0),
    "lonely": Affect(-3, -1),
    "sad": Affect(-3, -2),
    "grieving": Affect(-4, -1),
    "heavy": Affect(-2, -3),
    "tired": Affect(-1, -4),
    "empty": Affect(-2, -4),
    "numb": Affect(-1, -3),
    "longing": Affect(-1, 0),
    "mixed": Affect(0, 0),
}

NEUTRAL = Affect(0, -1)
"""Where music starts from when nothing was said: neither glad nor sad, a little calmer than the middle."""


def place(word: str | None) -> Affect | None:
    """Where a feeling word lies on the grid; None for a word that the table does not know."""
    return FEELINGS.get(word.strip().casefold()) if word else None


def affect_of(feeling: str | None, affect: Affect | None) -> Affect:
    """The grid place to work from: the person's own, else their word's, else the neutral one."""
    return affect or place(feeling) or NEUTRAL
