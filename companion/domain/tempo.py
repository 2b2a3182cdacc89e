"""Beats to seconds and back: a constant tempo, or an even glide, in closed form."""

import math

from msgspec import Struct

from companion.domain.units import Beats, Bpm, Seconds, require

LOWEST_BPM = 20.0
HIGHEST_BPM = 300.0


class TempoMap(Struct, frozen=True):
    """`bpm` at beat 0, moving evenly (in beats) to `to_bpm` over `glide_beats`, then staying there.

    Over a glide bpm(b) = bpm + k·b with k = (to_bpm - bpm) / glide_beats, so that the time at beat b is
    60/k · ln(1 + k·b / bpm) seconds: exact, and nothing accumulates.
    """

    bpm: Bpm
    to_bpm: Bpm | None = None
    glide_beats: Beats = 0.0

    def __post_init__(self) -> None:
        for value in (self.bpm, self.end_bpm):
            require(LOWEST_BPM <= value <= HIGHEST_BPM,
                    f"a tempo of {value:g} is outside {LOWEST_BPM:g} to {HIGHEST_BPM:g}")
        require(self.to_bpm is None or self.glide_beats > 0, "a glide needs a length in beats")

    @property
    def end_bpm(self) -> Bpm:
        """The tempo after the glide."""
        return self.bpm if self.to_bpm is None else self.to_bpm

    @property
    def _slope(self) -> float:
        return (self.end_bpm - self.bpm) / self.glide_beats if self.glide_beats else 0.0

    def bpm_at(self, beat: Beats) -> Bpm:
        """The tempo at a beat."""
        return self.bpm + self._slope * max(0.0, min(beat, self.glide_beats))

    def seconds_at(self, beat: Beats) -> Seconds:
        """The time of a beat; beats before 0 (a count-in) have negative times."""
        slope = self._slope
        if not slope or beat <= 0:
            return beat * 60.0 / (self.bpm if beat <= 0 else self.end_bpm)
        inside = min(beat, self.glide_beats)
        glide = 60.0 / slope * math.log1p(slope * inside / self.bpm)
        return glide + (beat - inside) * 60.0 / self.end_bpm

    def beats_at(self, seconds: Seconds) -> Beats:
        """The beat at a time: the inverse of `seconds_at`."""
        slope = self._slope
        if not slope or seconds <= 0:
            return seconds * (self.bpm if seconds <= 0 else self.end_bpm) / 60.0
        glide_seconds = self.seconds_at(self.glide_beats)
        if seconds <= glide_seconds:
            return self.bpm * math.expm1(slope * seconds / 60.0) / slope
        return self.glide_beats + (seconds - glide_seconds) * self.end_bpm / 60.0
