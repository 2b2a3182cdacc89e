"""What the app tells the sound process. `midi/protocol.py` says how times are counted.

Every command checks itself when it is made and when it arrives: ValueError for numbers that no music has.
"""

import math
from typing import TypeAlias

from msgspec import Struct

from companion.domain.score import Part, Score
from companion.domain.tempo import HIGHEST_BPM, LOWEST_BPM
from companion.domain.units import Beats, Bpm, Pitch, Seconds, Velocity, require

LONGEST_COUNT_IN: Beats = 64.0
LONGEST_FADE: Seconds = 60.0
LONGEST_GLIDE: Seconds = 3600.0
LAST_BEAT: Beats = 1e6
"""No music goes on for longer than this: eleven days at a slow walk."""
KEYS = 128
"""How many keys MIDI knows."""


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

    `play_id` comes back in every fact about it; a running score is faded out quickly and replaced. The score's own
    beat 0 stands at `score_at_beats` (a bar line): later than 0 where a revised score goes on; the tempo counts from
    beat 0 of the music all the same.
    """

    play_id: int
    score: Score
    is_loop: bool = False
    from_beats: Beats = 0.0
    count_in_beats: Beats = 0.0
    fade_in_seconds: Seconds = 2.0
    score_at_beats: Beats = 0.0

    def __post_init__(self) -> None:
        require(0 <= self.from_beats <= LAST_BEAT, f"music does not start at beat {self.from_beats:g}")
        require(0 <= self.score_at_beats <= LAST_BEAT, f"a score does not stand at beat {self.score_at_beats:g}")
        require(0 <= self.count_in_beats <= LONGEST_COUNT_IN, f"{self.count_in_beats:g} beats are no count-in")
        require(0 <= self.fade_in_seconds <= LONGEST_FADE, f"a fade of {self.fade_in_seconds:g} seconds is too long")


class Stop(Struct, frozen=True, tag=True):
    """Fade the running music out and end it."""

    fade_seconds: Seconds = 1.5

    def __post_init__(self) -> None:
        require(0 <= self.fade_seconds <= LONGEST_FADE, f"a fade of {self.fade_seconds:g} seconds is too long")


class Revise(Struct, frozen=True, tag=True):
    """From the bar line at `from_beats` on (at the earliest the next one), play `score`, whose beat 0 stands there.

    It has the running score's meter, and the running tempo whatever its own says. It loops as the running one does
    unless `is_loop` says otherwise. Sounding notes end in their own time. The newest wins: what was to take over there
    or later gives way to it. Answered by `Revised`.
    """

    play_id: int
    score: Score
    from_beats: Beats = 0.0
    is_loop: bool | None = None

    def __post_init__(self) -> None:
        require(0 <= self.from_beats <= LAST_BEAT, f"music does not change at beat {self.from_beats:g}")


class SetTempo(Struct, frozen=True, tag=True):
    """From the bar line at `from_beats` on (at the earliest the next one), glide evenly to `bpm`, in `over_seconds`.

    Changes that were asked for later than that bar line are forgotten. Answered by `TempoChanged`.
    """

    play_id: int
    bpm: Bpm
    over_seconds: Seconds = 0.0
    from_beats: Beats = 0.0

    def __post_init__(self) -> None:
        require(LOWEST_BPM <= self.bpm <= HIGHEST_BPM,
                f"a tempo of {self.bpm:g} is outside {LOWEST_BPM:g} to {HIGHEST_BPM:g}")
        require(0 <= self.over_seconds <= LONGEST_GLIDE, f"a glide of {self.over_seconds:g} seconds is too long")
        require(0 <= self.from_beats <= LAST_BEAT, f"no tempo changes at beat {self.from_beats:g}")


class SetPart(Struct, frozen=True, tag=True):
    """Let every part of that name be heard or not, from now on; reached smoothly.

    It holds over loops and revisions of the music that was asked for last; a new `Play` begins with all parts on.
    """

    name: str
    is_on: bool


class SetPartLevel(Struct, frozen=True, tag=True):
    """The loudness of every part of that name, 0 to 1 (as the score has it), reached smoothly; it holds as long."""

    name: str
    level: float

    def __post_init__(self) -> None:
        require(math.isfinite(self.level), "the level is no number")


class Cue(Struct, frozen=True, tag=True):
    """Play a part's notes once over the running music; their beats count from `at_beats` of it.

    What would lie in the past is left out. `SetPart` and `SetPartLevel` hold for the part's name too.
    """

    play_id: int
    at_beats: Beats
    part: Part

    def __post_init__(self) -> None:
        require(0 <= self.at_beats <= LAST_BEAT, f"nothing is cued at beat {self.at_beats:g}")


class NoteOn(Struct, frozen=True, tag=True):
    """A note played by the person, at once. `seconds` closes it by itself (keys that report no release)."""

    pitch: Pitch
    velocity: Velocity
    seconds: Seconds | None = None

    def __post_init__(self) -> None:
        _require_pitch(self.pitch)
        require(1 <= self.velocity <= 127, f"velocity {self.velocity} is not a MIDI velocity")


class NoteOff(Struct, frozen=True, tag=True):
    """The person's note ends."""

    pitch: Pitch

    def __post_init__(self) -> None:
        _require_pitch(self.pitch)


class SetSustain(Struct, frozen=True, tag=True):
    """Hold the person's notes as a pedal does, until it is lifted."""

    is_down: bool


class SetSnap(Struct, frozen=True, tag=True):
    """Which pitch each of a MIDI keyboard's 128 keys sounds from its next note on; None: its own."""

    pitches: tuple[Pitch, ...] | None

    def __post_init__(self) -> None:
        if self.pitches is not None:
            require(len(self.pitches) == KEYS, f"a keyboard has {KEYS} keys, not {len(self.pitches)}")
            for pitch in self.pitches:
                _require_pitch(pitch)


class SetKeyboard(Struct, frozen=True, tag=True):
    """How a MIDI keyboard is read: velocity v sounds as 127 · (v / 127) ** velocity_curve; one `channel`, or all.

    A curve below 1 helps a light hand, above 1 a heavy one. Channels are 0 to 15.
    """

    velocity_curve: float = 1.0
    channel: int | None = None

    def __post_init__(self) -> None:
        require(0.1 <= self.velocity_curve <= 10, f"a velocity curve of {self.velocity_curve:g} is outside 0.1 to 10")
        require(self.channel is None or 0 <= self.channel <= 15, f"channel {self.channel} is not a MIDI channel")


class SetMidiInput(Struct, frozen=True, tag=True):
    """Listen to other MIDI keyboards: "any", "none", or a part of a port's name; it holds within about a second."""

    wanted: str


class SetMidiOutput(Struct, frozen=True, tag=True):
    """Play the backing on a MIDI output port (a part of its name; None: on none), and on the synth too, or not.

    `clock` adds MIDI clock (24 a beat) with start, continue, stop and song position.
    """

    port: str | None
    also_synth: bool = True
    clock: bool = False


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
    Open | LoadSoundFont | Play | Stop | Revise | SetTempo | SetPart | SetPartLevel | Cue | NoteOn | NoteOff
    | SetSustain | SetSnap | SetKeyboard | SetMidiInput | SetMidiOutput | SetVolume | SetPlayerProgram | Panic | Close
)  # fmt: skip


def _require_pitch(pitch: Pitch) -> None:
    require(0 <= pitch <= 127, f"pitch {pitch} is not a MIDI note")
