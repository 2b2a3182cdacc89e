"""Tempo maps of several changes: times and beats are each other's inverses, and the integral of the tempo."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from companion.domain.tempo import HIGHEST_BPM, LOWEST_BPM, TempoChange, TempoMap, glide_length

bpms = st.floats(LOWEST_BPM, HIGHEST_BPM)
glides = st.one_of(st.just(0.0), st.floats(0.25, 200.0))


@st.composite
def changes(draw: st.DrawFn) -> tuple[TempoChange, ...]:
    beats = sorted(draw(st.sets(st.integers(0, 1600).map(lambda step: step / 4), max_size=6)))
    return tuple(TempoChange(beat, draw(bpms), draw(glides)) for beat in beats)


maps = st.one_of(
    st.builds(TempoMap, bpms, changes=changes()), st.builds(TempoMap, bpms, bpms, st.floats(0.25, 200), changes())
)


@given(maps, st.floats(-64, 2000))
@settings(max_examples=400, deadline=None)
def test_a_beats_time_leads_back_to_the_beat(tempo: TempoMap, beat: float) -> None:
    assert tempo.beats_at(tempo.seconds_at(beat)) == pytest.approx(beat, rel=1e-9, abs=1e-7)


@given(maps, st.floats(0, 600), st.floats(0.001, 50))
@settings(max_examples=200, deadline=None)
def test_time_never_stands_still_or_goes_back(tempo: TempoMap, beat: float, further: float) -> None:
    took = tempo.seconds_at(beat + further) - tempo.seconds_at(beat)
    assert further * 60 / HIGHEST_BPM * (1 - 1e-6) - 1e-9 <= took <= further * 60 / LOWEST_BPM * (1 + 1e-6) + 1e-9


@given(maps, st.floats(1, 500))
@settings(max_examples=60, deadline=None)
def test_the_time_is_the_integral_of_the_tempo(tempo: TempoMap, end: float) -> None:
    step = end / 20_000
    middles = (np.arange(20_000) + 0.5) * step
    integral = sum(step * 60 / tempo.bpm_at(float(beat)) for beat in middles)
    jumps = 6 * step * 60 / LOWEST_BPM  # a change inside one of the steps
    assert tempo.seconds_at(end) == pytest.approx(integral, rel=1e-4, abs=jumps)


@given(maps, st.floats(0, 500), bpms, st.floats(0, 600), st.floats(0, 1))
@settings(max_examples=200, deadline=None)
def test_a_change_leaves_the_past_alone_and_arrives_in_its_time(
    tempo: TempoMap, at: float, bpm: float, over: float, share: float
) -> None:
    assume(over == 0 or over > 0.01)
    changed = tempo.changed(at, bpm, over)
    assert changed.seconds_at(at * share) == pytest.approx(tempo.seconds_at(at * share), abs=1e-9)
    assert changed.end_bpm == bpm
    arrival = changed.beats_at(changed.seconds_at(at) + over + 1e-6)
    assert changed.bpm_at(arrival) == pytest.approx(bpm, rel=1e-4)
    if over and not math.isclose(tempo.bpm_at(at), bpm, rel_tol=0.01):
        half = changed.beats_at(changed.seconds_at(at) + over / 2)
        assert min(tempo.bpm_at(at), bpm) < changed.bpm_at(half) < max(tempo.bpm_at(at), bpm)


@given(bpms, bpms, st.floats(0.1, 3600))
def test_a_glide_lasts_as_long_as_it_was_asked_to(bpm: float, to_bpm: float, seconds: float) -> None:
    tempo = TempoMap(bpm, to_bpm, glide_length(bpm, to_bpm, seconds))
    assert tempo.seconds_at(tempo.glide_beats) == pytest.approx(seconds, rel=1e-6)


def test_a_change_in_the_middle_of_a_glide_takes_over_from_there() -> None:
    tempo = TempoMap(60.0, 120.0, 60.0, (TempoChange(30.0, 60.0, 10.0),))
    assert [tempo.bpm_at(beat) for beat in (0, 30, 35, 40, 500)] == [60, 90, 75, 60, 60]


def test_changes_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="order"):
        TempoMap(60.0, changes=(TempoChange(8.0, 70.0), TempoChange(8.0, 80.0)))


@pytest.mark.parametrize("bpm", [0.0, 10_000.0, math.nan, math.inf, -60.0])
def test_a_tempo_that_nobody_can_play_is_refused(bpm: float) -> None:
    with pytest.raises(ValueError, match="tempo"):
        TempoChange(0.0, bpm)
    with pytest.raises(ValueError, match="tempo"):
        TempoMap(60.0).changed(4.0, bpm)
