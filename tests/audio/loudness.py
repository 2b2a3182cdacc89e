"""A loudness meter of our own: ITU-R BS.1770-4, K-weighted, for stereo samples of shape (frames, 2)."""

import math

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.floating]

SHORT_TERM_SECONDS = 3.0
"""EBU Tech 3341's window of short-term loudness."""

STEP_SECONDS = 0.1


def k_weighting(frequencies: npt.NDArray[np.float64], rate: int) -> npt.NDArray[np.complex128]:
    """The response of the standard's two filters (a shelf for the head, a high-pass) at frequencies in Hz.

    The coefficients at any rate follow from the analogue filters behind the standard's 48 kHz table.
    """
    z = np.exp(-2j * math.pi * frequencies / rate)
    k = math.tan(math.pi * 1681.974450955533 / rate)
    q, gain = 0.7071752369554196, 10 ** (3.999843853973347 / 20)
    boost = gain**0.4996667741545416
    below = 1 + k / q + k * k
    shelf = (
        (gain + boost * k / q + k * k) + 2 * (k * k - gain) * z + (gain - boost * k / q + k * k) * z * z
    ) / (below + 2 * (k * k - 1) * z + (1 - k / q + k * k) * z * z)
    k = math.tan(math.pi * 38.13547087602444 / rate)
    q = 0.5003270373238773
    below = 1 + k / q + k * k
    high_pass = (1 - 2 * z + z * z) / (1 + 2 * (k * k - 1) / below * z + (1 - k / q + k * k) / below * z * z)
    return np.asarray(shelf * high_pass)


def weighted_power(samples: Samples, rate: int) -> npt.NDArray[np.float64]:
    """The K-weighted power of each frame, both channels together."""
    length = 1 << (len(samples) + rate - 1).bit_length()  # room for the filters to ring out
    response = k_weighting(np.asarray(np.fft.rfftfreq(length, 1 / rate), dtype=np.float64), rate)
    power = np.zeros(len(samples))
    for channel in range(samples.shape[1]):
        spectrum = np.fft.rfft(samples[:, channel].astype(np.float64), length)
        power += np.square(np.fft.irfft(spectrum * response, length)[: len(samples)])
    return power


def short_term(samples: Samples, rate: int, start: float, end: float) -> npt.NDArray[np.float64]:
    """The loudness (LUFS) of the three seconds (or as many as there were) before each tenth from `start` to `end`."""
    sums = np.concatenate(([0.0], np.cumsum(weighted_power(samples, rate))))
    lasts = np.round(np.arange(start, end, STEP_SECONDS) * rate).astype(int)
    firsts = np.maximum(0, lasts - round(SHORT_TERM_SECONDS * rate))
    means = (sums[lasts] - sums[firsts]) / (lasts - firsts)
    return np.asarray(-0.691 + 10 * np.log10(np.maximum(means, 1e-12)))


def largest_jump(loudness: npt.NDArray[np.float64]) -> float:
    """The largest difference (LU) between two short-term values at most a second apart."""
    apart = round(1 / STEP_SECONDS)
    return max(float(np.abs(loudness[step:] - loudness[:-step]).max(initial=0.0)) for step in range(1, apart + 1))
