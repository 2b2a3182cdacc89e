"""Beats to seconds and back: a constant tempo, even glides, and later changes, in closed form."""

import math
from bisect import bisect_right
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from companion.domain.units import Beats, Bpm, Seconds, require
from companion.language import _

LOWEST_BPM = 20.0
HIGHEST_BPM = 300.0
SHORTEST_GLIDE_BEATS = 1e-6
"""Whatever is shorter happens at once."""


class TempoChange(Struct, frozen=True):
    """From `at_beats` on the tempo moves evenly (in beats) to `bpm` over `glide_beats`; at once where that is 0.

    It takes over from whatever runs at that beat, be it in the middle of a glide.
    """

    at_beats: Beats
    bpm: Bpm
    glide_beats: Beats = 0.0

    def __post_init__(self) -> None:
        require(
            0 <= self.at_beats < math.inf, _("no tempo changes at beat {at_beats:g}").format(at_beats=self.at_beats)
        )
        require(
            0 <= self.glide_beats < math.inf,
            _("no glide is {glide_beats:g} beats long").format(glide_beats=self.glide_beats),
        )
        _require_playable(self.bpm)


PIECES_KEPT = 8
"""A map or two run at once. After hours of changes each is long, so that those of the past are not kept."""


class TempoPiece(NamedTuple):
    """A stretch with one slope: from `beats` (at `seconds`) on the tempo is bpm + slope · (beat - beats)."""

    beats: Beats
    seconds: Seconds
    bpm: Bpm
    slope: float

    def bpm_at(self, beat: Beats) -> Bpm:
        """The tempo at a beat of this piece."""
        return self.bpm + self.slope * (beat - self.beats)

    def seconds_at(self, beat: Beats) -> Seconds:
        """The time of a beat of this piece: the integral of 60 / bpm."""
        inside = beat - self.beats
        if not self.slope:
            return self.seconds + inside * 60.0 / self.bpm
        return self.seconds + 60.0 / self.slope * math.log1p(self.slope * inside / self.bpm)

    def beats_at(self, seconds: Seconds) -> Beats:
        """The beat at a time inside this piece."""
        inside = seconds - self.seconds
        if not self.slope:
            return self.beats + inside * self.bpm / 60.0
        return self.beats + self.bpm * math.expm1(self.slope * inside / 60.0) / self.slope


class TempoMap(Struct, frozen=True, cache_hash=True):
    """`bpm` at beat 0, moving evenly (in beats) to `to_bpm` over `glide_beats`, then staying there until `changes`.

    Over a glide bpm(b) = bpm + k·b with k = (to_bpm - bpm) / glide_beats, so that the time at beat b is
    60/k · ln(1 + k·b / bpm) seconds: exact, and nothing accumulates. `changes` stand in order of their beats.
    """

    bpm: Bpm
    to_bpm: Bpm | None = None
    glide_beats: Beats = 0.0
    changes: tuple[TempoChange, ...] = ()

    def __post_init__(self) -> None:
        _require_playable(self.bpm)
        if self.to_bpm is not None:
            _require_playable(self.to_bpm)
            require(0 < self.glide_beats < math.inf, _("a glide needs a length in beats"))
        beats = [change.at_beats for change in self.changes]
        require(all(a < b for a, b in pairwise(beats)), _("changes of tempo stand in order"))

    @property
    def end_bpm(self) -> Bpm:
        """The tempo after the last glide or change."""
        if self.changes:
            return self.changes[-1].bpm
        return self.bpm if self.to_bpm is None else self.to_bpm

    @property
    def pieces(self) -> tuple[TempoPiece, ...]:
        """The stretches of one slope each, from beat 0 on, in order."""
        return _pieces(self)

    def bpm_at(self, beat: Beats) -> Bpm:
        """The tempo at a beat; before beat 0 it is that of beat 0."""
        return self._piece_at(beat).bpm_at(beat) if beat > 0 else self.bpm

    def seconds_at(self, beat: Beats) -> Seconds:
        """The time of a beat; beats before 0 (a count-in) have negative times."""
        return self._piece_at(beat).seconds_at(beat) if beat > 0 else beat * 60.0 / self.bpm

    def beats_at(self, seconds: Seconds) -> Beats:
        """The beat at a time: the inverse of `seconds_at`."""
        if seconds <= 0:
            return seconds * self.bpm / 60.0
        pieces = _pieces(self)
        return pieces[bisect_right(pieces, seconds, key=lambda piece: piece.seconds) - 1].beats_at(seconds)

    def changed(self, at_beats: Beats, bpm: Bpm, over_seconds: Seconds = 0.0) -> "TempoMap":
        """The same map up to `at_beats`, from where it glides evenly to `bpm` within so many seconds.

        What was to change at that beat or later is forgotten. Raises ValueError for a tempo that can't be played.
        """
        _require_playable(bpm)
        kept = tuple(change for change in self.changes if change.at_beats < at_beats)
        running = replace(self, changes=kept).bpm_at(at_beats)
        change = TempoChange(at_beats, bpm, glide_length(running, bpm, over_seconds))
        return replace(self, changes=(*kept, change))

    def _piece_at(self, beat: Beats) -> TempoPiece:
        pieces = _pieces(self)
        return pieces[bisect_right(pieces, beat, key=lambda piece: piece.beats) - 1]


def glide_length(bpm: Bpm, to_bpm: Bpm, seconds: Seconds) -> Beats:
    """How many beats an even glide between two tempos has when it lasts so many seconds.

    With slope k = (to_bpm - bpm) / beats it lasts 60/k · ln(to_bpm / bpm) seconds.
    """
    ratio = to_bpm / bpm
    mean = bpm if abs(ratio - 1) < 1e-9 else (to_bpm - bpm) / math.log(ratio)
    return seconds * mean / 60.0


@lru_cache(maxsize=PIECES_KEPT)
def _pieces(tempo: TempoMap) -> tuple[TempoPiece, ...]:
    glides = [TempoChange(0.0, tempo.to_bpm, tempo.glide_beats)] if tempo.to_bpm is not None else []
    pieces = [TempoPiece(0.0, 0.0, tempo.bpm, 0.0)]
    for change in (*glides, *tempo.changes):
        while len(pieces) > 1 and pieces[-1].beats >= change.at_beats:
            pieces.pop()  # the steady stretch after a glide that this change cuts short
        last = pieces[-1]
        beats, seconds, bpm = change.at_beats, last.seconds_at(change.at_beats), last.bpm_at(change.at_beats)
        if beats <= last.beats:
            pieces.pop()
        if change.glide_beats > SHORTEST_GLIDE_BEATS:
            pieces.append(TempoPiece(beats, seconds, bpm, (change.bpm - bpm) / change.glide_beats))
            beats, seconds = beats + change.glide_beats, pieces[-1].seconds_at(beats + change.glide_beats)
        pieces.append(TempoPiece(beats, seconds, change.bpm, 0.0))
    return tuple(pieces)


def _require_playable(bpm: Bpm) -> None:
    require(
        LOWEST_BPM <= bpm <= HIGHEST_BPM,
        _("a tempo of {bpm:g} is outside {lowest_bpm:g} to {highest_bpm:g}").format(
            bpm=bpm, lowest_bpm=LOWEST_BPM, highest_bpm=HIGHEST_BPM
        ),
    )
