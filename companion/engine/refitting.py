"""A tune over changed chords: only the notes that clash move, each to the nearest one that sounds well."""

from msgspec.structs import replace

from companion.domain.harmony import Chord, Key, chord_at
from companion.domain.song import VOICE_RANGES, MelodyNote, Song
from companion.domain.units import Beats, Pitch
from companion.engine.pulse_grid import weakness
from companion.engine.tones import fit

_REACH = 7
"""A note moves at most so many half steps; within a fifth there is a chord tone above and below."""

_HELD: Beats = 1.0
_HALF_STEP_CLASH = 1.5
"""From here on `tones.fit` means a half step against a chord tone."""


def refitted(song: Song, start: Beats = 0.0, end: Beats | None = None) -> Song:
    """The song with the notes that clash between two beats (all, where left out) moved as little as can be."""
    until = song.total_beats if end is None else end
    melody = list(song.melody)
    for index, note in enumerate(melody):
        chord = chord_at(song.chords, note.start_beats + 1e-6)
        if chord is not None and start <= note.start_beats < until and clashes(note, chord, song):
            before = melody[index - 1].pitch if index else note.pitch
            after = melody[index + 1].pitch if index + 1 < len(melody) else note.pitch
            melody[index] = replace(note, pitch=_nearest(note, before, after, chord, song))
    return replace(song, melody=tuple(melody))


def clashes(note: MelodyNote, chord: Chord, song: Song) -> bool:
    """Whether a note can't stay over a chord.

    A chord tone always can. A note of the key can where it passes (short, or on a weak place), or where it makes no
    half step with a chord tone; any other note can't.
    """
    pc = note.pitch % 12
    if pc in chord.pitch_classes:
        return False
    if pc not in key_of_place(song, note.start_beats).scale_pcs:
        return True
    is_light = weakness(song.meter).get(note.start_beats % song.meter.bar_beats, 2) > 0
    if is_light and note.duration_beats < _HELD:
        return False
    is_last = note == song.melody[-1]
    return is_last or fit(note.pitch, chord.pitch_classes, song.key.tonic_pc) > _HALF_STEP_CLASH


def key_of_place(song: Song, beat: Beats) -> Key:
    """The key of the section that sounds at a beat."""
    bar = int(beat / song.meter.bar_beats + 1e-9)
    section = next((each for each in reversed(song.sections) if each.start_bar <= bar), None)
    return song.key if section is None or section.key is None else section.key


def _nearest(note: MelodyNote, before: Pitch, after: Pitch, chord: Chord, song: Song) -> Pitch:
    """The chord tone that is nearest, towards its neighbours, where the voice is at ease or the tune has been before.

    The tune's own range is kept where it can be.
    """
    pitches = [each.pitch for each in song.melody]
    low, high = min(pitches), max(pitches)
    voice_low, voice_high = VOICE_RANGES[song.voice]

    def cost(pitch: Pitch) -> tuple[float, Pitch]:
        moved = abs(pitch - note.pitch)
        outside = max(0, low - pitch) + max(0, pitch - high)
        return (moved + 0.3 * abs(pitch - before) + 0.3 * abs(pitch - after) + 3 * outside, pitch)

    lowest, highest = max(note.pitch - _REACH, min(low, voice_low)), min(note.pitch + _REACH, max(high, voice_high))
    around = range(lowest, highest + 1)
    return min((pitch for pitch in around if pitch % 12 in chord.pitch_classes), key=cost, default=note.pitch)
