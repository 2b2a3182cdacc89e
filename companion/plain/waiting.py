"""Where the plain mode waits, for a line, a key or a while: there, and only there, it ends when asked from outside.

A request to end (a shutdown, `kill`) and a terminal that is gone are the end of the input: what is being written is
written, what was typed and played is kept as ever, and what sounds goes softly.
"""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from companion.domain.units import Seconds

ASKS = ("SIGTERM", "SIGHUP", "SIGBREAK")
"""What a request to end is called: POSIX has the first two; a window that is closed on Windows is the last."""

TERMINAL_GONE = "SIGHUP"


class _Ending:
    """Whether somebody asked for the end, and whether the program waits just now; signals are the whole process's."""

    is_asked = False
    is_waiting = False


_ending = _Ending()


@contextmanager
def ending_when_asked() -> Iterator[None]:
    """While inside, a request to end raises EOFError from where the program waits, now or next."""
    outputs = [stream.fileno() for stream in (sys.stdout, sys.stderr) if stream is not None and stream.isatty()]

    def asked(number: int, frame: FrameType | None) -> None:
        if number == getattr(signal, TERMINAL_GONE, None):
            _write_nowhere(outputs)
        _ending.is_asked = True
        if _ending.is_waiting:
            raise EOFError

    numbers = [getattr(signal, name) for name in ASKS if hasattr(signal, name)]
    before = {number: signal.signal(number, asked) for number in numbers}
    _ending.is_asked = False
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def waiting() -> Iterator[None]:
    """Inside is nothing but a wait. Raises EOFError where the end was asked for."""
    _ending.is_waiting = True
    try:
        if _ending.is_asked:
            raise EOFError
        yield
    finally:
        _ending.is_waiting = False


def sleep(seconds: Seconds) -> None:
    """Let time go by. Raises EOFError where the end is asked for meanwhile."""
    with waiting():
        time.sleep(seconds)


def _write_nowhere(outputs: list[int]) -> None:
    """The terminal is gone: what is still said to it goes nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for output in outputs:
        os.dup2(nowhere, output)
    os.close(nowhere)
