"""TinyDB's storage over append-only logs: what was acknowledged is on the disk, and all logs are read as one.

Documents that more than one log may add need ids of their own (the journal's are UUIDs): TinyDB's running numbers
are only unique in one log. What several devices changed at the same time is in `merging.py`.
"""

import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from tinydb.storages import Storage

from companion.errors import FileProblemError
from companion.files import make_folder
from companion.journal import segments
from companion.journal.device import device_id
from companion.journal.differences import differences
from companion.journal.folding import is_other_kind
from companion.journal.forms import NewerJournalError, require_known_form
from companion.journal.log import FOLD_AT_RECORDS, OwnLog
from companion.journal.merging import Beside, Merged, Tables, followed_by, left_behind, let_go, merge, taken_in
from companion.journal.migrations import back_up_older, forget_backups
from companion.journal.reading import read_log, snapshot_file
from companion.journal.records import Change, Document, Record, as_json, decode
from companion.journal.state import NOTHING, LogState
from companion.journal.telling import not_open_for_writing, not_written, notices_of, notices_of_key
from companion.journal.trees import copy_of
from companion.journal.vault import Vault


class LogStorage(Storage):
    """All logs under `folder`, merged; changes go to a log that this process holds alone.

    `device` names this machine; `writable=False` reads only, takes no lock and changes nothing on the disk; `vault`
    opens and seals, `now` gives seconds since the epoch. Raises FileProblemError and LockedError where the folder
    can't be used, SealedError where it is locked with a passphrase. Threads may share it.
    """

    def __init__(
        self,
        folder: Path,
        *,
        device: str | None = None,
        writable: bool = True,
        vault: Vault | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        super().__init__()
        self.lock = threading.RLock()
        self.revision = 0
        self.folder = folder
        self._logs = make_folder(folder / "logs") if writable else folder / "logs"
        self.vault = vault or Vault(folder)
        self.vault.require_open()
        self._device = device or device_id()
        self._now = now
        self._own = self._claim(now) if writable else None
        self._others: dict[str, LogState] = {}
        self._looks: dict[str, object] = {}
        self._merged = Merged({}, {}, frozenset(), frozenset(), 0)
        self.refresh()
        if self._own is not None and self.hindrance is not None:  # what the beginning of no file told
            self._own.let_go()
            self._own = None
            self.refresh()

    @property
    def hindrance(self) -> NewerJournalError | None:
        """Why nothing is written here, by whomever it is asked: a newer version wrote in the journal."""
        forms = [state.format for state in self.other_states if state.is_newer]
        return NewerJournalError(max(forms)) if forms else None

    def require_known_form(self) -> None:
        """Before anything is changed. Raises NewerJournalError."""
        if self.hindrance is not None:
            raise self.hindrance

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences for the person about what was found damaged, torn or from another version."""
        found = [*notices_of_key(self.vault), *(self._own.notices if self._own else [])]
        found += (notice for state in self.other_states for notice in notices_of(state))
        return tuple(dict.fromkeys(found))

    @property
    def other_states(self) -> tuple[LogState, ...]:
        """What the logs say that this process does not hold."""
        return tuple(self._others.values())

    @property
    def own_log(self) -> str | None:
        """The name of the log that this process writes; None if it only reads."""
        return self._own.folder.name if self._own else None

    def documents(self, table: str) -> dict[str, Document]:
        """The documents of a table by id. They are shared: who changes one, changes a copy."""
        return self._merged.tables.get(table, {})

    def beside(self, table: str) -> dict[str, Beside]:
        """What stands beside documents of a table because it was written elsewhere at the same time, by its own id."""
        return {id_: found for (name, id_), found in self._merged.beside.items() if name == table}

    def is_gone(self, table: str, id_: str) -> bool:
        """Whether the document was there and was deleted."""
        return (table, id_) in self._merged.gone

    def written_elsewhere(self, table: str, id_: str) -> Beside | None:
        """A document as another log wrote it last, as it would stand beside it; None if this log wrote it itself."""
        found = [state for state in self._states() if (table, id_) in state.versions]
        newest = max(found, key=lambda each: (each.versions[(table, id_)].clock, each.name), default=None)
        version = newest.versions[(table, id_)] if newest else None
        if newest is None or version is None or version.document is None or newest.name == self.own_log:
            return None
        return Beside(id_, newest.name, version.clock, version.document)

    def has_table(self, table: str) -> bool:
        """Whether the table exists; an empty one does."""
        return table in self._merged.tables

    def commit(self, changes: Iterable[Change]) -> None:
        """Save changes that belong together, durably; all readers of this storage see them afterwards.

        Raises FileProblemError if they were not saved (then nothing has changed), NewerJournalError among them,
        TypeError or ValueError for what JSON can't hold.
        """
        with self.lock:
            self.require_known_form()
            if self._own is None:
                raise not_open_for_writing(self._logs.parent)
            known = tuple(replace(each, seen=self._taken_in(each)) for each in changes)
            payload = as_json(Record(self._merged.clock + 1, known))
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
            copied: Tables = copy_of(self._merged.tables)
            return copied

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Make everything equal to `data`, by writing only what differs."""
        with self.lock:
            changes: list[Change] = []
            tables = self._merged.tables
            for table in [*tables, *(each for each in data if each not in tables)]:
                changes += differences(table, tables.get(table), data.get(table))
            if changes:
                self.commit(changes)

    def fold(self) -> int:
        """Begin a generation of the own log, with all that it says; returns its number. Raises FileProblemError."""
        with self.lock:
            self.require_known_form()
            if self._own is None:
                raise not_open_for_writing(self._logs.parent)
            self._own.fold()
            generation = self._own.state.generation
            if not snapshot_file(self._own.folder, generation).exists():
                raise not_written(self._own.folder)
            return generation

    def reseal(self) -> tuple[str, ...]:
        """Write this machine's logs anew, as the journal's passphrase (or none) wants them.

        Returns the names of those that could not be: another device's, or another window's. Raises FileProblemError.
        """
        with self.lock:
            if self._own is not None:
                self._own.fold()
            self._fold_siblings()
            self._read_others()
            return tuple(each.name for each in self.other_states if is_other_kind(each, self.vault))

    def let_go(self) -> None:
        """Close without writing anything more: the journal is being destroyed."""
        with self.lock:
            if self._own is not None:
                self._own.let_go()
                self._own = None

    def close(self) -> None:
        """Fold what is due of this machine's logs, and let the own one go; a closed storage can't be written."""
        with self.lock:
            if self._own is None:
                return
            try:
                with suppress(FileProblemError):  # the folder is gone: there is nothing left to fold
                    self.refresh()
                    if self._siblings() and self.hindrance is None:
                        self._merge()
                        self._fold_siblings()
            finally:
                held_deleted = self._own.state.holds_deleted and self.hindrance is None
                if self.hindrance is None:
                    self._own.close()
                else:
                    self._own.let_go()
                self._own = None
            if held_deleted:
                forget_backups(self.folder)

    def _claim(self, now: Callable[[], float]) -> OwnLog | None:
        """A log to write, or None where a newer version wrote in the journal: then nothing of it is touched."""
        try:
            require_known_form(self.folder)
        except NewerJournalError:
            return None
        back_up_older(self.folder, self._device, self.vault)
        return OwnLog.claim(self._logs, self._device, self.vault, now)

    def _states(self) -> list[LogState]:
        return [*self._others.values(), *([self._own.state] if self._own else [])]

    def _taken_in(self, change: Change) -> dict[str, int]:
        key = (change.table, change.id)
        found = {each.name: each.versions[key] for each in self._states() if key in each.versions}
        seen = taken_in(found) if found else NOTHING
        return {name: clock for name, clock in seen.items() if name != self.own_log}

    def _fold_siblings(self) -> None:
        """Take what was deleted out of this machine's logs that no window holds, and fold those that are due."""
        for state in self._siblings():
            left = left_behind(state, self._merged)
            if not (left or self._wants_folding(state)):
                continue
            sibling = OwnLog.claim_one(self._logs / state.name, self.vault, self._now)
            if sibling is not None:
                let_go(sibling.state, [key for key in left if key in sibling.state.versions])
                sibling.close()

    def _wants_folding(self, state: LogState) -> bool:
        is_long = state.records >= FOLD_AT_RECORDS and not state.is_cloned
        return is_long or state.holds_deleted or state.has_leftovers or is_other_kind(state, self.vault)

    def _siblings(self) -> list[LogState]:
        found = self.other_states  # what nobody goes on with is here to be looked after too
        return [each for each in found if each.is_cloned or each.name.rpartition("-")[0] == self._device]

    def _read_others(self) -> bool:
        news = False
        for folder in self._other_folders():
            looks = _looks(folder)
            if looks != self._looks.get(folder.name):
                state, before = read_log(folder, self.vault), self._others.get(folder.name)
                if before is not None and (state.is_missing or state.is_closed):
                    state.take_over(before)
                self._others[folder.name] = state
                self._looks[folder.name] = looks
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
        self._merged = merge(self._states())
        if self._own is not None:
            let_go(self._own.state, left_behind(self._own.state, self._merged))
        self.revision += 1

    def _show(self, record: Record) -> None:
        self._merged = followed_by(self._merged, record)
        self.revision += 1


def _looks(folder: Path) -> dict[str, tuple[int, int]]:
    """Name, size and time of a log's files: they tell whether it must be read again."""
    looks: dict[str, tuple[int, int]] = {}
    for path in (*folder.glob("*.snapshot"), *folder.glob("*.log"), *folder.glob(f"{segments.FOLDER}/*")):
        with suppress(FileNotFoundError):  # its owner has just folded it
            found = path.stat()
            looks[path.name] = (found.st_size, found.st_mtime_ns)
    return looks
