"""What the sound process tells the app. `midi/protocol.py` says how times are counted."""

from typing import Literal, TypeAlias

from msgspec import Struct

from companion.domain.take import PlayedEvent
from companion.domain.tempo import TempoMap
from companion.domain.units import Beats, Seconds


class Missing(Struct, frozen=True):
    """What can't be used on this machine, in a sentence, and the exact thing to do about it."""

    what: Literal["library", "soundfont", "output", "midi"]
    message: str
    hint: str

    @property
    def sentence(self) -> str:
        """Both in one line."""
        return f"{self.message} {self.hint}".rstrip()


class Ready(Struct, frozen=True, tag=True):
    """The sound process is up. `driver` is None where nothing can be heard; `problems` say why, in sentences.

    `missing` are the same, one by one; `library` is the version of FluidSynth, None where there is none.
    """

    driver: str | None
    soundfont: str | None
    midi_inputs: tuple[str, ...]
    problems: tuple[str, ...]
    library: str | None = None
    missing: tuple[Missing, ...] = ()
    midi_outputs: tuple[str, ...] = ()


class Position(Struct, frozen=True, tag=True):
    """Where the running music is, as heard at `monotonic` (time.monotonic of this machine, in seconds).

    During a count-in `beats` runs up to the start: negative where that is beat 0.
    """

    play_id: int
    beats: Beats
    monotonic: Seconds
    bpm: float


class TempoChanged(Struct, frozen=True, tag=True):
    """The whole tempo map of the running music, past and to come, after a change."""

    play_id: int
    tempo: TempoMap


class Revised(Struct, frozen=True, tag=True):
    """A `Revise` that asked for `asked_beats` was taken on: beat 0 of its score stands at `from_beats`."""

    play_id: int
    asked_beats: Beats
    from_beats: Beats


class Ended(Struct, frozen=True, tag=True):
    """A score came to its end or was stopped, and is silent."""

    play_id: int
    is_complete: bool


class NoteHeard(Struct, frozen=True, tag=True):
    """One event the person played (any source), at the time at which they heard the backing."""

    event: PlayedEvent
    play_id: int | None
    source: str


class DeviceLost(Struct, frozen=True, tag=True):
    """A MIDI port or the audio output went away, or is let go of since others were chosen; the rest goes on."""

    name: str
    is_let_go: bool = False


class DeviceFound(Struct, frozen=True, tag=True):
    """A MIDI port or the audio output is there (again)."""

    name: str


class MidiLate(Struct, frozen=True, tag=True):
    """How late the last stretch of messages went to the MIDI output port, against their deadlines."""

    worst_ms: float
    median_ms: float
    messages: int


class Problem(Struct, frozen=True, tag=True):
    """Something was refused or failed; the sound process goes on. Both are sentences for people."""

    message: str
    hint: str = ""


Fact: TypeAlias = (
    Ready | Position | TempoChanged | Revised | Ended | NoteHeard | DeviceLost | DeviceFound | MidiLate | Problem
)
