"""Recording a MIDI port over a backing, without a screen: counted in, checkpointed, kept whatever happens."""

import time
from collections.abc import Callable

from msgspec import Struct

from companion.domain.score import Score
from companion.domain.take import NOTE_ON, BackingPlan, PlayedEvent, Take, closed
from companion.domain.tempo import TempoMap
from companion.domain.units import Beats, Seconds
from companion.errors import CompanionError, NoDeviceError
from companion.journal.drafts import DraftFile
from companion.language import _
from companion.messages import take_title
from companion.midi import protocol as p
from companion.midi.client import SoundClient
from companion.services.jamming.jam import PLAYER_PROGRAM

CHECKPOINT_SECONDS = 1.0
"""Half of what may be lost at most: writing takes time too."""

TURN_SECONDS = 0.01
READY_SECONDS = 10.0
LATE_SECONDS = 5.0
"""A backing that stopped moving for so long longer than the take is over."""

LAST_WORDS_SECONDS = 0.1
"""How long to wait, at the end, for notes that are on their way."""

EARLY_BEATS = 0.5
"""A note this much before beat 0 was meant for it; what came earlier, in the count-in, is no part of the take."""

_PLAY_ID = 1
_DOCTOR = _("'companion doctor' says what works here.")


class Ground(Struct, frozen=True):
    """What is played over: one round of the backing, what it is called, and how to make it again."""

    score: Score
    plan: BackingPlan
    song_id: str | None = None


class Recording:
    """A take under way, without a face. The owner calls `hear` with every fact; times are those of the backing."""

    def __init__(self, ground: Ground, latency_ms: float) -> None:
        self._ground = ground
        self._latency_ms = latency_ms
        self._events: list[PlayedEvent] = []
        self.tempo: TempoMap = ground.score.tempo
        self.beats: Beats | None = None
        self.is_over = False

    def hear(self, fact: p.Fact) -> None:
        """Take in a fact: what was played from shortly before beat 0 on, where the music is, its tempo."""
        match fact:
            case p.NoteHeard(event, play_id) if play_id == _PLAY_ID:
                if event.seconds >= self.tempo.seconds_at(-EARLY_BEATS):
                    self._events.append(event)
            case p.Position(play_id, beats) if play_id == _PLAY_ID:
                self.beats = beats
            case p.TempoChanged(play_id, tempo) if play_id == _PLAY_ID:
                self.tempo = tempo
            case p.Ended(play_id) if play_id == _PLAY_ID:
                self.is_over = True

    @property
    def notes(self) -> int:
        """How many notes were played."""
        return sum(event.kind == NOTE_ON for event in self._events)

    @property
    def elapsed(self) -> Seconds:
        """How far the backing has come since its beat 0, as heard."""
        return 0.0 if self.beats is None else max(0.0, self.tempo.seconds_at(self.beats))

    def take(self, length: Seconds | None = None) -> Take:
        """What was played so far, or in the first `length` seconds; no note is left hanging."""
        last = max((event.seconds for event in self._events), default=0.0)
        end = max(self.elapsed, last) if length is None else length
        inside = tuple(event for event in self._events if event.seconds <= end)
        return Take(
            title=take_title(self._ground.score.title),
            tempo=self.tempo,
            events=closed(inside, end),
            length_seconds=end,
            latency_ms=self._latency_ms,
            song_id=self._ground.song_id,
            backing_title=self._ground.score.title,
            backing=(self._ground.plan,),
        )


def require_port(ready: p.Ready | None, wanted: str) -> None:
    """Raise NoDeviceError, saying what to do, unless the sound process is there and hears a port of that name."""
    if ready is None:
        raise NoDeviceError(_("The sound process did not start, so nothing can be recorded."), _DOCTOR)
    missing = next((one for one in ready.missing if one.what == "midi"), None)
    if missing is not None:
        raise NoDeviceError(missing.message, missing.hint)
    if not ready.midi_inputs:
        raise NoDeviceError(
            _("No MIDI keyboard is plugged in."), _("Plug one in; 'companion ports' lists what is there.")
        )
    if wanted.casefold() != "any" and not any(wanted.casefold() in name.casefold() for name in ready.midi_inputs):
        raise NoDeviceError(
            _("There is no MIDI port called '{wanted}'.").format(wanted=wanted),
            _("There are: {midi_inputs}.").format(midi_inputs=", ".join(ready.midi_inputs)),
        )


def record(
    sound: SoundClient,
    ground: Ground,
    checkpoint: DraftFile,
    *,
    seconds: Seconds | None,
    count_in_beats: Beats,
    latency_ms: float,
    is_stopped: Callable[[], bool],
    tell: Callable[[p.Fact | CompanionError], None],
) -> Take:
    """Play the backing in a loop and record over it for `seconds` from its beat 0, or until `is_stopped`.

    A checkpoint that can't be written is told, once, and recording goes on. The checkpoint of the whole take is
    there when this returns; the owner clears it when the take is kept.
    """
    recording = Recording(ground, latency_ms)
    sound.send(p.SetPlayerProgram(PLAYER_PROGRAM))
    sound.send(p.Play(_PLAY_ID, ground.score, is_loop=True, count_in_beats=count_in_beats, fade_in_seconds=0.0))
    keeper = _Keeper(checkpoint, tell)
    lead = ground.score.tempo.seconds_at(count_in_beats)
    deadline = None if seconds is None else time.monotonic() + lead + seconds + LATE_SECONDS
    while not is_stopped() and not recording.is_over and sound.state != "lost":
        _pump(sound, recording, tell)
        if seconds is not None and recording.elapsed >= seconds:
            break
        if deadline is not None and time.monotonic() > deadline:
            break
        keeper.keep(recording)
        time.sleep(TURN_SECONDS)
    is_whole = seconds is not None and recording.elapsed >= seconds
    ended = time.monotonic() + LAST_WORDS_SECONDS
    while time.monotonic() < ended:
        time.sleep(TURN_SECONDS)
        _pump(sound, recording, tell)
    take = recording.take(seconds if is_whole else None)
    if take.events:
        keeper.finish(take)
    sound.send(p.Stop())
    return take


class _Keeper:
    """Writes the checkpoint about once a second; says once when that fails."""

    def __init__(self, file: DraftFile, tell: Callable[[p.Fact | CompanionError], None]) -> None:
        self._file = file
        self._tell = tell
        self._last = time.monotonic()
        self._has_failed = False

    def keep(self, recording: Recording) -> None:
        if recording.notes and time.monotonic() - self._last >= CHECKPOINT_SECONDS:
            self.finish(recording.take())
            self._last = time.monotonic()

    def finish(self, take: Take) -> None:
        try:
            self._file.save(take)
        except CompanionError as error:
            if not self._has_failed:
                self._tell(error)
            self._has_failed = True


def _pump(sound: SoundClient, recording: Recording, tell: Callable[[p.Fact | CompanionError], None]) -> None:
    for fact in sound.poll():
        recording.hear(fact)
        tell(fact)
