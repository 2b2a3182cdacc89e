"""What someone played, exactly as it was played, and what it was played to."""

from msgspec import Struct

from companion.domain.harmony import Key, Meter
from companion.domain.score import NoteEvent
from companion.domain.tempo import TempoMap
from companion.domain.units import Beats, Seconds

NOTE_OFF, NOTE_ON, CONTROL_CHANGE = 0x80, 0x90, 0xB0
SUSTAIN_CONTROLLER, PEDAL_DOWN = 64, 64
"""The sustain pedal, and the value from which on it is down (MIDI 1.0, controller 64)."""

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

    @property
    def channel(self) -> int:
        """The MIDI channel, 0 to 15."""
        return self.status & 0x0F

    @property
    def is_pedal(self) -> bool:
        """Whether it moves the sustain pedal."""
        return self.kind == CONTROL_CHANGE and self.data1 == SUSTAIN_CONTROLLER


class BackingPlan(Struct, frozen=True):
    """What a backing is made from, so that the same one can be made again; it plays from `from_beats` on.

    Beats are counted through all loops, whole bars; below 0 it began before the take did. `chords` is a row such as
    "C | Am7 | F/A | G"; where it is empty the chords are those of the take's song, in `key` and `groove` where they
    are other than the song's. `file` names a MIDI file that was played instead. `bars` is how long it is until it
    comes round (None: once through the chords); `silent` are the parts that were switched off.
    """

    from_beats: Beats = 0.0
    chords: str = ""
    groove: str | None = None
    key: Key | None = None
    meter: Meter | None = None
    bars: int | None = None
    seed: int | None = None
    file: str = ""
    silent: tuple[str, ...] = ()


class Take(Struct, frozen=True, tag="take"):
    """A recording of playing: raw events in order, over the tempo of the backing they were played to.

    `song_id` is the journal's id of the song that was played to; `backing` says what played under the take, one plan
    after the other (empty: the song as it stands, or nothing that is known).
    """

    title: str
    tempo: TempoMap
    events: tuple[PlayedEvent, ...]
    length_seconds: Seconds
    latency_ms: float = 0.0
    song_id: str | None = None
    backing_title: str = ""
    backing: tuple[BackingPlan, ...] = ()

    @property
    def length_beats(self) -> Beats:
        """How long it is, in beats of the backing."""
        return self.tempo.beats_at(self.length_seconds)

    def notes(self, with_pedal: bool = False) -> tuple[NoteEvent, ...]:
        """The notes, in beats of the backing, by onset; what was never released ends with the take.

        `with_pedal`: as long as they sounded, not as long as the key was down.
        """
        return notes_of(self.events, self.tempo, self.length_seconds, with_pedal)


def notes_of(
    events: tuple[PlayedEvent, ...], tempo: TempoMap, end_seconds: Seconds, with_pedal: bool = False
) -> tuple[NoteEvent, ...]:
    """Pair note-ons with their note-offs; a note struck again ends the one before it."""
    sounding: dict[tuple[int, int], PlayedEvent] = {}
    held: dict[int, set[int]] = {}  # channels whose pedal is down: the keys that were released since
    notes: list[NoteEvent] = []

    def close(which: tuple[int, int], seconds: Seconds) -> None:
        start = sounding.pop(which)
        onset = tempo.beats_at(start.seconds)
        length = max(SHORTEST_NOTE_BEATS, tempo.beats_at(seconds) - onset)
        notes.append(NoteEvent(onset, length, start.data1, start.data2))

    for event in events:
        which = (event.channel, event.data1)
        if with_pedal and event.is_pedal:
            if event.data2 >= PEDAL_DOWN:
                held.setdefault(event.channel, set())
            else:
                for key in sorted(held.pop(event.channel, ())):
                    close((event.channel, key), event.seconds)
        elif event.kind == NOTE_OFF and which in sounding and event.channel in held:
            held[event.channel].add(event.data1)
        elif event.kind in (NOTE_ON, NOTE_OFF) and which in sounding:
            close(which, event.seconds)
            held.get(event.channel, set()).discard(event.data1)
        if event.kind == NOTE_ON:
            sounding[which] = event
    for which in list(sounding):
        close(which, end_seconds)
    return tuple(sorted(notes, key=lambda note: (note.onset_beats, note.pitch)))


def closed(events: tuple[PlayedEvent, ...], end_seconds: Seconds) -> tuple[PlayedEvent, ...]:
    """The events in order of time, with a note-off for every note that still sounds and the pedals up at the end."""
    ordered = sorted(events, key=lambda event: event.seconds)
    end = max([end_seconds, *(event.seconds for event in ordered[-1:])])
    sounding: dict[tuple[int, int], None] = {}
    pedals: dict[int, None] = {}
    for event in ordered:
        which = (event.channel, event.data1)
        if event.kind == NOTE_ON:
            sounding[which] = None
        elif event.kind == NOTE_OFF:
            sounding.pop(which, None)
        elif event.is_pedal and event.data2 >= PEDAL_DOWN:
            pedals[event.channel] = None
        elif event.is_pedal:
            pedals.pop(event.channel, None)
    offs = [PlayedEvent(end, NOTE_OFF | channel, pitch, 0) for channel, pitch in sounding]
    ups = [PlayedEvent(end, CONTROL_CHANGE | channel, SUSTAIN_CONTROLLER, 0) for channel in pedals]
    return (*ordered, *offs, *ups)
