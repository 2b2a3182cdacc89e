"""The only door to music21, which takes half a second to open: a song as notation, written as MusicXML."""

import re
from functools import lru_cache
from itertools import pairwise

from music21 import bar, clef, expressions, harmony, key, metadata, meter, note, pitch, stream, tempo, tie
from music21.musicxml.m21ToXml import GeneralObjectExporter

from companion.domain.harmony import Chord, Key
from companion.domain.song import MelodyNote, Section, Song
from companion.domain.units import Beats
from companion.engine.chordnames import ChordName, parse_chord
from companion.engine.spelling import spell, written_octave

_KINDS = {
    "": "major", "m": "minor", "5": "power", "dim": "diminished", "aug": "augmented", "sus2": "suspended-second",
    "sus4": "suspended-fourth", "6": "major-sixth", "m6": "minor-sixth", "7": "dominant-seventh",
    "maj7": "major-seventh", "m7": "minor-seventh", "mMaj7": "minor-major-seventh", "dim7": "diminished-seventh",
    "m7b5": "half-diminished-seventh", "7sus4": "suspended-fourth-seventh", "aug7": "augmented-seventh",
    "add9": "major", "madd9": "minor", "9": "dominant-ninth", "maj9": "major-ninth", "m9": "minor-ninth",
    "69": "major-sixth", "7b9": "dominant-seventh", "7#9": "dominant-seventh", "11": "dominant-11th",
    "m11": "minor-11th", "13": "dominant-13th",
}  # fmt: skip
"""MusicXML's kind for each suffix; where it has none, the nearest, with the suffix as its text."""

_NOTE_LENGTHS = (4.0, 3.0, 2.0, 1.5, 1.0, 0.75, 0.5, 0.25)
"""Lengths in quarters that one note head can show."""


def warm_up() -> None:
    """Write one note, so that everything a first song needs is loaded."""
    part = stream.Part([note.Note("C4")])
    GeneralObjectExporter(stream.Score([part])).parse()


def song_as_musicxml(song: Song) -> bytes:
    """The song on one staff: melody, words, chord symbols, sections as rehearsal marks; MusicXML 4.0."""
    part = stream.Part(id="melody")
    part.partName = "Voice"
    starts = {section.start_bar: section for section in song.sections}
    for index in range(song.bars):
        part.append(_measure(song, index, starts.get(index)))
    measures = part.getElementsByClass(stream.Measure)
    measures[-1].rightBarline = bar.Barline("final")
    score = stream.Score([part])
    score.metadata = metadata.Metadata(title=song.title, movementName=song.title)
    return _stable(bytes(GeneralObjectExporter(score).parse()))


def _stable(xml: bytes) -> bytes:
    """Without what music21 adds of its own: a random part id, the day, itself as the composer."""
    xml = re.sub(rb'id="P[0-9a-f]{32}"', b'id="P1"', xml)
    return re.sub(rb"\n\s*<(encoding-date|creator)\b[^\n]*", b"", xml)


def _measure(song: Song, index: int, section: Section | None) -> stream.Measure:
    length = song.meter.bar_beats
    start = index * length
    measure = stream.Measure(number=index + 1)
    if index == 0:
        measure.append(clef.TrebleClef() if _is_high(song) else clef.Treble8vbClef())
        measure.append(key.Key(song.key.tonic.replace("b", "-"), song.key.mode))
        measure.append(meter.TimeSignature(song.meter.name))
        measure.insert(0, tempo.MetronomeMark(number=song.tempo_bpm, referent=note.Note(type="quarter")))
    if section is not None:
        measure.insert(0, expressions.RehearsalMark(section.name))
    for sounding in song.chords:
        if start <= sounding.start_beats < start + length:
            measure.insert(sounding.start_beats - start, _chord_symbol(sounding))
    sung = [n for n in song.melody if start - 1e-9 <= n.start_beats < start + length - 1e-9]
    edges = [start, *(n.start_beats for n in sung), start + length]
    if sung and sung[0].start_beats > start:
        _insert_rests(measure, 0.0, sung[0].start_beats - start)
    for melody_note, (begin, until) in zip(sung, pairwise(edges[1:]), strict=True):
        _insert_note(measure, melody_note, begin - start, song.key)
        end = min(begin + melody_note.duration_beats, until)
        _insert_rests(measure, end - start, until - end)
    if not sung:
        rest = note.Rest(quarterLength=length)
        rest.fullMeasure = True
        measure.insert(0.0, rest)
    return measure


def _insert_note(measure: stream.Measure, melody_note: MelodyNote, offset: Beats, in_key: Key) -> None:
    """The note, in as many tied heads as its length needs; the syllable stands under the first."""
    lengths = _split(melody_note.duration_beats)
    for index, length in enumerate(lengths):
        head = note.Note(_pitch(melody_note.pitch, in_key), quarterLength=length)
        if len(lengths) > 1:
            head.tie = tie.Tie("start" if index == 0 else "stop" if index == len(lengths) - 1 else "continue")
        if index == 0 and melody_note.syllable:
            head.lyrics = [note.Lyric(text=melody_note.syllable, syllabic=melody_note.syllabic, applyRaw=True)]
        measure.insert(offset, head)
        offset += length


def _insert_rests(measure: stream.Measure, offset: Beats, length: Beats) -> None:
    for part in reversed(_split(length)):
        measure.insert(offset, note.Rest(quarterLength=part))
        offset += part


def _split(length: Beats) -> list[Beats]:
    """A length as a sum of lengths that one sign can show, longest first."""
    parts: list[Beats] = []
    while length > 1e-6:
        part = next((size for size in _NOTE_LENGTHS if size <= length + 1e-6), length)
        parts.append(part)
        length -= part
    return parts


def _pitch(midi: int, in_key: Key) -> pitch.Pitch:
    name = spell(midi, in_key)
    return pitch.Pitch(name.replace("b", "-") + str(written_octave(midi, name)))


def _chord_symbol(sounding: Chord) -> harmony.ChordSymbol:
    root, kind, bass, text = _harmony_of(parse_chord(sounding.symbol))
    symbol = harmony.ChordSymbol(root=root, kind=kind, bass=bass)
    symbol.chordKindStr = text
    return symbol


@lru_cache(maxsize=256)
def _harmony_of(name: ChordName) -> tuple[str, str, str | None, str]:
    root = name.root.replace("b", "-")
    bass = name.bass.replace("b", "-") if name.bass else None
    return root, _KINDS[name.quality], bass, name.quality


def _is_high(song: Song) -> bool:
    pitches = [n.pitch for n in song.melody]
    return not pitches or sum(pitches) / len(pitches) >= 57
