"""The delay-locked loop: jitter goes, drift stays, a stall begins anew."""

import random

import pytest

from companion.midi.clock import JUMP_SECONDS, AudioClock


def observed(clock: AudioClock, *, rate: float, seconds: float, jitter: float, seed: int = 1) -> float:
    """Feed the clock as a poller would: buffers of 5 ms, each seen up to `jitter` late. Returns the last time."""
    chance = random.Random(seed)
    moment = 0.0
    while moment < seconds:
        moment += 0.005
        clock.observe(100.0 + moment + chance.random() * jitter, moment * rate)
    return 100.0 + moment


def test_before_anything_was_seen_audio_stands_at_zero() -> None:
    assert AudioClock().audio_at(123.0) == 0.0


def test_jitter_is_smoothed_away() -> None:
    clock = AudioClock()
    last = observed(clock, rate=1.0, seconds=20.0, jitter=0.008)
    errors = [clock.audio_at(last + step / 10) - (last - 100.0 + step / 10 - 0.004) for step in range(10)]
    assert max(abs(error) for error in errors) < 0.0015


@pytest.mark.parametrize("rate", [0.9995, 1.0005])
def test_a_card_that_runs_fast_or_slow_is_followed(rate: float) -> None:
    clock = AudioClock()
    last = observed(clock, rate=rate, seconds=60.0, jitter=0.004)
    assert clock.audio_at(last + 10) - clock.audio_at(last) == pytest.approx(10 * rate, abs=0.003)


def test_there_and_back() -> None:
    clock = AudioClock()
    last = observed(clock, rate=1.0, seconds=5.0, jitter=0.004)
    assert clock.monotonic_at(clock.audio_at(last + 0.3)) == pytest.approx(last + 0.3)


def test_a_stall_begins_anew() -> None:
    clock = AudioClock()
    last = observed(clock, rate=1.0, seconds=5.0, jitter=0.0)
    audio = clock.audio_at(last)
    clock.observe(last + 10 * JUMP_SECONDS, audio + 0.005)
    assert clock.audio_at(last + 10 * JUMP_SECONDS) == pytest.approx(audio + 0.005)


def test_the_same_time_again_says_nothing() -> None:
    clock = AudioClock()
    clock.observe(10.0, 1.0)
    clock.observe(10.004, 1.0)
    assert clock.audio_at(10.0) == 1.0
