"""A rhythm that speaks the words: stressed syllables on strong beats, time to breathe, and patterns that come back."""

from functools import lru_cache
from itertools import combinations, pairwise
from random import Random

from msgspec import Struct

from companion.domain.harmony import Meter
from companion.domain.units import Beats, Bpm, Seconds
from companion.engine.profile import MusicalProfile
from companion.engine.pulse_grid import EIGHTH, is_compound, weakness

SHORTEST_SYLLABLE: Seconds = 0.2
"""No sung syllable is shorter (our own bound: a quick speaker's five syllables a second)."""

_LONG_AND_LIGHT = 1.0
"""What each beat over the first costs under a light syllable that is held."""

_EMPTY_BAR = 4.0
_SILENT_BAR = 2.4
_LATE_HOME = 9.0
"""What a bar without a note costs between the words, after them, and after a song's very last word."""

_KEPT_STATES = 5
_LIKING = 0.9
"""How far one song's tastes reach: more makes songs differ more, and their bars less natural."""

_UNEVEN = 1.2
_SKIP = 0.35
"""What it costs when neighbours differ in length, and when they are the long and short of 6/8."""

_UPBEAT = 0.25
"""What a late start of the first bar gains: it is an upbeat inside the bar."""

_HOLE = 1.6
"""What a late start costs in any other bar, where it tears the phrase apart."""

_BAR_COMES_BACK = 0.27
_BEGINNING_COMES_BACK = 0.8
_END_COMES_BACK = 0.4
"""What a bar gains that repeats one of the two before it, or a bar of the phrase that it should be like."""
_PATTERNS_A_COUNT = 9
_STRESS_COST = {True: (0.0, 0.6, 1.7), False: (0.8, 0.15, 0.0)}
"""For stressed and other syllables: what it costs to stand on a strong beat, another beat, between beats."""


class BarPattern(Struct, frozen=True):
    """Where the notes of one bar start (beats from the bar line), how long they are, and what it costs by itself."""

    onsets: tuple[Beats, ...]
    weaknesses: tuple[int, ...]
    lengths: tuple[Beats, ...]
    cost: float


class SungNote(Struct, frozen=True):
    """A note without a pitch: start and length in beats from the phrase's own beginning."""

    start: Beats
    length: Beats
    bar: int
    weakness: int


class Taste:
    """What one song likes: a small random cost for each bar pattern, the same throughout, so that they come back."""

    def __init__(self, rng: Random, profile: MusicalProfile) -> None:
        self._rng = rng
        self._costs: dict[tuple[Beats, ...], float] = {}
        self.syncopation = profile.syncopation

    def cost(self, pattern: BarPattern) -> float:
        """The pattern's own cost and this song's liking for it."""
        liking = self._costs.get(pattern.onsets)
        if liking is None:
            liking = self._costs[pattern.onsets] = _LIKING * self._rng.random()
        return pattern.cost * (1 - self.syncopation) + liking


def shortest_beats(bpm: Bpm) -> Beats:
    """The shortest note at a tempo, in beats: an eighth, or a quarter where that is too quick."""
    return 0.5 if 0.5 * 60 / bpm >= SHORTEST_SYLLABLE - 1e-9 else 1.0


def most_notes(meter: Meter, bars: int, bpm: Bpm, profile: MusicalProfile) -> int:
    """How many syllables one phrase can speak with time to breathe."""
    places = sum(len(_places(meter, shortest_beats(bpm))) for _ in range(bars))
    return max(1, min(places - 1, int((bars * meter.bar_beats - 1) * profile.notes_a_beat)))


def _places(meter: Meter, shortest: Beats) -> list[Beats]:
    """Where a note may start and still have the shortest length before the bar is over; always the bar's start."""
    on_grid = [place for place in weakness(meter) if shortest <= EIGHTH or float(place).is_integer()]
    return [place for place in on_grid if place == 0 or place + shortest <= meter.bar_beats]


