"""The notes a tune may use: a ladder of the scale inside the voice, and how each rung sounds over each chord."""

from functools import lru_cache

from msgspec import Struct

from companion.domain.harmony import Chord, Key
from companion.domain.units import Pitch


class Ladder(Struct, frozen=True):
    """Scale pitches from low to high inside a voice; `home` is the rung of the tonic that phrases come home to."""

    key: Key
    rungs: tuple[Pitch, ...]
    home: int

    def pitch(self, rung: int, chord: Chord) -> Pitch:
        """The rung's pitch over a chord: the seventh of a minor key is raised where the chord has it raised."""
        pitch = self.rungs[rung]
        leading = (self.key.tonic_pc - 1) % 12
        is_low_seventh = (pitch + 2) % 12 == self.key.tonic_pc
        if is_low_seventh and leading in chord.pitch_classes and pitch % 12 not in chord.pitch_classes:
            return pitch + 1
        return pitch

    def degree(self, rung: int) -> int:
        """The rung's scale degree, 1 to 7."""
        return (rung - self.home) % 7 + 1


def ladder_for(key: Key, low: Pitch, high: Pitch, span: int, register: float, below: int = 0) -> tuple[float, Ladder]:
    """The rungs for a tune of about `span` semitones in the voice from `low` to `high`, and how ill they sit there.

    Wanted are about `below` semitones under home, five or more rungs above it, and a window near the voice's middle
    moved by `register` semitones.
    """
    span = min(span, high - low)
    middle = (low + high) / 2 + register

    def misfit(bottom: Pitch) -> tuple[float, Pitch]:
        tonic = bottom + (key.tonic_pc - bottom) % 12
        missing_above = max(0, tonic + 7 - (bottom + span))
        off_centre = abs(bottom + span / 2 - middle)
        return (off_centre + 3.0 * missing_above + 0.8 * abs(tonic - bottom - below), bottom)

    cost, bottom = min(misfit(bottom) for bottom in range(low, high - span + 1))
    rungs = tuple(p for p in range(bottom, bottom + span + 1) if p % 12 in key.scale_pcs)
    if (rungs[-1] + 2) % 12 == key.tonic_pc and rungs[-1] + 1 > high:
        rungs = rungs[:-1]  # raised as a leading tone it would leave the voice
    return cost, Ladder(key, rungs, next(i for i, pitch in enumerate(rungs) if pitch % 12 == key.tonic_pc))


def reaching(ladder: Ladder, low: Pitch, high: Pitch) -> Ladder:
    """The ladder with rungs down to `low` and up to `high`."""
    span = range(min(low, ladder.rungs[0]), max(high, ladder.rungs[-1]) + 1)
    rungs = tuple(pitch for pitch in span if pitch % 12 in ladder.key.scale_pcs)
    return Ladder(ladder.key, rungs, rungs.index(ladder.rungs[ladder.home]))


@lru_cache(maxsize=4096)
def fit(pitch: Pitch, chord_pcs: frozenset[int], tonic_pc: int) -> float:
    """How well a pitch sounds over a chord: 0 for its notes, 1 for a neighbour, 1.6 for a half-step clash."""
    pc = pitch % 12
    if pc in chord_pcs:
        return 0.0
    clashes = (pc - 1) % 12 in chord_pcs or (pc == (tonic_pc - 1) % 12)
    return 1.6 if clashes else 1.0
