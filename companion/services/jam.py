"""Playing along without a face: safe notes over a backing, what was played, keep and record.

Nothing needs to be armed: what is played is held in memory, and "keep that?" decides afterwards. A take that
was begun with *record* is checkpointed every two seconds.
"""

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from companion.domain.harmony import Chord, chord_at
from companion.domain.score import Score
from companion.domain.song import Song
from companion.domain.take import NOTE_ON, PlayedEvent, Take
from companion.domain.units import Beats, Pitch, Seconds
from companion.engine.pads import pads
from companion.journal.drafts import DraftFile
from companion.messages import take_title
from companion.midi import protocol as p
from companion.services.playback import Playback

KEY_NOTE_SECONDS = 1.6
"""Terminals report no key release: a key's note ends with the next one, or after this long."""

KEY_VELOCITY = 84
PLAYER_PROGRAM = 11
"""General MIDI vibraphone: soft, and it fades by itself (our choice, unsourced)."""

REST_SECONDS = 3.0
FEWEST_NOTES = 3
"""Hands rest when nothing was played for three seconds after at least three notes (unsourced)."""

MEMORY_SECONDS = 600.0
"""What was played without record is remembered for ten minutes."""

CHECKPOINT_SECONDS = 2.0
PADS = 8

RecordState = Literal["off", "counting", "recording", "deciding"]


class JamState(Struct, frozen=True):
    """What a face shows: the place in beats (None before the first), chords, the eight notes.

    `next_chord` is the next one that is another.
    """

    beats: Beats | None
    chord: Chord | None
    next_chord: Chord | None
    pads: tuple[Pitch, ...]
    record: RecordState
    hands_rest: bool
    played: int


