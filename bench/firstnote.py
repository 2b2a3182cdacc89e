"""From the first paint to the first note that a person can play: the jam opened straight, keys pressed at once.

A key is written to the terminal every twentieth of a second from the first letter on the screen on; what is measured is
from that letter to FluidSynth's `noteon`. The first round (cold files) is not counted.

    python -m bench.firstnote [--rounds 9]

Exit status 1 where the median is above LIMIT_SECONDS.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import pexpect

from bench.start import Terminal, machine
from bench.striking import AT_REST, PROJECT, environment, read_strikes
from companion.midi import synth

LIMIT_SECONDS = 0.6
PATIENCE_SECONDS = 30.0
KEY_SECONDS = 0.05
KEYS = "12345678"


def first_note() -> tuple[float, float]:
    """Seconds from the start to the first paint, and from there to the first note."""
    with tempfile.TemporaryDirectory() as name:
        home, strikes = Path(name), Path(name) / "strikes"
        command = ["-m", "bench.striking", "--app", str(home), str(strikes), AT_REST]
        begun = time.monotonic()
        child = pexpect.spawn(sys.executable, command, dimensions=(24, 80), cwd=str(PROJECT), env=environment())
        child.delaybeforesend = None
        terminal = Terminal()
        painted = 0.0
        number = 0
        try:
            while time.monotonic() - begun < PATIENCE_SECONDS:
                try:
                    answer = terminal.take(child.read_nonblocking(65536, timeout=KEY_SECONDS))
                except pexpect.TIMEOUT:
                    answer = b""
                if terminal.has_text and not painted:
                    painted = time.monotonic()
                if painted and time.monotonic() - painted >= number * KEY_SECONDS:
                    answer += KEYS[number % len(KEYS)].encode()
                    number += 1
                if answer:
                    os.write(child.child_fd, answer)
                if struck := read_strikes(strikes):
                    return painted - begun, struck[0] - painted
            raise SystemExit(f"No note came. The screen: {terminal.text}")
        finally:
            child.close(force=True)


def main() -> int:
    """Measure, print, and say whether the limit holds."""
    parser = argparse.ArgumentParser(description="From the first paint to the first note.")
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    if (missing := synth.problem()) is not None:
        print(missing)
        return 0
    found = [first_note() for _ in range(rounds + 1)][1:]
    paints, notes = [paint for paint, _ in found], [note for _, note in found]
    print(machine())
    print(f"first paint   median {statistics.median(paints):.2f} s   ({min(paints):.2f} to {max(paints):.2f})")
    print(f"to first note median {statistics.median(notes):.2f} s   ({min(notes):.2f} to {max(notes):.2f})")
    holds = statistics.median(notes) <= LIMIT_SECONDS
    print(f"limit {LIMIT_SECONDS:g} s after the first paint: {'holds' if holds else 'MISSED'}")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
