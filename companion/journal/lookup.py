"""Looking things up in the journal; nothing here changes it."""

import uuid
from collections.abc import Iterator
from itertools import islice

from companion.domain.entry import Entry
from companion.errors import CompanionError, WrongUseError
from companion.journal.documents import (
    TABLE,
    UnreadableEntry,
    as_entry,
    beside_as_document,
    is_of,
    moment_of,
    number_of,
)
from companion.journal.records import Document
from companion.journal.storage import LogStorage
from companion.language import _


class NoSuchEntryError(WrongUseError):
    """No entry, or more than one, starts with what was given as an id."""


class NewerEntryError(CompanionError):
    """An entry that this version of the program can't read; it is kept as it is."""


class Lookup:
    """Entries as they are now, by id, kind or session."""

    def __init__(self, storage: LogStorage) -> None:
        self._storage = storage

    def get(self, id_or_prefix: str) -> Entry:
        """The entry with this id, or the only one whose id starts so.

        Raises NoSuchEntryError, and NewerEntryError for one that this version can't read.
        """
        return self._stored(self._whole_id(id_or_prefix))

    def versions(self, id_or_prefix: str) -> tuple[Entry, ...]:
        """An entry, then what stands beside it because it was changed elsewhere at the same time."""
        entry = self.get(id_or_prefix)
        number = str(number_of(entry.id))
        beside = self._storage.beside(TABLE)
        found = (as_entry(beside_as_document(own, each)) for own, each in beside.items() if each.of == number)
        return (entry, *(each for each in found if isinstance(each, Entry)))

    def all(self) -> list[Entry]:
        """Everything, newest first."""
        return self.entries()

    def entries(self, kind: str | None = None, limit: int | None = None) -> list[Entry]:
        """Entries by when they were made, newest first; `kind` is an `Entry.kind`, `limit` at most so many."""
        wanted = [each for each in self._documents() if is_of(each, kind)]
        ages = [(moment_of(each, "created"), order) for order, each in enumerate(wanted)]
        newest = (as_entry(wanted[order]) for _other, order in sorted(ages, reverse=True))
        return list(islice((each for each in newest if isinstance(each, Entry)), limit))

    def titles(self, kind: str | None = None) -> list[str]:
        """The titles of entries of a kind, in no order; quick, since nothing of what they hold is read."""
        return [str(each.get("title", "")) for each in self._documents() if is_of(each, kind)]

    def of_session(self, session_id: str) -> tuple[Entry, ...]:
        """What came of one walk through an exercise, in the order of writing."""
        found = (as_entry(each) for each in self._documents() if each.get("session_id") == session_id)
        return tuple(sorted((each for each in found if isinstance(each, Entry)), key=lambda each: each.created))

    def unreadable(self) -> list[UnreadableEntry]:
        """Entries that this version can't read. They are never changed."""
        found = (as_entry(document) for document in self._documents())
        return [each for each in found if isinstance(each, UnreadableEntry)]

    def __len__(self) -> int:
        return sum(1 for _other in self._documents())

    def _documents(self) -> Iterator[Document]:
        yield from self._storage.documents(TABLE).values()
        for number, beside in self._storage.beside(TABLE).items():
            yield beside_as_document(number, beside)

    def _document(self, entry_id: str) -> Document | None:
        number = str(number_of(entry_id))
        beside = self._storage.beside(TABLE).get(number)
        return beside_as_document(number, beside) if beside else self._storage.documents(TABLE).get(number)

    def _stored(self, entry_id: str) -> Entry:
        document = self._document(entry_id)
        if document is None:
            raise NoSuchEntryError(
                _("There is no entry {entry_id}.").format(entry_id=entry_id),
                _("'companion journal list' shows them all."),
            )
        found = as_entry(document)
        if isinstance(found, UnreadableEntry):
            raise NewerEntryError(
                _("The entry {entry_id} can't be read by this version: {reason}.").format(
                    entry_id=entry_id, reason=found.reason
                ),
                _("It is kept as it is. A newer version of the program may read it."),
            )
        return found

    def _whole_id(self, prefix: str) -> str:
        start = prefix.strip().casefold()
        if _is_uuid(start) and self._document(start) is not None:
            return start
        found = [each for each in (str(document.get("id")) for document in self._documents()) if each.startswith(start)]
        if start and (start in found or len(found) == 1):
            return start if start in found else found[0]
        if start and found:
            raise NoSuchEntryError(
                _("{count} entries have an id that starts with {prefix}.").format(count=len(found), prefix=prefix),
                _("Give more of it: {found} …").format(found=", ".join(sorted(found)[:3])),
            )
        raise NoSuchEntryError(
            _("There is no entry {prefix!r}.").format(prefix=prefix), _("'companion journal list' shows them all.")
        )


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
