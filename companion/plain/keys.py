"""Single keys from a terminal, without waiting for enter; lines where there is no terminal."""

import re
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from companion.plain.waiting import sleep, waiting

ENTER = "\n"
KeyReader = Callable[[float], str | None]
"""Waits at most so many seconds for a key; None when there was none, "" at the end of the input.

A key is the character that it types, or a name: "up", "down", "left", "right", "esc", "tab", "backspace", "f1" …
"""

_READ_AT_ONCE = 256
WINDOWS_WAIT_SECONDS = 0.005
_ESCAPE = re.compile(r"\x1b(?:\[[0-9;]*[A-Za-z~]|\[\[[A-E]|O[A-Za-z])")
_NAMED = {
    "\x1b[A": "up", "\x1b[B": "down", "\x1b[C": "right", "\x1b[D": "left",
    "\x1bOA": "up", "\x1bOB": "down", "\x1bOC": "right", "\x1bOD": "left",
    "\x1bOP": "f1", "\x1bOQ": "f2", "\x1bOR": "f3", "\x1bOS": "f4",
    "\x1b[[A": "f1", "\x1b[[B": "f2", "\x1b[[C": "f3", "\x1b[[D": "f4", "\x1b[[E": "f5",
    "\x1b[11~": "f1", "\x1b[12~": "f2", "\x1b[13~": "f3", "\x1b[14~": "f4", "\x1b[15~": "f5", "\x1b[17~": "f6",
    "\x1b[18~": "f7", "\x1b[19~": "f8", "\x1b[20~": "f9", "\x1b[21~": "f10", "\x1b[23~": "f11", "\x1b[24~": "f12",
    "\x1b": "esc", "\t": "tab", "\x7f": "backspace", "\x08": "backspace", "\r": ENTER,
}  # fmt: skip
"""What terminals send for keys that type no character (xterm's sequences, and the Linux console's)."""

_WINDOWS_NAMED = {
    "H": "up", "P": "down", "K": "left", "M": "right", "\x85": "f11", "\x86": "f12",
    **{chr(0x3B + index): f"f{index + 1}" for index in range(10)},
}  # fmt: skip


@contextmanager
def single_keys(stream: TextIO) -> Iterator[KeyReader | None]:
    """Read single keys while inside; yields None where the stream is no terminal (then lines are read)."""
    if not stream.isatty():
        yield None
    elif sys.platform == "win32":
        yield _windows_key
    else:
        import termios
        import tty

        descriptor = stream.fileno()
        before = termios.tcgetattr(descriptor)
        tty.setcbreak(descriptor, termios.TCSADRAIN)  # what was pressed a moment before is not thrown away
        try:
            yield _PosixKeys(descriptor).read
        finally:
            with suppress(termios.error):  # the terminal is gone
                termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def keys_in(typed: str) -> list[str]:
    """The keys in what a terminal sent at once: characters as they are, sequences by name, unknown ones left out."""
    found: list[str] = []
    at = 0
    while at < len(typed):
        sequence = _ESCAPE.match(typed, at)
        piece = sequence[0] if sequence else typed[at]
        at += len(piece)
        key = _NAMED.get(piece, "" if sequence else piece)
        if key:
            found.append(key)
    return found


class _PosixKeys:
    """Reads a terminal in single-key mode."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._typed: deque[str] = deque()

    def read(self, seconds: float) -> str | None:
        """One key."""
        import os
        import select

        if self._typed:
            return self._typed.popleft()
        with waiting():
            ready, _, _ = select.select([self._descriptor], [], [], seconds)
        if not ready:
            return None
        try:
            typed = os.read(self._descriptor, _READ_AT_ONCE)
        except OSError:  # the terminal is gone
            return ""
        if not typed:
            return ""
        self._typed.extend(keys_in(typed.decode("utf-8", errors="ignore")))
        return self._typed.popleft() if self._typed else None


def _windows_key(seconds: float) -> str | None:
    import time

    if sys.platform == "win32":
        import msvcrt

        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if msvcrt.kbhit():
                typed = str(msvcrt.getwch())
                if typed in ("\x00", "\xe0"):
                    return _WINDOWS_NAMED.get(str(msvcrt.getwch()))
                return _NAMED.get(typed, typed)
            sleep(WINDOWS_WAIT_SECONDS)
    return None
