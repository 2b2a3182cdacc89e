"""The end of a whole song: it slackens wherever the song is heard or written once through, and nowhere before."""

from pathlib import Path

import mido
import music21
import pytest
from msgspec.structs import replace

from companion.domain.song import Song
from companion.engine.backing import arrange
from companion.engine.endings import SLACKENING_BARS, final_bpm, to_its_end
from companion.services.songs.exporting import write_song


def test_only_the_last_bars_slacken(song: Song) -> None:
    score = to_its_end(song)
    start = score.total_beats - SLACKENING_BARS * song.meter.bar_beats
    assert score.tempo.bpm_at(start) == song.tempo_bpm
    assert score.tempo.bpm_at(score.total_beats) == pytest.approx(final_bpm(song.tempo_bpm))
    assert score.parts == arrange(song).parts


def test_a_song_that_glides_slackens_from_where_it_came_to(song: Song) -> None:
    calmer = replace(song, tempo_bpm=80.0, to_tempo_bpm=60.0)
    score = to_its_end(calmer)
    before = score.total_beats - SLACKENING_BARS * song.meter.bar_beats
    assert score.tempo.bpm_at(before) == pytest.approx(arrange(calmer).tempo.bpm_at(before))
    assert score.tempo.bpm_at(score.total_beats) == pytest.approx(final_bpm(score.tempo.bpm_at(before)))


def test_it_opens_aligned_elsewhere(song: Song, tmp_path: Path) -> None:
    path = tmp_path / "song.mid"
    write_song(song, path)
    file = mido.MidiFile(path)
    tempos = [60e6 / each.tempo for track in file.tracks for each in track if each.type == "set_tempo"]
    assert tempos[0] == pytest.approx(song.tempo_bpm, abs=0.01)
    assert min(tempos) == tempos[-1] < 0.8 * tempos[0]
    kinds = {each.type for track in file.tracks for each in track}
    assert {"key_signature", "time_signature", "marker", "lyrics"} <= kinds
    sung = [each for track in file.tracks for each in track if each.type == "lyrics"]
    assert len(sung) == sum(bool(note.syllable) for note in song.melody)
    score = to_its_end(song)
    assert file.length == pytest.approx(score.tempo.seconds_at(score.total_beats), abs=0.2)
    read = music21.converter.parse(path)
    assert read.highestTime == pytest.approx(score.total_beats, abs=0.5)
    assert read.recurse().getElementsByClass(music21.meter.TimeSignature)[0].ratioString == song.meter.name
    marks = [mark.number for mark in read.recurse().getElementsByClass(music21.tempo.MetronomeMark)]
    assert marks[0] == pytest.approx(song.tempo_bpm, abs=0.5)
