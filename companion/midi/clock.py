"""A delay-locked loop that maps this machine's monotonic clock to the audio device's own time.

The synth's time moves in steps of one audio buffer, and is looked at late by a few milliseconds that differ each
time. The loop smooths both away: F. Adriaensen, "Using a DLL to filter time", Linux Audio Conference 2005.
"""

import math
from typing import NamedTuple

from companion.domain.units import Seconds

BANDWIDTH_HZ, FIRST_BANDWIDTH_HZ = 0.1, 1.0
"""How quickly the loop follows: jitter above this is smoothed away, drift below it is followed. It begins quickly."""

JUMP_SECONDS = 0.1
"""A difference as large as this is no jitter (the device stalled): the loop begins anew."""


class _Line(NamedTuple):
    """Where audio time was at one moment, and how many seconds pass for each of its own."""

    monotonic: Seconds
    audio: Seconds
    rate: float


class AudioClock:
    """Where audio time is at any monotonic time.

    `observe` is fed with what was seen, by one thread; `audio_at` and `monotonic_at` convert, in seconds, for any.
    Before the first observation audio time stands at 0.
    """

    def __init__(self) -> None:
        self._line: _Line | None = None  # replaced as a whole, so that no thread sees a half of it
        self._begun: Seconds = 0.0

    def observe(self, monotonic: Seconds, audio: Seconds) -> None:
        """Take in that audio time was seen to be `audio` at `monotonic`; the same audio time again says nothing."""
        line = self._line
        if line is None:
            self._begin(monotonic, audio)
            return
        step = audio - line.audio
        if step == 0:
            return
        error = monotonic - self.monotonic_at(audio)
        if step < 0 or abs(error) > JUMP_SECONDS:
            self._begin(monotonic, audio)
            return
        bandwidth = max(BANDWIDTH_HZ, min(FIRST_BANDWIDTH_HZ, 1 / (audio - self._begun)))
        omega = min(0.5, 2 * math.pi * bandwidth * step)
        self._line = _Line(
            line.monotonic + step * line.rate + math.sqrt(2) * omega * error,
            audio,
            line.rate + omega * omega * error / step,
        )

    def audio_at(self, monotonic: Seconds) -> Seconds:
        """The audio time at a monotonic time."""
        line = self._line
        return 0.0 if line is None else line.audio + (monotonic - line.monotonic) / line.rate

    def monotonic_at(self, audio: Seconds) -> Seconds:
        """The monotonic time at an audio time."""
        line = self._line
        return 0.0 if line is None else line.monotonic + (audio - line.audio) * line.rate

    def _begin(self, monotonic: Seconds, audio: Seconds) -> None:
        self._line, self._begun = _Line(monotonic, audio, 1.0), audio
