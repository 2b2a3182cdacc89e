"""A delay-locked loop that maps this machine's monotonic clock to the audio device's own time.

The synth's time moves in steps of one audio buffer, and is looked at late by a few milliseconds that differ each
time. The loop smooths both away: F. Adriaensen, "Using a DLL to filter time", Linux Audio Conference 2005.
"""

import math

from companion.domain.units import Seconds

BANDWIDTH_HZ, FIRST_BANDWIDTH_HZ = 0.1, 1.0
"""How quickly the loop follows: jitter above this is smoothed away, drift below it is followed. It begins quickly."""

JUMP_SECONDS = 0.1
"""A difference as large as this is no jitter (the device stalled): the loop begins anew."""


class AudioClock:
    """Where audio time is at any monotonic time.

    `observe` is fed with what was seen; `audio_at` and `monotonic_at` convert, in seconds. Before the first
    observation audio time stands at 0.
    """

    def __init__(self) -> None:
        self._monotonic: Seconds | None = None
        self._audio: Seconds = 0.0
        self._rate = 1.0
        self._begun: Seconds = 0.0

    def observe(self, monotonic: Seconds, audio: Seconds) -> None:
        """Take in that audio time was seen to be `audio` at `monotonic`; the same audio time again says nothing."""
        if self._monotonic is None:
            self._begin(monotonic, audio)
            return
        step = audio - self._audio
        if step == 0:
            return
        error = monotonic - self.monotonic_at(audio)
        if step < 0 or abs(error) > JUMP_SECONDS:
            self._begin(monotonic, audio)
            return
        bandwidth = max(BANDWIDTH_HZ, min(FIRST_BANDWIDTH_HZ, 1 / (audio - self._begun)))
        omega = min(0.5, 2 * math.pi * bandwidth * step)
        self._monotonic += step * self._rate + math.sqrt(2) * omega * error
        self._rate += omega * omega * error / step
        self._audio = audio

    def audio_at(self, monotonic: Seconds) -> Seconds:
        """The audio time at a monotonic time."""
        if self._monotonic is None:
            return 0.0
        return self._audio + (monotonic - self._monotonic) / self._rate

    def monotonic_at(self, audio: Seconds) -> Seconds:
        """The monotonic time at an audio time."""
        return (self._monotonic or 0.0) + (audio - self._audio) * self._rate

    def _begin(self, monotonic: Seconds, audio: Seconds) -> None:
        self._monotonic, self._audio, self._rate, self._begun = monotonic, audio, 1.0, audio
