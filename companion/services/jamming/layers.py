"""Takes over one another: what was played goes on sounding, round after round, each silent at will."""

from collections.abc import Callable
from math import ceil

from msgspec import Struct
from msgspec.structs import replace

from companion.domain.harmony import Chord, Key
from companion.domain.score import NoteEvent, Part
from companion.domain.take import Take
from companion.domain.units import Beats
from companion.engine.safe_notes import snap_table
from companion.errors import WrongUseError
from companion.language import _
from companion.services.jamming.state import LayerState
from companion.services.sounding.playback import Playback

MOST_LAYERS = 5
"""More than this many lines at once are mud (our choice, unsourced)."""

FIRST_CHANNEL = 10
LAYER_SOFTER = 0.85
ChordAt = Callable[[Beats], Chord | None]


class Layer(Struct, frozen=True):
    """A take as a loop of `cycle_beats`; its notes count from the start of the round it was played over.

    `name` is the part's name in the sound process; `is_free` notes are left as they were played.
    """

    name: str
    title: str
    channel: int
    notes: tuple[NoteEvent, ...]
    cycle_beats: Beats
    from_beats: Beats
    is_free: bool
    is_muted: bool = False


class Layers:
    """The layers of a jam, handed over a bar at a time. `round_beats` is how long a round is, `program` their sound."""

    def __init__(
        self, playback: Playback, bar_beats: Beats, round_beats: Beats, chord_at: ChordAt, program: int
    ) -> None:
        self._playback = playback
        self._bar = bar_beats
        self._round = round_beats
        self._chord_at = chord_at
        self._program = program
        self._layers: list[Layer] = []
        self._made = 0
        self._cued_until: Beats = 0.0

    @property
    def states(self) -> tuple[LayerState, ...]:
        """The layers for showing, the oldest first."""
        return tuple(LayerState(layer.title, layer.is_muted) for layer in self._layers)

    def add(self, take: Take, round_start: Beats, after: Beats, *, is_free: bool) -> Layer | None:
        """Let a take go on sounding from the next round after a bar line on; None where it has no notes.

        `round_start` is where the round of its first note began.
        Raises WrongUseError where there are as many layers as sound well.
        """
        if len(self._layers) >= MOST_LAYERS:
            raise WrongUseError(
                _("{count} takes over one another are as many as can be told apart.").format(count=MOST_LAYERS),
                _("Take one away first."),
            )
        played = [note for note in take.notes(with_pedal=True) if note.onset_beats >= round_start]
        if not played:
            return None
        end = max(note.onset_beats for note in played) + self._bar / 8
        cycle = max(1, ceil((end - round_start) / self._round)) * self._round
        self._made += 1
        used = {layer.channel for layer in self._layers}
        channel = next(FIRST_CHANNEL + i for i in range(MOST_LAYERS) if FIRST_CHANNEL + i not in used)
        notes = tuple(
            replace(
                note,
                onset_beats=note.onset_beats - round_start,
                duration_beats=min(note.duration_beats, cycle),
                velocity=max(1, round(note.velocity * LAYER_SOFTER)),
            )
            for note in played
        )
        begins = round_start + ceil((after - round_start) / self._round) * self._round
        name = f"layer {self._made}"
        self._layers.append(Layer(name, f"take {self._made}", channel, notes, cycle, max(0.0, begins), is_free))
        return self._layers[-1]

    def remove_last(self) -> Layer | None:
        """Take the newest layer away; None where there is none."""
        if not self._layers:
            return None
        self._playback.set_part(self._layers[-1].name, is_on=False)
        return self._layers.pop()

    def put_back(self, layer: Layer) -> None:
        """Let a layer sound again that was taken away."""
        self._layers.append(layer)
        self._playback.set_part(layer.name, is_on=not layer.is_muted)

    def mute_or_not(self, index: int) -> None:
        """Silence a layer, or let it sound again; nothing for an index that has none."""
        if 0 <= index < len(self._layers):
            layer = self._layers[index]
            self._layers[index] = replace(layer, is_muted=not layer.is_muted)
            self._playback.set_part(layer.name, is_on=layer.is_muted)

    def restart(self, from_beats: Beats, *, is_new: bool) -> None:
        """The music goes on from a bar line; where it `is_new` the layers begin with it."""
        self._cued_until = from_beats
        for index, layer in enumerate(self._layers):
            if is_new:
                self._layers[index] = replace(layer, from_beats=from_beats)
            if layer.is_muted:
                self._playback.set_part(layer.name, is_on=False)

    def follow(self, beats: Beats | None, key: Key) -> None:
        """Hand over the bars that come next."""
        if beats is None or not self._layers:
            return
        coming = self._playback.next_bar()
        bar = max(self._cued_until, coming)
        while bar <= coming + self._bar / 2:
            for layer in self._layers:
                self._cue(layer, bar, key)
            bar += self._bar
        self._cued_until = bar

    def _cue(self, layer: Layer, bar: Beats, key: Key) -> None:
        if bar < layer.from_beats:
            return
        inside = (bar - layer.from_beats) % layer.cycle_beats
        notes = tuple(
            self._fitted(replace(note, onset_beats=note.onset_beats - inside), layer, bar, key)
            for note in layer.notes
            if inside <= note.onset_beats < inside + self._bar
        )
        self._playback.cue(bar, Part(layer.name, layer.channel, self._program, notes))

    def _fitted(self, note: NoteEvent, layer: Layer, bar: Beats, key: Key) -> NoteEvent:
        """The note over the chord that sounds where it comes now: harmony may have moved on since it was played."""
        if layer.is_free:
            return note
        return replace(note, pitch=snap_table(self._chord_at(bar + note.onset_beats), key)[note.pitch])
