"""What figures are measured beside: busy cores, a busy theory library, a JACK server of our own; which machine."""

import multiprocessing
import os
import platform
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from typing import Any

from companion.midi import synth

JACK_PERIOD_FRAMES, JACK_RATE = 64, 48_000
JACK_PERIOD_MS = 1000 * JACK_PERIOD_FRAMES / JACK_RATE


def machine() -> str:
    """The machine, the versions and the load, in one line."""
    versions = f"Python {platform.python_version()}, FluidSynth {synth.version()}"
    return f"{platform.platform()}, {versions}, {load()}"


def load() -> str:
    """What else the machine has to do: the processes that wanted a core, on the average of the last minute."""
    average = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return f"load {average} on {os.cpu_count()} cores"


def spin() -> None:
    """Keep one core busy."""
    while True:
        pass


def compose() -> None:
    """Keep music21 busy."""
    from companion.domain.song import SongRequest
    from companion.engine.composing import suggest
    from companion.engine.notation import musicxml

    seed = 0
    while True:
        seed += 1
        request = SongRequest(("The river bends away,", "and I will stay."), feeling="calm", seed=seed)
        musicxml(suggest(request)[0])


@contextmanager
def busy(*works: Callable[[], None]) -> Iterator[None]:
    """A process for each of these works, ended at the end."""
    context = multiprocessing.get_context("spawn")
    processes: list[BaseProcess] = [context.Process(target=work, daemon=True) for work in works]
    for process in processes:
        process.start()
    time.sleep(1.0 if works else 0.0)  # until they are at work
    try:
        yield
    finally:
        for process in processes:
            process.terminate()
            process.join()


def every_core() -> list[Callable[[], None]]:
    """A busy process for each core."""
    return [spin] * (os.cpu_count() or 1)


def missing_jack() -> str:
    """What is missing for a JACK server; nothing where it is there."""
    return "" if shutil.which("jackd") else "needs jackd (apt-get install jackd2)"


@contextmanager
def private_jack() -> Iterator[None]:
    """A JACK server with a driver that needs no card; every client of this process and its children finds it."""
    name = f"companion-bench-{os.getpid()}"
    driver = ["-d", "dummy", "-r", str(JACK_RATE), "-p", str(JACK_PERIOD_FRAMES)]
    is_urgent = ["-R", "-P", "20"] if os.getuid() == 0 else ["-r"]  # as a server that is set up for music has it
    command = ["jackd", "-n", name, *is_urgent, "-S", "-p", "64", *driver]  # -S: a period waits for its clients
    os.environ |= {"JACK_NO_AUDIO_RESERVATION": "1", "JACK_DEFAULT_SERVER": name, "JACK_NO_START_SERVER": "1"}
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        time.sleep(1.0)
        if server.poll() is not None:
            raise OSError("jackd did not start")
        yield
    finally:
        server.terminate()
        server.wait(10)


def keep_quiet() -> None:
    """Let what C libraries write on descriptor 2 go nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)


class Keyboard:
    """A MIDI keyboard on JACK: a virtual output port."""

    def __init__(self, name: str) -> None:
        import rtmidi

        self._out: Any = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name=name)
        self._out.open_virtual_port("out")

    def send(self, raw: bytes) -> None:
        """Send one message."""
        self._out.send_message(raw)

    def close(self) -> None:
        """Unplug it."""
        self._out.close_port()
        self._out.delete()


def resident_mb(pid: int) -> float:
    """What a process holds in memory of its own: the proportional set size, in MB."""
    return _smaps_mb(pid, "Pss:")


def anonymous_mb(pid: int) -> float:
    """What a process itself has written into memory, in MB; unlike the set size it does not depend on who else runs."""
    return _smaps_mb(pid, "Anonymous:")


def _smaps_mb(pid: int, row: str) -> float:
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
        return sum(int(line.split()[1]) for line in file if line.startswith(row)) / 1024
