"""Chords as hands would play them: each voice stays or moves by a step where it can."""

from functools import lru_cache
from itertools import pairwise

from companion.domain.units import Pitch
from companion.engine.chordnames import ChordName

BASS_RANGE: tuple[Pitch, Pitch] = (38, 53)
"""D2 to F3: low enough to carry, high enough for small speakers."""

UPPER_RANGE: tuple[Pitch, Pitch] = (50, 71)
"""D3 to B4: below or around the voice, never over it."""

_PARALLEL_COST = 100.0
_Voiced = tuple[Pitch, ...]


@lru_cache(maxsize=512)
def voice_lead(names: tuple[ChordName, ...]) -> tuple[_Voiced, ...]:
    """A voicing for each chord (bass first, then three upper voices, upwards), smooth as a whole.

    Found by dynamic programming over close positions: a cost for each semitone moved, more beyond a step,
    and a prohibitive one for fifths or octaves in parallel between bass and top voice (the common rule
    of part writing).
    """
    layers = [_positions(name) for name in names]
    costs = [_start_cost(voiced) for voiced in layers[0]]
    back: list[list[int]] = []
    for before, after in pairwise(layers):
        best: list[tuple[float, int]] = [
            min((costs[i] + _move_cost(earlier, later), i) for i, earlier in enumerate(before)) for later in after
        ]
        costs = [cost for cost, _ in best]
        back.append([i for _, i in best])
    at = min(range(len(costs)), key=lambda i: (costs[i], i))
    chosen = [layers[-1][at]]
    for layer, pointers in zip(reversed(layers[:-1]), reversed(back), strict=True):
        at = pointers[at]
        chosen.append(layer[at])
    return tuple(reversed(chosen))


def voice_between(name: ChordName, before: _Voiced | None, after: _Voiced | None) -> _Voiced:
    """The smoothest voicing of one chord between two others that stay; None where there is no other."""

    def cost(voiced: _Voiced) -> tuple[float, _Voiced]:
        from_before = _start_cost(voiced) if before is None else _move_cost(before, voiced)
        return (from_before + (0.0 if after is None else _move_cost(voiced, after)), voiced)

    return min(_positions(name), key=cost)


@lru_cache(maxsize=512)
def _positions(name: ChordName) -> tuple[_Voiced, ...]:
    """Every close position of the upper voices over each place of the bass."""
    upper_pcs = _upper_pcs(name)
    low, high = UPPER_RANGE
    uppers = set()
    for bottom in range(low, high + 1):
        if bottom % 12 in upper_pcs:
            stack = [bottom]
            for pc in _after(upper_pcs, bottom % 12):
                stack.append(stack[-1] + (pc - stack[-1]) % 12)
            if stack[-1] <= high:
                uppers.add(tuple(stack))
    basses = [pitch for pitch in range(BASS_RANGE[0], BASS_RANGE[1] + 1) if pitch % 12 == name.bass_pc]
    return tuple((bass, *upper) for bass in basses for upper in sorted(uppers) if bass < upper[0])


def _upper_pcs(name: ChordName) -> tuple[int, ...]:
    """Three pitch classes for the upper voices; where the bass has the root, richer chords leave it out."""
    pcs = name.pcs
    if len(pcs) == 2:
        return (pcs[0], pcs[1])
    if len(pcs) > 3 and name.bass is None and name.quality not in ("6", "m6", "add9", "madd9"):
        pcs = pcs[1:]
    elif len(pcs) > 3:
        pcs = tuple(pc for pc in pcs if pc != (name.root_pc + 7) % 12) or pcs
    return pcs[:4] if len(pcs) > 3 else pcs


def _after(pcs: tuple[int, ...], first: int) -> list[int]:
    return sorted((pc for pc in pcs if pc != first), key=lambda pc: (pc - first) % 12)


def _start_cost(voiced: _Voiced) -> float:
    return 0.3 * abs(voiced[-1] - 65) + 0.2 * abs(voiced[0] - 45)


def _move_cost(before: _Voiced, after: _Voiced) -> float:
    cost = 0.35 * abs(after[0] - before[0])
    if len(before) == len(after):
        for earlier, later in zip(before[1:], after[1:], strict=True):
            moved = abs(later - earlier)
            cost += moved + (3.0 * (moved - 2) if moved > 2 else 0.0)
    else:
        cost += abs(after[-1] - before[-1]) + abs(after[1] - before[1])
    if _is_parallel(before, after):
        cost += _PARALLEL_COST
    return cost + 0.1 * abs(after[-1] - 66)


def _is_parallel(before: _Voiced, after: _Voiced) -> bool:
    """Whether bass and top voice move the same way from a fifth or octave into the same interval."""
    bass_move, top_move = after[0] - before[0], after[-1] - before[-1]
    if not bass_move or not top_move or (bass_move > 0) != (top_move > 0):
        return False
    interval = (before[-1] - before[0]) % 12
    return interval in (0, 7) and interval == (after[-1] - after[0]) % 12
