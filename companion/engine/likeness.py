"""How near a tune is to real songs of its kind, measured as a whole: the finest of a few tries is offered."""

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from companion.domain.song import MelodyNote, Section, Song
from companion.domain.units import Beats, Pitch
from companion.engine.profile import MusicalProfile
from companion.engine.pulse_grid import weakness
from companion.engine.upbeats import phrase_indices
from companion.engine.usual_moves import length_surprise

FIRST_BARS = 8
_PATTERN_NOTES = 4
_FEWEST_NOTES = 8
"""A tune of fewer notes says nothing as a share."""

_OUTSIDE = 1.0
"""What it costs besides to stand where hardly a real song does."""

_RISES, _HELD_OVER, _LIGHT_IS_HIGH = 1.5, 4.0, 3.0
"""What it costs when no phrase rises though the feeling's do, each share of syncopation that is missed, and a way
towards a lighter feeling that does not lead up."""

_EVEN_SMALLNESS = 0.95
_SEMITONES_BY_SMALLNESS, _STEPS_BY_SMALLNESS = 0.75, 0.18
"""A tune moves by so much less, in half steps, and has so much larger a share of steps, for each degree of smallness
over this one."""

_FEW_REPEATS, _REPEATS_BY_REPETITION = 0.1, 0.22
"""How much larger a share of repeated notes is asked for, for each degree of repetition over this one."""


class Aim(Struct, frozen=True):
    """Where real songs stand in one measure: hardly one below `lowest` or above `highest`, half between the others."""

    lowest: float
    low: float
    high: float
    highest: float
    weight: float = 1.0

    def misfit(self, value: float) -> float:
        """0 between `low` and `high`, growing outside them."""
        away = max(self.low - value, value - self.high, 0.0) / (self.highest - self.lowest)
        return self.weight * (2.0 * away + (0.0 if self.lowest <= value <= self.highest else _OUTSIDE))

    def moved(self, by: float) -> "Aim":
        """The same aim a little higher or lower; its bounds stay."""
        return Aim(self.lowest, self.low + by, self.high + by, self.highest, self.weight)


_LULLABIES = {
    "range": Aim(7, 9, 12, 14, 1.3),
    "mean interval": Aim(1.45, 1.95, 2.3, 2.7, 2.5),
    "small share": Aim(0.52, 0.62, 0.74, 0.87, 2.5),
    "repeats": Aim(0.04, 0.18, 0.34, 0.47, 1.5),
    "leaps": Aim(0.0, 0.0, 0.06, 0.12),
    "unevenness": Aim(8, 18, 32, 54, 2.0),
    "surprising lengths": Aim(1.0, 1.3, 1.85, 2.5, 4.0),
    "bars back": Aim(0.0, 0.25, 0.45, 0.64, 3.5),
    "patterns back": Aim(0.0, 0.6, 0.85, 0.95, 4.0),
    "restful ends": Aim(0.5, 0.75, 1.0, 1.0),
}
"""The 5th, about the 25th and 75th, and the 95th percentile of lullabies (Essen collection, the first eight bars),
drawn in a little, for others count bars and phrases in another way (bench/engine.py prints them)."""

_FOLK_SONGS = {
    **_LULLABIES,
    "range": Aim(7, 9, 14, 17),
    "mean interval": Aim(1.4, 1.9, 2.4, 3.0),
    "small share": Aim(0.47, 0.6, 0.8, 0.89),
    "leaps": Aim(0.0, 0.0, 0.08, 0.15),
    "unevenness": Aim(13, 20, 45, 67),
    "bars back": Aim(0.0, 0.12, 0.5, 0.75),
}
"""The same of folk songs at large, for feelings that are awake."""


def misfit(song: Song, profile: MusicalProfile) -> float:
    """How far a song's tune is from real songs of its kind: 0 for one that could be among them."""
    bar = song.meter.bar_beats
    notes = [note for note in song.melody if note.start_beats < FIRST_BARS * bar - 1e-9]
    if len(notes) < _FEWEST_NOTES:
        return 0.0
    aims = dict(_LULLABIES if profile.is_calm else _FOLK_SONGS)
    aims["mean interval"] = aims["mean interval"].moved(
        -_SEMITONES_BY_SMALLNESS * (profile.smallness - _EVEN_SMALLNESS)
    )
    aims["small share"] = aims["small share"].moved(_STEPS_BY_SMALLNESS * (profile.smallness - _EVEN_SMALLNESS))
    aims["repeats"] = aims["repeats"].moved(_REPEATS_BY_REPETITION * (profile.repetition - _FEW_REPEATS))
    found = sum(aims[name].misfit(value) for name, value in _measures(song, notes).items())
    found += _RISES * profile.uplift * (1 - _rising_share(song, notes))
    found += _HELD_OVER * max(0.0, profile.syncopation - _syncopated_share(song, notes))
    return found + (0.0 if _is_lit(song) else _LIGHT_IS_HIGH)


