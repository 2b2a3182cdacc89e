"""How predictable a tune is to a model of real songs, in bits a note: little for a drone, much for noise.

Pitch and rhythm are modelled apart: together, the model mostly recognises variants of songs that it was made from.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from math import log2
from typing import Literal, TypeAlias

from bench.tunes import Tune, first_bars

_DEEPEST = 3
_KINDS = 30
"""About how many different events there are: the model's last resort."""

View: TypeAlias = Literal["pitch", "rhythm"]


class SongModel:
    """Counts what follows the last three, two, one, no events, and mixes their predictions (Witten & Bell 1991)."""

    def __init__(self, tunes: Iterable[Tune], view: View) -> None:
        self._view = view
        self._follows: dict[tuple[float, ...], Counter[float]] = {}
        for tune in tunes:
            events = _events(tune, view)
            for index, event in enumerate(events):
                for depth in range(min(_DEEPEST, index) + 1):
                    self._follows.setdefault(tuple(events[index - depth : index]), Counter())[event] += 1

    def bits_a_note(self, tune: Tune) -> float | None:
        """The mean surprise over the first eight bars; None for fewer than eight notes."""
        events = _events(tune, self._view)
        if len(events) < 8:
            return None
        bits = (-log2(self._chance(tuple(events[max(0, i - _DEEPEST) : i]), e)) for i, e in enumerate(events))
        return sum(bits) / len(events)

    def _chance(self, context: tuple[float, ...], event: float) -> float:
        lower = self._chance(context[1:], event) if context else 1 / _KINDS
        found = self._follows.get(context)
        if not found:
            return lower
        total, kinds = found.total(), len(found)
        return (found[event] + kinds * lower) / (total + kinds)


def _events(tune: Tune, view: View) -> list[float]:
    """Each note as its interval from the one before (half steps), or as its length relative to it."""
    notes = first_bars(tune)
    if view == "pitch":
        return [float(b.pitch - a.pitch) for a, b in pairwise(notes)]
    return [round(b.length / a.length, 2) for a, b in pairwise(notes)]
