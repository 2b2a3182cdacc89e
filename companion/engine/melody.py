"""Pitches for a rhythm, by beam search over a cost whose terms have names. Chance is a small cost of its own."""

from itertools import pairwise
from random import Random

from msgspec import Struct

from companion.domain.harmony import Chord, Meter, chord_at
from companion.domain.units import Beats, Pitch
from companion.engine.bar_shapes import BarPair, BarShape, bar_ends, echoes, heard_ends, sign
from companion.engine.contours import Contour, bend
from companion.engine.form import Ending
from companion.engine.profile import MusicalProfile
from companion.engine.rhythm import SungNote
from companion.engine.tones import Ladder, fit
from companion.engine.usual_moves import surprise
from companion.engine.weights import Weights

BEAM = 14
TALLEST_STEP = 12
_STEP, _FOURTH = 2, 5
_ANSWERS = 0.35
"""How much of the chord's pull a second accent feels where it is the bar's only other note."""

_ON_THE_WAY = 0.15
"""How much of a cadence a short line asks for that only goes on to the next one."""

_FIRST_IDEA = 2.7
"""How much more chance has a say in a song's first phrase, so that no two begin alike."""

_NEVER = 1e6
"""More than any tune can cost."""


class Tune(Struct, frozen=True):
    """One phrase made: its rhythm and, for each note, its rung on the ladder and its pitch."""

    notes: tuple[SungNote, ...]
    rungs: tuple[int, ...]
    pitches: tuple[Pitch, ...]


class Task(Struct, frozen=True):
    """One phrase to make: where it stands, how it goes and ends, and what it should bring back.

    `before` is the pitch of the last note before it; `same` a tune whose notes come back; `similar` one whose shape
    comes back on other notes. `goals` are the degrees on which its last note may stand, best first. `fixed` holds
    the pitches of notes that are given already (None: to be found; empty: all are). `heard` are bars of other
    phrases, which it should not be mistaken for.
    """

    start_beats: Beats
    bars: int
    notes: tuple[SungNote, ...]
    contour: Contour
    ending: Ending
    goals: tuple[int, ...]
    arc: tuple[float, float] = (0.0, 1.0)
    before: Pitch | None = None
    same: Tune | None = None
    similar: Tune | None = None
    keeps_ending: bool = False
    fixed: tuple[Pitch | None, ...] = ()
    heard: frozenset[BarShape] = frozenset()


