"""A few played notes as the first idea of a tune: onto the beat, into a key and the voice, and kept recognisable."""

from msgspec import Struct
from msgspec.structs import replace

from companion.domain.harmony import Key, Meter, Mode
from companion.domain.score import NoteEvent
from companion.domain.song import VOICE_RANGES, VoiceRange
from companion.domain.units import Beats, Bpm, Pitch
from companion.engine.bar_patterns import bar_patterns, shortest_beats
from companion.engine.pulse_grid import weakness
from companion.engine.rhythm import SungNote, Taste, speak
from companion.engine.singing import Held
from companion.engine.transposing import key_at

MOST_NOTES = 12
"""More than a phrase is no motif any more; what goes on is left out."""

_FOREIGN, _AWAY = 3.0, 0.4
"""What a note outside a key costs, and an end of the motif that is not at rest in it."""


class Motif(Struct, frozen=True):
    """A played idea made singable: its notes from a bar line, so many bars long, and a pitch for each."""

    notes: tuple[SungNote, ...]
    pitches: tuple[Pitch, ...]
    bars: int


def melody_of(played: tuple[NoteEvent, ...]) -> tuple[NoteEvent, ...]:
    """One line of what was played: of notes struck together the highest, in order, the first dozen of them."""
    top: list[NoteEvent] = []
    for note in sorted(played, key=lambda each: (each.onset_beats, -each.pitch)):
        if not top or note.onset_beats - top[-1].onset_beats > 0.12:
            top.append(note)
    return tuple(top[:MOST_NOTES])


def key_for_motif(played: tuple[NoteEvent, ...], keys: tuple[Key, ...], voice: VoiceRange) -> Key:
    """The key among some in which the motif can be sung in the voice, the one that it was played in before others."""
    notes = melody_of(played)
    own = _own_key(notes, keys[0].mode)
    low, high = VOICE_RANGES[voice]

    def misfit(key: Key) -> tuple[int, int]:
        pitches = _placed(notes, own, key, voice)
        away = (key.tonic_pc - own.tonic_pc + 6) % 12 - 6
        return (sum(not low <= pitch <= high for pitch in pitches), abs(away))

    return min(keys, key=misfit)


def _own_key(notes: tuple[NoteEvent, ...], mode: Mode) -> Key:
    """The key of a mode in which most of the notes belong, and the first and last are at rest."""

    def misfit(key: Key) -> float:
        foreign = sum(note.pitch % 12 not in key.scale_pcs for note in notes)
        rests = {key.scale_pcs[0], key.scale_pcs[2], key.scale_pcs[4]}
        away = (notes[0].pitch % 12 not in rests) + (notes[-1].pitch % 12 not in rests)
        return _FOREIGN * foreign + _AWAY * away

    return min((key_at(pc, mode) for pc in range(12)), key=misfit)


def _placed(notes: tuple[NoteEvent, ...], own: Key, key: Key, voice: VoiceRange) -> list[Pitch]:
    """The pitches moved from their own key to another, in the octave that lies nearest to the voice's middle."""
    low, high = VOICE_RANGES[voice]
    rise = key.tonic_pc - own.tonic_pc
    pitches = [note.pitch + rise for note in notes]
    centre = (min(pitches) + max(pitches)) / 2
    octave = 12 * round(((low + high) / 2 - centre) / 12)
    return [pitch + octave for pitch in pitches]


def motif_of(
    played: tuple[NoteEvent, ...], key: Key, meter: Meter, bpm: Bpm, voice: VoiceRange, most_bars: int
) -> Motif:
    """The motif on the beat grid, in `key` and inside the voice, at most `most_bars` bars long.

    Onsets go to the nearest place where a note may start; notes that meet there are one. Intervals stay what they
    were, but for notes outside the key (the nearest in it) and outside the voice (an octave nearer).
    """
    notes = melody_of(played)
    bar_beats = meter.bar_beats
    grid = shortest_beats(bpm)
    first = notes[0].onset_beats
    onsets = [round((note.onset_beats - first) / grid) * grid for note in notes]
    kept = [0]
    for index in range(1, len(notes)):
        if onsets[index] > onsets[kept[-1]] and _may_start(onsets[index], meter, grid) \
                and onsets[index] < most_bars * bar_beats:  # fmt: skip
            kept.append(index)
    bars = int(onsets[kept[-1]] / bar_beats + 1e-9) + 1
    weak = weakness(meter)
    sung: list[SungNote] = []
    for at, index in enumerate(kept):
        start = onsets[index]
        bar = int(start / bar_beats + 1e-9)
        until = min((bar + 1) * bar_beats, onsets[kept[at + 1]] if at + 1 < len(kept) else bars * bar_beats)
        sung.append(SungNote(start, until - start, bar, weak.get(start - bar * bar_beats, 2)))
    placed = _placed(notes, _own_key(notes, key.mode), key, voice)
    return Motif(tuple(sung), _into_voice([placed[index] for index in kept], key, voice), bars)


