"""Bars of a phrase side by side: which have the same rhythm, and which go up and down alike."""

from itertools import pairwise
from typing import TypeAlias

from companion.domain.units import Beats
from companion.engine.rhythm import SungNote

BarPair: TypeAlias = tuple[int, int, int]
"""The first notes of two bars of the same rhythm, and how many notes they have."""

BarShape: TypeAlias = tuple[tuple[tuple[Beats, int], ...], tuple[int, ...]]
"""A bar's rhythm (starts after its first note, weaknesses) and its ups and downs (1, 0, -1)."""


def echoes(notes: tuple[SungNote, ...]) -> list[int | None]:
    """For each note, the note of an earlier bar that it answers: same place in a bar of the same rhythm."""
    bars = notes_by_bar(notes)
    found: list[int | None] = [None] * len(notes)
    for bar, indices in bars.items():
        for earlier in (bar - 1, bar - 2):
            others = bars.get(earlier)
            if others and _offsets(notes, others) == _offsets(notes, indices):
                for place, index in enumerate(indices):
                    found[index] = others[place] if place and others[place] else None
                break
    return found


def _offsets(notes: tuple[SungNote, ...], indices: list[int]) -> list[tuple[Beats, int]]:
    first = notes[indices[0]].start
    return [(notes[index].start - first, notes[index].weakness) for index in indices]


def bar_ends(notes: tuple[SungNote, ...]) -> list[tuple[BarPair, ...]]:
    """For the last note of each bar, the earlier bars of the phrase that have the same rhythm."""
    bars = notes_by_bar(notes)
    found: list[tuple[BarPair, ...]] = [()] * len(notes)
    for bar, indices in bars.items():
        alike = (other for before, other in bars.items() if before < bar)
        found[indices[-1]] = tuple(
            (other[0], indices[0], len(indices))
            for other in alike
            if _offsets(notes, other) == _offsets(notes, indices)
        )
    return found


def heard_ends(notes: tuple[SungNote, ...], heard: frozenset[BarShape]) -> list[tuple[tuple[int, ...], ...]]:
    """For the last note of each bar, how bars of its rhythm went that were heard."""
    found: list[tuple[tuple[int, ...], ...]] = [()] * len(notes)
    for indices in notes_by_bar(notes).values():
        rhythm = tuple(_offsets(notes, indices))
        if len(indices) > 1:
            found[indices[-1]] = tuple(sorted(shape for each, shape in heard if each == rhythm))
    return found


def bar_shapes(notes: tuple[SungNote, ...], rungs: tuple[int, ...]) -> frozenset[BarShape]:
    """The shape of each bar of a phrase."""
    return frozenset(
        (tuple(_offsets(notes, indices)), tuple(sign(rungs[b] - rungs[a]) for a, b in pairwise(indices)))
        for indices in notes_by_bar(notes).values()
    )


def notes_by_bar(notes: tuple[SungNote, ...]) -> dict[int, list[int]]:
    """The notes of each bar, by index."""
    bars: dict[int, list[int]] = {}
    for index, note in enumerate(notes):
        bars.setdefault(note.bar, []).append(index)
    return bars


def sign(move: int) -> int:
    """1 for a move up, -1 for one down, 0 for none."""
    return (move > 0) - (move < 0)
