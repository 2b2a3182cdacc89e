"""Telling a key that is held from one that is struck again: terminals report both as the same key, again and again."""

from companion.domain.units import Seconds

LONG_SECONDS: Seconds = 2.0
REPEAT_SECONDS: Seconds = 0.11
"""Keys that come closer together than this are the keyboard's repeats (ten a second is a slow rate)."""


class LongPress:
    """Watches one run of repeats."""

    def __init__(self) -> None:
        self._key = ""
        self._began: Seconds = 0.0
        self._last: Seconds = 0.0

    def is_long(self, key: str, time: Seconds) -> bool:
        """Whether this press belongs to a key that has been held for LONG_SECONDS; says so once a run."""
        is_repeat = key == self._key and time - self._last < REPEAT_SECONDS
        if not is_repeat:
            self._began = time
        self._key, self._last = key, time
        if time - self._began < LONG_SECONDS:
            return False
        self._key = ""
        return True
