"""Single keys from a terminal, without waiting for enter; lines where there is no terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

ENTER = "\n"
KeyReader = Callable[[float], str | None]
"""Waits at most so many seconds for a key; None when there was none, "" at the end of the input."""


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
        tty.setcbreak(descriptor)
        try:
            yield lambda seconds: _posix_key(descriptor, seconds)
        finally:
            termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def _posix_key(descriptor: int, seconds: float) -> str | None:
    import os
    import select

    ready, _, _ = select.select([descriptor], [], [], seconds)
    if not ready:
        return None
    return os.read(descriptor, 1).decode("ascii", errors="ignore").replace("\r", ENTER)


def _windows_key(seconds: float) -> str | None:
    import time

    if sys.platform == "win32":
        import msvcrt

        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if msvcrt.kbhit():
                return str(msvcrt.getwch()).replace("\r", ENTER)
            time.sleep(0.005)
    return None
