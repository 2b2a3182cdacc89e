"""Ends that come from outside: a request to end, a terminal that is gone, keys that are still typed meanwhile."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from typing import TYPE_CHECKING

from companion.tui.inside import unpainted

if TYPE_CHECKING:
    from queue import Queue
    from types import FrameType

    from textual.driver import Driver

TYPED = ("SIGTSTP", "SIGINT")
"""What ctrl+z and ctrl+c become in a terminal that is no longer ours."""

OUTPUTS = (1, 2)


def end_when_asked(end: Callable[[], None], driver: "Driver | None") -> None:
    """End as by the key when asked from outside. Call it inside the running loop, in the main thread.

    ctrl+z is a key here (it undoes). Typed once more while the program closes it is a signal, and what Textual does
    with that would stop the process before it has closed, for good where no shell is there to wake it.
    """
    loop = asyncio.get_running_loop()
    with suppress(NotImplementedError):  # Windows ends a window in a way of its own
        loop.add_signal_handler(signal.SIGTERM, end)

    def hung_up(number: int, frame: "FrameType | None") -> None:
        _write_nowhere(driver)
        loop.call_soon_threadsafe(end)

    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, hung_up)
    for name in ("SIGTSTP", "SIGCONT"):
        _ignore(name)


@contextmanager
def undisturbed() -> Iterator[None]:
    """While inside, keys that are typed into the terminal neither stop nor end what is being closed."""
    before = {name: _ignore(name) for name in TYPED}
    try:
        yield
    finally:
        for name, handler in before.items():
            if handler is not None:
                signal.signal(getattr(signal, name), handler)


def _ignore(name: str) -> "signal._HANDLER | None":
    """Ignore a signal by its name from now on; what was done with it before, None where there is no such signal."""
    number = getattr(signal, name, None)
    return None if number is None else signal.signal(number, signal.SIG_IGN)


def _write_nowhere(driver: "Driver | None") -> None:
    """The terminal is gone: what is still painted goes nowhere, and nobody waits until it is painted.

    Textual's writing thread may have died of it, with the program waiting for room in its queue.
    """
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for output in OUTPUTS:
        os.dup2(nowhere, output)
    queue = unpainted(driver)
    if queue is not None:  # a thread of its own, since this one may hold the queue just now
        Thread(target=_make_room, args=(queue,), daemon=True).start()


def _make_room(queue: "Queue[str | None]") -> None:
    with queue.mutex:
        queue.maxsize = 0
        queue.not_full.notify_all()
