"""A private JACK server, and what is plugged into it: keyboards, other listeners, our own sound process."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

from companion.midi.client import SoundClient
from companion.midi.protocol import Fact, NoteHeard, Open

needs_jack = [
    pytest.mark.skipif(shutil.which("jackd") is None, reason="needs jackd"),
    pytest.mark.skipif(Path("/dev/snd/seq").exists(), reason="needs a machine where JACK is the MIDI system"),
]
NAME = f"companion-test-{os.getpid()}"

Found = TypeVar("Found")


def until(look: Callable[[], Found], timeout: float = 20.0) -> Found:
    deadline = time.monotonic() + timeout
    while not (found := look()):
        assert time.monotonic() < deadline, "nothing came"
        time.sleep(0.01)
    return found


URGENT, PATIENT = ("-R", "-P", "60"), ("-r",)
"""With a real-time priority JACK loses nothing on a busy machine; where that is not granted it runs without."""


FULL = "one machine has room for eight servers, and those that were killed keep theirs in /dev/shm/jack-shm-registry"


class Jack:
    """A JACK server of our own, with a driver that needs no card; one that `waits` loses nothing of its clients."""

    def __init__(self, name: str, folder: Path, rate: int = 48_000, period: int = 64, waits: bool = False) -> None:
        self._driver = (*(["-S"] if waits else []), "-d", "dummy", "-r", str(rate), "-p", str(period))
        self._log = (folder / "jackd.log").open("a+")
        self._server = self._start(name, URGENT) or self._start(name, PATIENT)
        if self._server is None:
            self._log.seek(0)
            pytest.fail(f"jackd is here and did not start ({FULL}); it says: {self._log.read()}")

    def _start(self, name: str, priority: tuple[str, ...]) -> subprocess.Popen[bytes] | None:
        """A server that takes clients; None where it ended instead."""
        command = ["jackd", "-n", name, *priority, "-p", "64", *self._driver]
        environment = {**os.environ, "JACK_NO_AUDIO_RESERVATION": "1"}
        server = subprocess.Popen(command, env=environment, stdout=self._log, stderr=subprocess.STDOUT)
        until(lambda: lists_ports() or server.poll() is not None)
        return server if server.poll() is None else None

    def stop(self) -> None:
        assert self._server is not None
        self._server.terminate()
        self._server.wait(10)
        self._log.close()


def lists_ports() -> bool:
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


class Device:
    """A synthesizer that is played: a virtual input port, with the time at which each message came."""

    def __init__(self, name: str) -> None:
        import rtmidi

        self.heard: list[tuple[float, tuple[int, ...]]] = []
        self._in: Any = rtmidi.MidiIn(rtmidi.API_UNIX_JACK, name=name)
        self._in.ignore_types(sysex=True, timing=False, active_sense=True)
        self._in.set_callback(lambda event, _: self.heard.append((time.monotonic(), tuple(event[0]))))
        self._in.open_virtual_port("in")

    def unplug(self) -> None:
        self._in.close_port()
        self._in.delete()


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

    def forget(self) -> None:
        """Know nothing of what was said so far."""
        self.client.poll()
        self._facts.clear()

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
