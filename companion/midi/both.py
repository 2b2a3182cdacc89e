"""A synth and a MIDI port as one output: the backing goes to the synth, to the port, or to both."""

from collections.abc import Iterable
from pathlib import Path

from companion.domain.units import Seconds
from companion.midi.output import NOTE_ON, SONG_POSITION, Message, Output, TimedMessage
from companion.midi.port_player import PortPlayer
from companion.midi.protocol import DeviceFound, DeviceLost, Problem


class SynthAndPort:
    """An `Output` whose time is the synth's. While a port that should play alone is away, the synth plays."""

    def __init__(self, synth: Output, port: PortPlayer) -> None:
        self._synth = synth
        self._port = port
        self.also_synth = True
        """Whether the synth plays what the port plays."""

    @property
    def driver(self) -> str | None:
        """What carries the synth's sound."""
        return self._synth.driver

    @property
    def soundfont(self) -> str | None:
        """The synth's."""
        return self._synth.soundfont

    def tick(self) -> int:
        """How far the synth has come."""
        return self._synth.tick()

    def grid(self, audio: Seconds) -> int:
        """The synth's."""
        return self._synth.grid(audio)

    def schedule(self, events: Iterable[TimedMessage], source: int) -> None:
        """Play events at their ticks on either or both."""
        found = list(events)
        self._port.schedule(found, source)
        self._synth.schedule([event for event in found if self._is_for_synth(event.message)], source)

    def unschedule(self, source: int | None = None) -> None:
        """Forget what has not sounded on both."""
        self._port.unschedule(source)
        self._synth.unschedule(source)

    def send(self, message: Message) -> None:
        """Play a message at once on either or both."""
        self._port.send(message)
        if self._is_for_synth(message):
            self._synth.send(message)

    def choose_program(self, channel: int, program: int) -> None:
        """Choose it on both."""
        self._port.choose_program(channel, program)
        self._synth.choose_program(channel, program)

    def set_gain(self, gain: float) -> None:
        """The synth's; a device at the port has a knob of its own."""
        self._synth.set_gain(gain)

    def silence(self) -> None:
        """Cut every sound on both."""
        self._port.silence()
        self._synth.silence()

    def is_sounding(self) -> bool:
        """Whether the synth sounds."""
        return self._synth.is_sounding()

    def load(self, soundfont: Path) -> None:
        """The synth's."""
        self._synth.load(soundfont)

    def watch(self, now: Seconds) -> DeviceLost | DeviceFound | Problem | None:
        """The synth's device."""
        return self._synth.watch(now)

    def close(self) -> None:
        """Let go of the synth's device; the port is closed by whoever opened it."""
        self._synth.close()

    def _is_for_synth(self, message: Message) -> bool:
        if message.kind >= SONG_POSITION:
            return False
        return self.also_synth or message.kind != NOTE_ON or not self._port.is_open
