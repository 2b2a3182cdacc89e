"""Where sound goes: the small interface that the sound process plays into, and the output that is silent.

Audio time is counted in ticks of one millisecond since the output opened.
"""

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple, Protocol

from companion.domain.units import Seconds
from companion.midi.protocol import DeviceFound, DeviceLost, Problem

NOTE_OFF, NOTE_ON, CONTROL_CHANGE, PITCH_BEND = 0x80, 0x90, 0xB0, 0xE0
KEY_PRESSURE, CHANNEL_PRESSURE = 0xA0, 0xD0
VOLUME, EXPRESSION, SUSTAIN = 7, 11, 64
SONG_POSITION, CLOCK, START, CONTINUE, STOP = 0xF2, 0xF8, 0xFA, 0xFB, 0xFC
"""Messages for other devices' clocks; a synth leaves them out."""

PLAYER_CHANNEL = 16
"""What the person plays sounds on a channel of its own, above the sixteen that a score can use."""
CLICK_CHANNEL = 17
"""The soft ticks of a count-in."""
SCORE_LANES = (0, 32, 48, 64)
"""Scores that follow one another take turns: each has sixteen channels of its own from one of these on, so that its
sounds can be chosen ahead of time, and what still rings of the one before is left alone."""
CUE_LANE = 80
"""What is played once over the running music has its sixteen channels from here on."""
CHANNELS = 96
DRUM_PROGRAM = -1
"""The drum kit, as a program."""


class Message(NamedTuple):
    """A MIDI channel message whose `channel` may go beyond MIDI's sixteen (0 to CHANNELS - 1)."""

    kind: int
    channel: int
    data1: int
    data2: int = 0


class TimedMessage(NamedTuple):
    """A message at a tick of audio time."""

    tick: int
    message: Message


class Output(Protocol):
    """What plays. None of its methods waits."""

    @property
    def driver(self) -> str | None:
        """What carries the sound, None where nothing can be heard."""

    @property
    def soundfont(self) -> str | None:
        """The file that the sounds come from."""

    def tick(self) -> int:
        """How far the output has come."""

    def grid(self, audio: Seconds) -> int:
        """The tick that starts an event nearest to an audio time."""

    def schedule(self, events: Iterable[TimedMessage], source: int) -> None:
        """Play events at their ticks. `source` (1 to 32,000) names them for `unschedule`."""

    def unschedule(self, source: int | None = None) -> None:
        """Forget the events of a source that have not sounded, or of all."""

    def send(self, message: Message) -> None:
        """Play a message at once."""

    def choose_program(self, channel: int, program: int) -> None:
        """Put a General MIDI program (0 to 127), or DRUM_PROGRAM, on a channel."""

    def set_gain(self, gain: float) -> None:
        """The loudness of everything as a factor."""

    def silence(self) -> None:
        """Cut every sound on all channels; programs stay."""

    def is_sounding(self) -> bool:
        """Whether any voice still sounds."""

    def load(self, soundfont: Path) -> None:
        """Use another SoundFont. Raises CompanionError and keeps the old one where it can't be used."""

    def watch(self, now: Seconds) -> DeviceLost | DeviceFound | Problem | None:
        """Called about once a second, with monotonic seconds: whether the device went away or came back."""

    def close(self) -> None:
        """Let go of the device."""


class SilentOutput:
    """An output without sound whose time is a clock's: everything but the sound goes on."""

    driver: str | None = None
    soundfont: str | None = None

    def __init__(self, clock: Callable[[], Seconds] = time.monotonic) -> None:
        self._clock = clock
        self._start = clock()

    def tick(self) -> int:
        """Milliseconds since the start."""
        return int((self._clock() - self._start) * 1000)

    def grid(self, audio: Seconds) -> int:
        """The nearest millisecond."""
        return max(0, round(audio * 1000))

    def schedule(self, events: Iterable[TimedMessage], source: int) -> None:
        """Nothing sounds."""

    def unschedule(self, source: int | None = None) -> None:
        """Nothing was scheduled."""

    def send(self, message: Message) -> None:
        """Nothing sounds."""

    def choose_program(self, channel: int, program: int) -> None:
        """Nothing sounds."""

    def set_gain(self, gain: float) -> None:
        """Nothing sounds."""

    def silence(self) -> None:
        """It is."""

    def is_sounding(self) -> bool:
        """Never."""
        return False

    def load(self, soundfont: Path) -> None:
        """Nothing sounds."""

    def watch(self, now: Seconds) -> None:
        """There is no device."""

    def close(self) -> None:
        """Nothing was opened."""
