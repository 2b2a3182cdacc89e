"""Words in 6/8: lines fill their bars, begin on the bar line or before it, and do not lilt on and on."""

import pytest

from companion.domain.harmony import Meter
from companion.domain.song import Song, SongRequest
from companion.engine.composing import suggest

SIX = Meter(6, 8)
DACTYLS = (
    "Carry the basket along by the river",
    "carry it under the wandering sky",
    "set it down soft where the silver leaves shiver",
    "sit there and listen till evening goes by",
)
TROCHEES = ("Morning windows, open kitchen", "someone's laughing in the garden", "bread is warm and tea is ready",
            "nothing here is in a hurry")  # fmt: skip
LONG_SHORT = [0.0, 1.0, 1.5, 2.5]


def song_of(lines: tuple[str, ...], seed: int) -> Song:
    return suggest(SongRequest(lines, feeling="calm", seed=seed, meter=SIX))[0]


def bars_of(song: Song) -> list[list[float]]:
    """Where the notes of each bar start, from its own bar line."""
    starts = [note.start_beats for note in song.melody]
    return [[at - 3 * bar for at in starts if 3 * bar <= at < 3 * bar + 3] for bar in range(song.bars)]


@pytest.mark.parametrize("seed", range(4))
def test_a_long_line_goes_in_eighths_through_two_bars(seed: int) -> None:
    song = song_of(DACTYLS, seed)
    assert (song.phrase_bars, song.bars) == (2, 8)
    assert min(map(len, bars_of(song))) >= 3


@pytest.mark.parametrize("seed", range(4))
def test_long_and_short_are_not_all_there_is(seed: int) -> None:
    bars = bars_of(song_of(TROCHEES, seed))
    assert sum(bar == LONG_SHORT for bar in bars) <= len(bars) / 2


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("lines", [DACTYLS, TROCHEES])
def test_lines_begin_on_the_bar_line_or_with_an_upbeat_before_it(lines: tuple[str, ...], seed: int) -> None:
    song = song_of(lines, seed)
    size = song.phrase_bars * song.meter.bar_beats
    starts = {note.start_beats for note in song.melody}
    assert all(phrase * size in starts for phrase in range(len(lines)))
