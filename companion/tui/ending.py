"""Ends that come from outside: a request to end, a window that is closed, keys that are still typed meanwhile."""

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

ENDS = ("SIGTERM", "SIGHUP")
"""Somebody asks the program to end, or its terminal is gone. Windows knows neither: there a window ends it."""

TYPED = ("SIGTSTP", "SIGINT")
"""What ctrl+z and ctrl+c become in a terminal that is no longer ours."""


def end_when_asked(end: Callable[[], None]) -> None:
    """End as by the key when asked from outside. Call it inside the running loop, in the main thread.

    ctrl+z is a key here (it undoes). Typed once more while the program closes, it is a signal, and what Textual does
    with that would stop the process before it has closed, for good where no shell is there to wake it.
    """
    for name in ENDS:
        with suppress(NotImplementedError, AttributeError):
            asyncio.get_running_loop().add_signal_handler(getattr(signal, name), end)
    _ignore("SIGTSTP")


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
