"""Which move and which length usually follow which in a tune: what makes it neither a riddle nor an exercise."""

from functools import lru_cache

from companion.domain.units import Beats, Pitch

_FARTHEST: Pitch = 9
_UNHEARD_OF = 9.0
_STEP, _THIRD = 2, 4

_BITS: tuple[tuple[float, ...], ...] = (
    (9, 9, 8, 9, 7.5, 8, 4.5, 3.5, 7, 2, 5, 3, 3, 4.5, 2.5, 9, 5, 6.5, 5),  # a leap down
    (8.5, 9, 7.5, 9, 6, 4, 5.5, 2, 5, 2.5, 4, 3.5, 2.5, 4.5, 4, 9, 5, 6.5, 7),  # a third down
    (9, 9, 7, 9, 6, 6, 3.5, 2, 3, 2.5, 4.5, 3, 5, 5.5, 5, 9, 6, 8.5, 8),  # a step down
    (9, 8.5, 6.5, 9, 5.5, 6, 4, 2.5, 4, 1.5, 5.5, 3, 4, 4.5, 4, 9, 6, 8.5, 7),  # a repeated note
    (8, 9, 6, 9, 5, 4.5, 4, 2.5, 4.5, 3, 3.5, 2, 4, 6, 5.5, 9, 8, 9, 9),  # a step up
    (7.5, 7, 6, 8.5, 4.5, 5, 3, 2.5, 4, 2, 5, 3.5, 3.5, 6.5, 4.5, 9, 8, 9, 8.5),  # a third up
    (8.5, 6, 6, 9, 4, 5.5, 3, 2.5, 3.5, 1.5, 7, 3.5, 6, 4.5, 6.5, 9, 8, 9, 9),  # a leap up
)
"""How surprising each move is (bits, to the half, at most 9), from a sixth down to a sixth up in half steps: after a
leap, third or step down, a repeated note, a step, third or leap up, in folk songs (Essen collection;
bench/surprise.py prints it).
"""


@lru_cache(maxsize=2048)
def surprise(before: int, move: int) -> float:
    """How surprising a move is after another one, both in half steps: from under 2 bits to 9."""
    return _BITS[kind_of(before) + 3][move + _FARTHEST] if -_FARTHEST <= move <= _FARTHEST else _UNHEARD_OF


def kind_of(move: int) -> int:
    """0 for a repeated note, 1 for a step, 2 for a third, 3 for a leap, negative where it goes down."""
    size = abs(move)
    kind = 0 if size == 0 else 1 if size <= _STEP else 2 if size <= _THIRD else 3
    return kind if move > 0 else -kind


_LENGTH_BITS: dict[float, tuple[float, float, float]] = {
    0.17: (10.0, 11.0, 6.0),
    0.25: (9.0, 9.0, 4.0),
    0.33: (4.5, 10.0, 2.0),
    0.5: (4.5, 4.0, 1.5),
    0.67: (11.0, 10.5, 6.0),
    1.0: (1.0, 0.5, 2.0),
    1.5: (5.5, 5.0, 5.5),
    2.0: (2.0, 2.5, 5.5),
    3.0: (4.5, 4.5, 7.0),
    4.0: (5.0, 4.5, 8.5),
    6.0: (6.5, 7.0, 9.0),
}
"""How surprising it is (bits, to the half, same source) that a note is so many times as long as the one before it:
after a shortening, an even step, a lengthening."""


def length_surprise(first: Beats, second: Beats, third: Beats) -> float:
    """How surprising the last of three lengths is after the two others: from half a bit to 11."""
    column = 1 + (second > first) - (second < first)
    return _LENGTH_BITS.get(round(third / second, 2), (9.0, 9.0, 9.0))[column]
