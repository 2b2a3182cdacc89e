"""Which rate a sound device runs at, seen from how its time moves."""

import pytest

from companion.midi.pace import STANDARD_RATES, Pace


def looks(rate: int, speed: float, seconds: float = 1.0, count: int = 6) -> list[int | None]:
    pace = Pace(rate)
    return [pace.observe(1000 + seconds * number, round(5000 + 1000 * speed * seconds * number))
            for number in range(count)]  # fmt: skip


@pytest.mark.parametrize("real", STANDARD_RATES)
def test_a_device_at_another_rate_is_known_after_two_looks(real: int) -> None:
    found = looks(48_000, real / 48_000)
    assert found[:2] == [None, None]
    assert found[2:] == [None if real == 48_000 else real] * 4


@pytest.mark.parametrize("speed", [1.0, 1.02, 0.985, 0.97, 0.86, 0.5, 0.0, -1.0])
def test_one_that_is_right_or_only_loses_time_is_left_alone(speed: float) -> None:
    assert looks(48_000, speed) == [None] * 6


def test_one_that_swallows_everything_runs_at_the_highest() -> None:
    assert looks(48_000, 250.0)[2:] == [192_000] * 4


@pytest.mark.parametrize("speeds", [(1.71, 1.96), (2.0, 1.75)])
def test_one_that_is_too_quick_and_loses_time_is_known_by_its_better_moments(speeds: tuple[float, float]) -> None:
    pace = Pace(96_000)
    ticks = (0.0, 1000 * speeds[0], 1000 * sum(speeds))
    assert [pace.observe(float(at), round(tick)) for at, tick in enumerate(ticks)] == [None, None, 192_000]


def test_looks_in_quick_succession_count_as_one() -> None:
    assert looks(48_000, 44_100 / 48_000, seconds=0.1, count=9) == [None] * 9


def test_one_stall_and_what_is_made_up_for_afterwards_say_nothing() -> None:
    pace = Pace(48_000)
    ticks = (0, 1000, 1919, 3000, 4000, 5000)  # for one second as if at 44,100
    assert [pace.observe(float(number), tick) for number, tick in enumerate(ticks)] == [None] * 6
