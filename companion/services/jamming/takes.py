"""What was played in a jam: held in memory for ten minutes, recorded when asked, kept when someone says so.

Nothing needs to be armed. A take that was begun with *record* is checkpointed every two seconds.
"""

from collections.abc import Callable

from msgspec.structs import replace

from companion.domain.take import NOTE_OFF, NOTE_ON, BackingPlan, PlayedEvent, Take
from companion.domain.tempo import TempoMap
from companion.domain.units import Beats, Pitch, Seconds
from companion.journal.drafts import DraftFile
from companion.midi import protocol as p
from companion.services.jamming.state import RecordState
from companion.services.sounding.playback import Playback

REST_SECONDS = 3.0
FEWEST_NOTES = 3
"""Hands rest when nothing was played for three seconds after at least three notes (unsourced)."""

MEMORY_SECONDS = 600.0
"""What was played without record is remembered for ten minutes."""

CHECKPOINT_SECONDS = 2.0
Plans = Callable[[Beats], tuple[BackingPlan, ...]]


class JamTakes:
    """The memory of one jam. `title`, `backing_title` and `song_id` go into its takes, `plans` says what played."""

    def __init__(
        self,
        playback: Playback,
        checkpoint: DraftFile,
        plans: Plans,
        *,
        title: str,
        backing_title: str,
        song_id: str | None,
    ) -> None:
        self.record: RecordState = "off"
        self.tempo = TempoMap(60.0)
        self.lit: set[Pitch] = set()
        self._playback = playback
        self._checkpoint = checkpoint
        self._plans = plans
        self._blank = Take(title, TempoMap(60.0), (), 0.0, song_id=song_id, backing_title=backing_title)
        self._events: list[PlayedEvent] = []
        self._finished: Take | None = None
        self._play_ids: set[int] = set()
        self._last_note_beats: Beats | None = None
        self._saved_until: Seconds = 0.0
        self._place: Beats = 0.0
        self._rest_began: Seconds | None = None

    def begin(self, play_id: int) -> None:
        """What is played over this run of the backing belongs to a new take."""
        self._play_ids = {play_id}
        self._place, self._rest_began = 0.0, None

    def go_on(self, play_id: int) -> None:
        """What is played over this run belongs to the same take."""
        self._play_ids.add(play_id)
        self._rest_began = None

    def count_in(self) -> None:
        """A recording begins with the next beat 0; what was played before is forgotten."""
        self.forget()
        self.record = "counting"

    def hear(self, fact: p.Fact) -> PlayedEvent | None:
        """Take in what was played, and return it; None where it belongs to no take of this jam.

        What is played while the backing rests follows on the place where it stopped, or stands on its first beat.
        """
        if isinstance(fact, p.Ready):
            self.lit.clear()
        if not isinstance(fact, p.NoteHeard):
            return None
        event = fact.event
        self._light(event)
        if fact.play_id not in self._play_ids:
            if self.record != "off" or self._playback.beats is not None:
                return None  # of a backing that was replaced
            event = self._in_a_rest(event)
        if self.record == "deciding" or (self.record == "counting" and event.seconds < 0):
            return None
        if not (event.kind == NOTE_ON or self._events):
            return None  # the end of a note that was let go of
        self._events.append(event)
        if event.kind == NOTE_ON:
            self._last_note_beats = self._place if self._playback.beats is None else self._playback.beats
        self._forget_the_old()
        return event

    def turn(self) -> None:
        """Begin the take after its count-in, and keep its checkpoint. Raises FileProblemError."""
        self.tempo = self._playback.tempo or self.tempo
        beats = self._playback.beats
        if beats is not None:
            self._place = max(0.0, beats)
        if self.record == "counting" and beats is not None and beats >= 0:
            self.record = "recording"
        if self.record == "recording" and self.elapsed - self._saved_until >= CHECKPOINT_SECONDS:
            self._saved_until = self.elapsed
            self._checkpoint.save(self._made())

    def finish_recording(self) -> None:
        """End the take; it waits for a decision. Raises FileProblemError (the take is held all the same)."""
        if self.record == "recording" and self._events:
            self._finished = self._made()
            self.record = "deciding"
            self._checkpoint.save(self._finished)
        elif self.record != "deciding":
            was_recording, self.record = self.record == "recording", "off"
            if was_recording:
                self._checkpoint.clear()

    def take(self) -> Take | None:
        """What was recorded, or what was just played; None when nothing was."""
        return self._finished or (self._made() if self._events else None)

    def let_go(self) -> None:
        """Forget what was played; a recording's checkpoint goes too."""
        if self.record in ("recording", "deciding"):
            self._checkpoint.clear()
        self.record = "off"
        self.forget()

    def forget(self) -> None:
        """Nothing was played."""
        self._finished = None
        self._events.clear()
        self._last_note_beats = None
        self._saved_until = 0.0

    @property
    def elapsed(self) -> Seconds:
        """Seconds of the backing since its beat 0, as heard now."""
        beats = self._playback.beats
        return 0.0 if beats is None else self._running.seconds_at(max(0.0, beats))

    def has_reached(self, seconds: Seconds) -> bool:
        """Whether the backing is `seconds` past its beat 0, as heard."""
        beats = self._playback.beats
        return beats is not None and self._running.seconds_at(beats) >= seconds

    @property
    def hands_rest(self) -> bool:
        """Whether something was played and the hands rest since."""
        beats = self._playback.beats
        if self.record != "off" or self._last_note_beats is None or beats is None:
            return False
        silence = self._running.seconds_at(beats) - self._running.seconds_at(self._last_note_beats)
        return self.notes >= FEWEST_NOTES and silence >= REST_SECONDS

    @property
    def notes(self) -> int:
        """How many notes are held."""
        return sum(event.kind == NOTE_ON for event in self._events)

    @property
    def _running(self) -> TempoMap:
        return self._playback.tempo or self.tempo

    def _in_a_rest(self, event: PlayedEvent) -> PlayedEvent:
        """The event at its distance from the first one of the rest."""
        if self._rest_began is None:
            self._rest_began = event.seconds
        since = max(0.0, event.seconds - self._rest_began)
        return replace(event, seconds=self.tempo.seconds_at(self._place) + since)

    def _light(self, event: PlayedEvent) -> None:
        if event.kind == NOTE_ON:
            self.lit.add(event.data1)
        elif event.kind == NOTE_OFF:
            self.lit.discard(event.data1)

    def _forget_the_old(self) -> None:
        if self.record == "off" and self._events[0].seconds < self._events[-1].seconds - MEMORY_SECONDS:
            self._events = [e for e in self._events if e.seconds >= self._events[-1].seconds - MEMORY_SECONDS]

    def _made(self) -> Take:
        last = max((event.seconds for event in self._events), default=0.0)
        length = max(self.elapsed, last)
        return replace(
            self._blank,
            tempo=self._running,
            events=tuple(sorted(self._events, key=lambda event: event.seconds)),
            length_seconds=length,
            backing=self._plans(self._running.beats_at(length)),
        )
