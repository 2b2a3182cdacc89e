"""How a MIDI keyboard is read: which channel, how hard, and which pitch each key sounds."""

import math
from typing import NamedTuple

from companion.domain.units import Pitch, Velocity
from companion.midi.output import CHANNEL_PRESSURE, NOTE_OFF, NOTE_ON, Message


class Key(NamedTuple):
    """A key of a keyboard: the port's name, the channel it sends on, its own number (0 to 127)."""

    source: str
    channel: int
    number: int


class Touch:
    """The settings that hold for every keyboard; they change what comes, never what already sounds.

    `channel` None hears all sixteen; velocity v sounds as 127 · (v / 127) ** curve; `snap` has a pitch for each key.
    """

    def __init__(self) -> None:
        self.channel: int | None = None
        self.curve = 1.0
        self.snap: tuple[Pitch, ...] | None = None

    def read(self, raw: bytes | list[int]) -> Message | None:
        """A message as it is meant (a note-on of velocity 0 is a note-off); None for what says nothing of playing."""
        if len(raw) == 2 and raw[0] & 0xF0 == CHANNEL_PRESSURE and raw[1] <= 127:
            return Message(CHANNEL_PRESSURE, raw[0] & 0x0F, raw[1], 0)
        if len(raw) != 3 or not 0x80 <= raw[0] < 0xF0 or max(raw[1:]) > 127:
            return None
        kind = raw[0] & 0xF0
        return Message(NOTE_OFF if kind == NOTE_ON and raw[2] == 0 else kind, raw[0] & 0x0F, raw[1], raw[2])

    def hears(self, channel: int) -> bool:
        """Whether that channel is listened to."""
        return self.channel is None or self.channel == channel

    def pitch_of(self, key: int) -> Pitch:
        """The pitch that a key sounds now."""
        return key if self.snap is None else self.snap[key]

    def velocity_of(self, velocity: Velocity) -> Velocity:
        """How loud a stroke sounds, 1 to 127."""
        return max(1, min(127, round(127 * math.pow(velocity / 127, self.curve))))
