"""What usually follows what in a tune, and that tunes keep to it without becoming a scale."""

from itertools import pairwise
from statistics import mean

import pytest

from companion.domain.harmony import Meter
from companion.domain.song import Song, SongRequest
from companion.engine.bar_patterns import bar_patterns
from companion.engine.composing import suggest
from companion.engine.usual_moves import kind_of, length_surprise, surprise


def test_a_leap_is_taken_back_rather_than_gone_on_with() -> None:
    assert surprise(7, -2) < surprise(7, 2)
    assert surprise(-7, 2) < surprise(-7, -3)


def test_a_move_farther_than_a_sixth_surprises_most() -> None:
    assert surprise(0, 10) == surprise(3, -11) == max(surprise(0, move) for move in range(-9, 10))


def test_moves_are_of_seven_kinds() -> None:
    assert [kind_of(move) for move in (-7, -4, -2, 0, 1, 3, 12)] == [-3, -2, -1, 0, 1, 2, 3]


def test_lengths_in_plain_proportions_surprise_least() -> None:
    assert length_surprise(1, 1, 1) < length_surprise(1, 1, 2) < length_surprise(1, 1, 1.5) < length_surprise(1, 1, 2.5)
    assert length_surprise(1, 1.5, 0.5) < length_surprise(1, 1.5, 1)


def moves_of(song: Song) -> list[int]:
    return [after.pitch - before.pitch for before, after in pairwise(song.melody)]


@pytest.mark.parametrize("meter", ["3/4", "4/4", "6/8"])
def test_tunes_are_as_predictable_as_songs(meter: str) -> None:
    songs = [suggest(SongRequest((), feeling="calm", seed=seed, meter=Meter.parse(meter)))[0] for seed in range(40, 52)]
    found = [mean(surprise(*pair) for pair in pairwise(moves_of(song))) for song in songs]
    assert 2.3 < mean(found) < 3.3  # lullabies of the Essen collection: 2.6 to 3.8, half of them 2.9 to 3.4
    assert all(len(set(moves_of(song))) >= 5 for song in songs)  # no scale exercise, no drone


def test_the_second_eighth_of_three_does_not_stand_alone() -> None:
    plainest = [pattern for patterns in bar_patterns(Meter(6, 8), 0.5)[2:5] for pattern in patterns[:2]]
    assert all((0.5 in p.onsets) <= (0.0 in p.onsets and 1.0 in p.onsets) for p in plainest)
    assert all((2.0 in p.onsets) <= (1.5 in p.onsets and 2.5 in p.onsets) for p in plainest)


def test_words_sung_over_and_over_have_a_second_idea() -> None:
    for seed in range(6):
        (song,) = suggest(SongRequest(("I will find my way again",), feeling="calm", seed=seed, meter=Meter(4, 4)))
        lines = {
            tuple((note.start_beats % 8, note.pitch) for note in song.melody if note.line == line) for line in range(4)
        }
        assert len(lines) >= 2
