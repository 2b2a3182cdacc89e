"""A few played notes begin the tune, and stay recognisable."""

from itertools import pairwise

import pytest

from companion.domain.harmony import Key, Meter
from companion.domain.score import NoteEvent
from companion.domain.song import VOICE_RANGES, SongRequest
from companion.engine.composing import suggest

PLAYED = ((0.03, 1.0, 72), (0.98, 0.5, 74), (1.54, 0.5, 76), (2.02, 1.0, 72), (2.99, 1.0, 67))
MOTIF = tuple(NoteEvent(onset, length, pitch, 70) for onset, length, pitch in PLAYED)


@pytest.mark.parametrize("feeling", ["calm", "sad", "joyful"])
@pytest.mark.parametrize("bars", [2, 8, 16])
def test_the_tune_begins_with_it(feeling: str, bars: int) -> None:
    for seed in range(3):
        (song,) = suggest(SongRequest((), feeling=feeling, seed=seed, bars=bars, motif=MOTIF, meter=Meter(4, 4)))
        first = song.melody[:5]
        assert [note.start_beats for note in first] == [0.0, 1.0, 1.5, 2.0, 3.0]
        assert [b.pitch - a.pitch for a, b in pairwise(first)] == [2, 2, -4, -5]
        low, high = VOICE_RANGES[song.voice]
        assert all(low <= note.pitch <= high for note in song.melody)
        assert song.bars == bars
        assert song.contract.holds


def test_it_comes_back() -> None:
    (song,) = suggest(SongRequest((), feeling="calm", seed=1, bars=16, motif=MOTIF, meter=Meter(4, 4)))
    rhythm = [note.start_beats for note in song.melody[:5]]
    starts = {note.start_beats for note in song.melody}
    again = [bar for bar in range(1, 16) if {bar * 4 + at for at in rhythm} <= starts]
    assert len(again) >= 2


@pytest.mark.parametrize("meter", ["2/4", "3/4", "6/8", "5/4", "7/8"])
def test_any_meter_and_any_notes_will_do(meter: str) -> None:
    wild = tuple(NoteEvent(at * 0.37, 0.3, 36 + 7 * at % 60, 70) for at in range(30))
    chord = tuple(NoteEvent(0.0, 1.0, pitch, 70) for pitch in (60, 64, 67))
    for motif in (wild, chord, MOTIF[:1], MOTIF):
        (song,) = suggest(SongRequest((), seed=2, motif=motif, meter=Meter.parse(meter)))
        assert song.contract.holds


def test_a_key_that_was_asked_for_moves_it_there() -> None:
    (song,) = suggest(SongRequest((), feeling="calm", motif=MOTIF, key=Key("F"), meter=Meter(4, 4)))
    assert song.melody[0].pitch % 12 == 5


LINES = ("Today I carry a heavy coat", "but under it I am warm", "There is a window", "and behind it is the garden")


@pytest.mark.parametrize("feeling", ["calm", "sad", "joyful"])
def test_words_are_sung_to_it(feeling: str) -> None:
    for seed in range(4):
        (song,) = suggest(SongRequest(LINES, feeling=feeling, seed=seed, motif=MOTIF, meter=Meter(4, 4)))
        first = song.melody[:5]
        assert [note.start_beats for note in first] == [0.0, 1.0, 1.5, 2.0, 3.0]
        assert [b.pitch - a.pitch for a, b in pairwise(first)] == [2, 2, -4, -5]
        assert "".join(note.syllable or "" for note in song.melody if note.line == 0) == LINES[0].replace(" ", "")
        assert song.contract.holds


def test_it_comes_back_under_other_words() -> None:
    for seed in range(6):
        (song,) = suggest(SongRequest(LINES, feeling="calm", seed=seed, motif=MOTIF, meter=Meter(4, 4)))
        pitches = {note.start_beats: note.pitch for note in song.melody}
        again = [pitches.get(16 + note.start_beats) == note.pitch for note in song.melody[:5]]
        assert sum(again) >= 4


@pytest.mark.parametrize("meter", ["2/4", "3/4", "6/8", "5/4", "7/8"])
@pytest.mark.parametrize(
    "line", ["Home", "I am", "I am here now", "so many small words that go on and on and on until the night is over"]
)
def test_any_words_and_any_notes_make_a_song(meter: str, line: str) -> None:
    wild = tuple(NoteEvent(at * 0.37, 0.3, 36 + 7 * at % 60, 70) for at in range(30))
    chord = tuple(NoteEvent(0.0, 1.0, pitch, 70) for pitch in (60, 64, 67))
    for motif in (wild, chord, MOTIF):
        (song,) = suggest(SongRequest((line, "and this"), seed=2, motif=motif, meter=Meter.parse(meter)))
        assert song.contract.holds
        starts = [(note.start_beats, note.start_beats + note.duration_beats) for note in song.melody]
        assert all(end <= start + 1e-9 for (_, end), (start, _) in pairwise(starts))
