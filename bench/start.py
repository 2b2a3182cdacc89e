"""From start to first paint: the companion beside harlequin and beside an empty Textual program, in a real pty.

First paint is the first moment at which a terminal of 80 x 24 shows any letter. The programs take turns; the first
round (cold files) is not counted. A ratio is the median of the rounds' ratios, so that a busy moment of the machine
falls on both sides. Also: what `make start` adds when everything is set up.

    python -m bench.start [--rounds 9] [--harlequin PROGRAM]

harlequin is installed into a folder that is thrown away, unless PROGRAM names one; where that cannot be done the
bench says so and goes on without it. Exit status 1 where a limit is missed.
"""

import argparse
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pexpect
import pyte

from companion import paths
from companion import settings as settings_module
from companion.settings import Settings

PROJECT = Path(__file__).parents[1]
HARLEQUIN = "harlequin==2.17.0"
ROWS, COLUMNS = 24, 80
PATIENCE_SECONDS = 60.0
MOST_OF_HARLEQUIN = 0.4
MOST_OF_EMPTY = 1.8
MOST_ADDED_SECONDS = 0.5

MENU = "A new session"
WITH_MENU = "companion, with its menu"
"""The companion paints a greeting first and looks into the journal then; this is when something can be chosen."""

EMPTY_PROGRAM = """
from textual.app import App
from textual.widgets import Static

class Empty(App):
    def compose(self):
        yield Static("ready")

Empty().run()
"""

ANSWERS = {
    b"\x1b[c": b"\x1b[?62;22c",
    b"\x1b[6n": b"\x1b[1;1R",
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",
    b"\x1b[?u": b"\x1b[?0u",
    b"\x1b[14t": b"\x1b[4;480;800t",
    b"\x1b[16t": b"\x1b[6;20;10t",
}
"""What a program may ask of its terminal, and what a plain one answers."""

UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[>=<][0-9;]*[A-Za-z]|\x1b\[\?[0-9;]*\$p|\x1b[P_^][^\x1b]*\x1b\\|\x1b\[\?u")
UNFINISHED = re.compile(rb"\x1b(?:\[[0-9;?>=<$]*|[P_^\]][^\x1b\x07]*\x1b?)?$")


class Terminal:
    """A terminal of 80 x 24 that answers questions and knows what it shows."""

    def __init__(self) -> None:
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self._screen)
        self._rest = b""

    def take(self, output: bytes) -> bytes:
        """Draw what a program wrote; returns what the terminal answers."""
        output = self._rest + output
        cut = UNFINISHED.search(output)
        self._rest = output[cut.start() :] if cut else b""
        whole = output[: cut.start()] if cut else output
        self._stream.feed(UNKNOWN_TO_PYTE.sub(b"", whole))
        return b"".join(answer for question, answer in ANSWERS.items() if question in whole)

    @property
    def has_text(self) -> bool:
        """Whether any letter is to be seen."""
        return any(character.isalpha() for line in self._screen.display for character in line)

    @property
    def text(self) -> str:
        """What is on the screen, without the empty space."""
        return " / ".join(" ".join(line.split()) for line in self._screen.display if line.strip())


def first_paint(command: Sequence[str], environment: Mapping[str, str], until: str = "") -> tuple[float, str]:
    """Start a program, wait for its first letter (and for `until`), end it; seconds, and what was to be seen then."""
    terminal = Terminal()
    begin = time.perf_counter()
    child = pexpect.spawn(
        command[0], list(command[1:]), dimensions=(ROWS, COLUMNS), env=dict(environment), cwd=str(PROJECT)
    )
    child.delaybeforesend = None
    try:
        while not terminal.has_text or until not in terminal.text:
            answer = terminal.take(child.read_nonblocking(65536, timeout=PATIENCE_SECONDS))
            if answer:
                child.send(answer)
        return time.perf_counter() - begin, terminal.text
    except (pexpect.EOF, pexpect.TIMEOUT) as error:
        raise SystemExit(f"{command[0]} showed nothing: {type(error).__name__}. Its screen: {terminal.text}") from error
    finally:
        child.close(force=True)


def a_home(folder: Path) -> dict[str, str]:
    """The environment of a person who has been here before, with everything of theirs in `folder`."""
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "TEXTUAL"))}
    environment = keep | {"HOME": str(folder), paths.HOME_VARIABLE: str(folder), "TERM": "xterm-256color"}
    os.environ[paths.HOME_VARIABLE] = str(folder)
    settings_module.save(Settings(welcomed=True), paths.places().settings_file)
    return environment