@lru_cache(maxsize=32)
def bar_patterns(meter: Meter, shortest: Beats) -> tuple[tuple[BarPattern, ...], ...]:
    """The best patterns of a bar for 0, 1, 2 … notes, cheapest first."""
    places = _places(meter, shortest)
    if len(places) > 12:  # a long bar moves in quarters
        places = [place for place in places if float(place).is_integer()] if meter.bar_beats <= 16 else places[::4]
    weakness(meter)
    return tuple(
        tuple(
            sorted(
                (_pattern(onsets, meter) for onsets in combinations(places, count)),
                key=lambda pattern: (pattern.cost, pattern.onsets),
            )[:_PATTERNS_A_COUNT]
        )
        for count in range(len(places) + 1)
    )


def _pattern(onsets: tuple[Beats, ...], meter: Meter) -> BarPattern:
    weak = weakness(meter)
    lengths = tuple(end - start for start, end in pairwise((*onsets, meter.bar_beats)))
    return BarPattern(onsets, tuple(weak[onset] for onset in onsets), lengths, _own_cost(onsets, lengths, meter))


def _own_cost(onsets: tuple[Beats, ...], lengths: tuple[Beats, ...], meter: Meter) -> float:
    """Plain patterns are cheap: starting with the bar, even, nothing held over a stronger beat."""
    if not onsets:
        return _EMPTY_BAR
    weak = weakness(meter)
    cost = 0.5 if len(onsets) == 1 and meter.bar_beats >= 3 else 0.0
    cost += 0.0 if onsets[0] == 0 else 0.9 + 0.4 * weak[onsets[0]]
    ends = [*onsets[1:], meter.bar_beats]
    for start, end in zip(onsets, ends, strict=True):
        cost += 0.35 if weak[start] == 2 else 0.0
        stronger = [place for place in weak if start < place < end and weak[place] < weak[start]]
        cost += sum(1.1 * (weak[start] - weak[place]) for place in stronger)
    for (one, length), (other, next_length) in pairwise(zip(onsets, lengths, strict=True)):
        if weak[other] > weak[one] and next_length > length:
            cost += 0.8  # a long note on a weak beat sounds like a stumble
    for one, other in pairwise(lengths):
        is_skip = is_compound(meter) and {one, other} == {1.0, 0.5}  # long and short, as 6/8 goes by itself
        cost += _SKIP if is_skip else _UNEVEN * abs(one - other) / (one + other)
    return cost


def speak(
    stresses: tuple[bool, ...],
    bars: int,
    meter: Meter,
    bpm: Bpm,
    taste: Taste,
    like: tuple[SungNote, ...] | None = None,
    is_last: bool = False,
) -> tuple[SungNote, ...]:
    """The cheapest rhythm for one phrase of syllables.

    `like` is a phrase whose rhythm should come back; the last phrase of a song ends in its last bar, where the chords
    are home, and rather begins late. Each note ends with its bar at the latest; the last one
    leaves time to breathe. There are never more syllables than `most_notes` allows.
    """
    patterns = bar_patterns(meter, shortest_beats(bpm))
    wanted = [_onsets_in(like, bar, meter) for bar in range(bars)] if like else []
    likeness = [_BEGINNING_COMES_BACK if 2 * bar < bars else _END_COMES_BACK for bar in range(bars)]
    total = len(stresses)
    states: dict[int, list[tuple[float, tuple[BarPattern, ...]]]] = {0: [(0.0, ())]}
    for bar in range(bars):
        following: dict[int, list[tuple[float, tuple[BarPattern, ...]]]] = {}
        for used, kept in states.items():
            ideal = (total - used) / (bars - bar - (0.35 if bars - bar > 1 else 0.0))
            for count in _counts(ideal, total - used, bars - bar - 1, len(patterns) - 1):
                crowd = 0.35 * max(0.0, abs(count - ideal) - 0.5) ** 2
                for pattern in patterns[count]:
                    step = taste.cost(pattern) + crowd + _stress_cost(pattern, stresses[used : used + count])
                    if is_last and not pattern.onsets:
                        step += _LATE_HOME if used == total else -0.5 * _EMPTY_BAR * (used == 0)
                    if pattern.onsets and pattern.onsets[0] > 0:
                        step += _HOLE if bar else -_UPBEAT
                    if used + count == total:
                        step += _closing_cost(pattern, stresses[used:], bars - bar - 1, meter)
                    if wanted:
                        step -= likeness[bar] if pattern.onsets == wanted[bar] else 0.0
                    for cost, path in kept:
                        back = _BAR_COMES_BACK if count and pattern in path[-2:] else 0.0
                        following.setdefault(used + count, []).append((cost + step - back, (*path, pattern)))
        states = {
            used: sorted(found, key=lambda state: (state[0], [p.onsets for p in state[1]]))[:_KEPT_STATES]
            for used, found in following.items()
        }
    _, best = states[total][0]
    return _notes(best, meter)