class Jam:
    """Playing over a song's backing. The owner calls `hear` with every fact and `tick` a few times a second."""

    def __init__(self, song: Song, backing: Score, playback: Playback, checkpoint: DraftFile) -> None:
        self.song = song
        self.backing = backing
        self._playback = playback
        self._checkpoint = checkpoint
        self._events: list[PlayedEvent] = []
        self._record: RecordState = "off"
        self._finished: Take | None = None
        self._play_ids: set[int] = set()
        self._last_note_beats: Beats | None = None
        self._saved_until: Seconds = 0.0

    def start(self) -> None:
        """Begin the backing, looped, with a slow fade."""
        self._playback.sound.send(p.SetPlayerProgram(PLAYER_PROGRAM))
        self._begin(count_in_beats=0.0)

    def press(self, number: int) -> Pitch:
        """Play safe note `number` (1 to 8) now; returns its pitch."""
        pitch = self._pads()[number - 1]
        self._playback.sound.send(p.NoteOn(pitch, KEY_VELOCITY, KEY_NOTE_SECONDS))
        return pitch

    def release(self, pitch: Pitch) -> None:
        """End a note that has a real release (mouse)."""
        self._playback.sound.send(p.NoteOff(pitch))

    def hear(self, fact: p.Fact) -> None:
        """Take in what was played. A note that comes before the backing's first beat stands on it."""
        if not isinstance(fact, p.NoteHeard):
            return
        event = fact.event
        if fact.play_id not in self._play_ids:
            if self._record != "off" or self._playback.beats is not None:
                return  # of a backing that was replaced
            event = replace(event, seconds=0.0)
        if self._record == "deciding" or (self._record == "counting" and event.seconds < 0):
            return
        if not (event.kind == NOTE_ON or self._events):
            return  # the end of a note that was let go of
        self._events.append(event)
        if event.kind == NOTE_ON:
            self._last_note_beats = self._playback.beats or 0.0
        self._forget_the_old()

    def tick(self) -> JamState:
        """The state for showing; begins the take after its count-in and keeps its checkpoint."""
        beats = self._playback.beats
        if self._record == "counting" and beats is not None and beats >= 0:
            self._record = "recording"
        if self._record == "recording" and self.elapsed - self._saved_until >= CHECKPOINT_SECONDS:
            self._saved_until = self.elapsed
            self._checkpoint.save(self._take())
        chord, following = self._chords(beats)
        return JamState(beats, chord, following, self._pads(), self._record, self._hands_rest(), self._notes)

    def record(self) -> None:
        """Begin a take: the backing starts again after one bar of count-in."""
        self._forget()
        self._begin(count_in_beats=self.song.meter.bar_beats)
        self._record = "counting"

    def finish_recording(self) -> None:
        """End the take; it waits for keep, delete or decide later, and the backing goes on."""
        if self._record == "recording" and self._events:
            self._finished = self._take()
            self._record = "deciding"
            self._checkpoint.save(self._finished)
        elif self._record != "deciding":
            self._record = "off"

    def take(self) -> Take | None:
        """What was recorded, or what was just played, as a take; None when nothing was. `let_go` forgets it."""
        return self._finished or (self._take() if self._events else None)

    def let_go(self) -> None:
        """Forget what was played; a recording's checkpoint goes too."""
        if self._record in ("recording", "deciding"):
            self._checkpoint.clear()
        self._record = "off"
        self._forget()

    def pause_or_go_on(self) -> None:
        """Pause the backing, or go on; what was played before belongs to the same take."""
        self._playback.pause_or_go_on()
        if self._playback.now is not None:
            self._play_ids.add(self._playback.now.play_id)

    def stop(self) -> None:
        """Fade the backing out."""
        self._playback.stop()

    def _begin(self, count_in_beats: Beats) -> None:
        self._play_ids = {self._playback.play(self.backing, is_loop=True, count_in_beats=count_in_beats)}

    def _forget(self) -> None:
        self._finished = None
        self._events.clear()
        self._last_note_beats = None
        self._saved_until = 0.0

    def _forget_the_old(self) -> None:
        if self._record == "off" and self._events[0].seconds < self._events[-1].seconds - MEMORY_SECONDS:
            self._events = [e for e in self._events if e.seconds >= self._events[-1].seconds - MEMORY_SECONDS]

    @property
    def elapsed(self) -> Seconds:
        """Seconds of the backing since its beat 0, as heard now."""
        beats = self._playback.beats
        return 0.0 if beats is None else self.backing.tempo.seconds_at(max(0.0, beats))

    def has_reached(self, seconds: Seconds) -> bool:
        """Whether the backing is `seconds` past its beat 0, as heard."""
        beats = self._playback.beats
        return beats is not None and self.backing.tempo.seconds_at(beats) >= seconds

    def _take(self) -> Take:
        last = max((event.seconds for event in self._events), default=0.0)
        return Take(
            title=take_title(self.song.title),
            tempo=self.backing.tempo,
            events=tuple(sorted(self._events, key=lambda event: event.seconds)),
            length_seconds=max(self.elapsed, last),
            backing_title=self.song.name,
        )

    def _hands_rest(self) -> bool:
        beats = self._playback.beats
        if self._record != "off" or self._last_note_beats is None or beats is None:
            return False
        tempo = self.backing.tempo
        silence = tempo.seconds_at(beats) - tempo.seconds_at(self._last_note_beats)
        return self._notes >= FEWEST_NOTES and silence >= REST_SECONDS

    @property
    def _notes(self) -> int:
        return sum(event.kind == NOTE_ON for event in self._events)

    def _chords(self, beats: Beats | None) -> tuple[Chord | None, Chord | None]:
        place = max(0.0, beats or 0.0) % (self.song.total_beats or 1.0)
        chord = chord_at(self.song.chords, place)
        if chord is None:
            return None, None
        at = self.song.chords.index(chord)
        coming = (*self.song.chords[at + 1 :], *self.song.chords[:at])
        return chord, next((each for each in coming if each.symbol != chord.symbol), None)

    def _pads(self) -> tuple[Pitch, ...]:
        chord, _ = self._chords(self._playback.beats)
        return pads(chord, self.song.key)
