"""Which log a process may write: the first of its machine that no other one holds."""

from pathlib import Path
from typing import TYPE_CHECKING

from companion.errors import FileProblemError
from companion.language import _

if TYPE_CHECKING:
    from filelock import BaseFileLock

MOST_LOGS = 64
"""Logs that one machine may write at the same time: one a process."""

NOT_SAVED = _("This one was not saved; everything before it is. Free some space and try again.")


def try_lock(folder: Path) -> "BaseFileLock | None":
    """The lock of a log's folder, or None if another process holds it. Raises FileProblemError."""
    from filelock import FileLock, Timeout  # 25 ms that reading a journal does without

    lock = FileLock(folder / "lock", blocking=False, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        return None
    except OSError as error:
        raise FileProblemError.from_os(
            "write", folder, error, _("Set COMPANION_HOME to a folder that can be written.")
        ) from error
    return lock