class Composer:
    """Makes the phrases of one song on one ladder over one row of chords."""

    def __init__(
        self,
        ladder: Ladder,
        chords: tuple[Chord, ...],
        meter: Meter,
        profile: MusicalProfile,
        rng: Random,
        weights: Weights | None = None,
    ) -> None:
        self.ladder = ladder
        self._chords = chords
        self._meter = meter
        self._rng = rng
        self._weights = weights or Weights()
        self._largest_leap = profile.largest_leap
        self._steps = self._interval_costs(profile.smallness, profile.repetition)
        narrow = max(1.0, profile.smallness) ** 2  # a wide line, and one that is ever new, need wide moves
        self._contour = self._weights.contour / narrow
        self._opening_chance = _FIRST_IDEA * max(1.0, profile.smallness) ** 2  # small moves are soon all alike
        self._new_bars = self._weights.heard / narrow
        self._echo = self._weights.echo * 2 * rng.random()
        self._home_height = ladder.home / max(1, len(ladder.rungs) - 1)

    def _interval_costs(self, smallness: float, repetition: float) -> tuple[float, ...]:
        wider = (self._weights.narrow if smallness > 1 else self._weights.wider) * (smallness - 1)
        costs = [
            cost * smallness + wider if size > _STEP else cost for size, cost in enumerate(self._weights.intervals)
        ]
        costs[0] -= 1.1 * (repetition - 0.1)
        return tuple(cost if size <= self._largest_leap else cost + 20.0 for size, cost in enumerate(costs))

    def compose(self, task: Task) -> Tune:
        """The cheapest pitches for a phrase."""
        chords = [self._chord(task.start_beats + note.start) for note in task.notes]
        pitches = [[self.ladder.pitch(rung, chord) for rung in range(len(self.ladder.rungs))] for chord in chords]
        standing = [self._standing_costs(task, index, pitches[index], chords[index]) for index in range(len(chords))]
        self._fix(task, pitches, standing)
        echoed = echoes(task.notes)
        ends = bar_ends(task.notes)
        heard = heard_ends(task.notes, task.heard if task.same is None else frozenset())
        shape = _shape_of(task.similar, len(task.notes))
        beam: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
        for index in range(len(task.notes)):
            grown: list[tuple[float, tuple[int, ...]]] = []
            for cost, path in beam:
                for rung, own in enumerate(standing[index]):
                    step = self._move_cost(task, index, path, rung, pitches)
                    if path:
                        moved = rung - path[-1]
                        step += self._sameness(path, rung, ends[index])
                        if heard[index]:
                            step += self._heard(path, rung, heard[index])
                        earlier = echoed[index]
                        if earlier is not None:
                            step += self._echo * min(2, abs(moved - (path[earlier] - path[earlier - 1])))
                        if shape and index < len(shape):
                            step += self._weights.shape * min(2, abs(moved - shape[index]))
                    grown.append((cost + own + step, (*path, rung)))
            grown.sort()
            beam = grown[:BEAM]
        rungs = beam[0][1]
        return Tune(task.notes, rungs, tuple(pitches[index][rung] for index, rung in enumerate(rungs)))

    def _sameness(self, path: tuple[int, ...], rung: int, pairs: tuple[BarPair, ...]) -> float:
        """What it costs that a bar goes up and down just as an earlier one of the same rhythm in this phrase."""
        moves = (*path, rung)
        for earlier, here, length in pairs:
            ours = [sign(moves[here + at + 1] - moves[here + at]) for at in range(length - 1)]
            theirs = [sign(moves[earlier + at + 1] - moves[earlier + at]) for at in range(length - 1)]
            if ours == theirs:
                return self._weights.sameness
        return 0.0

    def _heard(self, path: tuple[int, ...], rung: int, shapes: tuple[tuple[int, ...], ...]) -> float:
        """What it costs that a bar goes up and down just as one of the same rhythm in another phrase."""
        count = len(shapes[0])
        moves = (*path[-count:], rung)
        return self._new_bars if tuple(sign(b - a) for a, b in pairwise(moves)) in shapes else 0.0

    def _fix(self, task: Task, pitches: list[list[Pitch]], standing: list[list[float]]) -> None:
        """Leave the notes that are given only the rung nearest to them, at exactly their pitch."""
        for index, given in enumerate(task.fixed):
            if given is not None:
                away = [abs(pitch - given) for pitch in pitches[index]]
                nearest = away.index(min(away))
                pitches[index][nearest] = given
                standing[index] = [0.0 if rung == nearest else _NEVER for rung in range(len(away))]

    def _chord(self, beat: Beats) -> Chord:
        return chord_at(self._chords, beat) or self._chords[-1]

    def _standing_costs(self, task: Task, index: int, pitches: list[Pitch], chord: Chord) -> list[float]:
        """For each rung, what it costs to stand there at all: harmony, contour, motif, cadence and chance."""
        weights = self._weights
        note = task.notes[index]
        length = task.bars * self._meter.bar_beats
        at = max(0.0, note.start / length)
        along = task.arc[0] + at * (task.arc[1] - task.arc[0])
        height = bend(task.contour.height(along), along, task.ending, self._home_height)
        target = height * (len(pitches) - 1)
        stress = weights.harmony if note.weakness == 0 else weights.passing * (1.6 if note.length >= 1 else 1.0)
        if note.weakness == 0 and self._is_answering(task.notes, index):
            stress *= _ANSWERS
        shared = 2.0 if task.arc != (0.0, 1.0) else 1.0  # short phrases are held together by their arc
        is_last = index == len(task.notes) - 1
        remembered = _rung_at(task.same, note.start)
        tail = at > self._weights.tail_from and not task.keeps_ending
        costs = []
        for rung, pitch in enumerate(pitches):
            cost = stress * fit(pitch, chord.pitch_classes, self.ladder.key.tonic_pc)
            cost += self._contour * shared * ((rung - target) / len(pitches)) ** 2 * 4
            if remembered is not None:
                cost += weights.motif * (0.25 if tail else 1.0) * min(3, abs(rung - remembered))
            if is_last:
                cost += self._cadence_cost(task, rung, pitch, chord)
            chance = weights.chance * (0.25 if remembered is not None and not tail else 1.0)
            chance *= self._opening_chance if task.before is None else 1.0
            costs.append(cost + chance * self._rng.random())
        return costs

    def _is_answering(self, notes: tuple[SungNote, ...], index: int) -> bool:
        """Whether a note is the second of only two in its bar: it may lean on its neighbour and move by a step."""
        here = notes[index].bar
        first = [note.bar for note in notes].index(here)
        return index == first + 1 and (index + 1 == len(notes) or notes[index + 1].bar != here)

    def _cadence_cost(self, task: Task, rung: int, pitch: Pitch, chord: Chord) -> float:
        degree = self.ladder.degree(rung)
        cost = 0.0 if pitch % 12 in chord.pitch_classes else self._weights.cadence
        if degree in task.goals:
            cost += 2.0 * task.goals.index(degree)
        else:
            cost += self._weights.cadence * (3 if task.goals == (1,) else 1)
        if task.ending == "close" and degree == 1:
            cost += 0.6 * abs(rung - self.ladder.home)
        is_on_the_way = task.arc[1] < 1 and task.ending == "open"
        return cost * _ON_THE_WAY if is_on_the_way else cost

    def _move_cost(self, task: Task, index: int, path: tuple[int, ...], rung: int, pitches: list[list[Pitch]]) -> float:
        """What it costs to come from the last note: the interval, leaps not recovered, standing still too long."""
        weights = self._weights
        here = pitches[index][rung]
        if not path:  # a breath lies between: any interval that can be sung will do, near ones first
            size = 0 if task.before is None else abs(here - task.before)
            if task.before is not None and task.arc != (0.0, 1.0):
                return self._steps[min(size, TALLEST_STEP)] + (0.9 if size == 0 else 0.0)
            return 0.12 * size + (20.0 if size > self._largest_leap else 0.0)
        there = pitches[index - 1][path[-1]]
        size = abs(here - there)
        if size > TALLEST_STEP:
            return 30.0
        cost = self._steps[size]
        if here > there:
            cost += -weights.spring if size >= _FOURTH else weights.rise
        if len(path) > 1:
            before = pitches[index - 2][path[-2]]
            leap = there - before
            if abs(leap) >= 5 and ((here - there) * leap >= 0 or size > 4):
                cost += weights.recovery
            cost += self._weights.usual * surprise(leap, here - there)
            if 0 < size <= _STEP and 0 < (leap if here > there else -leap) <= _STEP:
                cost -= weights.flow if here < there else weights.flow_up
            if size == 0 and leap == 0:
                cost += weights.monotony * (2.2 if len(path) > 2 and path[-3] == rung else 0.1)
            elif len(path) > 2 and path[-2] == rung and path[-3] == path[-1]:
                cost += 0.7 * weights.monotony
            if size > 2 and abs(leap) > 2 and (here - there) * leap > 0 and abs(here - before) > 7:
                cost += weights.recovery
        if index == len(task.notes) - 1 and task.ending == "close" and not 1 <= size <= 2:
            cost += 0.5  # home is reached by a step
        if _is_hard_to_sing(size, abs(rung - path[-1])):
            cost += weights.awkward
        return cost


def _is_hard_to_sing(size: int, rungs: int) -> bool:
    """A tritone, a seventh, or the wide step between the sixth and the raised seventh of a minor key."""
    return size % 12 in (6, 10, 11) or (rungs == 1 and size == 3)


def _rung_at(tune: Tune | None, start: Beats) -> int | None:
    """The rung that sounds in `tune` at a time of its phrase."""
    if tune is None:
        return None
    found = tune.rungs[0]
    for note, rung in zip(tune.notes, tune.rungs, strict=True):
        if note.start > start + 1e-9:
            break
        found = rung
    return found


def _shape_of(tune: Tune | None, count: int) -> list[int] | None:
    """The rung-to-rung moves of `tune`, by note; only where the two phrases are about as long."""
    if tune is None or abs(len(tune.rungs) - count) > 2:
        return None
    return [0, *(later - earlier for earlier, later in zip(tune.rungs, tune.rungs[1:], strict=False))]
