"""Music that can be played: parts of notes, in beats, with the tempo that turns them into time."""

from msgspec import Struct
from msgspec.structs import replace

from companion.domain.harmony import Key, Meter
from companion.domain.tempo import TempoMap
from companion.domain.units import Beats, Pitch, Seconds, Velocity, require
from companion.language import _

DRUM_CHANNEL = 9


class NoteEvent(Struct, frozen=True):
    """One note: where it starts and how long it lasts (beats), what and how loud."""

    onset_beats: Beats
    duration_beats: Beats
    pitch: Pitch
    velocity: Velocity

    def __post_init__(self) -> None:
        require(self.duration_beats > 0, _("a note needs a length"))
        require(0 <= self.pitch <= 127, _("pitch {pitch} is not a MIDI note").format(pitch=self.pitch))
        require(
            1 <= self.velocity <= 127, _("velocity {velocity} is not a MIDI velocity").format(velocity=self.velocity)
        )


class Part(Struct, frozen=True):
    """One player: a General MIDI `program` (0 to 127) on a `channel` (0 to 15), notes by onset.

    `name` is "melody", "chords", "bass", "pulse" or "air".
    """

    name: str
    channel: int
    program: int
    notes: tuple[NoteEvent, ...]

    def __post_init__(self) -> None:
        require(0 <= self.channel <= 15, _("channel {channel} is not a MIDI channel").format(channel=self.channel))
        require(
            0 <= self.program <= 127, _("program {program} is not a General MIDI program").format(program=self.program)
        )


class TextEvent(Struct, frozen=True):
    """A word, syllable or marker at its beat."""

    beats: Beats
    text: str


class Score(Struct, frozen=True):
    """A whole piece, ready for the synth or a MIDI file. `total_beats` is whole bars."""

    title: str
    key: Key
    meter: Meter
    tempo: TempoMap
    total_beats: Beats
    parts: tuple[Part, ...]
    lyrics: tuple[TextEvent, ...] = ()
    markers: tuple[TextEvent, ...] = ()

    @property
    def total_seconds(self) -> Seconds:
        """How long the piece lasts, without ring-out."""
        return self.tempo.seconds_at(self.total_beats)

    def part(self, name: str) -> Part | None:
        """The part of that name, or None."""
        return next((part for part in self.parts if part.name == name), None)

    def without(self, *names: str) -> "Score":
        """The same piece without some parts (the melody, to sing over it)."""
        return replace(self, parts=tuple(part for part in self.parts if part.name not in names))
