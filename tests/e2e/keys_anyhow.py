"""Keys at random into a real terminal: the program, hands that press anything, and an end that has to come."""

import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from random import Random

import pexpect
from msgspec import Struct

ROWS, COLUMNS = 24, 80
ENDS_WITHIN_SECONDS = 30.0
"""A program that is still there so long after it was asked to end hangs, on however busy a machine."""

ENTER, ESCAPE = "\r", "\x1b"
LETTERS = "abcdefghijklmnopqrstuvwxyz12345678?;' "
NAMED = (
    ENTER, ENTER, ENTER, ESCAPE, ESCAPE, "\t", "\x1b[Z", "\x7f", "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[5~",
    "\x1b[6~", "\x1b[H", "\x1b[F", "\x1bOP", "\x1bOQ", "\x1bOR", "\x1bOS", "\x1b[15~", "\x1b[17~", "\x1b[18~",
    "\x1b[19~", "\x1b[20~", "\x1b[21~", "\x1b[24~", "\x05", "\x0e", "\x10", "\x1a", "\x19", "ä", "日",
)  # fmt: skip
"""Keys that type nothing, as xterm sends them, and two that are no ASCII."""

CTRL_C, CTRL_Q = "\x03", "\x11"
ENDINGS = ("key", "SIGTERM", "hang up")
_WITH_STACKS = (
    "import faulthandler, sys; faulthandler.enable(open(sys.argv.pop(1), 'w')); "
    "from companion.__main__ import main; sys.exit(main())"
)
"""The program, writing where each of its threads stands into a file when it is aborted."""

STACKS = "stacks.txt"
_PAUSES = (0.0, 0.0, 0.0, 0.02, 0.05, 0.3)


class Outcome(Struct, frozen=True):
    """What became of one round: the exit status (None where it had to be ended) and what its stacks were."""

    seed: int
    ending: str
    status: int | None
    typed: str
    stacks: str = ""


def press_anything(home: Path, seed: int, *arguments: str, keys: int = 80) -> Outcome:
    """Start the program with `arguments`, press so many keys at random, and ask it to end in one of three ways."""
    rng = Random(f"keys {seed}")
    child = started(home, *arguments)
    typed: list[str] = []
    _drain(child, rng.choice((0.2, 1.0, 2.0)))
    for _ in range(keys):
        if not child.isalive():
            break
        _press(child, _any_key(rng), typed)
        _drain(child, rng.choice(_PAUSES))
    ending = rng.choice(ENDINGS)
    _end(child, ending, "--plain" in arguments, rng, typed)
    if _is_over(child, ENDS_WITHIN_SECONDS):
        status = child.exitstatus if child.exitstatus is not None else -(child.signalstatus or 0)
        return Outcome(seed, ending, status, "".join(typed))
    return Outcome(seed, ending, None, "".join(typed), _stacks_of(child, home / STACKS))


def started(home: Path, *arguments: str) -> "pexpect.spawn[bytes]":
    """The program on a terminal of its own, as a person starts it."""
    environment = {
        **{key: value for key, value in os.environ.items() if key not in ("COLUMNS", "LINES")},
        "COMPANION_HOME": str(home),
        "TERM": "xterm-256color",
    }
    return pexpect.spawn(
        sys.executable,
        ["-c", _WITH_STACKS, str(home / STACKS), *arguments],
        env=environment,
        dimensions=(ROWS, COLUMNS),
        timeout=None,
        preexec_fn=_as_from_a_terminal,
    )


def _as_from_a_terminal() -> None:
    """Signals end the program, also where the tests were started in the background."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def _any_key(rng: Random) -> str:
    kind = rng.random()
    if kind < 0.45:
        return rng.choice(LETTERS)
    if kind < 0.92:
        return rng.choice(NAMED)
    place = f"{rng.randint(1, COLUMNS)};{rng.randint(1, ROWS)}"
    return f"\x1b[<0;{place}M" + rng.choice(("", f"\x1b[<0;{place}m"))


def _press(child: "pexpect.spawn[bytes]", key: str, typed: list[str]) -> None:
    typed.append(key)
    with suppress(OSError):  # it is gone
        child.send(key)


def _end(child: "pexpect.spawn[bytes]", ending: str, is_plain: bool, rng: Random, typed: list[str]) -> None:
    """Ask for the end; hands that press on do not hold it up."""
    if ending == "hang up":
        os.close(child.child_fd)
        return
    if ending == "SIGTERM":
        with suppress(ProcessLookupError):
            os.kill(child.pid, signal.SIGTERM)
    else:
        _press(child, CTRL_C if is_plain else rng.choice((CTRL_C, CTRL_Q)), typed)
    for _ in range(rng.randrange(12)):
        _press(child, _any_key(rng), typed)


def _is_over(child: "pexpect.spawn[bytes]", seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while child.isalive():
        if time.monotonic() > deadline:
            return False
        _drain(child, 0.05)
    return True


def _drain(child: "pexpect.spawn[bytes]", seconds: float) -> None:
    """Read what it paints, as a terminal does, for a while."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            child.read_nonblocking(65536, timeout=max(0.0, deadline - time.monotonic()))
        except pexpect.TIMEOUT:
            return
        except (pexpect.EOF, OSError, ValueError):
            time.sleep(max(0.0, deadline - time.monotonic()))
            return


def _stacks_of(child: "pexpect.spawn[bytes]", stacks: Path) -> str:
    """Where each thread of a program that hangs stands."""
    os.kill(child.pid, signal.SIGABRT)
    _is_over(child, 5.0)
    with suppress(ProcessLookupError):
        os.kill(child.pid, signal.SIGKILL)
    return stacks.read_text()
