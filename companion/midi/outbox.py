"""Facts on their way up: nothing in the sound process ever waits for the app to read."""

import threading
from collections import deque

from companion.channel import Channel, ChannelClosed
from companion.midi.protocol import Command, Fact, Position

MOST_WAITING = 50_000
"""An app that stopped reading (a suspended terminal) misses what is older than this many facts."""


class Outbox:
    """Sends facts from a thread of its own; of several waiting positions only the newest goes."""

    def __init__(self, channel: Channel[Fact, Command]) -> None:
        self._channel = channel
        self._facts: deque[Fact] = deque(maxlen=MOST_WAITING)
        self._position: Position | None = None
        self._something = threading.Condition()
        self._is_closing = False
        self._thread = threading.Thread(target=self._run, name="outbox", daemon=True)
        self._thread.start()

    def put(self, fact: Fact) -> None:
        """Have a fact sent, soon."""
        with self._something:
            if isinstance(fact, Position):
                self._position = fact
            else:
                self._facts.append(fact)
            self._something.notify()

    def close(self, timeout: float = 0.5) -> None:
        """Send what waits, then stop; give up on a reader that doesn't read."""
        with self._something:
            self._is_closing = True
            self._something.notify()
        self._thread.join(timeout)

    def _run(self) -> None:
        while (fact := self._next()) is not None:
            try:
                self._channel.send(fact)
            except ChannelClosed:
                return

    def _next(self) -> Fact | None:
        """The next fact in order, waiting for one; None at the end."""
        with self._something:
            while not self._facts and self._position is None and not self._is_closing:
                self._something.wait()
            if self._facts:
                return self._facts.popleft()
            position, self._position = self._position, None
            return position
