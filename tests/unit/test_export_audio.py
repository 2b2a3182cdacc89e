"""Sound files: never above -1 dBFS when decoded again, natural in loudness, soft at both ends, the same bytes."""

from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from companion.errors import FileProblemError, WrongUseError
from companion.exports import audio, ogg

Samples: TypeAlias = np.ndarray[Any, np.dtype[np.float32]]

RATE = 44100
CEILING = 10 ** (-1 / 20)
SUFFIXES = tuple(audio.AUDIO_FORMATS)


def tone(seconds: float, level: float, pitch_hz: float = 220.0) -> Samples:
    """A stereo sine, its right side a little softer."""
    wave = level * np.sin(2 * np.pi * pitch_hz * np.arange(int(seconds * RATE)) / RATE)
    return np.stack([wave, 0.8 * wave], axis=1).astype(np.float32)


def harsh() -> Samples:
    """Noise far above full scale, clicks and a square wave: what no limiter likes."""
    noise = np.random.default_rng(5).normal(0.0, 2.0, (3 * RATE, 2))
    noise[RATE : 2 * RATE] = 3.0 * np.sign(np.sin(2 * np.pi * 97 * np.arange(RATE) / RATE))[:, None]
    noise[::9973] = 25.0
    return noise.astype(np.float32)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("samples", [harsh(), tone(3.0, 0.9), tone(3.0, 0.01)], ids=["harsh", "loud", "soft"])
def test_nothing_in_the_file_is_above_one_db_below_full_scale(tmp_path: Path, suffix: str, samples: Samples) -> None:
    path = tmp_path / f"song{suffix}"
    audio.write_audio(samples, path)
    read, rate = soundfile.read(path)
    assert rate == RATE
    assert read.shape == samples.shape
    assert np.abs(read).max() <= CEILING + 1e-4
    assert np.abs(read).max() > 0.01


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_music_makes_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    samples = tone(1.0, 0.3)
    for name in ("one", "two"):
        audio.write_audio(samples, tmp_path / f"{name}{suffix}")
    assert (tmp_path / f"one{suffix}").read_bytes() == (tmp_path / f"two{suffix}").read_bytes()


def test_the_samples_that_came_in_are_not_touched(tmp_path: Path) -> None:
    samples = tone(1.0, 0.9)
    before = samples.copy()
    audio.write_audio(samples, tmp_path / "song.wav")
    assert np.array_equal(samples, before)


def level_db(samples: Samples) -> float:
    """The RMS of the third second, dB of full scale."""
    return float(10 * np.log10(np.mean(np.square(samples[2 * RATE : 3 * RATE], dtype=np.float64))))


@pytest.mark.parametrize("level", [0.9, 0.1, 0.02])
def test_a_piece_comes_half_the_way_to_one_loudness(level: float) -> None:
    samples = tone(6.0, level)
    before, after = level_db(samples), level_db(audio.mastered(samples, RATE))
    assert after == pytest.approx((before + audio.LOUDNESS_DB) / 2, abs=0.1)


def test_very_quiet_music_stays_quiet() -> None:
    samples = tone(6.0, 0.0005)
    lift = level_db(audio.mastered(samples, RATE)) - level_db(samples)
    assert lift == pytest.approx(audio.MOST_LIFT_DB, abs=0.1)


def test_a_peak_is_met_smoothly_and_leaves_what_is_far_from_it_alone() -> None:
    samples = tone(8.0, 0.1)
    plain = audio.mastered(samples, RATE)
    samples[4 * RATE : 4 * RATE + 40] = 5.0
    gain = audio.mastered(samples, RATE)[:, 0] / np.where(samples[:, 0] == 0, 1, samples[:, 0])
    steady = np.abs(samples[:, 0]) > 0.05
    steps = np.abs(np.diff(20 * np.log10(gain[steady])))
    assert steps[2 * RATE // 10 : -3 * RATE].max() < 0.5
    far = slice(2 * RATE, 3 * RATE)
    ratio = audio.mastered(samples, RATE)[far, 0] / plain[far, 0]
    assert np.ptp(ratio[np.isfinite(ratio)]) < 1e-3


def test_both_ends_are_faded() -> None:
    finished = audio.mastered(np.full((5 * RATE, 2), 0.2, np.float32), RATE)
    assert abs(finished[0, 0]) < 1e-6
    assert abs(finished[-1, 0]) < 1e-6
    assert (np.diff(finished[: int(audio.FADE_IN_SECONDS * RATE), 0]) >= 0).all()
    assert (np.diff(finished[-int(audio.FADE_OUT_SECONDS * RATE) :, 0]) <= 0).all()


def test_silence_and_broken_numbers_stay_silent() -> None:
    assert not audio.mastered(np.zeros((100, 2), np.float32), RATE).any()
    broken = np.full((100, 2), np.nan, np.float32)
    broken[50] = np.inf
    assert not audio.mastered(broken, RATE).any()


@given(
    length=st.integers(min_value=1, max_value=3000),
    spikes=st.lists(st.tuples(st.integers(0, 2999), st.floats(-1e3, 1e3, width=32)), max_size=12),
)
def test_the_limiter_holds_whatever_comes(length: int, spikes: list[tuple[int, float]]) -> None:
    samples = tone(length / RATE, 0.4)
    for at, height in spikes:
        if at < len(samples):
            samples[at] = height
    finished = audio.mastered(samples, RATE)
    assert finished.shape == samples.shape
    assert np.isfinite(finished).all()
    assert np.abs(finished).max(initial=0.0) <= CEILING + 1e-6


def test_an_unknown_suffix_is_named_with_the_ones_that_work(tmp_path: Path) -> None:
    with pytest.raises(WrongUseError, match=r"song\.mp3.*\.wav, \.flac, \.ogg"):
        audio.write_audio(tone(0.1, 0.1), tmp_path / "song.mp3")


def test_no_sound_at_all_is_said(tmp_path: Path) -> None:
    with pytest.raises(WrongUseError, match="no sound"):
        audio.write_audio(np.zeros((0, 2), np.float32), tmp_path / "song.wav")


def test_a_place_that_cannot_be_written_is_named_and_nothing_is_left_behind(tmp_path: Path) -> None:
    place = tmp_path / "a file, not a folder"
    place.write_bytes(b"kept")
    with pytest.raises(FileProblemError, match=r"Could not write .*song\.wav"):
        audio.write_audio(tone(0.1, 0.1), place / "song.wav")
    assert place.read_bytes() == b"kept"
    assert list(tmp_path.iterdir()) == [place]


def test_ogg_checksums_agree_with_those_that_the_encoder_wrote(tmp_path: Path) -> None:
    path = tmp_path / "plain.ogg"
    soundfile.write(path, tone(2.0, 0.2), RATE, format="OGG", subtype="VORBIS")
    stream = path.read_bytes()
    serial = int.from_bytes(stream[14:18], "little")
    assert ogg.with_serial(stream, serial) == stream
    assert ogg.with_serial(stream, serial ^ 1) != stream


@pytest.mark.parametrize("rubbish", [b"RIFF" + bytes(40), b"OggS", b"OggS" + bytes(22) + b"\xff"])
def test_rubbish_is_not_taken_for_ogg(rubbish: bytes) -> None:
    with pytest.raises(ValueError, match="no whole Ogg page"):
        ogg.with_serial(rubbish, 1)
