"""A rhythm that speaks the words: stressed syllables on strong beats, time to breathe, and patterns that come back."""

from functools import lru_cache
from operator import itemgetter
from random import Random

from msgspec import Struct

from companion.domain.harmony import Meter
from companion.domain.units import Beats, Bpm
from companion.engine.bar_patterns import EMPTY_BAR, BarPattern, bar_patterns, odd_cost, shortest_beats, unusual
from companion.engine.profile import MusicalProfile
from companion.engine.pulse_grid import is_compound

_LONG_AND_LIGHT = 1.5
"""What each beat over the first costs under a light syllable that is held."""

_SILENT_BAR = 3.4
_LATE_HOME = 9.0
"""What a bar without a note costs after the words, and besides that after a song's very last word."""

_KEPT_STATES = 5
_LIKING = 0.9
"""How far one song's tastes reach: more makes songs differ more, and their bars less natural."""

_LILTING_SONGS, _LILT = 0.4, 1.5
"""How many songs like dotted notes, and how much at most; where words fill their bars nothing else sways."""

_SWAY = (-0.3, 0.6)
"""Between what a song in 6/8 may gain and lose by each long and short: some skip along, some go evenly."""

_PLAIN, _SYNCOPATION_GAIN = 0.25, 12.0
"""Where a profile asks for more syncopation than this, what each further degree is worth to a syncopated bar."""

_GAP = 9.0
"""What a bar without a note costs between the words of a line, besides being empty: it tears the line apart."""

_UPBEAT = 0.25
"""What a late start of the first bar gains: it is an upbeat inside the bar."""

_END_IS_SHORT = 3.0
"""What each beat costs that a song's very last note has too few, two of them or half a bar."""

_CROWDED = 0.35
"""What a bar costs for each note (squared) that it has more or fewer than its share."""

_HOLE = 3.2
"""What a late start costs in any other bar, where it tears the phrase apart."""

_LATE_IN_THREES = 0.75
"""What it costs in 6/8, where songs begin on the bar line or with an upbeat before it."""

_BAR_COMES_BACK = 0.27
_SHORT_BAR: Beats = 3.0
_SHORT_BAR_COMES_BACK, _SHORTER_BAR_COMES_BACK = 0.45, 1.4
"""A bar of three beats has few patterns, and one of two fewer, which come back too often by themselves: there it costs,
the shorter the bar the more."""

_NO_BREATH = 1.5
"""What each beat costs that a line's last note has too few to be sung and leave time for a breath."""

_SHORT_BARS_ARE_FULLER = 1.15
"""How much fuller bars of two beats may be: songs in 2/4 move in eighths (as in the Essen songs)."""

_THREES_ARE_FULLER = 1.4
"""The same for words in 6/8, where long lines go in eighths all through and do not stand on each felt beat."""

_UNBROKEN_LILT = 1.2
"""What a bar of nothing but long and short costs after another such one, so that the lilt is not all there is."""

_BEGINNING_COMES_BACK = 1.7
_END_COMES_BACK = 0.5
"""What a bar gains that repeats one of the two before it, or a bar of the phrase that it should be like."""

_BEGINNING = 0.8
"""What part of that the beginning of such a bar gains."""

_CONTRAST = 1.0
"""What a bar costs that repeats one of the same words where something new is due."""

_STRESS_COST = {True: (0.0, 0.6, 1.7), False: (0.8, 0.15, 0.0)}
"""For stressed and other syllables: what it costs to stand on a strong beat, another beat, between beats."""


class SungNote(Struct, frozen=True):
    """A note without a pitch: start and length in beats from the phrase's own beginning."""

    start: Beats
    length: Beats
    bar: int
    weakness: int


class Spoken(Struct, frozen=True):
    """A phrase's rhythm and what it costs."""

    cost: float
    notes: tuple[SungNote, ...]


