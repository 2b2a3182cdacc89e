"""TinyDB's storage over append-only logs: what was acknowledged is on the disk, and all logs are read as one.

Where two logs speak about the same document the higher Lamport clock wins, then the name of the log, so that
every reader agrees. Documents that more than one log may add need ids of their own (the journal's are UUIDs):
TinyDB's running numbers are only unique in one log.
"""

import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from companion.errors import FileProblemError
from companion.files import make_folder
from companion.journal.device import device_id
from companion.journal.log import OwnLog
from companion.journal.reading import Key, LogState, read_log
from companion.journal.records import WHOLE_TABLE, Change, Document, Record, as_json, decode
from companion.journal.trees import copy_of

Tables = dict[str, dict[str, Document]]


class LogStorage(Storage):
    """All logs under `folder`, merged; changes go to a log that this process holds alone.

    `device` names this machine; `writable=False` reads only, takes no lock and changes nothing on the disk.
    Raises FileProblemError and LockedError where the folder can't be used. Threads may share it.
    """

    def __init__(self, folder: Path, *, device: str | None = None, writable: bool = True) -> None:
        super().__init__()
        self.lock = threading.RLock()
        self.revision = 0
        self._logs = folder / "logs"
        self._own = OwnLog.claim(make_folder(self._logs), device or device_id()) if writable else None
        self._others: dict[str, LogState] = {}
        self._seen: dict[str, object] = {}
        self._tables: Tables = {}
        self._clock = 0
        self.refresh()

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences for the person about what was found damaged, torn or from another version."""
        found = list(self._own.notices) if self._own else []
        for state in self._others.values():
            if state.is_newer:
                found.append("A newer version of the program wrote a part of this journal; that part is not shown.")
            found += [f"{path} of the journal is damaged." for path in (*state.unreadable, *state.damaged)]
        return tuple(found)

    def documents(self, table: str) -> dict[str, Document]:
        """The documents of a table by id. They are shared: who changes one, changes a copy."""
        return self._tables.get(table, {})

    def has_table(self, table: str) -> bool:
        """Whether the table exists; an empty one does."""
        return table in self._tables

    def commit(self, changes: Iterable[Change]) -> None:
        """Save changes that belong together, durably; all readers of this storage see them afterwards.

        Raises FileProblemError if they were not saved (then nothing has changed), TypeError or ValueError for
        what JSON can't hold.
        """
        with self.lock:
            if self._own is None:
                raise FileProblemError(f"The journal in {self._logs.parent} is not open for writing.")
            payload = as_json(Record(self._clock + 1, tuple(changes)))
            self._own.append(payload)
            saved = decode(payload)
            assert isinstance(saved, Record)
            self._own.state.apply(saved)
            self._show(saved)
            if self._own.is_overdue:
                self._own.fold()

    def refresh(self) -> bool:
        """Read what other processes and devices wrote meanwhile; whether there was anything.

        Raises FileProblemError.
        """
        with self.lock:
            news = self._read_others()
            if news or self.revision == 0:
                self._merge()
            return news

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Everything, as a copy (TinyDB's own tables change what they are given)."""
        with self.lock:
            copied: Tables = copy_of(self._tables)
            return copied

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Make everything equal to `data`, by writing only what differs."""
        with self.lock:
            changes: list[Change] = []
            for table in [*self._tables, *(each for each in data if each not in self._tables)]:
                changes += _difference(table, self._tables.get(table), data.get(table))
            if changes:
                self.commit(changes)

    def close(self) -> None:
        """Fold the log if that is due, and let it go; a closed storage can't be written."""
        with self.lock:
            if self._own is not None:
                self._own.close()
                self._own = None

    def _read_others(self) -> bool:
        news = False
        for folder in self._other_folders():
            looks = _looks(folder)
            if looks != self._seen.get(folder.name):
                self._others[folder.name] = read_log(folder)
                self._seen[folder.name] = looks
                news = True
        return news

    def _other_folders(self) -> list[Path]:
        own = self._own.folder.name if self._own else None
        try:
            return sorted(path for path in self._logs.iterdir() if path.is_dir() and path.name != own)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise FileProblemError.from_os("read", self._logs, error) from error

    def _merge(self) -> None:
        states = sorted([*self._others.values(), *([self._own.state] if self._own else [])], key=lambda each: each.name)
        newest: dict[Key, tuple[int, Document | None]] = {}
        for state in states:
            for key, version in state.versions.items():
                known = newest.get(key)
                if known is None or version.clock >= known[0]:
                    newest[key] = (version.clock, version.document)
        tables: Tables = {}
        for (table, id_), (_, document) in newest.items():
            if document is not None:
                documents = tables.setdefault(table, {})
                if id_ != WHOLE_TABLE:
                    documents[id_] = document
        self._tables = tables
        self._clock = max((state.clock for state in states), default=0)
        self.revision += 1

    def _show(self, record: Record) -> None:
        """Put changes into new dictionaries, so that who is reading the old ones is not disturbed."""
        tables = dict(self._tables)
        for name in {change.table for change in record.changes} & tables.keys():
            tables[name] = dict(tables[name])
        for change in record.changes:
            if change.id == WHOLE_TABLE and change.document is None:
                tables.pop(change.table, None)
            elif change.id == WHOLE_TABLE:
                tables.setdefault(change.table, {})
            elif change.document is None:
                tables.get(change.table, {}).pop(change.id, None)
            else:
                tables.setdefault(change.table, {})[change.id] = change.document
        self._tables = tables
        self._clock = record.clock
        self.revision += 1


def _looks(folder: Path) -> dict[str, tuple[int, int]]:
    """Name, size and time of a log's files: they tell whether it must be read again."""
    looks: dict[str, tuple[int, int]] = {}
    for path in (*folder.glob("*.snapshot"), *folder.glob("*.log")):
        with suppress(FileNotFoundError):  # its owner has just folded it
            found = path.stat()
            looks[path.name] = (found.st_size, found.st_mtime_ns)
    return looks


def _difference(table: str, old: dict[str, Any] | None, new: dict[str, Any] | None) -> Iterable[Change]:
    """The changes that make one table out of the other; None is a table that does not exist."""
    if old is not None:
        yield from (Change(table, id_, None) for id_ in old if new is None or id_ not in new)
    if new is None:
        yield Change(table, WHOLE_TABLE, None)
        return
    if old is None:
        yield Change(table, WHOLE_TABLE, {})
    for id_, document in new.items():
        if old is None or id_ not in old or as_json(old[id_]) != as_json(document):
            yield Change(table, str(id_), document)
