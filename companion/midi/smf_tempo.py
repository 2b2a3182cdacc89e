"""The tempo of a MIDI file as a tempo map: steady, an even glide, or one change after the other."""

from bisect import bisect_right
from typing import Any

from companion.domain.tempo import HIGHEST_BPM, LOWEST_BPM, TempoChange, TempoMap
from companion.domain.units import Beats, Seconds

DEFAULT_MICROS = 500_000
SAME_SECONDS = 0.002
"""Times that differ by less are the same: a glide's steps are written as whole microseconds."""


class MidiTempo:
    """Ticks to seconds as the file says, and to beats of `map`: the file's own beats where that can be.

    A file that goes slower or faster than music does here becomes a steady map, with everything at its true time.
    """

    def __init__(self, changes: list[tuple[int, int]], ticks_per_beat: int) -> None:
        self._ticks_per_beat = ticks_per_beat
        self._ticks = [tick for tick, _ in changes]
        self._micros = [micros for _, micros in changes]
        self._seconds = [0.0]
        for number in range(1, len(changes)):
            step = (self._ticks[number] - self._ticks[number - 1]) / ticks_per_beat
            self._seconds.append(self._seconds[-1] + step * self._micros[number - 1] / 1e6)
        exact = self._steady() or self._glide() or self._steps()
        self._is_exact = exact is not None
        self.map = exact or TempoMap(max(LOWEST_BPM, min(HIGHEST_BPM, 60e6 / max(1, self._micros[0]))))

    @classmethod
    def of(cls, events: list[tuple[int, Any]], ticks_per_beat: int) -> "MidiTempo":
        """The tempo in a file's messages, each at its tick, in order."""
        changes = {0: DEFAULT_MICROS}
        for tick, message in events:
            if message.type == "set_tempo":
                changes[tick] = max(1, message.tempo)
        return cls(sorted(changes.items()), ticks_per_beat)

    def seconds(self, tick: int) -> Seconds:
        """When a tick is."""
        number = bisect_right(self._ticks, tick) - 1
        beats = (tick - self._ticks[number]) / self._ticks_per_beat
        return self._seconds[number] + beats * self._micros[number] / 1e6

    def beats(self, tick: int) -> Beats:
        """Where a tick is in the beats of `map`."""
        return tick / self._ticks_per_beat if self._is_exact else self.map.beats_at(self.seconds(tick))

    def _steady(self) -> TempoMap | None:
        bpm = round(60e6 / self._micros[0], 4)  # whole microseconds blur what was written as 66
        return TempoMap(bpm) if len(set(self._micros)) == 1 and LOWEST_BPM <= bpm <= HIGHEST_BPM else None

    def _glide(self) -> TempoMap | None:
        """The even glide that these changes are the steps of, found from its length and time, or None."""
        length = self._ticks[-1] / self._ticks_per_beat
        last = round(60e6 / self._micros[-1], 4)
        if len(self._ticks) < 3 or not LOWEST_BPM <= last <= HIGHEST_BPM:
            return None
        slow, fast = LOWEST_BPM, HIGHEST_BPM
        for _ in range(60):  # halving: a faster start takes less time
            middle = (slow + fast) / 2
            if TempoMap(middle, last, length).seconds_at(length) > self._seconds[-1]:
                slow = middle
            else:
                fast = middle
        found = TempoMap(round(slow, 2), last, length)
        for tick, seconds in zip(self._ticks, self._seconds, strict=True):
            if abs(found.seconds_at(tick / self._ticks_per_beat) - seconds) > SAME_SECONDS:
                return None
        return found

    def _steps(self) -> TempoMap | None:
        """Every change as it stands in the file; None where one is too slow or too fast to be played."""
        bpms = [60e6 / micros for micros in self._micros]
        if not all(LOWEST_BPM <= bpm <= HIGHEST_BPM for bpm in bpms):
            return None
        found = zip(self._ticks[1:], bpms[1:], strict=True)
        return TempoMap(bpms[0], changes=tuple(TempoChange(tick / self._ticks_per_beat, bpm) for tick, bpm in found))
