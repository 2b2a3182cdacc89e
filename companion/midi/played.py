"""What was played in the last minutes, held in memory only: for "keep that?" and for a take that is recorded."""

from collections import deque

from companion.domain.units import Seconds
from companion.midi.protocol import NoteHeard

MEMORY_SECONDS = 600.0
MOST_EVENTS = 100_000


class PlayedMemory:
    """Events with the monotonic time at which they came; what is older than MEMORY_SECONDS is forgotten."""

    def __init__(self) -> None:
        self._events: deque[tuple[Seconds, NoteHeard]] = deque(maxlen=MOST_EVENTS)

    def add(self, event: NoteHeard, now: Seconds) -> None:
        """Hold an event."""
        self._events.append((now, event))
        while self._events[0][0] < now - MEMORY_SECONDS:
            self._events.popleft()

    def since(self, moment: Seconds) -> tuple[NoteHeard, ...]:
        """What came at a monotonic time or after it, in order."""
        return tuple(event for came, event in self._events if came >= moment)

    def over(self, play_id: int) -> tuple[NoteHeard, ...]:
        """What was played over one run of a backing."""
        return tuple(event for _, event in self._events if event.play_id == play_id)

    def last(self) -> Seconds | None:
        """When something was played last; None where nothing is held."""
        return self._events[-1][0] if self._events else None

    def forget(self) -> None:
        """Let go of everything."""
        self._events.clear()
