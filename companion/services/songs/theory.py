"""Chords and theory in a few lines, for those who ask."""

from companion.domain.harmony import Chord, Key
from companion.domain.song import Song
from companion.domain.units import Pitch
from companion.engine.spelling import spell
from companion.exports.song_words import groove_in_words, key_in_words
from companion.exports.songsheet import shown
from companion.language import told


def about(song: Song) -> str:
    """One line: key, meter, tempo and groove."""
    key = shown(key_in_words(song.key))
    return f"{key} · {song.meter.name} · ♩ = {song.tempo_bpm:g} · {groove_in_words(song.groove)}"


def theory_lines(song: Song) -> tuple[str, ...]:
    """The line `about` the song; the loop's chords with roman numerals; the reasons."""
    loop = [chord for chord in song.chords if chord.start_beats < song.loop_bars * song.meter.bar_beats]
    return (about(song), "   ".join(f"{shown(chord.symbol)} ({chord.roman})" for chord in loop), *map(told, song.why))


def chord_name(chord: Chord | None) -> str:
    """A chord's name as it is written on the screen, with real accidentals; empty for none."""
    return "" if chord is None else shown(chord.symbol)


def note_name(pitch: Pitch, key: Key) -> str:
    """A note's name as it is written in a key, with real accidentals, without its octave."""
    return shown(spell(pitch, key))
