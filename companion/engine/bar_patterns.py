"""What one bar of a tune may sound like: the plainest patterns of note starts for each number of notes."""

from functools import lru_cache
from itertools import combinations, pairwise

from msgspec import Struct

from companion.domain.harmony import Meter
from companion.domain.units import Beats, Bpm, Seconds
from companion.engine.pulse_grid import EIGHTH, groups, is_compound, weakness
from companion.engine.usual_moves import length_surprise

SHORTEST_SYLLABLE: Seconds = 0.2
"""No sung syllable is shorter (our own bound: a quick speaker's five syllables a second)."""

EMPTY_BAR = 4.0
"""What a bar without a note costs between the words."""

_PATTERNS_A_COUNT = 9
_LIGHTLY, _SYNCOPATED_A_COUNT = 1, 3
_LONG_BAR_PLACES = 12
_ONE_LONG_NOTE = 0.5
_LATE_START = (0.9, 1.3, 1.7)
"""What it costs when the first note stands on a strong beat after the bar's first, another beat, between beats."""

_LONG_WAIT = 2.5
"""What each beat costs that a late start comes later than two beats: most of the bar would go by."""

_OFF_THE_BEAT = 0.35
_HELD_OVER = 1.8
"""For each degree by which a note is weaker than a place it is held across."""

_STUMBLE = 0.8
"""A longer note on a weaker beat than the one before it."""

_UNEVEN = 1.2
_SKIP = 0.55
"""What it costs when neighbours differ in length, and when they are the long and short of 6/8."""


_ODD = 1.2
"""What it costs when the longer of two neighbours is not a whole number of times the shorter: seldom in real songs."""

_SURPRISE, _PLAIN_BITS = 0.2, 2.0
"""What each bit costs by which a length surprises after the two before it, over what is plain."""

_LIMP = 1.4
"""What a lone second eighth of three costs in 6/8, where songs go long-short or all three (as in the Essen songs)."""


class BarPattern(Struct, frozen=True):
    """Where the notes of one bar start (beats from the bar line), how long they are, and what it costs by itself.

    `held_over` is how strongly it is syncopated: by how many degrees its notes are weaker than places they span;
    `lilting` says whether a dotted note and its short one sway in it, `skips` how often long and short follow each
    other as 6/8 has them.
    """

    onsets: tuple[Beats, ...]
    weaknesses: tuple[int, ...]
    lengths: tuple[Beats, ...]
    cost: float
    held_over: int
    lilting: bool
    skips: int


def shortest_beats(bpm: Bpm) -> Beats:
    """The shortest note at a tempo, in beats: an eighth, or a quarter where that is too quick."""
    return 0.5 if 0.5 * 60 / bpm >= SHORTEST_SYLLABLE - 1e-9 else 1.0


def _places(meter: Meter, shortest: Beats) -> list[Beats]:
    """Where a note may start and still have the shortest length before the bar is over; always the bar's start."""
    on_grid = [place for place in weakness(meter) if shortest <= EIGHTH or float(place).is_integer()]
    return [place for place in on_grid if place == 0 or place + shortest <= meter.bar_beats]


@lru_cache(maxsize=32)
def bar_patterns(meter: Meter, shortest: Beats) -> tuple[tuple[BarPattern, ...], ...]:
    """The best patterns of a bar for 0, 1, 2 … notes, cheapest first."""
    open_places = _places(meter, shortest)
    if len(open_places) > _LONG_BAR_PLACES:  # a long bar moves in quarters
        in_quarters = [place for place in open_places if float(place).is_integer()]
        open_places = in_quarters if meter.bar_beats <= 16 else open_places[::4]
    weakness(meter)
    found: list[tuple[BarPattern, ...]] = []
    for count in range(len(open_places) + 1):
        patterns = [_pattern(onsets, meter) for onsets in combinations(open_places, count)]
        patterns.sort(key=lambda pattern: (pattern.cost, pattern.onsets))
        syncopated = [pattern for pattern in patterns[_PATTERNS_A_COUNT:] if pattern.held_over == _LIGHTLY]
        found.append((*patterns[:_PATTERNS_A_COUNT], *syncopated[:_SYNCOPATED_A_COUNT]))
    return tuple(found)


