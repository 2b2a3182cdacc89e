"""The backing on a real MIDI port: in time, with clicks and clock, and as the device comes and goes."""

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from companion.domain.harmony import Key, Meter
from companion.domain.score import NoteEvent, Part, Score
from companion.domain.tempo import TempoMap
from companion.midi.protocol import (
    DeviceFound,
    DeviceLost,
    Ended,
    Fact,
    MidiLate,
    Play,
    Position,
    Revise,
    SetMidiOutput,
    SetTempo,
    Stop,
)
from tests.ports.jack import Device, Listener, needs_jack, until

pytestmark = needs_jack
BPM = 240.0
LOST_SHARE = 0.03
"""JACK itself loses a message now and then where the processor is busy."""


def piece(bars: int = 2) -> Score:
    notes = tuple(NoteEvent(beat / 2, 0.4, 40 + beat, 70) for beat in range(8 * bars))
    return Score("a piece", Key("C"), Meter(), TempoMap(BPM), 4.0 * bars, (Part("melody", 0, 5, notes),))


@pytest.fixture
def device(jack: str) -> Iterator[Device]:
    device = Device("organ")
    yield device
    device.unplug()


def strokes(device: Device) -> list[tuple[float, int, int]]:
    return [(at, raw[0] & 15, raw[1]) for at, raw in list(device.heard) if raw[0] & 0xF0 == 0x90]


def facts_of(listener: Listener, kind: type[Fact]) -> list[Fact]:
    listener.heard()
    return [fact for fact in listener._facts if isinstance(fact, kind)]


def sounding(device: Device) -> set[tuple[int, int]]:
    held: set[tuple[int, int]] = set()
    for _, raw in list(device.heard):
        if raw[0] & 0xF0 in (0x80, 0x90):
            (held.add if raw[0] & 0xF0 == 0x90 else held.discard)((raw[0] & 15, raw[1]))
    return held


def test_the_backing_arrives_in_time_with_clicks_and_clock(device: Device, listener: Listener) -> None:
    assert listener.ready is not None
    assert "organ:in" in listener.ready.midi_outputs
    listener.client.send(SetMidiOutput("organ", also_synth=False, clock=True))
    until(lambda: listener.said(DeviceFound("organ:in")))
    listener.client.send(Play(1, piece(), count_in_beats=4.0, fade_in_seconds=0.0))
    until(lambda: facts_of(listener, Ended))
    time.sleep(0.1)
    heard = strokes(device)
    clicks = [at for at, channel, key in heard if (channel, key) == (9, 76)]
    notes = {key: at for at, channel, key in heard if channel == 0}
    assert len(clicks) >= 3
    assert len(notes) >= 15
    late = np.array([at - (key - 40) * 30 / BPM for key, at in notes.items()])
    assert np.percentile(np.abs(late - np.median(late)), 90) < 0.02  # these machines are noisy: `bench` has the figures
    raw = [message for _, message in device.heard]
    assert raw.index((0xFA,)) < raw.index((0xF8,))
    assert raw.count((0xF8,)) >= (1 - LOST_SHARE) * 24 * 8
    assert (0xC0, 5) in raw
    assert until(lambda: facts_of(listener, MidiLate))


def test_what_sounds_is_ended_when_the_music_stops_or_the_port_is_let_go(device: Device, listener: Listener) -> None:
    long = Part("melody", 0, 5, tuple(NoteEvent(0, 16, 50 + number, 70) for number in range(8)))
    score = Score("long", Key("C"), Meter(), TempoMap(BPM), 16.0, (long,))
    listener.client.send(SetMidiOutput("organ"))
    for end in (Stop(0.1), SetMidiOutput(None)):
        device.heard.clear()
        listener.client.send(SetMidiOutput("organ"))
        listener.client.send(Play(1, score, is_loop=True, fade_in_seconds=0.0))
        until(lambda: len(sounding(device)) >= 7)
        listener.client.send(end)
        until(lambda: not sounding(device))


def test_changes_reach_the_port(device: Device, listener: Listener) -> None:
    listener.client.send(SetMidiOutput("organ"))
    listener.client.send(Play(1, piece(), is_loop=True, fade_in_seconds=0.0))
    until(lambda: len(strokes(device)) > 4)
    listener.client.send(SetTempo(1, 120.0))
    listener.client.send(Revise(1, Score("one", Key("C"), Meter(), TempoMap(60), 4.0, (
        Part("melody", 0, 9, tuple(NoteEvent(beat, 0.5, 90, 70) for beat in range(4))),
    ))))  # fmt: skip
    until(lambda: len([key for _, _, key in strokes(device) if key == 90]) > 6)
    times = [at for at, _, key in strokes(device) if key == 90]
    assert np.median(np.diff(times)) == pytest.approx(0.5, abs=0.02)
    assert (0xC0, 9) in [raw for _, raw in device.heard]


def test_a_device_that_vanishes_is_told_of_and_found_again(jack: str, tmp_path: Path) -> None:
    listener = Listener(tmp_path)
    first = Device("frail")
    listener.client.send(SetMidiOutput("frail", also_synth=False, clock=True))
    until(lambda: listener.said(DeviceFound("frail:in")))
    listener.client.send(Play(1, piece(), is_loop=True))
    until(lambda: strokes(first))
    first.unplug()
    until(lambda: listener.said(DeviceLost("frail:in")))
    listener.goes_on()
    second = Device("frail")
    until(lambda: strokes(second))
    assert facts_of(listener, Position) == [] or listener.client.state == "silent"
    until(lambda: (0xFB,) in [raw for _, raw in second.heard])
    listener.client.close()
    assert sounding(second) == set()
    second.unplug()
