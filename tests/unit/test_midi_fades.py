"""Fades move without a step and end where they should."""

import itertools

import pytest

from companion.midi.fades import SHORTEST_SECONDS, Fade, expression
from companion.midi.output import EXPRESSION


def test_a_fade_in_runs_from_nothing_to_full() -> None:
    fade = Fade(100, 2.0, 0.0, 1.0)
    messages = fade.messages([3])
    assert (messages[0].tick, messages[0].message.data2) == (100, 0)
    assert messages[-1].message.data2 == 127
    assert messages[-1].tick <= fade.end == 2100
    assert {message.message.data1 for message in messages} == {EXPRESSION}


@pytest.mark.parametrize(("before", "after"), [(0.0, 1.0), (1.0, 0.0), (0.4, 0.0)])
def test_no_step_is_large(before: float, after: float) -> None:
    values = [message.message.data2 for message in Fade(0, 1.5, before, after).messages([0])]
    steps = [abs((new / 127) ** 2 - (old / 127) ** 2) for old, new in itertools.pairwise(values)]
    assert max(steps) < 0.03
    assert values[0] == expression(before)
    assert values[-1] == expression(after)


def test_every_channel_moves_together() -> None:
    messages = Fade(0, 0.5, 1.0, 0.0).messages([2, 0])
    by_tick = itertools.groupby(messages, key=lambda message: message.tick)
    assert all([m.message.channel for m in group] == [0, 2] for _, group in by_tick)


def test_a_fade_of_no_length_still_does_not_click() -> None:
    fade = Fade(0, 0.0, 1.0, 0.0)
    assert fade.end == SHORTEST_SECONDS * 1000
    assert len(fade.messages([0])) > 5


def test_the_level_before_and_after_it() -> None:
    fade = Fade(1000, 1.0, 0.2, 0.8)
    assert (fade.level(0), fade.level(5000)) == (0.2, 0.8)
    assert fade.level(1500) == pytest.approx(0.5)
