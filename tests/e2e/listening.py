"""Hearing what was written: where a note begins in a recording, found by its own sound."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

from companion.domain.harmony import Key, Meter
from companion.domain.score import NoteEvent, Part, Score
from companion.domain.take import PlayedEvent
from companion.domain.tempo import TempoMap
from companion.midi.render import RATE, render_score
from companion.midi.soundfonts import find
from companion.services.jamming.notes import KEY_VELOCITY, PLAYER_PROGRAM

Signal = npt.NDArray[np.float64]
TEMPLATE_SECONDS = 0.1

ONSET_SECONDS = 0.008
"""Notes in the sound stand where the take says they were played: an audio buffer is 5 ms, a send below 1."""


def load(path: Path) -> tuple[Signal, int]:
    """A sound file as one channel, and its rate."""
    samples, rate = soundfile.read(path, always_2d=True)
    return np.asarray(samples.mean(axis=1), dtype=np.float64), int(rate)


def loudness(signal: Signal, rate: int, start: float, seconds: float) -> float:
    """The RMS of a stretch."""
    part = signal[int(start * rate) : int((start + seconds) * rate)]
    return float(np.sqrt(np.mean(part**2))) if len(part) else 0.0


def note_sound(pitch: int, velocity: int, program: int, soundfont: Path, rate: int) -> Signal:
    """The first tenth of a second of one note, as FluidSynth renders it with this font."""
    note = NoteEvent(0.0, 2.0, pitch, velocity)
    score = Score("note", Key("C"), Meter(4, 4), TempoMap(60.0), 4.0, (Part("note", 0, program, (note,)),))
    sound: Signal = render_score(score, soundfont).mean(axis=1).astype(np.float64)
    if rate != RATE:
        places = np.arange(int(len(sound) * rate / RATE)) * RATE / rate
        sound = np.interp(places, np.arange(len(sound)), sound)
    return sound[: int(TEMPLATE_SECONDS * rate)]


def laid_out(sounds: list[Signal], times: list[float], rate: int) -> Signal:
    """Several sounds at their times (seconds from the first) in one signal."""
    whole = np.zeros(int(times[-1] * rate) + max(map(len, sounds)) + 1)
    for sound, time in zip(sounds, times, strict=True):
        start = int(time * rate)
        whole[start : start + len(sound)] += sound
    return whole


def strengths(signal: Signal, template: Signal) -> Signal:
    """How strongly the template sounds in the signal from each sample on: 1.0 is as loud as the template itself.

    A matched filter over first differences, which sharpen beginnings; what else sounds at the same time hardly
    counts, unless it sounds alike.
    """
    signal, template = np.diff(signal), np.diff(template)
    size = 1 << (len(signal) + len(template)).bit_length()
    spectrum = np.fft.rfft(signal, size) * np.conj(np.fft.rfft(template, size))
    found: Signal = np.abs(np.fft.irfft(spectrum, size)[: len(signal)]) / np.sum(template**2)
    return found


def onset_of(signal: Signal, rate: int, template: Signal, around: float, within: float) -> tuple[float, float]:
    """Where the template's sound begins near `around` (seconds), and how strong it is there."""
    first = max(0, int((around - within) * rate))
    part = signal[first : int((around + within) * rate) + len(template)]
    found = strengths(part, template)[: int(2 * within * rate)]
    best = int(np.argmax(found))
    return (first + best) / rate, float(found[best])


def check_heard(recording: Path, notes: Sequence[PlayedEvent]) -> None:
    """Every note that was played by key is in the recording, as far apart as the take says."""
    font = find()
    assert font is not None
    heard, rate = load(recording)
    sounds = [note_sound(note.data1, KEY_VELOCITY, PLAYER_PROGRAM, font, rate) for note in notes]
    times = [note.seconds - notes[0].seconds for note in notes]
    middle = len(heard) / rate / 2
    first, strength = onset_of(heard, rate, laid_out(sounds, times, rate), middle, middle)
    assert loudness(heard, rate, first, times[-1]) > 10 * loudness(heard, rate, 0.0, 0.05), "nothing was heard"
    found = [onset_of(heard, rate, sound, first + at, 0.05) for sound, at in zip(sounds, times, strict=True)]
    assert all(alone > strength / 2 for _, alone in found), "a note was not heard"
    late = [onset - first - at for (onset, _), at in zip(found, times, strict=True)]
    assert max(late) - min(late) < ONSET_SECONDS, late
