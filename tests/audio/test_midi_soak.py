"""Minutes of music: nothing drifts, and the position that the screen is told stays with the sound."""

import time
from pathlib import Path

import numpy as np
import pytest

from companion.domain.harmony import Key, Meter
from companion.domain.score import NoteEvent, Part, Score
from companion.domain.tempo import TempoMap
from companion.midi import synth
from companion.midi.client import SoundClient
from companion.midi.listening import onsets, read_mono
from companion.midi.protocol import Open, Play, Position, Stop
from companion.midi.soundfonts import find

SECONDS = 180
BPM = 97.0


@pytest.mark.long
@pytest.mark.skipif(synth.problem() is not None, reason="needs FluidSynth's library")
def test_three_minutes_of_a_loop_do_not_drift(tmp_path: Path) -> None:
    notes = tuple(NoteEvent(beat, 0.1, 76, 100) for beat in range(8))
    loop = Score("loop", Key("C"), Meter(), TempoMap(BPM), 8.0, (Part("pulse", 9, 0, notes),))
    client = SoundClient()
    client.start(Open("file", str(tmp_path / "heard.wav"), str(find(None, [])), "none", 0.8, 0.0))
    client.send(Play(1, loop, is_loop=True, fade_in_seconds=0.0))
    positions: list[Position] = []
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        positions += [fact for fact in client.poll() if isinstance(fact, Position)]
        time.sleep(0.05)
    client.send(Stop(0.1))
    client.close()

    audio, rate = read_mono(tmp_path / "heard.wav")
    found = np.array(onsets(audio, rate))
    late = found - np.arange(found.size) * 60 / BPM
    assert found.size > (SECONDS - 5) * BPM / 60
    assert np.abs(late - np.median(late)).max() < 0.0015

    told = np.array([(position.monotonic, position.beats * 60 / BPM) for position in positions[100:]])
    behind = told[:, 1] - told[:, 0]
    assert np.abs(np.diff(behind)).max() < 0.005
    assert np.abs(behind - np.median(behind)).max() < 0.05
