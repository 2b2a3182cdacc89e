"""The large line of a phrase: where it starts, climbs and comes to rest, as heights from 0 (low) to 1 (high)."""

from msgspec import Struct

from companion.engine.form import Ending
from companion.language import N_

_STRETCH = 1.25
"""Measured against the range of real lullabies (bench/engine.py)."""


class Contour(Struct, frozen=True):
    """A line through (time, height) points, both 0 to 1; `words` says what it does, for people."""

    name: str
    words: str
    points: tuple[tuple[float, float], ...]

    def height(self, at: float) -> float:
        """The height at a time, on straight lines between the points."""
        before = self.points[0]
        for after in self.points[1:]:
            if at <= after[0]:
                share = (at - before[0]) / (after[0] - before[0])
                return _stretched(before[1] + share * (after[1] - before[1]))
            before = after
        return _stretched(before[1])


STATEMENTS: tuple[Contour, ...] = (
    Contour("hill", N_("climbs a little and comes back, like a hill"), ((0, 0.3), (0.45, 0.78), (1, 0.35))),
    Contour("settling", N_("starts high and settles down"), ((0, 0.75), (0.3, 0.85), (1, 0.25))),
    Contour("swaying", N_("sways gently up and down"), ((0, 0.4), (0.25, 0.68), (0.5, 0.36), (0.75, 0.62), (1, 0.35))),
    Contour("valley", N_("dips down and comes up again"), ((0, 0.68), (0.5, 0.25), (1, 0.5))),
    Contour("rising", N_("rises little by little"), ((0, 0.22), (0.75, 0.8), (1, 0.65))),
    Contour("late hill", N_("stays low, then opens up"), ((0, 0.3), (0.35, 0.32), (0.7, 0.8), (1, 0.45))),
)
"""Shapes for a first idea. The hill is the commonest in folk song (Huron 1996, "The melodic arch")."""

CONTRASTS: tuple[Contour, ...] = (
    Contour("high hill", N_("opens up higher in the middle"), ((0, 0.6), (0.35, 0.97), (1, 0.5))),
    Contour("from above", N_("comes down from its highest place"), ((0, 0.95), (0.4, 0.8), (1, 0.4))),
    Contour("climb", N_("climbs to its highest place"), ((0, 0.45), (0.8, 0.97), (1, 0.8))),
)
"""Shapes for what follows: they hold the song's highest note, about two thirds of the way."""


RISING: tuple[Contour, ...] = (
    Contour("rising", N_("rises little by little"), ((0, 0.15), (0.8, 0.9), (1, 0.85))),
    Contour("opening", N_("opens upwards, like a question"), ((0, 0.25), (0.4, 0.35), (1, 0.95))),
    Contour("climb", N_("climbs to its highest place"), ((0, 0.3), (0.8, 0.97), (1, 0.9))),
)
"""Shapes for hopeful music, whose phrases rise (our own reading of rising contours as bright, unsourced)."""


def _stretched(height: float) -> float:
    """A little higher where it is high and lower where it is low, so that tunes reach as far as real ones do."""
    return 0.5 + _STRETCH * (height - 0.5)


def bend(height: float, at: float, ending: Ending, home: float) -> float:
    """The height drawn towards its goal near the end of a phrase: home for a close, a little above for the others."""
    goal = {"close": home, "half": home + 0.2, "open": home + 0.35}[ending]
    pull = max(0.0, at - 0.55) / 0.45
    return height + pull * (goal - height)
