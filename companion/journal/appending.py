"""A file that only grows: a frame is on the disk when `append` returns, or it was never there."""

import errno
import os
from contextlib import suppress
from pathlib import Path

from companion.files import replace_file
from companion.journal.frames import frame

if os.name == "posix":
    import fcntl

    _FULL_SYNC: int | None = getattr(fcntl, "F_FULLFSYNC", None)
else:
    _FULL_SYNC = None


class AppendFile:
    """A file of frames, opened when it is first appended to and made with `beginning` where it is missing."""

    def __init__(self, path: Path, beginning: bytes) -> None:
        self.path = path
        self._beginning = beginning
        self._descriptor: int | None = None
        self._end = 0

    def append(self, payload: bytes) -> int:
        """Add a frame and wait for the disk; returns its length in the file.

        Raises OSError or FileProblemError: then what was written of it is taken back.
        """
        whole = frame(payload)
        try:
            descriptor = self._open()
            _write_all(descriptor, whole)
            _sync(descriptor)
            if os.fstat(descriptor).st_nlink == 0:
                raise FileNotFoundError(errno.ENOENT, "the file was deleted while it was open", str(self.path))
        except OSError:
            self._take_back()
            raise
        self._end += len(whole)
        return len(whole)

    def close(self) -> None:
        """Let the file go; the next `append` opens it again."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _open(self) -> int:
        if self._descriptor is None:
            if not self.path.exists():
                replace_file(self.path, self._beginning)
            self._descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0))
            self._end = os.fstat(self._descriptor).st_size
        return self._descriptor

    def _take_back(self) -> None:
        """Cut off a frame that is only half there. Where even that fails, its checksum does not hold."""
        if self._descriptor is not None:
            with suppress(OSError):
                os.ftruncate(self._descriptor, self._end)
            self.close()


def _write_all(descriptor: int, content: bytes) -> None:
    while content:
        content = content[os.write(descriptor, content) :]


def _sync(descriptor: int) -> None:
    """Onto the disk itself: macOS's fsync stops at the drive's cache, so there more is asked for, where it can be."""
    if _FULL_SYNC is not None:
        with suppress(OSError):  # a network drive that does not know it
            fcntl.fcntl(descriptor, _FULL_SYNC)
            return
    getattr(os, "fdatasync", os.fsync)(descriptor)
