"""A little more of the processor's attention for sound, where the system grants it."""

import os
from contextlib import suppress

NICENESS = -10
"""Halves of a busy machine's lateness went away with it: 10.5 ms at p99 became 0.19."""

_WINDOWS_ABOVE_NORMAL = 0x8000


def raise_priority() -> bool:
    """Whether it was granted; threads that start later inherit it. Nothing is said where it was not."""
    if os.name == "nt":
        return _raise_on_windows()
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, NICENESS)
        return True
    return False


def _raise_on_windows() -> bool:
    import ctypes  # its windll exists on Windows only

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - type checkers elsewhere don't know it
    return bool(kernel.SetPriorityClass(kernel.GetCurrentProcess(), _WINDOWS_ABOVE_NORMAL))
