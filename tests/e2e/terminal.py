"""A real terminal for tests: the program in a pseudo-terminal, its screen as text, keys as a person types them."""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pexpect
import pyte

ENTER, ESCAPE, TAB, SPACE = "\r", "\x1b", "\t", " "
CTRL_E, F8, F12 = "\x05", "\x1b[19~", "\x1b[24~"
DOWN = "\x1b[B"
WAIT_SECONDS = 30.0


class Terminal:
    """`python -m companion ARGUMENTS` on a terminal of `columns` by `rows`, with its home in `home`."""

    def __init__(self, home: Path, *arguments: str, columns: int = 80, rows: int = 24) -> None:
        inherited = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "LINES")}
        environment = {**inherited, "COMPANION_HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.child = pexpect.spawn(
            sys.executable, ["-m", "companion", *arguments], env=environment, dimensions=(rows, columns), timeout=None
        )

    @property
    def text(self) -> str:
        """What stands on the screen now."""
        self._read()
        return "\n".join(line.rstrip() for line in self._screen.display)

    def press(self, *keys: str, pause: float = 0.15) -> None:
        """Type keys, one after the other, as hands do."""
        for key in keys:
            self.child.send(key)
            time.sleep(pause)
            self._read()

    def wait_for(self, *texts: str, seconds: float = WAIT_SECONDS) -> str:
        """Wait until all of the texts stand on the screen; returns the screen."""
        return self.wait_until(lambda screen: all(text in screen for text in texts), " and ".join(texts), seconds)

    def wait_until(self, holds: Callable[[str], bool], what: str, seconds: float = WAIT_SECONDS) -> str:
        """Wait until something holds of the screen; fails with the screen as it is."""
        deadline = time.monotonic() + seconds
        while not holds(text := self.text):
            assert time.monotonic() < deadline, f"{what} did not come; the screen was:\n{text}"
            time.sleep(0.05)
        return text

    def kill(self) -> None:
        """SIGKILL, by the process id."""
        os.kill(self.child.pid, signal.SIGKILL)
        self.child.wait()

    def close(self) -> int:
        """Wait for the program to end; its exit status."""
        deadline = time.monotonic() + WAIT_SECONDS
        while self.child.isalive() and time.monotonic() < deadline:
            self._read()
            time.sleep(0.02)
        if self.child.isalive():
            self.kill()
        self.child.close()
        return int(self.child.exitstatus if self.child.exitstatus is not None else -1)

    def _read(self) -> None:
        while True:
            try:
                self._stream.feed(self.child.read_nonblocking(65536, timeout=0))
            except (pexpect.TIMEOUT, pexpect.EOF):
                return
