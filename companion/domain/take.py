"""What someone played, exactly as it was played."""

from msgspec import Struct

from companion.domain.score import NoteEvent
from companion.domain.tempo import TempoMap
from companion.domain.units import Seconds

NOTE_OFF, NOTE_ON, CONTROL_CHANGE = 0x80, 0x90, 0xB0
SHORTEST_NOTE_BEATS = 0.02


class PlayedEvent(Struct, frozen=True, array_like=True):
    """One raw MIDI channel message and when the player heard it: seconds since beat 0 of the backing.

    `status` is the first MIDI byte (kind and channel), `data1` and `data2` the others.
    """

    seconds: Seconds
    status: int
    data1: int
    data2: int

    @property
    def kind(self) -> int:
        """NOTE_ON, NOTE_OFF or another of MIDI's kinds; a note-on of velocity 0 is a note-off."""
        kind = self.status & 0xF0
        return NOTE_OFF if kind == NOTE_ON and self.data2 == 0 else kind


class Take(Struct, frozen=True, tag="take"):
    """A recording of playing: raw events in order, over the tempo of the backing they were played to."""

    title: str
    tempo: TempoMap
    events: tuple[PlayedEvent, ...]
    length_seconds: Seconds
    latency_ms: float = 0.0
    song_id: str | None = None
    backing_title: str = ""

    def notes(self) -> tuple[NoteEvent, ...]:
        """The notes, in beats of the backing, by onset; what was never released ends with the take."""
        return notes_of(self.events, self.tempo, self.length_seconds)


def notes_of(events: tuple[PlayedEvent, ...], tempo: TempoMap, end_seconds: Seconds) -> tuple[NoteEvent, ...]:
    """Pair note-ons with their note-offs; a note struck again ends the one before it."""
    sounding: dict[tuple[int, int], PlayedEvent] = {}
    notes: list[NoteEvent] = []

    def close(start: PlayedEvent, end_seconds: Seconds) -> None:
        onset = tempo.beats_at(start.seconds)
        length = max(SHORTEST_NOTE_BEATS, tempo.beats_at(end_seconds) - onset)
        notes.append(NoteEvent(onset, length, start.data1, start.data2))

    for event in events:
        which = (event.status & 0x0F, event.data1)
        if event.kind in (NOTE_ON, NOTE_OFF) and which in sounding:
            close(sounding.pop(which), event.seconds)
        if event.kind == NOTE_ON:
            sounding[which] = event
    for start in sounding.values():
        close(start, end_seconds)
    return tuple(sorted(notes, key=lambda note: (note.onset_beats, note.pitch)))
