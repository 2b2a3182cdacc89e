"""From a note at a real JACK port to the synth's `noteon`, with every core busy: our sound process, and two peers.

Run: python -m bench.notein [--notes N]. A process of its own strikes keys at uneven times and notes when. Ours is the
real sound process, in which the output stamps each note it is given. The first peer is the same inside a program whose
Textual screen repaints twenty times a second; the second a bare thread with absolute deadlines, late by what the
machine makes it: no program hears sooner. Ends with status 1 where ours misses its goals: those in milliseconds where
a higher priority is granted, and elsewhere no worse than the bare thread and the period of JACK that comes before it.
"""

import argparse
import json
import multiprocessing
import os
import random
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pexpect

from bench.loads import (
    JACK_PERIOD_MS,
    Keyboard,
    busy,
    compose,
    every_core,
    keep_quiet,
    machine,
    missing_jack,
    private_jack,
)
from companion.channel import Channel, ChannelClosed, start_child
from companion.domain.units import Seconds
from companion.midi import server
from companion.midi.facts import Missing
from companion.midi.output import NOTE_ON, Message, Output, SilentOutput
from companion.midi.priority import raise_priority
from companion.midi.protocol import Close, Command, DeviceFound, Fact, Open

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

GOALS_MS = (3.0, 99.0), (8.0, 100.0)
"""Milliseconds, and how many of a hundred notes keep within them."""

LEAST_GAP, MOST_GAP = 0.02, 0.12
OPTIONS = Open("none", None, None, "hands", 0.4, 0.0)
STAMPS = "BENCH_STAMPS"
"""The environment's variable that names the file for the stamps."""


class Stamping(SilentOutput):
    """An output that knows when each note was struck on it."""

    def __init__(self) -> None:
        super().__init__()
        self.struck: list[Seconds] = []

    def send(self, message: Message) -> None:
        """Remember a note's moment."""
        if message.kind == NOTE_ON:
            self.struck.append(time.monotonic())

    def close(self) -> None:
        """Write the moments down."""
        Path(os.environ[STAMPS]).write_text(json.dumps(self.struck))


def serve(argv: list[str]) -> None:
    """The sound process, with an output that stamps."""

    def open_stamping(options: Open, own_fonts: Path | None = None) -> tuple[Output, tuple[Missing, ...]]:
        return Stamping(), ()

    vars(server)["open_output"] = open_stamping
    server.main(argv)


def screen() -> None:
    """A program that does everything in one process: the screen repaints, and the same room plays."""
    from textual.app import App, ComposeResult
    from textual.widgets import Static

    from companion.midi.keyboards import Keyboards
    from companion.midi.ports import open_system
    from companion.midi.room import Room

    output = Stamping()
    room = Room(output, lambda fact: None, 0.4)
    keyboards = Keyboards("hands", open_system, room.hear)

    class Screen(App[None]):
        """A full screen of changing text."""

        def compose(self) -> ComposeResult:
            """One widget over all."""
            yield Static(markup=False)

        def on_mount(self) -> None:
            """Begin to repaint and to listen."""
            self.count = 0
            keyboards.refresh()
            self.set_interval(1 / 20, self.repaint)

        def repaint(self) -> None:
            """Change every line; end when the bench says so."""
            self.count += 1
            lines = ("".join(chr(97 + (row * column + self.count) % 26) for column in range(80)) for row in range(24))
            self.query_one(Static).update("\n".join(lines))
            if Path(os.environ[STAMPS]).with_suffix(".end").exists():
                self.exit()

    Screen().run()
    output.close()
    keyboards.close()


def strike(count: int, seed: int, found: "Connection") -> None:
    """Strike keys at uneven times; send home when."""
    keep_quiet()
    raise_priority()
    chance = random.Random(seed)
    keyboard = Keyboard("hands")
    found.send(None)
    found.recv()
    struck = []
    for number in range(count):
        time.sleep(chance.uniform(LEAST_GAP, MOST_GAP))
        struck.append(time.monotonic())
        keyboard.send(bytes([0x90, 21 + number % 88, 80]))
    time.sleep(0.5)
    found.send(struck)
    found.recv()
    keyboard.close()


