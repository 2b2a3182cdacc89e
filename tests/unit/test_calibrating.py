"""Tapping along: the median, refusals, the real sound process tapped by hands that are late, the command."""

import json
import random
import time
from pathlib import Path

import pytest

from companion import settings
from companion.errors import CompanionError
from companion.midi.client import SoundClient
from companion.midi.protocol import Open
from companion.services.takes.calibrating import PULSE_BPM, calibration_of, tap_along
from tests.commands import CommandLine

BEAT_SECONDS = 60 / PULSE_BPM


def taps_that_are(late_ms: float, scatter_ms: float, count: int = 24) -> list[float]:
    chance = random.Random(5)
    return [
        beat + (late_ms + chance.gauss(0, scatter_ms)) / 1000 / BEAT_SECONDS for beat in range(count)
    ]


@pytest.mark.parametrize("late_ms", [-60.0, 0.0, 35.0, 240.0, 480.0])
def test_the_median_of_scattered_taps(late_ms: float) -> None:
    taps = taps_that_are(late_ms, 15.0)
    taps[7] += 0.4  # one that slipped
    found = calibration_of(taps)
    assert found.latency_ms == pytest.approx(max(0.0, late_ms), abs=10)
    assert found.taps == 20
    assert 3 < found.spread_ms < 25


def test_the_first_taps_do_not_count() -> None:
    taps = taps_that_are(100.0, 1.0)
    wild = [beat + 0.45 for beat in range(4)]
    assert calibration_of([*wild, *taps[4:]]) == calibration_of(taps)


def test_taps_that_say_nothing_are_refused() -> None:
    with pytest.raises(CompanionError, match="Too few"):
        calibration_of(taps_that_are(50.0, 1.0, 11))
    chance = random.Random(1)
    with pytest.raises(CompanionError, match="too far apart"):
        calibration_of([beat + chance.random() for beat in range(40)])


class LateHands:
    """Taps the pulse of a sound process a fixed time after each beat is heard."""

    def __init__(self, sound: SoundClient, late_seconds: float) -> None:
        self._sound = sound
        self._late = late_seconds / BEAT_SECONDS
        self._last = -1

    def __call__(self, seconds: float) -> bool:
        time.sleep(seconds / 5)
        beats = self._sound.beats_now()
        if beats is None or int(beats - self._late) <= self._last or beats < self._late:
            return False
        self._last = int(beats - self._late)
        return True


@pytest.mark.timeout(60)
def test_late_hands_on_the_real_sound_process(tmp_path: Path) -> None:
    sound = SoundClient()
    sound.start(Open("none", None, None, "none", 0.4, 0.0), tmp_path / "sound.log")
    counted: list[int] = []
    found = tap_along(sound, 12, LateHands(sound, 0.12), lambda: False, counted.append)
    sound.close()
    assert found.latency_ms == pytest.approx(120, abs=25)
    assert counted == list(range(1, 13))


def test_the_number_can_be_set_by_hand(companion: CommandLine) -> None:
    ran = companion("calibrate", "--set", "85.5")
    assert (ran.status, ran.err) == (0, "")
    assert "85.5 ms" in ran.out
    assert settings.load(companion.home / "settings.toml").latency_ms == 85.5
    ran = companion("calibrate", "--set", "0", "--json")
    assert json.loads(ran.out) == {"latency_ms": 0.0, "spread_ms": 0.0, "taps": 0}
    for wrong in ("-1", "501", "nan", "soon"):
        companion("calibrate", "--set", wrong).told(2)


def test_where_nothing_can_be_heard_nothing_is_measured(companion: CommandLine) -> None:
    companion("calibrate").told(4, "Sound is switched off")
    assert settings.load(companion.home / "settings.toml").latency_ms == 0.0


def test_an_end_of_taps_keeps_the_old_number(companion: CommandLine) -> None:
    companion.settle('audio_driver = "file"\nmidi_input = "none"\nwelcomed = true\nlatency_ms = 40.0\n')
    ran = companion("calibrate")
    assert ran.status == 2
    assert "Too few taps" in ran.err
    assert settings.load(companion.home / "settings.toml").latency_ms == 40.0
