"""The journal: entries that are added, changed, looked up and deleted, each on the disk before it is called saved."""

import threading
import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace
from tinydb.table import Document

from companion.domain.entry import SCHEMA_VERSION, Body, Entry
from companion.errors import CompanionError, WrongUseError
from companion.journal.storage import LogStorage
from companion.journal.table import LogDatabase

TABLE = "entries"

_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


class NoSuchEntryError(WrongUseError):
    """No entry, or more than one, starts with what was given as an id."""


class NewerEntryError(CompanionError):
    """An entry that this version of the program can't read; it is kept as it is."""


class UnreadableEntry(Struct, frozen=True):
    """An entry of a newer version (`schema`), or one that is not in order; it stays as it is."""

    id: str
    title: str
    schema: int
    reason: str


def local_now() -> datetime:
    """The time here, with the zone it is told in."""
    return datetime.now().astimezone()


def new_uuid() -> str:
    """A random UUID."""
    return str(uuid.uuid4())


class Journal:
    """All entries of one person. Threads may share it; close it, or use it in a `with`.

    `notices` are sentences to show once: what was found torn or damaged at opening, and what was done.
    """

    def __init__(self, storage: LogStorage, clock: Callable[[], datetime], new_id: Callable[[], str]) -> None:
        self._storage = storage
        self._database = LogDatabase(storage=lambda: storage)
        self._table = self._database.table(TABLE)
        self._clock = clock
        self._new_id = new_id
        self._lock = threading.RLock()

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        clock: Callable[[], datetime] = local_now,
        new_id: Callable[[], str] = new_uuid,
        device: str | None = None,
        writable: bool = True,
    ) -> "Journal":
        """Open the journal in `folder`, made where it is missing.

        `clock` gives aware datetimes, `new_id` UUIDs; `device` names this machine's logs. With `writable=False`
        nothing is locked or changed. Raises FileProblemError, and LockedError where no log is free.
        """
        return cls(LogStorage(folder, device=device, writable=writable), clock, new_id)

    @property
    def notices(self) -> tuple[str, ...]:
        """What the person should be told about the files."""
        return self._storage.notices

    def add(
        self,
        body: Body,
        *,
        title: str = "",
        tags: Iterable[str] = (),
        exercise: str | None = None,
        step: str | None = None,
        session_id: str | None = None,
    ) -> Entry:
        """Keep something new; it is on the disk when this returns. Raises FileProblemError if it is not."""
        now = self._clock()
        entry = Entry(self._new_id(), now, now, title, body, tuple(tags), exercise, step, session_id)
        with self._lock:
            self._table.insert(Document(_as_document(entry), _number(entry.id)))
            return self._stored(entry.id)

    def update(self, entry: Entry) -> Entry:
        """Keep a changed entry in place of the one with its id; `changed` is set.

        Fields that only a newer version knows stay. Raises NoSuchEntryError, NewerEntryError, FileProblemError.
        """
        with self._lock:
            self._stored(entry.id)
            changed = _as_document(replace(entry, changed=self._clock(), schema=SCHEMA_VERSION))
            self._table.update(changed, doc_ids=[_number(entry.id)])
            return self._stored(entry.id)

    def get(self, id_or_prefix: str) -> Entry:
        """The entry with this id, or the only one whose id starts so.

        Raises NoSuchEntryError, and NewerEntryError for one that this version can't read.
        """
        return self._stored(self._whole_id(id_or_prefix))

    def delete(self, id_or_prefix: str) -> None:
        """Take an entry out of the journal, durably. Raises NoSuchEntryError and FileProblemError."""
        with self._lock:
            self._table.remove(doc_ids=[_number(self._whole_id(id_or_prefix))])

    def entries(self, kind: str | None = None, limit: int | None = None) -> list[Entry]:
        """Entries by when they were made, newest first; `kind` is an `Entry.kind`, `limit` at most so many."""
        wanted = [(order, found) for order, found in enumerate(self._documents()) if _is_of(found, kind)]
        newest = sorted(wanted, key=lambda each: _age(*each), reverse=True)
        found = (_from_document(document) for _, document in newest)
        return list(islice((each for each in found if isinstance(each, Entry)), limit))

    def of_session(self, session_id: str) -> tuple[Entry, ...]:
        """What came of one walk through an exercise, in the order of writing."""
        found = (_from_document(each) for each in self._documents() if each.get("session_id") == session_id)
        return tuple(sorted((each for each in found if isinstance(each, Entry)), key=lambda each: each.created))

    def unreadable(self) -> list[UnreadableEntry]:
        """Entries that this version can't read. They are never changed."""
        found = (_from_document(document) for document in self._documents())
        return [each for each in found if isinstance(each, UnreadableEntry)]

    def refresh(self) -> bool:
        """Take in what other windows and devices wrote meanwhile; whether there was anything."""
        return self._storage.refresh()

    def close(self) -> None:
        """Let the journal go. Closing twice is harmless."""
        self._database.close()

    def __enter__(self) -> "Journal":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        return len(self._table)

    def _documents(self) -> Iterator[dict[str, Any]]:
        return iter(self._storage.documents(TABLE).values())

    def _stored(self, entry_id: str) -> Entry:
        document = self._storage.documents(TABLE).get(str(_number(entry_id)))
        if document is None:
            raise NoSuchEntryError(f"There is no entry {entry_id}.", "'companion journal list' shows them all.")
        found = _from_document(document)
        if isinstance(found, UnreadableEntry):
            raise NewerEntryError(f"The entry {entry_id} can't be read by this version: {found.reason}.",
                                  "It is kept as it is. A newer version of the program may read it.")
        return found

    def _whole_id(self, prefix: str) -> str:
        start = prefix.strip().casefold()
        found = [each for each in (str(document.get("id")) for document in self._documents()) if each.startswith(start)]
        if start and (start in found or len(found) == 1):
            return start if start in found else found[0]
        if start and found:
            raise NoSuchEntryError(f"{len(found)} entries have an id that starts with {prefix}.",
                                   f"Give more of it: {', '.join(sorted(found)[:3])} …")
        raise NoSuchEntryError(f"There is no entry {prefix!r}.", "'companion journal list' shows them all.")


def _number(entry_id: str) -> int:
    """TinyDB's number for an entry: its UUID, so that two logs never mean different entries by one number."""
    return uuid.UUID(entry_id).int


def _as_document(entry: Entry) -> dict[str, Any]:
    document: dict[str, Any] = msgspec.to_builtins(entry)
    return document


def _from_document(document: dict[str, Any]) -> Entry | UnreadableEntry:
    schema = document.get("schema")
    reason = ""
    if isinstance(schema, int) and schema > SCHEMA_VERSION:
        reason = f"it has the form {schema}, and this version knows forms up to {SCHEMA_VERSION}"
    else:
        try:
            return msgspec.convert(document, Entry)
        except msgspec.ValidationError as error:
            reason = str(error)
    title = document.get("title")
    return UnreadableEntry(str(document.get("id")), str(title or ""), schema if isinstance(schema, int) else 0, reason)


def _is_of(document: dict[str, Any], kind: str | None) -> bool:
    body = document.get("body")
    return kind is None or (isinstance(body, dict) and body.get("type") == kind)


def _age(order: int, document: dict[str, Any]) -> tuple[datetime, int]:
    """Sorts by time, and what was made at the same moment by the order of writing."""
    try:
        created = datetime.fromisoformat(str(document.get("created")))
    except ValueError:
        return _BEFORE_ALL, order
    return (created if created.tzinfo else created.replace(tzinfo=UTC)), order
