"""Stamping: what was played gets the time at which the player heard the music they answered."""

from collections.abc import Iterable

from companion.domain.take import PlayedEvent
from companion.domain.units import Seconds
from companion.midi.clock import AudioClock
from companion.midi.output import Message
from companion.midi.protocol import NoteHeard
from companion.midi.scheduler import Scheduler

RECORDED_CHANNEL = 0
"""A take is one player's: its events carry this channel."""


class Recorder:
    """Turns messages and the monotonic times of their receipt into facts in the music's own time.

    A player answers what they hear, which is later than what was made by `latency_ms`; that is subtracted.
    """

    def __init__(self, scheduler: Scheduler, clock: AudioClock, latency_ms: float = 0.0) -> None:
        self._scheduler = scheduler
        self._clock = clock
        self.latency_seconds = latency_ms / 1000

    def heard_audio(self, monotonic: Seconds) -> Seconds:
        """The audio time that comes out of the loudspeaker at a monotonic time."""
        return self._clock.audio_at(monotonic) - self.latency_seconds

    def stamp(self, messages: Iterable[Message], monotonic: Seconds, source: str) -> list[NoteHeard]:
        """The facts about messages that were played at `monotonic`; `source` is "keys" or a port's name."""
        seconds = self._scheduler.music_seconds(self.heard_audio(monotonic))
        running = self._scheduler.running
        play_id = running.play_id if running else None
        return [
            NoteHeard(PlayedEvent(seconds, kind | RECORDED_CHANNEL, data1, data2), play_id, source)
            for kind, _, data1, data2 in messages
        ]
