"""Songs as MusicXML, read back by a second reader."""

import xml.etree.ElementTree as ET
from itertools import groupby

import pytest

from companion.domain.harmony import Key, Meter
from companion.domain.song import Song, SongRequest
from companion.engine.composing import suggest
from companion.engine.notation import musicxml

LINES = (
    "[Verse]", "Today I carry a heavy coat", "but under it I am “warm” & <well>", "",
    "[Chorus]", "Remember the garden", "remember the door",
)  # fmt: skip


def song(key: Key | None = None, meter: Meter | None = None, seed: int = 3) -> Song:
    return suggest(SongRequest(LINES, title="Coat & garden", feeling="calm", seed=seed, key=key, meter=meter))[0]


def text(element: ET.Element, path: str) -> str:
    found = element.findtext(path)
    assert found is not None, path
    return found


@pytest.mark.parametrize("meter", ["4/4", "3/4", "6/8", "5/4", "2/4", "7/8"])
def test_the_file_says_what_the_song_says(meter: str) -> None:
    made = song(Key("Eb"), Meter.parse(meter))
    root = ET.fromstring(musicxml(made))
    assert root.get("version") == "4.0"
    assert text(root, "work/work-title") == "Coat & garden"
    measures = root.findall("part/measure")
    assert len(measures) == made.bars
    first = measures[0]
    assert text(first, "attributes/key/fifths") == "-3"
    assert f"{text(first, 'attributes/time/beats')}/{text(first, 'attributes/time/beat-type')}" == meter
    assert float(text(first, ".//sound[@tempo]/..//per-minute")) == made.tempo_bpm
    divisions = int(text(first, "attributes/divisions"))
    for measure in measures:
        length = sum(int(text(note, "duration")) for note in measure.findall("note"))
        assert length == made.meter.bar_beats * divisions
    assert [mark.text for mark in root.iter("rehearsal")] == ["verse", "chorus"]
    assert len(root.findall(".//harmony")) == len(made.chords)
    sung = [(text(lyric, "syllabic"), text(lyric, "text")) for lyric in root.iter("lyric")]
    assert sung == [(note.syllabic, note.syllable) for note in made.melody]


def test_pitches_are_spelled_in_the_key() -> None:
    made = song(Key("Ab"))
    root = ET.fromstring(musicxml(made))
    steps = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
    heard = []
    for note in root.iter("note"):
        pitch = note.find("pitch")
        if pitch is not None and note.find("tie[@type='stop']") is None:
            alter = int(pitch.findtext("alter", "0"))
            assert alter <= 0, "a flat key is written with flats"
            heard.append(12 * (int(text(pitch, "octave")) + 1) + steps[text(pitch, "step")] + alter)
    assert heard == [note.pitch for note in made.melody]


def note_name(one: ET.Element, part: str) -> str:
    sign = {"-1": "b", "1": "#"}.get(one.findtext(f"{part}/{part}-alter", "0"), "")
    return text(one, f"{part}/{part}-step") + sign


@pytest.mark.parametrize("seed", range(3))
def test_chord_symbols_keep_their_root_kind_and_bass(seed: int) -> None:
    made = song(Key("Bb", "minor"), seed=seed)
    root = ET.fromstring(musicxml(made))
    written = [
        note_name(one, "root")
        + {"major": "", "minor": "m"}[text(one, "kind")]
        + ("" if one.find("bass") is None else f"/{note_name(one, 'bass')}")
        for one in root.iter("harmony")
    ]
    assert written == [chord.symbol for chord in made.chords]


def test_the_same_song_gives_the_same_bytes() -> None:
    assert musicxml(song()) == musicxml(song())
    assert b"music21" in musicxml(song())
    assert b"encoding-date" not in musicxml(song())


def test_music21_reads_it_back() -> None:
    from music21 import converter, note

    made = song(Key("G"), Meter(3, 4))
    parsed = converter.parse(musicxml(made).decode(), format="musicxml")
    heads = [n for n in parsed.flatten().notes if isinstance(n, note.Note)]
    notes = [n for n in heads if n.tie is None or n.tie.type == "start"]
    assert [n.pitch.midi for n in notes] == [sung.pitch for sung in made.melody]
    assert [key for key, _ in groupby(float(n.offset) for n in notes)] == [sung.start_beats for sung in made.melody]


def test_a_song_without_words_and_a_low_voice_are_written_too() -> None:
    (low,) = suggest(SongRequest((), feeling="tired", seed=2, voice="low", bars=5))
    root = ET.fromstring(musicxml(low))
    assert len(root.findall("part/measure")) == 5
    assert text(root, ".//clef-octave-change") == "-1"
    assert not list(root.iter("lyric"))


@pytest.mark.parametrize("key", [Key("F"), Key("C#", "minor"), Key("D", "dorian"), Key("Bb", "mixolydian")])
def test_the_key_is_written_with_its_mode(key: Key) -> None:
    (song,) = suggest(SongRequest((), feeling="calm", key=key, bars=4))
    root = ET.fromstring(musicxml(song))
    assert root.findtext(".//key/mode") == key.mode
