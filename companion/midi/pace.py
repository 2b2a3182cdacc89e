"""How quickly a sound device really takes its frames: one that refuses the rate that it was asked for shows it here.

Music for 48,000 frames a second sounds a sixth of an octave too low, and too slow, where the device takes 44,100.
"""

from companion.domain.units import Seconds

STANDARD_RATES = (8_000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 88_200, 96_000, 176_400, 192_000)
"""Frames a second that sound devices run at."""

TOLERANCE = 0.025
"""How far, as a share, a rate may be from where it was seen; neighbours are at least 8 % apart."""

SHORTEST_LOOK_SECONDS = 0.8
"""The sound's time moves in steps of a buffer, of a fiftieth of a second at most: less would show nothing."""

HASTE = 1.05
"""No load makes a device quicker than this for long: it runs at a higher rate, and may lose time there."""


class Pace:
    """Watches a device that should take `rate` frames a second."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._last: tuple[Seconds, int] | None = None
        self._suspect: int | None = None

    def observe(self, now: Seconds, tick: int) -> int | None:
        """The frames a second that the device takes, once two looks say that it is not the rate that it should be.

        `now` is monotonic, `tick` the milliseconds of sound that were made. A device that only loses time, as on a
        machine with too much to do, goes at no standard rate, and nothing is said of it.
        """
        if self._last is None:
            self._last = now, tick
            return None
        elapsed = now - self._last[0]
        if elapsed < SHORTEST_LOOK_SECONDS:
            return None
        seen, before = self._other_rate((tick - self._last[1]) / 1000 / elapsed), self._suspect
        self._last, self._suspect = (now, tick), seen
        if seen is None or before is None:
            return None
        if min(seen, before) > self._rate:
            return max(seen, before)
        return seen if seen == before else None

    def _other_rate(self, speed: float) -> int | None:
        """The rate that a speed (1 is right) means, where that is another one; the highest for what has no limit."""
        real = speed * self._rate
        if speed > HASTE:
            return next((rate for rate in STANDARD_RATES if rate >= real * (1 - TOLERANCE)), STANDARD_RATES[-1])
        nearest = min(STANDARD_RATES, key=lambda rate: abs(rate - real))
        return nearest if nearest < self._rate and abs(real / nearest - 1) <= TOLERANCE else None