def _pattern(onsets: tuple[Beats, ...], meter: Meter) -> BarPattern:
    weak = weakness(meter)
    lengths = tuple(end - start for start, end in pairwise((*onsets, meter.bar_beats)))
    weaknesses = tuple(weak[onset] for onset in onsets)
    lilting = any(one == 3 * other for one, other in pairwise(lengths)) and not is_compound(meter)
    skips = sum(_is_skip(one, other, meter) for one, other in pairwise(lengths))
    return BarPattern(
        onsets, weaknesses, lengths, _own_cost(onsets, lengths, meter), _held_over(onsets, meter), lilting, skips
    )


def _is_skip(one: Beats, other: Beats, meter: Meter) -> bool:
    """Whether two neighbours are long and short, as 6/8 goes by itself."""
    return is_compound(meter) and {one, other} == {1.0, 0.5}


def _held_over(onsets: tuple[Beats, ...], meter: Meter) -> int:
    weak = weakness(meter)
    return sum(
        max((weak[start] - weak[place] for place in weak if start < place < end), default=0)
        for start, end in pairwise((*onsets, meter.bar_beats))
        if weak[start] > 0
    )


def _own_cost(onsets: tuple[Beats, ...], lengths: tuple[Beats, ...], meter: Meter) -> float:
    """Plain patterns are cheap: starting with the bar, even, nothing held over a stronger beat."""
    if not onsets:
        return EMPTY_BAR
    weak = weakness(meter)
    cost = _ONE_LONG_NOTE if len(onsets) == 1 and meter.bar_beats >= 3 else 0.0
    cost += 0.0 if onsets[0] == 0 else _LATE_START[weak[onsets[0]]]
    cost += _LONG_WAIT * max(0.0, onsets[0] - 2)
    for start, end in pairwise((*onsets, meter.bar_beats)):
        cost += _OFF_THE_BEAT if weak[start] == 2 else 0.0
        stronger = [place for place in weak if start < place < end and weak[place] < weak[start]]
        cost += sum(_HELD_OVER * (weak[start] - weak[place]) for place in stronger)
    for (one, length), (other, next_length) in pairwise(zip(onsets, lengths, strict=True)):
        if weak[other] > weak[one] and next_length > length:
            cost += _STUMBLE
    for one, other in pairwise(lengths):
        cost += _SKIP if _is_skip(one, other, meter) else _UNEVEN * abs(one - other) / (one + other)
        cost += odd_cost(one, other)
    cost += sum(unusual(*three) for three in zip(lengths, lengths[1:], lengths[2:], strict=False))
    if is_compound(meter):
        cost += _LIMP * sum(_is_limping(group.start, onsets) for group in groups(meter))
    return cost


@lru_cache(maxsize=2048)
def unusual(first: Beats, second: Beats, third: Beats) -> float:
    """What it costs that three lengths follow each other as they seldom do in real songs."""
    return _SURPRISE * max(0.0, length_surprise(first, second, third) - _PLAIN_BITS)


def odd_cost(one: Beats, other: Beats) -> float:
    """What it costs that two neighbours are not in a plain proportion; three and two are how a bar of five falls."""
    is_plain = (max(one, other) / min(one, other)).is_integer() or (one, other) == (3.0, 2.0)
    return 0.0 if is_plain else _ODD


def _is_limping(start: Beats, onsets: tuple[Beats, ...]) -> bool:
    """Whether of three eighths the second is struck without both others."""
    return start + EIGHTH in onsets and not (start in onsets and start + 2 * EIGHTH in onsets)
