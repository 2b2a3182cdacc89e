"""How predictable a tune is to a model of real songs, in bits a note: little for a drone, much for noise.

Pitch and rhythm are modelled apart: together, the model mostly recognises variants of songs that it was made from.

Run: python -m bench.surprise   (prints what follows what in folk songs, for companion/engine/usual_moves.py)
"""

import importlib.util
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import pairwise
from math import log2
from pathlib import Path
from typing import Literal, TypeAlias

from bench.tunes import Tune, essen, first_bars
from companion.engine.usual_moves import kind_of

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


def what_follows(tunes: Iterable[Tune], view: View, kind: Callable[[float], int]) -> dict[int, Counter[float]]:
    """How often each event follows each kind of event."""
    found: dict[int, Counter[float]] = {}
    for tune in tunes:
        for before, event in pairwise(_events(tune, view)):
            found.setdefault(kind(before), Counter())[event] += 1
    return found


def _print_bits(follows: dict[int, Counter[float]], events: Iterable[float]) -> None:
    for kind, counts in sorted(follows.items()):
        bits = (-log2((counts[event] + 0.5) / (counts.total() + _KINDS)) for event in events)
        print(f"after {kind:2}" + "".join(f"{round(2 * each) / 2:6}" for each in bits))


def main() -> None:
    """Print both tables, in bits to the half."""
    found = importlib.util.find_spec("music21")
    assert found is not None
    assert found.origin is not None
    tunes = list(essen(Path(found.origin).parent / "corpus" / "essenFolksong", is_lullaby=False))
    _print_bits(what_follows(tunes, "pitch", lambda move: kind_of(int(move))), range(-9, 10))
    lengths = (0.17, 0.25, 0.33, 0.5, 0.67, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0)
    _print_bits(what_follows(tunes, "rhythm", lambda times: (times > 1) - (times < 1)), lengths)


if __name__ == "__main__":
    main()
