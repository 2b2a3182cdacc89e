"""One round of an endless backing: a song as it sounds this time, from the bar that it starts with, varied by seed."""

from bisect import bisect_right
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from companion.domain.harmony import Chord, Key, chord_at
from companion.domain.score import Part, Score
from companion.domain.song import Song
from companion.domain.units import Beats
from companion.engine.backing import arrange
from companion.engine.drones import drone, pulse_part
from companion.engine.endings import ending
from companion.engine.pulse_grid import weakness
from companion.engine.transposing import moved

_NEAR = 1e-6
_THINNED = ("chords", "pulse", "air")


class Choices(Struct, frozen=True):
    """What a person chose about the backing. `stay_at` is the place in the song whose chord is held as a drone.

    `is_light` leaves out what chords, pulse and air play between the beats.
    """

    groove: str
    semitones: int = 0
    stay_at: Beats | None = None
    is_light: bool = False


class Round(Struct, frozen=True):
    """Once through a song, beginning with bar `first_bar` of it; its beat 0 stands at `at_beats` of the music.

    `chords` and `sections` (start and name) count from the round's own beat 0, in order; `seed` varied the touch.
    A round that `is_last` does not come round again.
    """

    at_beats: Beats
    number: int
    first_bar: int
    choices: Choices
    key: Key
    score: Score
    chords: tuple[Chord, ...]
    sections: tuple[tuple[Beats, str], ...]
    seed: int
    is_last: bool = False

    @property
    def end_beats(self) -> Beats:
        """Where the next round begins, in beats of the music."""
        return self.at_beats + self.score.total_beats

    def inside(self, beats: Beats) -> Beats:
        """The place in the round of a beat of the music, a hair after it; it comes round again by itself."""
        place = beats - self.at_beats + _NEAR
        return min(place, self.score.total_beats - _NEAR) if self.is_last else place % self.score.total_beats

    def start_of_turn(self, beats: Beats) -> Beats:
        """Where the round, or its repeat, that holds a beat of the music began."""
        total = self.score.total_beats
        return self.at_beats + (beats - self.at_beats + _NEAR) // total * total

    def bars_until(self, beats: Beats, distance: Beats) -> int:
        """How many bar lines lie between a beat of the music and what comes `distance` beats later."""
        bar = self.score.meter.bar_beats
        return int((beats + distance + _NEAR) // bar) - int((beats + _NEAR) // bar)

    def chord(self, beats: Beats) -> Chord | None:
        """The chord at a beat of the music."""
        return chord_at(self.chords, self.inside(beats))

    def following(self, beats: Beats) -> tuple[Chord, Beats] | None:
        """The next chord that is another one, and how many beats it is away; None where none comes."""
        place = self.inside(beats)
        now = chord_at(self.chords, place)
        ahead = [(c, c.start_beats - place) for c in self.chords if c.start_beats > place]
        again = [(c, c.start_beats - place + self.score.total_beats) for c in self.chords if c.start_beats <= place]
        again = [] if self.is_last else again
        return next((each for each in (*ahead, *again) if now is None or each[0].symbol != now.symbol), None)

    def section(self, beats: Beats) -> str:
        """The name of the section at a beat of the music; empty where it has none."""
        place = self.inside(beats)
        index = bisect_right(self.sections, place, key=lambda each: each[0])
        return self.sections[index - 1][1] if index else ""

    def song_bar(self, beats: Beats) -> int:
        """Which bar of the song sounds at a beat of the music."""
        bar = self.score.meter.bar_beats
        return (self.first_bar + round(self.inside(beats) // bar)) % round(self.score.total_beats / bar)


def round_of(song: Song, choices: Choices, number: int, first_bar: int, at_beats: Beats) -> Round:
    """Once through the song with what was chosen; the same arguments give the same notes.

    Round 0 is played with the song's own seed, every other with one of its own.
    """
    seed = song.seed + number * 7919
    sounding = _as_chosen(song, choices)
    score = arrange(sounding, seed)
    bars = round(score.total_beats / score.meter.bar_beats)
    if score.part("pulse") is None:
        score = replace(score, parts=(*score.parts, pulse_part(score.meter, bars)))
    if choices.is_light:
        score = replace(score, parts=tuple(_light(part, score) for part in score.parts))
    cut = first_bar % bars * score.meter.bar_beats
    return Round(
        at_beats=at_beats,
        number=number,
        first_bar=first_bar % bars,
        choices=choices,
        key=sounding.key,
        score=begun_at(score, cut),
        chords=_chords_from(sounding.chords, cut, score.total_beats),
        sections=_sections_from(song, cut),
        seed=seed,
    )


def last_round_of(song: Song, choices: Choices, number: int, at_beats: Beats) -> Round:
    """The ending, in the key and groove that were chosen."""
    sounding = _as_chosen(song, replace(choices, stay_at=None))
    score, chords = ending(sounding)
    return Round(at_beats, number, 0, choices, sounding.key, score, chords, ((0.0, "ending"),), song.seed, is_last=True)


def begun_at(score: Score, cut: Beats) -> Score:
    """The same loop beginning at a bar line inside it; what would sound over the cut ends there."""
    if not cut:
        return score
    return replace(score, parts=tuple(_part_from(part, cut, score.total_beats) for part in score.parts), lyrics=(),
                   markers=())  # fmt: skip


def section_bars(song: Song) -> tuple[int, ...]:
    """The bars in which the song's sections begin."""
    return tuple(section.start_bar for section in song.sections) or (0,)


def _as_chosen(song: Song, choices: Choices) -> Song:
    sounding = moved(song, choices.semitones) if choices.semitones else song
    if choices.stay_at is not None and (held := chord_at(sounding.chords, choices.stay_at)) is not None:
        bar = song.meter.bar_beats
        standing = replace(drone(held), start_beats=0.0, duration_beats=bar)
        chords = tuple(replace(standing, start_beats=index * bar) for index in range(song.bars))
        sounding = replace(sounding, chords=chords, melody=())
    return replace(sounding, groove=choices.groove)


def _light(part: Part, score: Score) -> Part:
    if part.name not in _THINNED:
        return part
    weak = weakness(score.meter)
    bar = score.meter.bar_beats
    off_beats = {place for place, degree in weak.items() if degree == 2}
    notes = tuple(n for n in part.notes if round(n.onset_beats % bar * 2) / 2 % bar not in off_beats)
    return replace(part, notes=notes) if notes else part


def _part_from(part: Part, cut: Beats, total: Beats) -> Part:
    late = [replace(n, onset_beats=n.onset_beats - cut) for n in part.notes if n.onset_beats >= cut]
    early = [
        replace(n, onset_beats=n.onset_beats + total - cut, duration_beats=min(n.duration_beats, cut - n.onset_beats))
        for n in part.notes
        if n.onset_beats < cut
    ]
    return replace(part, notes=(*late, *early))


def _chords_from(chords: tuple[Chord, ...], cut: Beats, total: Beats) -> tuple[Chord, ...]:
    """The chords from a place on, the ones before it at the end; one that lies across the place is parted."""
    found: list[Chord] = []
    for chord in chords:
        edges = [chord.start_beats, *([cut] if chord.start_beats < cut < chord.end_beats else []), chord.end_beats]
        for start, end in pairwise(edges):
            found.append(replace(chord, start_beats=(start - cut) % total, duration_beats=end - start))
    return tuple(sorted(found, key=lambda chord: chord.start_beats))


def _sections_from(song: Song, cut: Beats) -> tuple[tuple[Beats, str], ...]:
    bar, total = song.meter.bar_beats, song.total_beats
    found: dict[Beats, str] = {}
    for section in song.sections:
        start, end = section.start_bar * bar, (section.start_bar + section.bars) * bar
        found[(start - cut) % total] = section.name
        if start < cut < end:
            found[0.0] = section.name
    return tuple(sorted(found.items()))
