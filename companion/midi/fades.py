"""Fades as control changes that the synth carries out itself, so that no step can be heard.

Expression (controller 11) and volume (controller 7) set an amplitude of (value / 127) squared: General MIDI's
recommended curve, and FluidSynth's. A fade follows half a cosine in amplitude, which starts and ends without a corner.
"""

import math
from collections.abc import Iterable
from typing import NamedTuple

from companion.domain.units import Seconds
from companion.midi.output import CONTROL_CHANGE, EXPRESSION, Message, TimedMessage

SHORTEST_SECONDS = 0.03
"""Anything shorter would click."""

STEP_TICKS = 5
FULL_EXPRESSION = 127


class Fade(NamedTuple):
    """From one amplitude (0 to 1) to another, from `start` (a tick) on, over `seconds`."""

    start: int
    seconds: Seconds
    before: float
    after: float

    @property
    def end(self) -> int:
        """The tick at which it is over."""
        return self.start + round(max(self.seconds, SHORTEST_SECONDS) * 1000)

    def level(self, tick: int) -> float:
        """The amplitude at a tick."""
        way = min(1.0, max(0.0, (tick - self.start) / (self.end - self.start)))
        return self.before + (self.after - self.before) * (0.5 - 0.5 * math.cos(math.pi * way))

    def messages(
        self, channels: Iterable[int], control: int = EXPRESSION, full: int = FULL_EXPRESSION
    ) -> list[TimedMessage]:
        """The control changes that carry it out, each only where the value moves; `full` stands for amplitude 1."""
        found: list[TimedMessage] = []
        targets = sorted(channels)
        last = -1
        for tick in (*range(self.start, self.end, STEP_TICKS), self.end):
            value = expression(self.level(tick), full)
            if value != last:
                found.extend(
                    TimedMessage(tick, Message(CONTROL_CHANGE, channel, control, value)) for channel in targets
                )
                last = value
        return found


def expression(level: float, full: int = FULL_EXPRESSION) -> int:
    """The controller's value (0 to `full`) for an amplitude."""
    return round(full * math.sqrt(level))
