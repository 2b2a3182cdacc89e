"""The scheduler for tests: over a sink that remembers, with time that moves when it is told to."""

from companion.midi.output import CONTROL_CHANGE, NOTE_OFF, NOTE_ON, TimedMessage
from companion.midi.protocol import Ended
from companion.midi.scheduler import Scheduler
from companion.midi.testing import FakeClock, RecordingSink


class Stage:
    """A scheduler over a sink, and time to move."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.sink = RecordingSink(self.clock)
        self.scheduler = Scheduler(self.sink)
        self.ended: list[Ended] = []

    def run(self, seconds: float, step: float = 0.005) -> None:
        """Let time pass, looking every `step` seconds."""
        for _ in range(round(seconds / step)):
            self.clock.move(step)
            self.ended += self.scheduler.advance()

    def events(self, kind: int = NOTE_ON, channel: int = 0) -> list[TimedMessage]:
        """What was scheduled on a channel, in its order."""
        return [e for _, e in self.sink.scheduled if e.message.kind == kind and e.message.channel == channel]

    def onsets(self, pitch: int) -> list[int]:
        """The ticks at which a pitch begins, on any channel."""
        events = (event for _, event in self.sink.scheduled)
        return [tick for tick, message in sorted(events) if message.kind == NOTE_ON and message.data1 == pitch]

    def controls(self, number: int, channel: int) -> list[tuple[int, int]]:
        """Tick and value of each message of a controller, sent at once or scheduled."""
        events = [*self.sink.sent, *(event for _, event in self.sink.scheduled)]
        wanted = CONTROL_CHANGE, channel, number
        return sorted((tick, m.data2) for tick, m in events if (m.kind, m.channel, m.data1) == wanted)

    def hanging(self) -> set[tuple[int, int]]:
        """The keys that were struck and will not be let go."""
        sounding: set[tuple[int, int]] = set()
        for _, (_, message) in sorted(self.sink.scheduled, key=lambda item: item[1]):
            key = (message.channel, message.data1)
            if message.kind == NOTE_ON:
                assert key not in sounding, "struck while it sounds"
                sounding.add(key)
            elif message.kind == NOTE_OFF:
                sounding.discard(key)
        return sounding