class Taste:
    """What one song likes: a small random cost for each bar pattern, the same throughout, so that they come back.

    `syncopation` is how far it likes notes that are held over (0 to 1), `memory` how firmly rhythms come back.
    """

    def __init__(self, rng: Random, profile: MusicalProfile) -> None:
        self._rng = rng
        self._costs: dict[tuple[Beats, ...], float] = {}
        self._sway = _SWAY[0] + (_SWAY[1] - _SWAY[0]) * rng.random()
        self._lilt = _LILT * rng.random() if rng.random() < _LILTING_SONGS else 0.0
        self.syncopation = profile.syncopation
        self.memory = 1.0

    def cost(self, pattern: BarPattern) -> float:
        """The pattern's own cost and this song's liking for it."""
        liking = self._costs.get(pattern.onsets)
        if liking is None:
            liking = self._costs[pattern.onsets] = _LIKING * self._rng.random()
        beyond = max(0.0, self.syncopation - _PLAIN)
        gain = _SYNCOPATION_GAIN * beyond * min(1, pattern.held_over)
        sway = self._sway * pattern.skips - self._lilt * pattern.lilting
        return pattern.cost * (1 - self.syncopation) + liking - gain + sway


def most_notes(meter: Meter, bars: int, bpm: Bpm, profile: MusicalProfile, has_words: bool = True) -> int:
    """How many syllables one phrase can speak with time to breathe; a tune without words is less full in threes."""
    room = bars * (len(bar_patterns(meter, shortest_beats(bpm))) - 1)
    fuller = _SHORT_BARS_ARE_FULLER if meter.bar_beats <= 2 else 1.0
    if has_words and is_compound(meter):
        fuller = _THREES_ARE_FULLER
    return max(1, min(room - 1, int((bars * meter.bar_beats - 1) * profile.notes_a_beat * fuller)))


def speak(
    stresses: tuple[bool, ...],
    bars: int,
    meter: Meter,
    bpm: Bpm,
    taste: Taste,
    like: tuple[SungNote, ...] | None = None,
    is_last: bool = False,
    is_contrast: bool = False,
) -> Spoken:
    """The cheapest rhythm for one phrase of syllables.

    `like` is a phrase whose rhythm should come back, or with `is_contrast` should not. Each note ends with its bar at
    the latest, and the last one leaves time to breathe. The last phrase of a song ends in its last bar, where the
    chords are home, and rather begins late. There are never more syllables than `most_notes` allows.
    """
    patterns = bar_patterns(meter, shortest_beats(bpm))
    wanted = [_onsets_in(like, bar, meter) for bar in range(bars)] if like else []
    likeness = [taste.memory * (_BEGINNING_COMES_BACK if 2 * bar < bars else _END_COMES_BACK) for bar in range(bars)]
    if is_contrast:
        likeness = [-_CONTRAST] * bars
    comes_back = _gain_of_coming_back(meter)
    late_start = _LATE_IN_THREES if is_compound(meter) else -_UPBEAT
    total = len(stresses)
    states: dict[int, list[tuple[float, tuple[BarPattern, ...]]]] = {0: [(0.0, ())]}
    for bar in range(bars):
        following: dict[int, list[tuple[float, tuple[BarPattern, ...]]]] = {}
        for used, kept in states.items():
            ideal = (total - used) / (bars - bar - (0.35 if bars - bar > 1 else 0.0))
            for count in _counts(ideal, total - used, bars - bar - 1, len(patterns) - 1):
                crowd = _CROWDED * max(0.0, abs(count - ideal) - 0.5) ** 2
                for pattern in patterns[count]:
                    step = taste.cost(pattern) + crowd + _stress_cost(pattern, stresses[used : used + count])
                    if is_last and not pattern.onsets:
                        step += _LATE_HOME if used == total else -0.5 * EMPTY_BAR * (used == 0)
                    if not pattern.onsets and 0 < used < total:
                        step += _GAP
                    if pattern.onsets and pattern.onsets[0] > 0:
                        step += _HOLE if bar else late_start
                    if is_last and 0 < count == total - used:
                        step += _END_IS_SHORT * max(0.0, min(2.0, meter.bar_beats / 2) - pattern.lengths[-1])
                    if used + count == total:
                        step += _closing_cost(pattern, stresses[used:], bars - bar - 1, meter)
                    if wanted:
                        step -= likeness[bar] * _kept(pattern.onsets, wanted[bar])
                    for cost, path in kept:
                        joined = _joining_cost(path[-1], pattern) if path else 0.0
                        if count and pattern in path[-2:]:
                            joined -= comes_back
                        following.setdefault(used + count, []).append((cost + step + joined, (*path, pattern)))
        states = {
            used: sorted(found, key=itemgetter(0))[:_KEPT_STATES]  # ties stay in the order of the patterns
            for used, found in following.items()
        }
    cost, best = states[total][0]
    return Spoken(cost, _notes(best, meter, is_last))


