"""Real MIDI ports on a private JACK server: played, unplugged, plugged in again."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import pytest

from companion.domain.harmony import Key, Meter
from companion.domain.score import NoteEvent, Part, Score
from companion.domain.tempo import TempoMap
from companion.midi import synth
from companion.midi.client import SoundClient
from companion.midi.protocol import DeviceFound, DeviceLost, Fact, NoteHeard, NoteOn, Open, Play, Ready

pytestmark = [
    pytest.mark.skipif(shutil.which("jackd") is None, reason="needs jackd"),
    pytest.mark.skipif(Path("/dev/snd/seq").exists(), reason="needs a machine where JACK is the MIDI system"),
]
NAME = f"companion-test-{os.getpid()}"
NOTES = tuple(NoteEvent(beat, 0.9, 60, 70) for beat in range(8))
PIECE = Score("a piece", Key("C"), Meter(), TempoMap(240), 8.0, (Part("melody", 0, 0, NOTES),))
LAST_PERIOD = 16
"""More messages than these tests send in one of JACK's periods, however late the sender is."""

Found = TypeVar("Found")


def until(look: Callable[[], Found], timeout: float = 8.0) -> Found:
    deadline = time.monotonic() + timeout
    while not (found := look()):
        assert time.monotonic() < deadline, "nothing came"
        time.sleep(0.01)
    return found


class Jack:
    """A JACK server of our own, with a driver that needs no card."""

    def __init__(self, name: str, folder: Path) -> None:
        self._log = (folder / "jackd.log").open("a+")
        command = ["jackd", "-n", name, "-r", "-p", "64", "-d", "dummy", "-r", "48000", "-p", "64"]
        environment = {**os.environ, "JACK_NO_AUDIO_RESERVATION": "1"}
        self._server = subprocess.Popen(command, env=environment, stdout=self._log, stderr=subprocess.STDOUT)
        until(lambda: _lists_ports() or self._server.poll() is not None)
        if self._server.poll() is not None:
            self._log.seek(0)
            pytest.skip(f"needs jackd with its dummy driver, which says: {self._log.read()[-200:]}")

    def stop(self) -> None:
        self._server.terminate()
        self._server.wait(10)
        self._log.close()


@pytest.fixture(scope="module", autouse=True)
def private_server() -> Iterator[None]:
    """Every JACK client of these tests, our processes' too, looks for our server only."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JACK_DEFAULT_SERVER", NAME)
        yield


@pytest.fixture(scope="module")
def jack(private_server: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    jack = Jack(NAME, tmp_path_factory.mktemp("jack"))
    yield NAME
    jack.stop()


def _lists_ports() -> bool:
    import rtmidi

    try:
        rtmidi.MidiIn(rtmidi.API_UNIX_JACK, name="companion-look").delete()
    except rtmidi.RtMidiError:
        return False
    return True


class Piano:
    """A MIDI keyboard: a virtual output port."""

    def __init__(self, name: str) -> None:
        import rtmidi

        self._out: Any = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name=name)
        self._out.open_virtual_port("out")

    def send(self, *raw: int) -> None:
        self._out.send_message(list(raw))

    def unplug(self) -> None:
        self._out.close_port()
        self._out.delete()


class Witness:
    """Another program that listens to a port."""

    def __init__(self, name: str) -> None:
        import rtmidi

        self._count = 0
        self._in: Any = rtmidi.MidiIn(rtmidi.API_UNIX_JACK, name="witness")
        self._in.set_callback(self._hear)
        self._in.open_port(self._in.get_ports().index(name), name="in")

    def close(self) -> int:
        """Stop listening; how much was heard."""
        self._in.close_port()
        self._in.delete()
        return self._count

    def _hear(self, event: object, _: object) -> None:
        self._count += 1


class Listener:
    """A sound process that listens to MIDI keyboards, and everything it said."""

    def __init__(self, folder: Path, driver: str = "none", midi_input: str = "any") -> None:
        self.client = SoundClient()
        self.client.start(Open(driver, None, None, midi_input, 0.4, 0.0), folder / "sound.log")
        self.ready = self.client.wait_until_ready()
        self._facts: list[Fact] = []

    def said(self, fact: Fact) -> bool:
        self._facts += self.client.poll()
        return fact in self._facts

    def goes_on(self) -> None:
        """Wait until the music has moved by a beat."""
        start = self.client.position
        assert start is not None
        until(lambda: (now := self.client.position) is not None and now.beats > start.beats + 1)

    def heard(self) -> list[NoteHeard]:
        self._facts += self.client.poll()
        return [fact for fact in self._facts if isinstance(fact, NoteHeard)]


def play_until_heard(piano: Piano, pitch: int, listener: Listener) -> None:
    """Strike a key until it arrives: JACK may lose a message."""

    def strike() -> bool:
        piano.send(0x90, pitch, 80)
        time.sleep(0.1)
        return pitch in [heard.event.data1 for heard in listener.heard()]

    until(strike)


@pytest.fixture
def piano(jack: str) -> Iterator[Piano]:
    piano = Piano("piano")
    yield piano
    piano.unplug()


@pytest.fixture
def listener(jack: str, tmp_path: Path) -> Iterator[Listener]:
    listener = Listener(tmp_path)
    yield listener
    listener.client.close()


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


@pytest.mark.skipif(synth.problem() is not None, reason="needs FluidSynth's library")
def test_sound_goes_out_through_jack_and_closing_leaves_jack_whole(piano: Piano, tmp_path: Path) -> None:
    for _ in range(3):
        listener = Listener(tmp_path, driver="auto")
        assert isinstance(listener.ready, Ready)
        assert listener.ready.driver == "jack"
        play_until_heard(piano, 60, listener)
        listener.client.close()
    assert _lists_ports()


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
