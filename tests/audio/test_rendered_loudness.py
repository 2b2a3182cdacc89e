"""Rendered backings never step in loudness and never clip: every groove, several seeds, by BS.1770."""

from pathlib import Path

import numpy as np
import pytest

from companion.engine.groove import groove_names
from companion.exports.audio import CEILING_DB, mastered
from companion.midi import synth
from companion.midi.render import RATE, render_score
from companion.midi.soundfonts import find
from companion.services.songs.backing_file import backing_score
from tests.audio.loudness import largest_jump, short_term

needs_fluidsynth = pytest.mark.skipif(synth.problem() is not None, reason="needs FluidSynth's library")

FIRST_SECONDS = 2.0
MOST_JUMP_LU = 6.0
ROWS = ("C | Am7 | F/A | G", "Dm | Bb | Gm | A7", "E | E | A | B7")


def sine(frequency: float, level_db: float, seconds: float = 6.0, rate: int = 48_000) -> np.ndarray[tuple[int, int]]:
    time = np.arange(round(seconds * rate)) / rate
    wave = 10 ** (level_db / 20) * np.sin(2 * np.pi * frequency * time)
    return np.stack([wave, np.zeros_like(wave)], axis=1)


@pytest.mark.parametrize(("frequency", "level_db", "lufs"), [(997.0, 0.0, -3.01), (997.0, -20.0, -23.01)])
def test_the_meter_reads_what_the_standard_says(frequency: float, level_db: float, lufs: float) -> None:
    assert short_term(sine(frequency, level_db), 48_000, 4.0, 5.0) == pytest.approx(lufs, abs=0.02)


@pytest.mark.parametrize(("frequency", "gain"), [(38.135, -6.02), (10_000.0, 4.0)])
def test_the_meter_hears_as_a_head_does(frequency: float, gain: float) -> None:
    """BS.1770's high-pass has Q 0.5 at 38.1 Hz, its shelf lifts by 4 dB; 0.691 dB are what it adds at 997 Hz."""
    found = float(short_term(sine(frequency, -20.0), 48_000, 4.0, 5.0).mean())
    assert found + 20 + 3.01 + 0.691 == pytest.approx(gain, abs=0.2)


def test_the_meter_sees_a_step() -> None:
    soft, loud = sine(997.0, -40.0), sine(997.0, -20.0)
    assert largest_jump(short_term(np.concatenate([soft, loud]), 48_000, 2.0, 11.0)) > 10
    assert largest_jump(short_term(loud, 48_000, 2.0, 5.0)) < 0.01


def assert_is_even(groove: str, row: str, seed: int, font: Path, bars: int = 8) -> None:
    score = backing_score(row, groove, bars=bars, seed=seed)
    audio = mastered(render_score(score, font), RATE)
    assert 20 * np.log10(float(np.abs(audio).max())) <= CEILING_DB + 1e-3
    assert largest_jump(short_term(audio, RATE, FIRST_SECONDS, score.total_seconds)) <= MOST_JUMP_LU


@needs_fluidsynth
@pytest.mark.parametrize("groove", groove_names())
def test_every_grooves_backing_is_even_and_below_the_ceiling(groove: str) -> None:
    font = find(None, [])
    assert font is not None
    assert_is_even(groove, ROWS[0], seed=1, font=font)


@needs_fluidsynth
@pytest.mark.long
@pytest.mark.parametrize("groove", groove_names())
def test_so_it_is_with_other_seeds_chords_and_sounds(groove: str) -> None:
    for font in {find(None, []), find()}:
        assert font is not None
        for seed, row in enumerate(ROWS):
            assert_is_even(groove, row, seed, font, bars=16)
