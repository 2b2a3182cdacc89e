"""Chords and theory in a few lines, for those who ask."""

import re

from companion.domain.harmony import Chord, Key
from companion.domain.song import Song
from companion.domain.units import Pitch

_SHARP_NAMES = ("C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B")
_FLAT_NAMES = ("C", "D♭", "D", "E♭", "E", "F", "G♭", "G", "A♭", "A", "B♭", "B")
_FLAT_KEYS = {False: ("F", "Bb", "Eb", "Ab", "Db", "Gb"), True: ("D", "G", "C", "F", "Bb", "Eb")}


def theory_lines(song: Song) -> tuple[str, ...]:
    """Key, meter, tempo and groove; the loop's chords with roman numerals; the reasons."""
    head = f"{song.key.name} · {song.meter.name} · ♩ = {song.tempo_bpm:g} · {song.groove}"
    loop = [chord for chord in song.chords if chord.start_beats < song.loop_bars * song.meter.bar_beats]
    return (head, "   ".join(f"{chord.symbol} ({chord.roman})" for chord in loop), *song.why)


def chord_name(chord: Chord | None) -> str:
    """A chord's name as it is written on the screen, with real accidentals."""
    return "" if chord is None else re.sub(r"(?<=[A-G])b", "♭", chord.symbol).replace("#", "♯")


def note_name(pitch: Pitch, key: Key) -> str:
    """A note's name as it is written in a key, with real accidentals, without its octave."""
    flat_tonic = key.tonic in _FLAT_KEYS[key.is_minor]
    return (_FLAT_NAMES if flat_tonic else _SHARP_NAMES)[pitch % 12]
