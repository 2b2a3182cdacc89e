"""From a key of the computer, written to the terminal, to FluidSynth's `noteon`, in the jam on a real pty of 80 x 24.

The screen repaints twenty times a second. Three turns in rounds: the composer at rest; the composer process never
without a request; and a peer, the same program with the same work (suggestions, and notation by music21) on a thread
of its own, as programs do that have no second process.

    python -m bench.keynote [--rounds 3] [--keys 150]

Exit status 1 where a key is lost, or where the composing program is slower than LIMIT_MS for more than one key in a
hundred; the machine's other load stands beside the figures, since it is in them.
"""

import argparse
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

import pexpect

from bench.loads import load
from bench.start import Terminal, machine
from bench.striking import AT_REST, COMPOSING, IN_A_THREAD, PROJECT, environment, read_strikes
from companion.midi import synth

LIMIT_MS = 20.0

MODES = (AT_REST, COMPOSING, IN_A_THREAD)
SETTLE_SECONDS = 4.0
GAP_SECONDS = (0.09, 0.21)
PATIENCE_SECONDS = 20.0
KEYS = "12345678"


def key_times(mode: str, keys: int, seed: int) -> tuple[list[float], int]:
    """Milliseconds from each key to its note, and how many keys gave none."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        home, strikes = Path(name), Path(name) / "strikes"
        command = ["-m", "bench.striking", "--app", str(home), str(strikes), mode]
        child = pexpect.spawn(sys.executable, command, dimensions=(24, 80), cwd=str(PROJECT), env=environment())
        child.delaybeforesend = None
        terminal = Terminal()
        try:
            _wait_for_note(child, terminal, strikes)
            _drain(child, SETTLE_SECONDS)
            written = []
            for number in range(keys):
                _drain(child, chance.uniform(*GAP_SECONDS))
                written.append(time.monotonic())
                os.write(child.child_fd, KEYS[number % len(KEYS)].encode())
            _drain(child, 1.0)
            return _matched(written, read_strikes(strikes))
        finally:
            child.close(force=True)


def _matched(written: list[float], struck: list[float]) -> tuple[list[float], int]:
    """Milliseconds from each key to its strike, in order; what struck before the first key was only tried."""
    struck = [at for at in struck if at >= written[0]]
    late = [(strike - at) * 1000 for at, strike in zip(written, struck, strict=False)]
    return late, len(written) - len(struck)


def _wait_for_note(child: "pexpect.spawn[bytes]", terminal: Terminal, strikes: Path) -> None:
    """Press until the jam plays."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not read_strikes(strikes):
        if time.monotonic() > deadline:
            raise SystemExit(f"No key plays. The screen: {terminal.text}")
        os.write(child.child_fd, b"1")
        _draw(child, terminal, 0.2)


def _draw(child: "pexpect.spawn[bytes]", terminal: Terminal, seconds: float) -> None:
    """Take in what is painted for a while, and answer what a terminal is asked."""
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        try:
            answer = terminal.take(child.read_nonblocking(65536, timeout=left))
        except pexpect.TIMEOUT:
            return
        if answer:
            os.write(child.child_fd, answer)


def _drain(child: "pexpect.spawn[bytes]", seconds: float) -> None:
    """Take in what is painted, undrawn: drawing it would take a good part of a core from the program."""
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        try:
            child.read_nonblocking(65536, timeout=left)
        except pexpect.TIMEOUT:
            return


def p99(times: list[float]) -> float:
    """The time that one key in a hundred is slower than."""
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.99))]


def main() -> int:
    """Measure, print, and say whether the limit holds."""
    parser = argparse.ArgumentParser(description="From a key to its note.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keys", type=int, default=150)
    chosen = parser.parse_args()
    if (missing := synth.problem()) is not None:
        print(missing)
        return 0
    print(f"{platform.platform()}\n{machine()}, FluidSynth {synth.version()}")
    print(f"key to noteon in ms, {chosen.rounds} rounds of {chosen.keys} keys; {load()}")
    times: dict[str, list[float]] = {mode: [] for mode in MODES}
    lost = dict.fromkeys(MODES, 0)
    for number in range(chosen.rounds):
        for mode in MODES:
            found, missed = key_times(mode, chosen.keys, number)
            times[mode] += found
            lost[mode] += missed
    for mode, found in times.items():
        middle, late, worst = statistics.median(found), p99(found), max(found)
        quick = sum(each <= LIMIT_MS for each in found) / len(found)
        print(f"{mode:24} median {middle:6.1f}   p99 {late:6.1f}   worst {worst:6.1f}   in {LIMIT_MS:g} ms {quick:.1%}"
              f"   without a note {lost[mode]}")  # fmt: skip
    ours, peer = p99(times[COMPOSING]), p99(times[IN_A_THREAD])
    print(f"p99 composing / {IN_A_THREAD}: {ours / peer:.2f}")
    print(f"p99 composing / {AT_REST}: {ours / p99(times[AT_REST]):.2f}")
    holds = ours <= LIMIT_MS and not lost[COMPOSING]
    print(f"limit {LIMIT_MS:g} ms at p99 while composing, none lost: {'holds' if holds else 'MISSED'}; {load()}")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
