"""What a face shows of a jam, as one frozen value a look."""

from typing import Literal, TypeAlias

from msgspec import Struct

from companion.domain.harmony import Chord, Key
from companion.domain.units import Beats, Bpm, Pitch, Seconds

RecordState: TypeAlias = Literal["off", "counting", "recording", "deciding"]
CallMode: TypeAlias = Literal["off", "echo", "vary"]
CallPhase: TypeAlias = Literal["listen", "yours"]


class LayerState(Struct, frozen=True):
    """One take that goes on sounding under the playing: its name for people, and whether it is silent now."""

    name: str
    is_muted: bool


class JamState(Struct, frozen=True):
    """A jam at one moment, as it is heard.

    `beats` counts from the start through all rounds (None before the first position and after the end); `next_chord`
    is the next one that is another, `bars_to_next` how many bar lines until it sounds. `pads` are the eight notes of
    the numbers, `upper` and `lower` the ten of each row of letters; `lit` are the person's own notes that sound now.
    `parts` says of each part that there is whether it is on. `breath` runs from 0 to 1 over each breath, by the
    music's own clock (None: no breath is locked to it). `call_phase` is None without call and answer. `played` is
    how many notes are held in memory; `elapsed` counts from the music's beat 0.
    """

    beats: Beats | None
    chord: Chord | None
    next_chord: Chord | None
    pads: tuple[Pitch, ...]
    record: RecordState
    hands_rest: bool
    played: int
    bpm: Bpm
    key: Key
    groove: str
    bars_to_next: int = 0
    section: str = ""
    upper: tuple[Pitch, ...] = ()
    lower: tuple[Pitch, ...] = ()
    lit: frozenset[Pitch] = frozenset()
    parts: tuple[tuple[str, bool], ...] = ()
    is_free: bool = False
    is_latched: bool = False
    is_snapped: bool = False
    is_staying: bool = False
    is_holding: bool = False
    is_paused: bool = False
    is_ending: bool = False
    is_steady: bool = False
    call_mode: CallMode = "off"
    call_phase: CallPhase | None = None
    breath: float | None = None
    layers: tuple[LayerState, ...] = ()
    elapsed: Seconds = 0.0
