"""Measuring recorded sound: where it is, how loud, and when notes begin. For tests, benchmarks and calibration."""

import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt

from companion.domain.units import Seconds

Samples = npt.NDArray[np.float32]

WINDOW_SECONDS = 0.0005
QUIET_SECONDS = 0.012
"""A note is heard as a new one when it is much louder than the loudest of so long before it."""

RISE = 4.0
ATTACK_SHARE = 0.1
"""A note begins where it first reaches this share of its peak."""

PEAK_SECONDS = 0.02
DEAD_SECONDS = 0.06
"""After one onset no other is looked for during this time."""


def read_mono(path: Path) -> tuple[Samples, int]:
    """The mean of a 16-bit WAV file's channels, -1 to 1, shape (frames,), and its frames a second."""
    with wave.open(str(path), "rb") as file:
        whole = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").reshape(-1, file.getnchannels())
        return np.asarray(whole.mean(axis=1) / 32768, dtype=np.float32), file.getframerate()


def rms(audio: Samples, rate: int, start: Seconds, end: Seconds) -> float:
    """The root of the mean square of a stretch; 0 where it is empty."""
    stretch = audio[max(0, round(start * rate)) : max(0, round(end * rate))]
    return float(np.sqrt(np.mean(np.square(stretch, dtype=np.float64)))) if stretch.size else 0.0


def envelope(audio: Samples, rate: int, window: Seconds) -> npt.NDArray[np.float64]:
    """The level (RMS) of each window, one after the other."""
    length = max(1, round(window * rate))
    whole = audio[: audio.size // length * length].reshape(-1, length)
    return np.asarray(np.sqrt(np.mean(np.square(whole, dtype=np.float64), axis=1)))


def onsets(audio: Samples, rate: int, floor: float = 0.002) -> list[Seconds]:
    """When struck notes begin, in seconds, to a fraction of a millisecond; for sounds with a sharp attack.

    `floor` is the least peak (0 to 1) that counts as a note.
    """
    size = max(1, round(WINDOW_SECONDS * rate))
    loudness = np.abs(audio)
    peaks = loudness[: loudness.size // size * size].reshape(-1, size).max(axis=1)
    before = round(QUIET_SECONDS / WINDOW_SECONDS)
    found: list[Seconds] = []
    index = 0
    while index < peaks.size:
        recent = peaks[max(0, index - before) : index].max(initial=0.0)
        if peaks[index] < floor or peaks[index] < RISE * recent:
            index += 1
            continue
        start = max(0, (index - 2) * size)
        stretch = loudness[start : start + round(PEAK_SECONDS * rate)]
        level = recent + ATTACK_SHARE * (float(stretch.max()) - recent)
        found.append((start + int(np.argmax(stretch > level))) / rate)
        index += round(DEAD_SECONDS / WINDOW_SECONDS)
    return found
