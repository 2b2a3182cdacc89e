"""How someone says they are: a place on the Affect Grid, a word, a number for distress."""

from msgspec import Struct

from companion.domain.units import require
from companion.language import _

GRID_LIMIT = 4
"""The Affect Grid is 9 by 9 (Russell, Weiss & Mendelsohn 1989): -4 to 4 on both axes."""


class Affect(Struct, frozen=True):
    """A place on the grid: valence from unpleasant (-4) to pleasant (4), arousal from sleepy to awake."""

    valence: int
    arousal: int

    def __post_init__(self) -> None:
        for name, value in (("valence", self.valence), ("arousal", self.arousal)):
            require(
                -GRID_LIMIT <= value <= GRID_LIMIT,
                _("{name} is {value}; it runs from -4 to 4").format(name=name, value=value),
            )

    @classmethod
    def nearest(cls, valence: float, arousal: float) -> "Affect":
        """The place on the grid that is nearest, for any two numbers."""
        return cls(_on_grid(valence), _on_grid(arousal))


def _on_grid(value: float) -> int:
    return max(-GRID_LIMIT, min(GRID_LIMIT, round(value)))


class CheckIn(Struct, frozen=True, tag="check-in"):
    """One answer to "how is it now?"; every part may be missing.

    `distress` and `comfort` run from 0 to 10 (SUDS; validity disputed, widely used).
    """

    feeling: str | None = None
    affect: Affect | None = None
    distress: int | None = None
    comfort: int | None = None

    def __post_init__(self) -> None:
        for name, value in (("distress", self.distress), ("comfort", self.comfort)):
            require(
                value is None or 0 <= value <= 10,
                _("{name} is {value}; it runs from 0 to 10").format(name=name, value=value),
            )

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was said."""
        return self == CheckIn()