def _may_start(onset: Beats, meter: Meter, grid: Beats) -> bool:
    """Whether a note here has its shortest length before the bar is over, on a place of the bar's grid."""
    place = onset % meter.bar_beats
    return place in weakness(meter) and place + grid <= meter.bar_beats + 1e-9


def _into_voice(pitches: list[Pitch], key: Key, voice: VoiceRange) -> tuple[Pitch, ...]:
    """The pitches in the key; those that still lie outside the voice an octave nearer."""
    low, high = VOICE_RANGES[voice]
    found = [_in_key(pitch, key) for pitch in pitches]
    while any(not low <= pitch <= high for pitch in found):
        found = [pitch + (12 if pitch < low else -12 if pitch > high else 0) for pitch in found]
    return tuple(found)


def _in_key(pitch: Pitch, key: Key) -> Pitch:
    return next(pitch + by for by in (0, -1, 1) if (pitch + by) % 12 in key.scale_pcs)


def opening(motif: Motif, bars: int, meter: Meter) -> Held:
    """A first phrase of so many bars that begins with the motif: its rhythm goes on, and comes to rest in the last bar.

    Only the motif's own pitches are given.
    """
    starts: list[tuple[Beats, int]] = []
    for first_bar in range(0, bars, motif.bars):
        starts += [
            (first_bar * meter.bar_beats + note.start, note.weakness)
            for note in motif.notes
            if first_bar + note.bar < bars
        ]
    count = len(motif.notes)
    last_bar = (bars - 1) * meter.bar_beats
    if motif.bars < bars:
        resting = [at for at, (start, _) in enumerate(starts) if start >= last_bar]
        starts = starts[: resting[0] + 1] if resting else [*starts, (last_bar, 0)]
    notes: list[SungNote] = []
    for at, (start, weak) in enumerate(starts):
        bar = int(start / meter.bar_beats + 1e-9)
        until = min((bar + 1) * meter.bar_beats, starts[at + 1][0] if at + 1 < len(starts) else bars * meter.bar_beats)
        breath = 0.5 if at == len(starts) - 1 and until - start > 1 else 0.0
        notes.append(SungNote(start, until - start - breath, bar, weak))
    return Held(tuple(notes), (*motif.pitches, *(None for _ in notes[count:])))


def under_words(motif: Motif, stresses: tuple[bool, ...], bars: int, meter: Meter, bpm: Bpm, taste: Taste) -> Held:
    """A first line of so many bars that begins with the motif, a note a syllable; its pitches are given.

    Its rhythm stays where the words have room for it: what is left of them is spoken in the bars that are left, and a
    last syllable comes to rest in the next bar. Else the words are spoken as near to its rhythm as they can be.
    """
    kept = motif.notes[: len(stresses)]
    rest, bars_sung = stresses[len(kept) :], kept[-1].bar + 1
    bars_left = bars - bars_sung
    if not rest and bars_left and len(kept) > 1:
        moved = SungNote(bars_sung * meter.bar_beats, meter.bar_beats - 0.5, bars_sung, 0)
        until = min(moved.start, kept[-2].start + kept[-2].length + kept[-1].length)
        notes = (*kept[:-2], replace(kept[-2], length=until - kept[-2].start), moved)
    elif not rest:
        notes = kept
    elif bars_left and len(rest) < bars_left * (len(bar_patterns(meter, shortest_beats(bpm))) - 1):
        later = bars_sung * meter.bar_beats
        spoken = speak(rest, bars_left, meter, bpm, taste).notes
        notes = (*kept, *(replace(note, start=note.start + later, bar=note.bar + bars_sung) for note in spoken))
    else:
        notes = speak(stresses, bars, meter, bpm, taste, motif.notes).notes
    return Held(notes, (*motif.pitches[: len(kept)], *(None for _ in rest)))