def bare_thread(count: int, seed: int, found: "Connection") -> None:
    """Send home whether a higher priority was granted, and how late (ms) a thread meets absolute deadlines with it."""
    found.send(raise_priority())
    chance = random.Random(seed)
    late: list[float] = []
    due = time.monotonic()
    for _ in range(count):
        due += chance.uniform(LEAST_GAP, MOST_GAP)
        time.sleep(max(0.0, due - time.monotonic()))
        late.append((time.monotonic() - due) * 1000)
    found.send(late)


def through(player: str, count: int, stamps: Path) -> npt.NDArray[np.float64]:
    """Milliseconds from each stroke to its `noteon`."""
    os.environ[STAMPS] = str(stamps)
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    context.Process(target=strike, args=(count, 7, theirs), daemon=True).start()
    ours.recv()
    if player == "ours":
        process, channel = start_child("bench.notein", None, Fact, ["--serve"])
        channel.send(OPTIONS)
        while not isinstance(channel.receive(), DeviceFound):
            pass
        threading.Thread(target=_drain, args=(channel,), daemon=True).start()
    else:
        child = pexpect.spawn(sys.executable, ["-m", "bench.notein", "--screen"], dimensions=(24, 80), timeout=None)
        threading.Thread(target=child.read, daemon=True).start()
        time.sleep(4.0)
    ours.send(None)
    struck = ours.recv()
    if player == "ours":
        channel.send(Close())
        process.wait(10)
    else:
        stamps.with_suffix(".end").touch()
        while child.isalive():
            time.sleep(0.1)
    ours.send(None)
    return late_ms(struck, json.loads(stamps.read_text()))


def late_ms(struck: list[Seconds], heard: list[Seconds]) -> npt.NDArray[np.float64]:
    """Each heard note's time since the newest stroke that it can be: in order, and none before its stroke."""
    if len(heard) == len(struck):
        return np.array([(there - here) * 1000 for here, there in zip(struck, heard, strict=True)])
    strokes = np.array(struck)  # JACK lost some: the newest stroke before it is the one
    return np.array([(there - strokes[np.searchsorted(strokes, there) - 1]) * 1000 for there in heard])


def goal_ms(bare: npt.NDArray[np.float64], is_granted: bool, goal: float, share: float) -> float:
    """What that share of ours may take: the goal, or without a higher priority what a bare thread and JACK take."""
    return goal if is_granted else max(goal, float(np.percentile(bare, share)) + JACK_PERIOD_MS)


def _drain(channel: Channel[Command, Fact]) -> None:
    with suppress(ChannelClosed):
        while True:
            channel.receive()


def main() -> int:
    """Measure and print; 1 where ours misses its goals."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--notes", type=int, default=300)
    parser.add_argument("--screen", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.screen:
        screen()
        return 0
    if missing := missing_jack():
        print(missing)
        return 0
    print(machine())
    found: dict[str, npt.NDArray[np.float64]] = {}
    with tempfile.TemporaryDirectory() as folder, private_jack(), busy(*every_core(), compose):
        for player in ("ours", "in the screen's process"):
            found[player] = through(player, chosen.notes, Path(folder) / f"{len(found)}.json")
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        context.Process(target=bare_thread, args=(chosen.notes, 7, theirs), daemon=True).start()
        is_granted = bool(ours.recv())
        found["a bare thread"] = np.array(ours.recv())
    for name, late in found.items():
        median, p99 = np.percentile(late, [50, 99])
        print(f"{name:26} {late.size:4} notes   median {median:6.2f}   p99 {p99:6.2f}   worst {late.max():6.2f} ms")
    p99, worst = (goal_ms(found["a bare thread"], is_granted, goal, share) for goal, share in GOALS_MS)
    ratio = np.percentile(found["ours"], 99) / np.percentile(found["in the screen's process"], 99)
    is_held = np.percentile(found["ours"], 99) <= p99 and found["ours"].max() <= worst
    print(f"ours to the screen's process, p99: {ratio:.2f}; higher priority granted: {'yes' if is_granted else 'no'}")
    print(f"p99 {p99:.1f} ms, worst {worst:.1f} ms: {'holds' if is_held else 'BROKEN'}")
    return 0 if is_held else 1


if __name__ == "__main__":
    if "--serve" in sys.argv:
        serve(sys.argv)
    else:
        sys.exit(main())
