"""The same song elsewhere: every note and chord moved alike, names spelled as the new key writes them."""

from msgspec.structs import replace

from companion.domain.harmony import Chord, Key, Mode, pitch_class
from companion.domain.song import VOICE_RANGES, MelodyNote, Section, Song, VoiceRange
from companion.domain.units import Pitch
from companion.engine.chordnames import ChordName, parse_chord
from companion.engine.romans import chord_of, roman_of
from companion.engine.spelling import FLAT_KEYS_FROM_C, LETTERS, degree_name
from companion.engine.voicing import voice_lead

_MINOR_KEYS_FROM_C = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B")
_OCTAVE = 12


def key_at(tonic_pc: int, mode: Mode) -> Key:
    """The key on a pitch class, spelled as singers meet it most often."""
    is_minor = mode in ("minor", "dorian")
    return Key((_MINOR_KEYS_FROM_C if is_minor else FLAT_KEYS_FROM_C)[tonic_pc % _OCTAVE], mode)


def moved(song: Song, semitones: int) -> Song:
    """Every sung note exactly `semitones` higher (or lower), the chords with it, voiced anew for where they stand."""
    return _moved_to(song, key_at(song.key.tonic_pc + semitones, song.key.mode), semitones)


def in_key(song: Song, key: Key) -> Song:
    """The song in another key, where its tune lies best in the singer's voice; in its own key it stays as it is.

    Moving by way of a third key ends in the same place. A key of another mode keeps every degree of tune and
    chords and changes their colour.
    """
    if key == song.key:
        return song
    if key.mode != song.key.mode:
        song = _recoloured(song, key.mode)
    if key.tonic_pc == song.key.tonic_pc:
        return _moved_to(song, key, 0)
    rise = (key.tonic_pc - song.key.tonic_pc) % _OCTAVE
    return _moved_to(song, key, rise + _best_octave(song.melody, song.voice, rise))


def for_voice(song: Song, voice: VoiceRange) -> Song:
    """The song for a low or a high voice: in the octave that suits it, and where that is not enough a key nearby."""
    song = replace(song, voice=voice)
    octave = _best_octave(song.melody, voice, 0)
    low, high = VOICE_RANGES[voice]
    pitches = [note.pitch + octave for note in song.melody] or [low]
    nearest = min(range(-5, 7), key=lambda by: (_outside(pitches, by, low, high), abs(by), by))
    return song if octave + nearest == 0 else moved(song, octave + nearest)


def room(song: Song, semitones: int, beyond: int = 0) -> int:
    """As much of `semitones` as the voice has room for, `beyond` half steps past its ends included."""
    low, high = VOICE_RANGES[song.voice]
    pitches = [note.pitch for note in song.melody] or [low]
    if semitones < 0:
        return -max(0, min(-semitones, min(pitches) - low + beyond))
    return max(0, min(semitones, high + beyond - max(pitches)))


def _outside(pitches: list[Pitch], by: int, low: Pitch, high: Pitch) -> int:
    return max(0, low - min(pitches) - by) + max(0, max(pitches) + by - high)


def _best_octave(melody: tuple[MelodyNote, ...], voice: VoiceRange, rise: int) -> int:
    """How many whole octaves bring a tune nearest to the middle of the voice."""
    if not melody:
        return 0
    low, high = VOICE_RANGES[voice]
    pitches = [note.pitch + rise for note in melody]

    def misfit(by: int) -> tuple[float, int]:
        off_centre = abs((min(pitches) + max(pitches)) / 2 + by - (low + high) / 2)
        return (_outside(pitches, by, low, high) * 4 + off_centre, by)

    return min(range(-4 * _OCTAVE, 5 * _OCTAVE, _OCTAVE), key=misfit)


def _moved_to(song: Song, key: Key, semitones: int) -> Song:
    names = tuple(_renamed(parse_chord(chord.symbol), song.key, key) for chord in song.chords)
    return replace(
        song,
        key=key,
        melody=tuple(replace(note, pitch=note.pitch + semitones) for note in song.melody),
        chords=revoiced(song.chords, names),
        sections=tuple(_section_in(section, song.key, key) for section in song.sections),
    )


def revoiced(chords: tuple[Chord, ...], names: tuple[ChordName, ...]) -> tuple[Chord, ...]:
    """The chords under other names, voiced as one smooth row; numerals stay."""
    return tuple(
        replace(chord, symbol=name.symbol, voicing=voicing)
        for chord, name, voicing in zip(chords, names, voice_lead(names), strict=True)
    )


def _section_in(section: Section, old: Key, new: Key) -> Section:
    if section.key is None:
        return section
    return replace(section, key=Key(_note_in(section.key.tonic, old, new), section.key.mode))


def _renamed(name: ChordName, old: Key, new: Key) -> ChordName:
    bass = None if name.bass is None else _note_in(name.bass, old, new)
    return ChordName(_note_in(name.root, old, new), name.quality, bass)


def _note_in(note: str, old: Key, new: Key) -> str:
    """A note's name in a new key: the same degree, by its letter, raised or lowered as it was."""
    degree = (LETTERS.index(note[0]) - LETTERS.index(old.tonic[0])) % 7 + 1
    return degree_name(new, degree, (pitch_class(note) - old.tonic_pc + new.tonic_pc) % _OCTAVE)


def _recoloured(song: Song, mode: Mode) -> Song:
    """The same degrees in another mode on the same tonic."""
    key = Key(song.key.tonic, mode)
    names = tuple(_colour_of(chord, song.key, key) for chord in song.chords)
    chords = tuple(
        replace(chord, roman=roman_of(name, key))
        for chord, name in zip(revoiced(song.chords, names), names, strict=True)
    )
    melody = tuple(replace(note, pitch=note.pitch + _shift_of(note.pitch, song.key, key)) for note in song.melody)
    return replace(song, key=key, chords=chords, melody=melody)


def _colour_of(chord: Chord, old: Key, new: Key) -> ChordName:
    """A diatonic chord on the same degree of the new scale; a major fifth stays one; foreign chords stay."""
    name = parse_chord(chord.symbol)
    if name.root_pc not in old.scale_pcs or not set(name.pcs) <= {*old.scale_pcs, (old.tonic_pc - 1) % _OCTAVE}:
        return name
    degree = old.scale_pcs.index(name.root_pc)
    is_leading = degree == 4 and not name.is_minor
    scale = new.scale_pcs
    third = (scale[(degree + 2) % 7] - scale[degree]) % _OCTAVE
    fifth = (scale[(degree + 4) % 7] - scale[degree]) % _OCTAVE
    numeral = ("I", "II", "III", "IV", "V", "VI", "VII")[degree]
    roman = numeral if third == 4 or is_leading else numeral.lower() + ("°" if fifth == 6 else "")
    return chord_of(roman, new)


def _shift_of(pitch: Pitch, old: Key, new: Key) -> int:
    pc = pitch % _OCTAVE
    if pc not in old.scale_pcs:
        return 0
    degree = old.scale_pcs.index(pc)
    return (new.scale_pcs[degree] - new.tonic_pc) % _OCTAVE - (pc - old.tonic_pc) % _OCTAVE