def _measures(song: Song, notes: list[MelodyNote]) -> dict[str, float]:
    pitches = [note.pitch for note in notes]
    moves = [b - a for a, b in pairwise(pitches)]
    after = [*(note.start_beats for note in song.melody[1 : len(notes)]), _end(song, len(notes))]
    lengths = [until - note.start_beats for until, note in zip(after, notes, strict=True)]
    sizes = [abs(move) for move in moves]
    ends = [phrase[-1] for phrase in _phrases(song, notes)]
    restful = {song.key.scale_pcs[degree] for degree in (0, 2, 4)}
    return {
        "range": max(pitches) - min(pitches),
        "mean interval": sum(sizes) / len(sizes),
        "small share": sum(size <= 2 for size in sizes) / len(sizes),
        "repeats": sum(size == 0 for size in sizes) / len(sizes),
        "leaps": sum(size > 5 for size in sizes) / len(sizes),
        "unevenness": 200 * sum(abs(a - b) / (a + b) for a, b in pairwise(lengths)) / len(sizes),
        "surprising lengths": _surprising_lengths(lengths),
        "bars back": _bars_back(notes, lengths, song.meter.bar_beats),
        "patterns back": _patterns_back(moves, lengths),
        "restful ends": sum(pitch % 12 in restful for pitch in ends) / len(ends),
    }


def _surprising_lengths(lengths: list[Beats]) -> float:
    """The mean surprise of a note's length after the two before it, in bits."""
    found = [length_surprise(*three) for three in zip(lengths, lengths[1:], lengths[2:], strict=False)]
    return sum(found) / len(found)


def _end(song: Song, count: int) -> Beats:
    return song.melody[count].start_beats if count < len(song.melody) else song.total_beats


def _phrases(song: Song, notes: Sequence[MelodyNote]) -> list[list[Pitch]]:
    """The pitches of each phrase that has a note."""
    phrases: dict[int, list[Pitch]] = {}
    for note, phrase in zip(notes, phrase_indices(notes, max(1, song.phrase_bars) * song.meter.bar_beats), strict=True):
        phrases.setdefault(phrase, []).append(note.pitch)
    return list(phrases.values())


def _bars_back(notes: list[MelodyNote], lengths: list[Beats], bar_beats: Beats) -> float:
    """The share of bars whose rhythm, ups and downs another one has too."""
    bars: dict[int, list[tuple[Beats, Beats, Pitch]]] = {}
    for note, length in zip(notes, lengths, strict=True):
        bar = int(note.start_beats / bar_beats + 1e-9)
        bars.setdefault(bar, []).append((note.start_beats - bar * bar_beats, length, note.pitch))
    signs = [
        (tuple(each[:2] for each in bar), tuple((b[2] > a[2]) - (b[2] < a[2]) for a, b in pairwise(bar)))
        for bar in bars.values()
    ]
    return sum(signs.count(sign) > 1 for sign in signs) / len(signs)


def _patterns_back(moves: list[int], lengths: list[Beats]) -> float:
    """The share of notes inside a pattern of four (their intervals and lengths) that comes back."""
    starts: dict[object, list[int]] = {}
    for at in range(len(lengths) - _PATTERN_NOTES + 1):
        until = at + _PATTERN_NOTES - 1
        starts.setdefault((tuple(moves[at:until]), tuple(lengths[at:until])), []).append(at)
    inside = {at + step for found in starts.values() if len(found) > 1 for at in found for step in range(4)}
    return len(inside) / len(lengths)


def _rising_share(song: Song, notes: list[MelodyNote]) -> float:
    """How many phrases end higher than they begin."""
    phrases = _phrases(song, notes)
    return sum(pitches[-1] > pitches[0] for pitches in phrases) / len(phrases)


def _syncopated_share(song: Song, notes: list[MelodyNote]) -> float:
    """How many notes are held across a beat that is stronger than their own."""
    weak, bar = weakness(song.meter), song.meter.bar_beats

    def is_held_over(note: MelodyNote) -> bool:
        start = note.start_beats % bar
        return any(start < at < start + note.duration_beats and weak[at] < weak.get(start, 2) for at in weak)

    return sum(map(is_held_over, notes)) / len(notes)


def _is_lit(song: Song) -> bool:
    """Whether a song on its way to a lighter feeling lies higher at its end than at its beginning (others: yes)."""
    first, last = song.sections[0], song.sections[-1]
    if first.affect is None or last.affect is None or first.affect.valence >= last.affect.valence:
        return True
    return _height(song, first) < _height(song, last)


def _height(song: Song, section: Section) -> float:
    start, bars = section.start_bar * song.meter.bar_beats, section.bars * song.meter.bar_beats
    pitches = [note.pitch for note in song.melody if start <= note.start_beats < start + bars]
    return sum(pitches) / max(1, len(pitches))