def install_harlequin(folder: Path) -> str | None:
    """Install the peer into a virtual environment of its own; None where that does not work."""
    environment = folder / "peer"
    try:
        subprocess.run([sys.executable, "-m", "venv", environment], check=True, capture_output=True)
        python = environment / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "-q", HARLEQUIN], check=True, capture_output=True, timeout=600)
    except (OSError, subprocess.SubprocessError) as error:
        print(f"harlequin could not be installed here ({type(error).__name__}): its row is left out")
        return None
    return str(environment / "bin" / "harlequin")


def added_by_make() -> float | None:
    """Seconds that `make start` takes before the program, once everything is set up; None where make is not there."""
    command = ["make", "set-up-start"]
    try:
        times = []
        for _ in range(8):
            begin = time.perf_counter()
            subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)
            times.append(time.perf_counter() - begin)
    except (OSError, subprocess.CalledProcessError):
        return None
    return statistics.median(times[1:])


def machine() -> str:
    """What this was measured on."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}{load}"


def ratio(times: Mapping[str, list[float]], peer: str) -> float:
    """The median of how long the companion takes for each second of a peer's, round by round."""
    return statistics.median(ours / theirs for ours, theirs in zip(times["companion"], times[peer], strict=True))


def verdict(name: str, value: float, limit: float) -> bool:
    """Print one comparison; whether it holds."""
    print(f"{name}: {value:.2f} (at most {limit:g}) {'holds' if value <= limit else 'MISSED'}")
    return value <= limit


def main() -> int:
    """Measure, print, and return the exit status."""
    parser = argparse.ArgumentParser(description="From start to first paint.")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--harlequin", help="a harlequin that is installed already")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="companion-bench-") as name:
        folder = Path(name)
        programs = {
            "companion": [sys.executable, "-m", "companion"],
            "empty Textual": [sys.executable, "-c", EMPTY_PROGRAM],
        }
        if peer := options.harlequin or install_harlequin(folder):
            programs["harlequin"] = [peer, "--locale", "C.UTF-8"]  # else it first prints a box about the locale
        environment = a_home(folder)
        programs[WITH_MENU] = programs["companion"]
        times: dict[str, list[float]] = {program: [] for program in programs}
        for turn in range(options.rounds + 1):
            for program, command in programs.items():
                seconds, shown = first_paint(command, environment, MENU if program == WITH_MENU else "")
                if turn == 0:
                    print(f"{program} first shows: {shown[:100]}")
                else:
                    times[program].append(seconds)
    print(f"\nfirst paint, median of {options.rounds} ({machine()})")
    for program, values in times.items():
        middle, least, most = (round(1000 * each) for each in (statistics.median(values), min(values), max(values)))
        print(f"  {program:24} {middle:6} ms   ({least} to {most})")
    holds = [verdict("companion : empty Textual", ratio(times, "empty Textual"), MOST_OF_EMPTY)]
    if "harlequin" in times:
        holds.append(verdict("companion : harlequin", ratio(times, "harlequin"), MOST_OF_HARLEQUIN))
    added = added_by_make()
    if added is not None:
        holds.append(verdict("seconds that make start adds the second time", added, MOST_ADDED_SECONDS))
    return 0 if all(holds) else 1


if __name__ == "__main__":
    sys.exit(main())
