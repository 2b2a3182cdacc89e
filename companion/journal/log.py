"""The one log that this process writes: claimed with a lock, appended durably, folded into snapshots."""

import logging
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from companion.errors import FileProblemError, LockedError
from companion.files import make_folder, replace_file, sync_folder
from companion.journal.appending import AppendFile
from companion.journal.reading import LogState, generations, log_file, read_log, snapshot_file
from companion.journal.records import Header, Item, Snapshot, file_of

if TYPE_CHECKING:
    from filelock import BaseFileLock

FOLD_AT_RECORDS = 256
FOLD_AT_BYTES = 64 * 1024
"""A log is folded when the program closes if it has this much in it (and a tenth of its snapshot)."""

OVERDUE = 4
"""Times the above: then it is folded while the program runs."""

MOST_LOGS = 64
"""Logs that one machine may write at the same time: one a process."""

NOT_SAVED = "This one was not saved; everything before it is. Free some space and try again."

_log = logging.getLogger(__name__)


class OwnLog:
    """A log's folder, held by this process until `close`.

    `state` is what it holds; `notices` are sentences for the person about what was found when it was opened.
    """

    def __init__(self, folder: Path, lock: "BaseFileLock", state: LogState) -> None:
        self.folder = folder
        self.state = state
        self.notices: list[str] = []
        self._lock = lock
        self._file = self._newest_file()

    @classmethod
    def claim(cls, logs: Path, device: str) -> "OwnLog":
        """The first log of this machine that no other process holds, mended where a crash left it torn.

        Raises FileProblemError where the folder can't be written, LockedError where no log is free.
        """
        for number in range(1, MOST_LOGS + 1):
            folder = make_folder(logs / f"{device}-{number}")
            lock = _try_lock(folder)
            if lock is None:
                continue
            try:
                state = read_log(folder)
                if not state.is_newer:
                    own = cls(folder, lock, state)
                    own._mend()
                    return own
            except BaseException:
                lock.release()
                raise
            lock.release()
        raise LockedError("No log of the journal can be written.", "Close other windows of the program and try again.")

    def append(self, payload: bytes) -> None:
        """Add one record's bytes; they are on the disk when this returns.

        Raises FileProblemError: then this record was not saved, and everything before it still is.
        """
        try:
            length = self._file.append(payload)
        except FileProblemError as error:
            raise FileProblemError(error.message, NOT_SAVED) from error
        except OSError as error:
            raise FileProblemError.from_os("save to", self.folder, error, NOT_SAVED) from error
        self.state.log_bytes += length
        self.state.records += 1

    @property
    def is_due(self) -> bool:
        """Whether folding is worth its while."""
        return self._has_grown(1)

    @property
    def is_overdue(self) -> bool:
        """Whether the log is so long that it is folded while the program runs."""
        return self._has_grown(OVERDUE)

    def fold(self) -> None:
        """Write everything into a new snapshot; the generation before it stays.

        Where that can't be done the log is warned about and goes on growing: nothing is lost by it. The next
        change goes to the new generation either way, since a snapshot may be there even if writing it failed.
        """
        self._file.close()
        self.state.generation += 1
        self._file = self._newest_file()
        generation, versions = self.state.generation, self.state.versions.items()
        items = tuple(Item(version.clock, *key, version.document) for key, version in versions)
        content = file_of(Header(self.folder.name, generation), Snapshot(items))
        try:
            replace_file(snapshot_file(self.folder, generation), content)
        except FileProblemError:
            _log.warning("the journal could not be folded; its logs hold everything", exc_info=True)
            return
        self.state.records = self.state.log_bytes = 0
        self.state.snapshot_bytes = len(content)
        self._prune()

    def close(self) -> None:
        """Fold if that is due, and let the log go."""
        try:
            if self.is_due:
                self.fold()
        finally:
            self._file.close()
            self._lock.release()

    def _has_grown(self, times: int) -> bool:
        state = self.state
        tenth = max(FOLD_AT_BYTES, state.snapshot_bytes // 10)
        return state.records >= FOLD_AT_RECORDS * times or state.log_bytes >= tenth * times

    def _mend(self) -> None:
        """Set aside what can't be read, cut a torn tail off, clean up, and start a new generation if it was bad."""
        try:
            for stray in self.folder.glob("*.new"):
                stray.unlink(missing_ok=True)
            for path in self.state.unreadable:
                self._say(path, self._set_aside(path, path.read_bytes()), "An older copy was opened instead")
                path.unlink()
            for path in self.state.damaged:
                self._say(path, self._set_aside(path, path.read_bytes()), "What stands around the damage was read")
            if self.state.torn:
                self._cut(*self.state.torn)
        except OSError as error:
            raise FileProblemError.from_os("mend", error.filename or self.folder, error) from error
        if self.state.unreadable or self.state.damaged:
            self.fold()

    def _cut(self, path: Path, end: int) -> None:
        tail = path.read_bytes()[end:]
        aside = self._set_aside(path, tail)
        with path.open("r+b") as file:
            file.truncate(end)
            os.fsync(file.fileno())
        self.state.log_bytes -= len(tail)
        self.notices.append(f"The last change was only half written when the program stopped. It is kept in {aside}.")

    def _set_aside(self, path: Path, content: bytes) -> Path:
        folder = make_folder(self.folder / "aside")
        taken = 1
        while (aside := folder / f"{path.name}-{taken}").exists():
            taken += 1
        replace_file(aside, content)
        return aside

    def _say(self, path: Path, aside: Path, instead: str) -> None:
        self.notices.append(f"{path.name} of the journal is damaged. {instead}; it is kept as {aside}.")

    def _newest_file(self) -> AppendFile:
        generation = self.state.generation
        return AppendFile(log_file(self.folder, generation), file_of(Header(self.folder.name, generation)))

    def _prune(self) -> None:
        """Delete what two generations back left; keep the newest snapshot before this one and all logs since."""
        earlier = [each for each in generations(self.folder, "snapshot") if each < self.state.generation]
        kept = max(earlier, default=0)
        with suppress(OSError):
            for path in _before(self.folder, kept):
                path.unlink(missing_ok=True)
            sync_folder(self.folder)


def _before(folder: Path, generation: int) -> Iterable[Path]:
    for suffix, place in (("snapshot", snapshot_file), ("log", log_file)):
        yield from (place(folder, each) for each in generations(folder, suffix) if each < generation)


def _try_lock(folder: Path) -> "BaseFileLock | None":
    """The folder's lock, or None if another process holds it. Raises FileProblemError."""
    from filelock import FileLock, Timeout  # 25 ms that reading a journal does without

    lock = FileLock(folder / "lock", blocking=False, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        return None
    except OSError as error:
        raise FileProblemError.from_os(
            "write", folder, error, "Set COMPANION_HOME to a folder that can be written."
        ) from error
    return lock
