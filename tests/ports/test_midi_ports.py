"""Real MIDI ports on a private JACK server: played, unplugged, plugged in again."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from companion.domain.harmony import Key, Meter
from companion.domain.score import NoteEvent, Part, Score
from companion.domain.tempo import TempoMap
from companion.midi import synth
from companion.midi.protocol import DeviceFound, DeviceLost, NoteOn, Play, Ready, SetMidiInput, SetMidiOutput
from tests.ports.jack import NAME, Jack, Listener, Piano, Witness, lists_ports, needs_jack, play_until_heard, until

pytestmark = needs_jack
NOTES = tuple(NoteEvent(beat, 0.9, 60, 70) for beat in range(8))
PIECE = Score("a piece", Key("C"), Meter(), TempoMap(240), 8.0, (Part("melody", 0, 0, NOTES),))
LAST_PERIOD = 16
"""More messages than these tests send in one of JACK's periods, however late the sender is."""


def test_a_keyboard_is_found_and_its_notes_arrive_in_order(piano: Piano, listener: Listener) -> None:
    """JACK itself loses messages where the processor is busy; a witness beside us shows how many."""
    assert isinstance(listener.ready, Ready)
    assert listener.ready.midi_inputs == ("piano:out",)
    until(lambda: listener.said(DeviceFound("piano:out")))
    witness = Witness("piano:out")
    sent = [(0x90, 30 + number % 60, 1 + number // 60) for number in range(600)]  # no two alike
    started = time.monotonic()
    for message in sent:
        piano.send(*message)
        time.sleep(0.001)
    lasted = time.monotonic() - started
    time.sleep(0.3)
    heard = listener.heard()
    ours = [(0x90, h.event.data1, h.event.data2) for h in heard if h.event.kind == 0x90]
    assert len(ours) >= 0.5 * witness.close() > 0
    places = [sent.index(message) for message in ours]  # nothing that was not sent
    # In order; but where the sender is late, JACK hands its last period out again.
    assert all(earlier - later < LAST_PERIOD for earlier, later in pairwise(places))
    assert {h.source for h in heard} == {"piano:out"}
    seconds = [h.event.seconds for h in heard]
    assert seconds == sorted(seconds)
    assert 0.5 * lasted < seconds[-1] - seconds[0] < lasted + 0.5


def test_unplugged_and_plugged_in_again(jack: str, listener: Listener) -> None:
    first = Piano("visitor")
    until(lambda: listener.said(DeviceFound("visitor:out")))
    play_until_heard(first, 60, listener)
    first.unplug()
    until(lambda: listener.said(DeviceLost("visitor:out")))
    until(lambda: listener.heard()[-1].event.kind == 0x80)
    second = Piano("visitor")
    play_until_heard(second, 62, listener)
    second.unplug()


def test_only_the_named_keyboard_is_listened_to(piano: Piano, tmp_path: Path) -> None:
    other = Piano("drums")
    listener = Listener(tmp_path, midi_input="PIANO")
    until(lambda: listener.said(DeviceFound("piano:out")))
    other.send(0x90, 36, 100)
    play_until_heard(piano, 60, listener)
    time.sleep(0.1)
    assert {h.event.data1 for h in listener.heard()} == {60}
    listener.client.close()
    other.unplug()


def test_another_keyboard_is_chosen_while_one_plays(piano: Piano, tmp_path: Path) -> None:
    other = Piano("drums")
    listener = Listener(tmp_path, midi_input="piano")
    until(lambda: listener.said(DeviceFound("piano:out")))
    play_until_heard(piano, 60, listener)
    listener.client.send(SetMidiInput("drums"))
    until(lambda: listener.said(DeviceFound("drums:out")))
    assert listener.said(DeviceLost("piano:out", is_let_go=True))
    until(lambda: listener.heard()[-1].event.kind == 0x80)  # what it held has ended
    piano.send(0x90, 62, 100)
    play_until_heard(other, 36, listener)
    assert 62 not in {h.event.data1 for h in listener.heard()}
    listener.client.close()
    other.unplug()


@pytest.mark.skipif(synth.problem() is not None, reason="needs FluidSynth's library")
def test_sound_goes_out_through_jack_and_closing_leaves_jack_whole(piano: Piano, tmp_path: Path) -> None:
    for _ in range(3):
        listener = Listener(tmp_path, driver="auto")
        assert isinstance(listener.ready, Ready)
        assert listener.ready.driver == "jack"
        play_until_heard(piano, 60, listener)
        listener.client.close()
    assert lists_ports()


@pytest.mark.skipif(synth.problem() is not None, reason="needs FluidSynth's library")
def test_when_the_output_goes_away_the_music_goes_on_unheard_until_it_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"{NAME}-frail"
    monkeypatch.setenv("JACK_DEFAULT_SERVER", name)
    first = Jack(name, tmp_path)
    listener = Listener(tmp_path, driver="auto", midi_input="none")
    assert listener.ready is not None
    assert listener.ready.driver == "jack"
    listener.client.send(Play(1, PIECE, is_loop=True))
    until(lambda: listener.client.position)
    first.stop()
    until(lambda: listener.said(DeviceLost("jack")))
    listener.goes_on()
    listener.client.send(NoteOn(60, 80))
    until(listener.heard)
    second = Jack(name, tmp_path)
    until(lambda: listener.said(DeviceFound("jack")), timeout=15)
    listener.goes_on()
    listener.client.close()
    assert listener.client.state == "ready"
    second.stop()


ELSEWHERE = """
import sys, time
sys.path.insert(0, sys.argv[1])
from tests.ports.jack import Device, Piano
piano, organ = Piano("visitor"), Device("organ")
while True:
    piano.send(0x90, 60, 80)
    time.sleep(0.1)
"""
"""Another program with a keyboard and a synthesizer; a process of its own, as it ends with its server."""


@contextmanager
def elsewhere(name: str, folder: Path) -> Iterator[None]:
    """A JACK server and the other program; both are ended, whatever happens meanwhile."""
    server = Jack(name, folder)
    other = subprocess.Popen(
        [sys.executable, "-c", ELSEWHERE, str(Path(__file__).parents[2])], stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        server.stop()
        other.kill()
        other.wait()


def found(listener: Listener) -> None:
    """Wait until the other program's keyboard and synthesizer are used, and a note has come."""
    for fact in (DeviceFound("visitor:out"), DeviceFound("organ:in")):
        until(lambda fact=fact: listener.said(fact))  # type: ignore[misc]
    until(listener.heard)


def test_when_the_jack_server_is_started_again_its_ports_are_found_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"{NAME}-again"
    monkeypatch.setenv("JACK_DEFAULT_SERVER", name)
    with elsewhere(name, tmp_path):
        listener = Listener(tmp_path, midi_input="visitor")
        listener.client.send(SetMidiOutput("organ"))
        listener.client.send(Play(1, PIECE, is_loop=True))
        found(listener)
    for gone in (DeviceLost("visitor:out"), DeviceLost("organ:in")):
        until(lambda gone=gone: listener.said(gone))  # type: ignore[misc]
    until(lambda: listener.heard()[-1].event.kind == 0x80)
    listener.goes_on()
    listener.forget()
    with elsewhere(name, tmp_path):
        found(listener)
        listener.client.close()
