"""What MIDI keyboards send, on its way to the room: the system's own thread never waits for a note to be played.

JACK calls back on the thread that carries its next period. One that comes back late loses that period's messages; so
the callback only hands them over, with the time at which they came.
"""

import threading
from collections.abc import Callable
from queue import SimpleQueue

from companion.domain.units import Seconds

Hear = Callable[[str, list[int], Seconds], None]
"""Takes a port's name, the raw bytes, and the monotonic time of receipt."""


Forget = Callable[[str], None]
"""Takes the name of a port that went away."""


class Inbox:
    """Messages in the order in which they came, heard one after the other by a thread of its own."""

    def __init__(self, hear: Hear, forget: Forget) -> None:
        self._hear = hear
        self._forget = forget
        self._messages: SimpleQueue[tuple[str, list[int] | None, Seconds] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="inbox", daemon=True)
        self._thread.start()

    def put(self, source: str, raw: list[int], monotonic: Seconds) -> None:
        """Have a message heard, at once."""
        self._messages.put((source, raw, monotonic))

    def put_end(self, source: str) -> None:
        """Have a port forgotten that sends no more, once what it sent is heard: then nothing of it is left hanging."""
        self._messages.put((source, None, 0.0))

    def close(self, timeout: Seconds = 1.0) -> None:
        """Hear what waits, then end."""
        self._messages.put(None)
        self._thread.join(timeout)

    def _run(self) -> None:
        while (message := self._messages.get()) is not None:
            source, raw, monotonic = message
            if raw is None:
                self._forget(source)
            else:
                self._hear(source, raw, monotonic)
