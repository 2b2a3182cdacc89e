"""Audio files of a finished piece: one steady gain, a limiter that looks ahead, soft ends, the same bytes each time.

The only importer of soundfile.
"""

import io
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from companion.errors import WrongUseError
from companion.exports.ogg import with_serial
from companion.files import replace_file
from companion.language import _

if TYPE_CHECKING:  # numpy and soundfile cost 0.1 s: paid when a file is written, not when a command is looked up
    import numpy as np

    Samples: TypeAlias = np.ndarray[Any, np.dtype[np.float32]]

AUDIO_FORMATS: dict[str, tuple[str, str]] = {
    ".wav": ("WAV", "PCM_16"),
    ".flac": ("FLAC", "PCM_24"),
    ".ogg": ("OGG", "VORBIS"),
}
"""Suffix to libsndfile's names of container and encoding."""

CEILING_DB = -1.0
"""No sample of a written file, decoded again, is above this (dB of full scale)."""

LOUDNESS_DB = -16.0
"""The loudness (RMS of the loudest 400 ms, dB of full scale) that every piece is brought half the way to: what
acoustic records have at their loudest (unsourced). Half, so that a quiet song stays quieter than a lively one."""

MOST_LIFT_DB = 12.0
"""Very quiet music is not lifted further, so that it stays quiet and noise stays noise."""

FADE_IN_SECONDS = 0.1
FADE_OUT_SECONDS = 2.0

_BLOCK_FRAMES = 64
_LOOK_AHEAD_SECONDS = 0.05
_CHUNK_FRAMES = 16384


def write_audio(samples: "Samples", path: Path, rate: int = 44100) -> None:
    """Write stereo samples (float32, shape (frames, 2), full scale is 1.0) as .wav, .flac or .ogg.

    The file is faded in and out, peaks at or below -1 dBFS, and replaces an old one in one step.
    Raises WrongUseError for another suffix or for no sound at all, FileProblemError where it can't be written.
    """
    if path.suffix.lower() not in AUDIO_FORMATS:
        known = ", ".join(AUDIO_FORMATS)
        raise WrongUseError(
            _("{name} is not a kind of audio file that can be written.").format(name=path.name),
            _("Use one of {known}.").format(known=known),
        )
    if samples.ndim != 2 or samples.shape[1] != 2 or not len(samples):
        raise WrongUseError(_("There is no sound to write."))
    replace_file(path, encode(mastered(samples, rate), path.suffix.lower(), rate))


def mastered(samples: "Samples", rate: int) -> "Samples":
    """The samples with one constant gain, limited and faded; silence stays silence."""
    import numpy as np

    finite = np.nan_to_num(samples.astype(np.float32, copy=True), nan=0.0, posinf=0.0, neginf=0.0)
    loudest = _loudest_rms(finite, rate)
    if loudest == 0.0:
        return finite
    lift = min(math.sqrt(_ratio(LOUDNESS_DB) / loudest), _ratio(MOST_LIFT_DB))
    return _faded(_limited(finite * np.float32(lift), _ratio(CEILING_DB), rate), rate)


def encode(samples: "Samples", suffix: str, rate: int) -> bytes:
    """The bytes of an audio file.

    Vorbis is lossy and may put a peak higher than it was, so it is decoded again and, where that is above the
    ceiling, encoded once more a little softer.
    """
    import numpy as np

    content = _encoded(samples, suffix, rate)
    while suffix == ".ogg" and (peak := float(np.abs(_decoded(content)).max())) > _ratio(CEILING_DB):
        samples = samples * np.float32(0.995 * _ratio(CEILING_DB) / peak)
        content = _encoded(samples, suffix, rate)
    return content


def _encoded(samples: "Samples", suffix: str, rate: int) -> bytes:
    import soundfile

    container, encoding = AUDIO_FORMATS[suffix]
    buffer = io.BytesIO()
    with soundfile.SoundFile(buffer, "w", rate, 2, encoding, format=container) as file:
        for start in range(0, len(samples), _CHUNK_FRAMES):  # libsndfile's Vorbis crashes on one large write
            file.write(samples[start : start + _CHUNK_FRAMES])
    content = buffer.getvalue()
    return with_serial(content, serial=1) if suffix == ".ogg" else content


def _decoded(content: bytes) -> "Samples":
    import soundfile

    samples: Samples = soundfile.read(io.BytesIO(content), dtype="float32")[0]
    return samples


def _loudest_rms(samples: "Samples", rate: int) -> float:
    """The RMS of the loudest 400 ms, 0 to 1."""
    import numpy as np

    window = min(len(samples), int(0.4 * rate))
    power = np.square(samples, dtype=np.float64).mean(axis=1)
    sums = np.concatenate(([0.0], np.cumsum(power)))
    return float(np.sqrt(max(0.0, (sums[window:] - sums[:-window]).max() / window)))


def _limited(samples: "Samples", ceiling: float, rate: int) -> "Samples":
    """Turn down what would pass the ceiling, smoothly, from before the peak until after it.

    Works on the peaks of short blocks: each block's gain is the least that any block within the look-ahead
    needs, smoothed by a Hann window no wider than that; so no smoothed gain is above what its block needs.
    """
    import numpy as np

    blocks = -(-len(samples) // _BLOCK_FRAMES)
    peaks = np.zeros(blocks * _BLOCK_FRAMES, np.float32)
    peaks[: len(samples)] = np.abs(samples).max(axis=1)
    peaks = peaks.reshape(blocks, _BLOCK_FRAMES).max(axis=1)
    needed = np.minimum(1.0, ceiling / np.maximum(peaks, ceiling))
    if needed.min() == 1.0:
        return samples
    reach = max(1, round(_LOOK_AHEAD_SECONDS * rate / _BLOCK_FRAMES))
    wide = np.pad(needed, 2 * reach + 1, mode="edge")
    least = np.lib.stride_tricks.sliding_window_view(wide, 2 * reach + 3).min(axis=1)
    hann = np.hanning(2 * reach + 3)[1:-1]
    smooth = np.convolve(least, hann / hann.sum(), mode="valid")
    centres = (np.arange(blocks) + 0.5) * _BLOCK_FRAMES
    gain = np.interp(np.arange(len(samples)) + 0.5, centres, smooth)
    limited: Samples = np.clip(samples * gain.astype(np.float32)[:, None], -ceiling, ceiling)
    return limited


def _faded(samples: "Samples", rate: int) -> "Samples":
    """Raised-cosine ends; a piece shorter than both fades is faded over its halves."""
    import numpy as np

    half = len(samples) // 2
    for seconds, part in ((FADE_IN_SECONDS, samples), (FADE_OUT_SECONDS, samples[::-1])):
        frames = min(half, int(seconds * rate))
        ramp = 0.5 - 0.5 * np.cos(np.pi * np.arange(frames) / max(1, frames))
        part[:frames] *= ramp.astype(np.float32)[:, None]
    return samples


def _ratio(decibels: float) -> float:
    return float(10.0 ** (decibels / 20.0))
