"""What the app and the sound process say to each other: commands go down, facts come up.

Times: `beats` are quarter notes of the running music, unrolled (a loop goes on counting); `seconds` are
seconds since its beat 0. While nothing runs, `seconds` count from the moment the sound process opened.
"""

import math
from typing import Literal, TypeAlias

from msgspec import Struct

from companion.domain.score import Score
from companion.domain.take import PlayedEvent
from companion.domain.units import Beats, Pitch, Seconds, Velocity, require

LONGEST_COUNT_IN: Beats = 64.0
LONGEST_FADE: Seconds = 60.0


class Open(Struct, frozen=True, tag=True):
    """The first command: which output and input to use.

    `driver` is "auto" (the platform's own), "none", or one of FluidSynth's names; `audio_file` is where the
    `file` driver writes. `midi_input` is "any", "none" or a port's name. `volume` is 0 to 1.
    """

    driver: str
    audio_file: str | None
    soundfont: str | None
    midi_input: str
    volume: float
    latency_ms: float

    def __post_init__(self) -> None:
        require(math.isfinite(self.volume), "the volume is no number")
        require(0 <= self.latency_ms <= 2000, f"a latency of {self.latency_ms:g} ms can't be")


class LoadSoundFont(Struct, frozen=True, tag=True):
    """Use another SoundFont from now on."""

    path: str


class Play(Struct, frozen=True, tag=True):
    """Play a score from `from_beats` (whole bars are kept), after `count_in_beats` of soft ticks.

    `play_id` comes back in every fact about it; a running score is faded out quickly and replaced.
    """

    play_id: int
    score: Score
    is_loop: bool = False
    from_beats: Beats = 0.0
    count_in_beats: Beats = 0.0
    fade_in_seconds: Seconds = 2.0

    def __post_init__(self) -> None:
        require(0 <= self.from_beats < math.inf, f"music does not start at beat {self.from_beats:g}")
        require(0 <= self.count_in_beats <= LONGEST_COUNT_IN, f"{self.count_in_beats:g} beats are no count-in")
        require(0 <= self.fade_in_seconds <= LONGEST_FADE, f"a fade of {self.fade_in_seconds:g} seconds is too long")


class Stop(Struct, frozen=True, tag=True):
    """Fade the running music out and end it."""

    fade_seconds: Seconds = 1.5

    def __post_init__(self) -> None:
        require(0 <= self.fade_seconds <= LONGEST_FADE, f"a fade of {self.fade_seconds:g} seconds is too long")


class NoteOn(Struct, frozen=True, tag=True):
    """A note played by the person, at once. `seconds` closes it by itself (keys that report no release)."""

    pitch: Pitch
    velocity: Velocity
    seconds: Seconds | None = None

    def __post_init__(self) -> None:
        require(0 <= self.pitch <= 127, f"pitch {self.pitch} is not a MIDI note")
        require(1 <= self.velocity <= 127, f"velocity {self.velocity} is not a MIDI velocity")


class NoteOff(Struct, frozen=True, tag=True):
    """The person's note ends."""

    pitch: Pitch

    def __post_init__(self) -> None:
        require(0 <= self.pitch <= 127, f"pitch {self.pitch} is not a MIDI note")


class SetVolume(Struct, frozen=True, tag=True):
    """The loudness of everything, 0 to 1, reached smoothly; beyond that it is the nearest."""

    volume: float

    def __post_init__(self) -> None:
        require(math.isfinite(self.volume), "the volume is no number")


class SetPlayerProgram(Struct, frozen=True, tag=True):
    """The General MIDI program (0 to 127) of what the person plays."""

    program: int

    def __post_init__(self) -> None:
        require(0 <= self.program <= 127, f"program {self.program} is not a General MIDI program")


class Panic(Struct, frozen=True, tag=True):
    """Silence, now."""


class Close(Struct, frozen=True, tag=True):
    """Fade, close everything, and go."""


Command: TypeAlias = (
    Open | LoadSoundFont | Play | Stop | NoteOn | NoteOff | SetVolume | SetPlayerProgram | Panic | Close
)


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


class Position(Struct, frozen=True, tag=True):
    """Where the running music is, as heard at `monotonic` (time.monotonic of this machine, in seconds).

    During a count-in `beats` runs up to the start: negative where that is beat 0.
    """

    play_id: int
    beats: Beats
    monotonic: Seconds
    bpm: float


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
    """A MIDI keyboard or the audio output went away; the rest goes on."""

    name: str


class DeviceFound(Struct, frozen=True, tag=True):
    """A MIDI keyboard is there (again)."""

    name: str


class Problem(Struct, frozen=True, tag=True):
    """Something was refused or failed; the sound process goes on. Both are sentences for people."""

    message: str
    hint: str = ""


Fact: TypeAlias = Ready | Position | Ended | NoteHeard | DeviceLost | DeviceFound | Problem
