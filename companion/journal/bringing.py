"""Entries from another journal: by UUID and time, both sides kept where they differ."""

import uuid
from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from companion.domain.entry import Entry
from companion.errors import FileProblemError
from companion.journal.blobs import Blobs, named_in
from companion.journal.documents import ANOTHER_VERSION, TABLE, as_document, as_entry, number_of
from companion.journal.merging import beside_id
from companion.journal.records import Change, Document
from companion.journal.storage import LogStorage
from companion.journal.vault import Vault
from companion.language import _

_AT_ONCE = 500
"""Entries in one record: many are quick together, and a kill costs no more than these."""


class Brought(Struct, frozen=True):
    """How many entries came: new ones, ones that stand beside an entry that differs, and those that were here.

    `deleted` were deleted here before, and did not come back.
    """

    added: int
    both_kept: int
    same: int
    deleted: int


def bring(storage: LogStorage, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Keep entries with their ids and times; returns them as they are now.

    One whose id is taken by an entry that differs stands beside it, with an id of its own and the tag
    ANOTHER_VERSION. Bringing the same twice changes nothing. Raises FileProblemError.
    """
    changes: dict[str, Change] = {}
    brought: list[Entry] = []
    for entry in entries:
        documents = storage.documents(TABLE)
        number, kept = str(number_of(entry.id)), entry
        if number in changes or (number in documents and as_entry(documents[number]) != entry):
            number = beside_id(number, repr(entry), 0)
            tags = (*(each for each in entry.tags if each != ANOTHER_VERSION), ANOTHER_VERSION)
            kept = replace(entry, id=str(uuid.UUID(int=int(number))), tags=tags)
        if number not in documents:
            changes[number] = Change(TABLE, number, as_document(kept))
        brought.append(kept)
        if len(changes) == _AT_ONCE:
            storage.commit(changes.values())
            changes.clear()
    if changes:
        storage.commit(changes.values())
    return tuple(brought)


def bring_journal(
    storage: LogStorage, blobs: Blobs, path: Path, vault: Vault | None, read: Callable[[Path, Vault | None], LogStorage]
) -> Brought:
    """All of another journal: its folder, or a backup of it. `vault` is that one's, unlocked if it has a passphrase.

    `read` opens a storage for reading. What was deleted here does not come back. Raises FileProblemError and
    SealedError.
    """
    storage.require_known_form()
    if path.is_dir():
        if not (path / "logs").is_dir():
            raise FileProblemError(
                _("{path} is no journal.").format(path=path), _("Give the folder that holds 'logs', or a backup of it.")
            )
        return _bring_from(storage, blobs, read(path, vault))
    from companion.journal.backup import unpacked

    with unpacked(path, blobs.folder.parent, storage.vault) as folder:
        opened = Vault(folder)
        opened.take_over(storage.vault)
        if vault is not None:
            opened.take_over(vault)
        return _bring_from(storage, blobs, read(folder, opened))


def _bring_from(storage: LogStorage, blobs: Blobs, other: LogStorage) -> Brought:
    theirs = Blobs(other.folder, other.vault)
    added, both, same, deleted = 0, 0, 0, 0
    entries: list[Entry] = []
    raw: list[Change] = []
    for number, document in other.documents(TABLE).items():
        if storage.is_gone(TABLE, number):
            deleted += 1
            continue
        entry = as_entry(document)
        known = storage.documents(TABLE).get(number)
        if known is None:
            added += 1
        elif _is_same(known, document):
            same += 1
            continue
        else:
            both += 1
        if isinstance(entry, Entry):
            entries.append(entry)
        elif known is None:
            raw.append(Change(TABLE, number, document))  # of a newer version: as it is
    for name in named_in(other.documents(TABLE).values()) - set(blobs.names()):
        if theirs.holds(name):
            blobs.put(theirs.get(name))
    bring(storage, entries)
    if raw:
        storage.commit(raw)
    return Brought(added, both, same, deleted)


def _is_same(one: Document, other: Document) -> bool:
    return one == other or as_entry(one) == as_entry(other)
