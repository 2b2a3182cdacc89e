"""What must be heard over batches: feelings differ where listeners say they do (issue: contrasts that must hold)."""

from functools import lru_cache
from itertools import pairwise
from statistics import mean

import pytest

from companion.domain.song import Song, SongRequest
from companion.engine.backing import arrange
from companion.engine.composing import suggest
from companion.engine.profile import profile_of
from companion.engine.pulse_grid import weakness

WORDS = ("Today I carry a heavy coat", "but under it I am warm", "There is a window", "and behind it is the garden")
BATCH = 24


@lru_cache(maxsize=8)
def batch(feeling: str) -> tuple[Song, ...]:
    return tuple(
        suggest(SongRequest(WORDS if seed % 2 else (), feeling=feeling, seed=seed))[0] for seed in range(BATCH)
    )


def intervals(feeling: str) -> list[int]:
    return [abs(b.pitch - a.pitch) for song in batch(feeling) for a, b in pairwise(song.melody)]


def height(feeling: str) -> float:
    return mean(note.pitch for song in batch(feeling) for note in song.melody)


def span(feeling: str) -> float:
    return mean(max(n.pitch for n in s.melody) - min(n.pitch for n in s.melody) for s in batch(feeling))


def syncopated(song: Song) -> float:
    weak, bar = weakness(song.meter), song.meter.bar_beats

    def is_held_over(start: float, length: float) -> bool:
        return any(start < place < start + length and weak[place] < weak.get(start, 2) for place in weak)

    return mean(is_held_over(note.start_beats % bar, note.duration_beats) for note in song.melody)


@pytest.mark.parametrize(
    ("feeling", "low", "high"),
    [("calm", 60, 76), ("sad", 50, 76), ("hopeful", 76, 104), ("joyful", 104, 138), ("angry", 112, 152)],
)
def test_tempo(feeling: str, low: float, high: float) -> None:
    assert all(low <= song.tempo_bpm <= high for song in batch(feeling))


def test_colour() -> None:
    assert mean(song.key.is_minor for song in batch("sad")) >= 0.7
    assert mean(song.key.is_minor for song in batch("angry")) >= 0.9
    assert mean(song.key.is_minor for song in batch("hopeful")) <= 0.15
    assert mean(song.key.is_minor for song in batch("joyful")) <= 0.15


def test_sad_songs_move_by_clearly_smaller_intervals_and_joyful_ones_by_wider() -> None:
    mean_interval = {feeling: mean(intervals(feeling)) for feeling in ("sad", "calm", "hopeful", "joyful")}
    assert mean_interval["sad"] < 0.92 * mean_interval["calm"]
    assert mean_interval["calm"] < mean_interval["hopeful"] < mean_interval["joyful"]
    assert mean_interval["joyful"] > 1.2 * mean_interval["calm"]


def test_sad_songs_lie_lower_in_a_narrower_span_and_are_more_legato() -> None:
    assert height("sad") < height("calm") - 0.8
    assert height("calm") < height("hopeful") + 1
    assert span("sad") < span("calm") - 0.8
    assert span("calm") < span("joyful") - 1
    legato = {feeling: profile_of(batch(feeling)[0].affect).legato for feeling in ("sad", "calm", "joyful", "angry")}
    assert legato["sad"] >= legato["calm"] > legato["joyful"] > legato["angry"]


def test_joy_is_denser_in_time() -> None:
    def notes_a_second(feeling: str) -> float:
        return mean(len(s.melody) / s.total_beats * s.tempo_bpm / 60 for s in batch(feeling))

    assert notes_a_second("joyful") > 1.4 * notes_a_second("calm")


def test_anger_repeats_its_notes_is_syncopated_and_stands_on_lowered_chords() -> None:
    repeats = {feeling: mean(size == 0 for size in intervals(feeling)) for feeling in ("angry", "calm", "joyful")}
    assert repeats["angry"] > repeats["calm"] + 0.08
    assert repeats["angry"] > repeats["joyful"] + 0.1
    assert mean(map(syncopated, batch("angry"))) > mean(map(syncopated, batch("calm"))) + 0.08
    assert all(any(chord.roman in ("VI", "VII") for chord in song.chords) for song in batch("angry"))


def test_hope_rises() -> None:
    def rising(feeling: str) -> float:
        found = []
        for song in batch(feeling):
            size = song.phrase_bars * song.meter.bar_beats
            for at in range(round(song.total_beats / size)):
                inside = [n.pitch for n in song.melody if at * size <= n.start_beats < (at + 1) * size]
                if len(inside) > 2:
                    half = len(inside) // 2
                    found.append(mean(inside[half:]) > mean(inside[:half]))
        return mean(found)

    assert rising("hopeful") > 0.6 > rising("calm")
    assert any(song.melody[-1].pitch % 12 != song.key.tonic_pc for song in batch("hopeful")), "open endings allowed"


def test_anger_is_louder_and_calm_softer() -> None:
    def loudness(feeling: str) -> float:
        return mean(n.velocity for song in batch(feeling)[:8] for part in arrange(song).parts for n in part.notes)

    assert loudness("calm") < loudness("hopeful") < loudness("angry")
