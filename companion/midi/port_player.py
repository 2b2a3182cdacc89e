"""The backing on a MIDI output port: the protocol has no timestamps, so one thread meets absolute deadlines.

Deadlines are the audio clock's, so that port and synth stay together; the output latency is added, as what the synth
is given is heard that much later too.
"""

import heapq
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from statistics import median
from typing import NamedTuple

from companion.domain.units import Seconds
from companion.midi.clock import AudioClock
from companion.midi.facts import MidiLate
from companion.midi.output import Message, TimedMessage
from companion.midi.port_stream import PortStream
from companion.midi.ports import OutPort

LONGEST_WAIT_SECONDS = 0.02
"""A deadline further away is looked at again after so long: the audio clock may have moved."""

IDLE_SECONDS = 0.2
"""Without anything to send, the thread looks around this often."""

MOST_LATENESSES = 20_000


class _Due(NamedTuple):
    """A message in the queue; of the same tick, in the order in which they came."""

    tick: int
    order: int
    source: int
    message: Message


class PortPlayer:
    """Sends what is due to the port, while there is one. Any thread may call it."""

    def __init__(
        self, clock: AudioClock, delay_seconds: Seconds = 0.0, now: Callable[[], Seconds] = time.monotonic
    ) -> None:
        self._clock = clock
        self._delay = delay_seconds
        self._now = now
        self._changed = threading.Condition()
        self._queue: list[_Due] = []
        self._order = 0
        self._port: OutPort | None = None
        self._stream = PortStream()
        self._late_ms: list[float] = []

    @property
    def is_open(self) -> bool:
        """Whether there is a port."""
        return self._port is not None

    def use(self, port: OutPort | None) -> None:
        """Play on another port from now on, or on none; what sounds on the one before is ended."""
        with self._changed:
            self._send(self._stream.all_off())
            self._queue.clear()
            self._late_ms.clear()
            self._port = port
            self._send(self._stream.forget_device())
            self._changed.notify()

    def schedule(self, events: Iterable[TimedMessage], source: int) -> None:
        """Send messages at their ticks."""
        with self._changed:
            if self._port is None:
                return
            for tick, message in events:
                self._order += 1
                heapq.heappush(self._queue, _Due(tick, self._order, source, message))
            self._changed.notify()

    def unschedule(self, source: int | None = None) -> None:
        """Forget what was not sent, of one source or of all."""
        with self._changed:
            self._queue = [due for due in self._queue if source is not None and due.source != source]
            heapq.heapify(self._queue)

    def choose_program(self, channel: int, program: int) -> None:
        """The sound of a channel from its next note on."""
        with self._changed:
            self._stream.choose_program(channel, program)

    def send(self, message: Message) -> None:
        """Send a message now."""
        with self._changed:
            self._send(self._stream.bytes_of(message))

    def silence(self) -> None:
        """End everything that sounds."""
        with self._changed:
            self._send(self._stream.all_off())

    def play_due(self) -> Seconds | None:
        """Send what is due; how long until the next is, None where nothing waits."""
        with self._changed:
            while self._queue:
                wait = self._clock.monotonic_at(self._queue[0].tick / 1000) + self._delay - self._now()
                if wait > 0:
                    return wait
                self._send(self._stream.bytes_of(heapq.heappop(self._queue).message))
                if len(self._late_ms) < MOST_LATENESSES:
                    self._late_ms.append(-1000 * wait)
            return None

    def lateness(self) -> MidiLate | None:
        """How late messages were since the last time this was asked; None where none was sent."""
        with self._changed:
            late, self._late_ms = self._late_ms, []
        return MidiLate(max(late), median(late), len(late)) if late else None

    def serve(self, stop: threading.Event) -> None:
        """Send what comes due until told to stop; a thread's whole work."""
        while not stop.is_set():
            with self._changed:
                wait = self.play_due()
                self._changed.wait(IDLE_SECONDS if wait is None else min(wait, LONGEST_WAIT_SECONDS))

    def _send(self, messages: Iterable[bytes]) -> None:
        if self._port is not None:
            with suppress(OSError):  # it went away just now, and will be told of
                for raw in messages:
                    self._port.send(raw)
