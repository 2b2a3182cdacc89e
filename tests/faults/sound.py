"""The real sound process, watched: its pids, what it said, a small piece to play."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from companion.channel import Channel
from companion.domain.harmony import Key, Meter
from companion.domain.score import NoteEvent, Part, Score
from companion.domain.tempo import TempoMap
from companion.midi import synth
from companion.midi.client import Server, SoundClient, launch_server
from companion.midi.protocol import Command, Fact, Open

NOTES = tuple(NoteEvent(beat, 0.9, 60, 70) for beat in range(4))
PIECE = Score("a piece", Key("C"), Meter(), TempoMap(240), 4.0, (Part("melody", 0, 0, NOTES),))
Found = TypeVar("Found")

needs_fluidsynth = pytest.mark.skipif(synth.problem() is not None, reason="needs FluidSynth's library")


def until(look: Callable[[], Found], timeout: float = 10.0) -> Found:
    deadline = time.monotonic() + timeout
    while not (found := look()):
        assert time.monotonic() < deadline, "nothing came"
        time.sleep(0.01)
    return found


def options(driver: str = "file", soundfont: Path | None = None) -> Open:
    return Open(driver, None, str(soundfont) if soundfont else None, "none", 0.4, 0.0)


class Watched:
    """A client of the real sound process whose pids are known."""

    def __init__(self) -> None:
        self.processes: list[subprocess.Popen[bytes]] = []
        self.client = SoundClient(self._launch)
        self.facts: list[Fact] = []

    def _launch(self, log: Path | None) -> Server:
        process, channel = launch_server(log)
        assert isinstance(process, subprocess.Popen)
        self.processes.append(process)
        return process, channel

    def kill(self) -> None:
        os.kill(self.processes[-1].pid, signal.SIGKILL)

    def said(self, kind: type[Found]) -> list[Found]:
        self.facts += self.client.poll()
        return [fact for fact in self.facts if isinstance(fact, kind)]


def raw_server() -> tuple["subprocess.Popen[bytes]", socket.socket, Channel[Command, Fact]]:
    """A sound process, the bare socket to it, and a channel over the same."""
    ours, theirs = socket.socketpair()
    process = subprocess.Popen(
        [sys.executable, "-m", "companion.midi.server", str(theirs.fileno())],
        pass_fds=(theirs.fileno(),),
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).parents[2],
    )
    theirs.close()
    return process, ours, Channel.over_socket(ours.dup(), Fact)