def _gain_of_coming_back(meter: Meter) -> float:
    """What a bar gains that has the rhythm of one of the two before it; below 0 what it costs."""
    if meter.bar_beats > _SHORT_BAR:
        return _BAR_COMES_BACK
    missing = min(1.0, _SHORT_BAR - meter.bar_beats)
    return -(_SHORT_BAR_COMES_BACK + missing * (_SHORTER_BAR_COMES_BACK - _SHORT_BAR_COMES_BACK))


def _onsets_in(notes: tuple[SungNote, ...], bar: int, meter: Meter) -> tuple[Beats, ...]:
    return tuple(note.start - bar * meter.bar_beats for note in notes if note.bar == bar)


def _kept(onsets: tuple[Beats, ...], wanted: tuple[Beats, ...]) -> float:
    """How far a bar is the one that should come back (0 to 1): whole, or its beginning for fewer syllables."""
    if onsets == wanted:
        return 1.0
    return _BEGINNING * len(onsets) / len(wanted) if onsets and onsets == wanted[: len(onsets)] else 0.0


def _counts(ideal: float, left: int, bars_left: int, most: int) -> range:
    """How many notes this bar may take so that the rest still finds its place."""
    fewest = max(0, left - bars_left * most + (1 if bars_left == 0 else 0), int(ideal) - 1)
    highest = min(most, left, int(ideal) + 2)
    if bars_left == 0:
        return range(left, left + 1)
    return range(min(fewest, highest), highest + 1)


@lru_cache(maxsize=8192)
def _joining_cost(before: BarPattern, here: BarPattern) -> float:
    """What it costs that notes on both sides of a bar line are in no plain or usual proportion, or lilt on and on."""
    if not before.onsets or not here.onsets:
        return 0.0
    across = before.lengths[-1] + here.onsets[0]
    row = (*before.lengths[-2:-1], across, *here.lengths[:2])
    surprise = sum(unusual(*three) for three in zip(row, row[1:], row[2:], strict=False))
    lilt = _UNBROKEN_LILT if _lilts_throughout(before) and _lilts_throughout(here) else 0.0
    return odd_cost(across, here.lengths[0]) + surprise + lilt


def _lilts_throughout(pattern: BarPattern) -> bool:
    return len(pattern.onsets) > 3 and pattern.skips == len(pattern.onsets) - 1


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
        return _SILENT_BAR - EMPTY_BAR
    room = meter.bar_beats - pattern.onsets[-1] + bars_left * meter.bar_beats
    short = max(0.0, min(2.0, meter.bar_beats) - room)
    if len(stresses) > 1 and not stresses[-1] and stresses[-2]:
        short *= 0.5
        short -= _LONG_AND_LIGHT * max(0.0, pattern.lengths[-1] - 1) / 1.6
        short += 0.6 if pattern.weaknesses[-1] == 0 else -0.5
    if len(pattern.lengths) > 1:
        before = pattern.lengths[-3:-1]
        short += unusual(before[0], before[-1], room) / 1.6
    alone = 0.5 if len(pattern.onsets) == 1 and bars_left == 0 else 0.0  # one long note is a good ending
    if meter.bar_beats > _SHORT_BAR or is_compound(meter):
        short += _NO_BREATH * max(0.0, 1.5 - room)
    return 1.6 * short - alone + 0.45 * max(0.0, room - meter.bar_beats - 1) + 0.5 * (pattern.weaknesses[-1] == 2)


def _notes(path: tuple[BarPattern, ...], meter: Meter, is_last: bool) -> tuple[SungNote, ...]:
    """The notes of a row of bars; the last one leaves time to breathe, less of it where the song is at its end."""
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
            length -= 0.5 if is_last or length <= 1.5 else 1.0
        notes.append(SungNote(start, length, bar, weak))
    return tuple(notes)
