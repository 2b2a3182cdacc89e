"""Call and answer in a jam: two bars are played by the program, two are left open for the person, and given back."""

from collections.abc import Callable

from companion.domain.harmony import Chord, Key, Meter
from companion.domain.score import NoteEvent, Part
from companion.domain.take import PlayedEvent, notes_of
from companion.domain.units import Beats
from companion.engine.answering import CALL_BARS, call, echoed, varied
from companion.services.jamming.state import CallMode, CallPhase
from companion.services.sounding.playback import SOONEST_SECONDS, Playback

ANSWER_PART = "answer"
ANSWER_CHANNEL = 4
ANSWER_PROGRAM = 46
"""General MIDI orchestral harp: soft, it fades by itself, and is not the player's own sound (our choice)."""

_AHEAD_SECONDS = SOONEST_SECONDS + 0.1
ChordAt = Callable[[Beats], Chord | None]


class CallAndAnswer:
    """Turns of four bars over a running backing. The owner calls `follow` often and `hear` with what was played."""

    def __init__(self, playback: Playback, meter: Meter, chord_at: ChordAt, seed: int) -> None:
        self.mode: CallMode = "off"
        self._playback = playback
        self._bars = CALL_BARS * meter.bar_beats
        self._meter = meter
        self._chord_at = chord_at
        self._seed = seed
        self._origin: Beats = 0.0
        self._cued = -1
        self._given = -1
        self._answered = 0
        self._heard: list[PlayedEvent] = []

    def choose(self, mode: CallMode) -> None:
        """Begin from the next bar on, change what an answer is, or stop asking."""
        if self.mode == "off" and mode != "off":
            self.restart(self._playback.next_bar())
        self.mode = mode

    def restart(self, origin: Beats) -> None:
        """The first call begins at this bar line."""
        self._origin = origin
        self._cued = self._given = -1
        self._answered = 0
        self._heard.clear()

    def hear(self, event: PlayedEvent) -> None:
        """Remember what was played for the answer."""
        if self.mode != "off":
            self._heard.append(event)

    def phase(self, beats: Beats | None) -> CallPhase | None:
        """Whose turn it is at a beat of the music; None before the first call."""
        if self.mode == "off" or beats is None or beats < self._origin:
            return None
        return "listen" if (beats - self._origin) % (2 * self._bars) < self._bars else "yours"

    def follow(self, beats: Beats | None, key: Key) -> None:
        """Hand over the next call or answer a little ahead; what was played at the last moment is added after it."""
        tempo = self._playback.tempo
        if self.mode == "off" or beats is None or tempo is None:
            return
        ahead = _AHEAD_SECONDS * tempo.bpm_at(max(0.0, beats)) / 60.0
        turn = int(max(0.0, beats + ahead - self._origin) // (2 * self._bars))
        start = self._origin + turn * 2 * self._bars
        if turn > self._cued and beats + ahead >= start:
            self._cued = turn
            if beats < start + self._bars:
                self._cue(turn, start, key, self._answer(turn, start, key) or self._call(turn, start, key))
        elif self._given < turn <= self._cued and beats > start + ahead / 2:
            self._given = turn
            self._cue(turn, start, key, self._late(turn, start))
            self._forget(start)

    def _call(self, turn: int, start: Beats, key: Key) -> tuple[NoteEvent, ...]:
        tempo = self._playback.tempo
        bpm = tempo.bpm_at(start) if tempo is not None else 60.0
        return call(lambda beats: self._chord_at(start + beats), key, self._meter, bpm, self._seed, turn)

    def _answer(self, turn: int, start: Beats, key: Key) -> tuple[NoteEvent, ...]:
        played = self._played_before(start)
        self._answered = len(played)
        if self.mode == "echo":
            return echoed(played, self._bars)
        return varied(played, lambda beats: self._chord_at(start + beats), key, self._bars, self._seed, turn)

    def _late(self, turn: int, start: Beats) -> tuple[NoteEvent, ...]:
        """What was played after the answer was handed over, where there was one."""
        played = self._played_before(start)
        return echoed(played[self._answered :], self._bars) if self._answered else ()

    def _played_before(self, start: Beats) -> tuple[NoteEvent, ...]:
        """The notes of the open bars before a bar line, in beats from where those began."""
        tempo = self._playback.tempo
        if tempo is None or start <= self._origin:
            return ()
        opened = start - self._bars
        notes = notes_of(tuple(self._heard), tempo, tempo.seconds_at(start))
        return tuple(
            NoteEvent(note.onset_beats - opened, note.duration_beats, note.pitch, note.velocity)
            for note in notes
            if opened <= note.onset_beats < start
        )

    def _forget(self, start: Beats) -> None:
        tempo = self._playback.tempo
        if tempo is not None:
            self._heard = [event for event in self._heard if event.seconds >= tempo.seconds_at(start)]

    def _cue(self, turn: int, start: Beats, key: Key, notes: tuple[NoteEvent, ...]) -> None:
        self._playback.cue(start, Part(ANSWER_PART, ANSWER_CHANNEL, ANSWER_PROGRAM, notes))