def _onsets_in(notes: tuple[SungNote, ...], bar: int, meter: Meter) -> tuple[Beats, ...]:
    return tuple(note.start - bar * meter.bar_beats for note in notes if note.bar == bar)


def _counts(ideal: float, left: int, bars_left: int, most: int) -> range:
    """How many notes this bar may take so that the rest still finds its place."""
    fewest = max(0, left - bars_left * most + (1 if bars_left == 0 else 0), int(ideal) - 1)
    highest = min(most, left, int(ideal) + 2)
    if bars_left == 0:
        return range(left, left + 1)
    return range(min(fewest, highest), highest + 1)


@lru_cache(maxsize=8192)
def _stress_cost(pattern: BarPattern, stresses: tuple[bool, ...]) -> float:
    """What it costs to speak these syllables so: light ones want to be off the strong beats, and short."""
    cost = 0.0
    for weak, length, is_stressed in zip(pattern.weaknesses, pattern.lengths, stresses, strict=True):
        cost += _STRESS_COST[is_stressed][weak]
        if length >= 2 and not is_stressed:
            cost += _LONG_AND_LIGHT * (length - 1)
    return cost


def _closing_cost(pattern: BarPattern, stresses: tuple[bool, ...], bars_left: int, meter: Meter) -> float:
    """What it costs to let the words end in this bar: the last note wants to be long, and near the phrase's end.

    A light last syllable ("garden") follows its stressed one inside the bar, and may be held there.
    """
    if not pattern.onsets:
        return _SILENT_BAR - _EMPTY_BAR
    room = meter.bar_beats - pattern.onsets[-1] + bars_left * meter.bar_beats
    short = max(0.0, min(2.0, meter.bar_beats) - room)
    if len(stresses) > 1 and not stresses[-1] and stresses[-2]:
        short *= 0.5
        short -= _LONG_AND_LIGHT * max(0.0, pattern.lengths[-1] - 1) / 1.6
        short += 0.6 if pattern.weaknesses[-1] == 0 else -0.5
    alone = 0.5 if len(pattern.onsets) == 1 and bars_left == 0 else 0.0  # one long note is a good ending
    return 1.6 * short - alone + 0.45 * max(0.0, room - meter.bar_beats - 1) + 0.5 * (pattern.weaknesses[-1] == 2)


def _notes(path: tuple[BarPattern, ...], meter: Meter) -> tuple[SungNote, ...]:
    starts = [
        (bar * meter.bar_beats + onset, bar, weak)
        for bar, pattern in enumerate(path)
        for onset, weak in zip(pattern.onsets, pattern.weaknesses, strict=True)
    ]
    notes: list[SungNote] = []
    for index, (start, bar, weak) in enumerate(starts):
        bar_end = (bar + 1) * meter.bar_beats
        until = min(bar_end, starts[index + 1][0]) if index + 1 < len(starts) else bar_end
        length = until - start
        if index == len(starts) - 1 and bar == len(path) - 1 and length > 1:
            length -= 0.5 if length <= 1.5 else 1.0  # a breath
        notes.append(SungNote(start, length, bar, weak))
    return tuple(notes)
