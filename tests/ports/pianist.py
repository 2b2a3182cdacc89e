"""Somebody who plays a MIDI keyboard while `companion record` records it."""

import subprocess
import threading
import time
from pathlib import Path

from companion.domain.take import NOTE_ON, Take
from tests.commands import CommandLine
from tests.ports.jack import Piano, until

OVER_CHORDS = ("record", "--chords", "C | Am | F | G", "--groove", "folk", "--tempo", "120", "--port", "piano")
CHECKPOINT = "take-under-way.json"
STROKE_SECONDS = 0.05
MOST_LOST_SECONDS = 2.0
PEDAL_AT = 20
"""After so many strokes the pedal goes down, and up again after as many more."""


class Pianist:
    """Strikes a key every twentieth of a second, no two alike; knows when each was struck (monotonic seconds)."""

    def __init__(self) -> None:
        self.struck: list[tuple[float, int, int]] = []
        self.piano = Piano("piano")
        self._rests = threading.Event()
        self._thread = threading.Thread(target=self._play, daemon=True)
        self._thread.start()

    def rest(self) -> None:
        self._rests.set()
        self._thread.join()

    def _play(self) -> None:
        number = 0
        while not self._rests.wait(STROKE_SECONDS):
            pitch, velocity = 30 + number % 60, 1 + number // 60
            self.struck.append((time.monotonic(), pitch, velocity))
            self.piano.send(NOTE_ON, pitch, velocity)
            self.piano.send(0x80, pitch, 0)
            if number % PEDAL_AT == 0:
                self.piano.send(0xB0, 64, 127 if number // PEDAL_AT % 2 else 0)
            number += 1


def strokes(take: Take) -> list[tuple[int, int]]:
    return [(event.data1, event.data2) for event in take.events if event.kind == NOTE_ON]


def begin(line: CommandLine, *arguments: str) -> subprocess.Popen[str]:
    """Start a recording, and wait until something of it is on the disk."""
    running = line.start(*OVER_CHORDS, *arguments)
    until(lambda: (line.home / CHECKPOINT).exists() or running.poll() is not None, 30)
    return running


def children(pid: int) -> list[int]:
    """The children of any thread of a process."""
    found = (each.read_text().split() for each in Path(f"/proc/{pid}/task").glob("*/children"))
    return [int(child) for children in found for child in children]
