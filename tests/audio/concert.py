"""A real sound process that plays into a file, and what is needed to listen to it."""

import time
from pathlib import Path

import numpy as np

from companion.domain.harmony import Key, Meter
from companion.domain.score import NoteEvent, Part, Score
from companion.domain.tempo import TempoMap
from companion.midi.client import SoundClient
from companion.midi.listening import Samples, read_mono
from companion.midi.protocol import Ended, Fact, Open, Play
from companion.midi.soundfonts import find

WOOD_BLOCK, ORGAN = 76, 19
SILENCE = 10 ** (-60 / 20)


class Concert:
    """A sound process that plays into a file."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "heard.wav"
        font = find(None, [])  # the one that every machine has, so that figures mean the same everywhere
        self.client = SoundClient()
        self.client.start(Open("file", str(self.file), str(font), "none", 0.8, 0.0), folder / "sound.log")
        ready = self.client.wait_until_ready()
        assert ready is not None
        assert ready.driver == "file"
        self.facts: list[Fact] = []

    def play(self, play: Play, timeout: float = 20.0) -> None:
        self.client.send(play)
        self.wait_for_end(play.play_id, timeout)

    def wait_for_end(self, play_id: int, timeout: float = 20.0) -> None:
        deadline = time.monotonic() + timeout
        while not any(isinstance(fact, Ended) and fact.play_id == play_id for fact in self.facts):
            assert time.monotonic() < deadline, "the music did not end"
            self.facts += self.client.poll()
            time.sleep(0.01)

    def heard(self) -> tuple[Samples, int]:
        """End the concert and listen to what was recorded."""
        self.client.close()
        self.facts += self.client.poll()
        return read_mono(self.file)


def blocks(*beats: float, bars: int, tempo: TempoMap) -> Score:
    """Strokes on a wood block."""
    notes = tuple(NoteEvent(beat, 0.1, WOOD_BLOCK, 100) for beat in beats)
    return Score("blocks", Key("C"), Meter(), tempo, 4.0 * bars, (Part("pulse", 9, 0, notes),))


def organ(seconds: float) -> Score:
    """One held note."""
    part = Part("air", 0, ORGAN, (NoteEvent(0, seconds, 48, 100),))
    return Score("organ", Key("C"), Meter(), TempoMap(60), seconds, (part,))


def steps_db(levels: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    """The largest change from one window to the next, in dB, of what can be heard."""
    audible = np.maximum(levels, levels.max() * 10 ** (-30 / 20))
    return float(np.abs(np.diff(20 * np.log10(audible))).max())


def errors_ms(found: list[float], expected: list[float]) -> list[float]:
    """How far each onset is from where it should be, once the start and the attack (the median) are taken off."""
    assert len(found) == len(expected)
    late = np.array(found) - np.array(expected)
    return [float(error) for error in (late - np.median(late)) * 1000]
