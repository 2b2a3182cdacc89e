"""TinyDB's table, told to hand the storage only the documents that it changed.

TinyDB changes documents in place and then writes all of them. Here an update works on copies that are made when
a document is touched, and what is asked for is copied on the way out: nobody changes what the storage holds.
"""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any, cast

import msgspec
from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document, Table

from companion.journal.records import WHOLE_TABLE, Change
from companion.journal.storage import LogStorage
from companion.journal.trees import copy_of


class LogTable(Table):
    """A table whose every operation is one durable record, or none at all when it fails."""

    def __init__(self, storage: Storage, name: str, cache_size: int = 10, persist_empty: bool = False) -> None:
        if not isinstance(storage, LogStorage):
            raise TypeError("a LogTable needs a LogStorage")
        self._log: LogStorage = storage
        self._cached_revision = storage.revision
        super().__init__(storage, name, cache_size, persist_empty)

    def search(self, cond: QueryLike) -> list[Document]:
        """As TinyDB's; what another process wrote empties the query cache too."""
        if self._cached_revision != self._log.revision:
            self.clear_cache()
            self._cached_revision = self._log.revision
        return [_own(document) for document in super().search(cond)]

    def get(self, *args: Any, **kwargs: Any) -> Any:
        """As TinyDB's."""
        found: Any = super().get(*args, **kwargs)
        if isinstance(found, list):
            return [_own(document) for document in found]
        return None if found is None else _own(found)

    def __iter__(self) -> Iterator[Document]:
        """As TinyDB's."""
        return map(_own, super().__iter__())

    def _get_next_id(self) -> int:
        with self._log.lock:
            next_id: int = super()._get_next_id()  # type: ignore[no-untyped-call]  # TinyDB types not all of it
            return next_id

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        return cast(dict[str, Mapping[str, Any]], self._log.documents(self.name))

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        with self._log.lock:
            touched = TouchedTable(self._log.documents(self.name))
            updater(touched)
            changes = touched.changes(self.name)
            if not self._log.has_table(self.name):
                changes.insert(0, Change(self.name, WHOLE_TABLE, {}))
            if changes:
                self._log.commit(changes)
            self.clear_cache()


class LogDatabase(TinyDB):
    """TinyDB with tables of this kind: `LogDatabase(folder, storage=LogStorage)`."""

    table_class = LogTable
    default_storage_class = LogStorage  # type: ignore[assignment]  # its own is a JSONStorage


class TouchedTable(MutableMapping[int, Any]):
    """A table's documents by number, as an update function sees them: copied when touched, never written through."""

    def __init__(self, originals: dict[str, dict[str, Any]]) -> None:
        self._originals = originals
        self._now: dict[int, dict[str, Any] | None] = {}

    def __getitem__(self, number: int) -> Any:
        if number not in self._now:
            self._now[number] = copy_of(self._originals[str(number)])
        document = self._now[number]
        if document is None:
            raise KeyError(number)
        return document

    def __setitem__(self, number: int, document: dict[str, Any]) -> None:
        self._now.pop(number, None)
        self._now[number] = document

    def __delitem__(self, number: int) -> None:
        if number not in self:
            raise KeyError(number)
        self._now[number] = None

    def __contains__(self, number: object) -> bool:
        if number in self._now:
            return self._now[cast(int, number)] is not None
        return str(number) in self._originals

    def __iter__(self) -> Iterator[int]:
        yield from (number for number in map(int, self._originals) if number in self)
        yield from (number for number in self._now if number in self and str(number) not in self._originals)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def changes(self, table: str) -> list[Change]:
        """What an update changed, in the order in which it was touched."""
        found: list[Change] = []
        for number, document in self._now.items():
            original = self._originals.get(str(number))
            if document is None and original is None:
                continue
            if document is None or original is None or _differ(document, original):
                found.append(Change(table, str(number), document))
        return found


def _differ(changed: dict[str, Any], original: dict[str, Any]) -> bool:
    """Whether JSON would show it: 1 and true are equal in Python, and so are dictionaries in another order."""
    return changed != original or msgspec.json.encode(changed) != msgspec.json.encode(original)


def _own(document: Document) -> Document:
    return Document(copy_of(dict(document)), document.doc_id)
