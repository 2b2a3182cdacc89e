"""A journal for adding only: it is quick, needs no passphrase, and reads nothing of what is there."""

import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Unpack

from companion.domain.entry import Body, Entry
from companion.errors import FileProblemError, LockedError
from companion.files import make_folder
from companion.journal.appending import AppendFile
from companion.journal.device import device_id
from companion.journal.documents import TABLE, About, as_document, new_entry, number_of
from companion.journal.forms import require_known_form
from companion.journal.frames import scan
from companion.journal.locks import MOST_LOGS, NOT_SAVED, try_lock
from companion.journal.reading import generations, log_file
from companion.journal.records import Change, Header, Record, as_json, file_of
from companion.journal.vault import Vault
from companion.language import _

if TYPE_CHECKING:
    from filelock import BaseFileLock

_FIRST_CLOCK = 1
"""Nothing was read, so nothing is later; whoever changes the entry has read it and so has a higher clock."""


class Inbox:
    """One log of this machine, held until `close`; use it in a `with`."""

    def __init__(
        self,
        file: AppendFile,
        lock: "BaseFileLock",
        vault: Vault,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._file = file
        self._lock = lock
        self._vault = vault
        self._clock = clock
        self._new_id = new_id

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now().astimezone(),
        new_id: Callable[[], str] = lambda: str(uuid.uuid4()),
        device: str | None = None,
    ) -> "Inbox":
        """Take a log of the journal in `folder`, made where it is missing.

        Raises FileProblemError where it can't be written (or only by a newer version, or not without its key),
        LockedError where no log is free.
        """
        vault = Vault(folder)
        vault.require_key()
        require_known_form(folder)
        logs = make_folder(folder / "logs")
        for number in range(1, MOST_LOGS + 1):
            log = make_folder(logs / f"{device or device_id()}-{number}")
            lock = try_lock(log)
            if lock is None:
                continue
            try:
                file = _newest_file(log)
            except BaseException:
                lock.release()
                raise
            return cls(file, lock, vault, clock, new_id)
        raise LockedError(
            _("No log of the journal can be written."), _("Close other windows of the program and try again.")
        )

    def add(self, body: Body, **about: Unpack[About]) -> Entry:
        """Keep something new; it is on the disk when this returns. Raises FileProblemError if it is not."""
        entry = new_entry(body, self._new_id(), self._clock(), about)
        change = Change(TABLE, str(number_of(entry.id)), as_document(entry), {})
        try:
            self._file.append(self._vault.seal(as_json(Record(_FIRST_CLOCK, (change,)))))
        except FileProblemError as error:
            raise FileProblemError(error.message, NOT_SAVED) from error
        except OSError as error:
            raise FileProblemError.from_os("save to", self._file.path, error, NOT_SAVED) from error
        return entry

    def close(self) -> None:
        """Let the log go."""
        self._file.close()
        self._lock.release()

    def __enter__(self) -> "Inbox":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _newest_file(log: Path) -> AppendFile:
    """The log's newest file; where a crash tore it, that stays for whoever opens the journal next, and one is begun."""
    try:
        newest = max([1, *generations(log, "snapshot"), *generations(log, "log")])
        path = log_file(log, newest)
        if path.exists() and scan(path.read_bytes()).damage:
            newest += 1
    except OSError as error:
        raise FileProblemError.from_os("read", error.filename or log, error) from error
    return AppendFile(log_file(log, newest), file_of(Header(log.name, newest)))
