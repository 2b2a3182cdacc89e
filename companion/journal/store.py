"""The journal: entries that are added, changed, looked up and deleted, each on the disk before it is called saved."""

import threading
import time
import uuid
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Unpack

from msgspec.structs import replace
from tinydb.table import Document as TinyDocument

from companion.domain.entry import SCHEMA_VERSION, Body, Entry
from companion.journal import protecting
from companion.journal.blobs import Blobs, named_in
from companion.journal.bringing import Brought, bring, bring_journal
from companion.journal.documents import (
    ANOTHER_VERSION,
    TABLE,
    About,
    UnreadableEntry,
    as_document,
    as_entry,
    beside_as_document,
    new_entry,
    number_of,
)
from companion.journal.lookup import Lookup, NewerEntryError, NoSuchEntryError
from companion.journal.merging import beside_id
from companion.journal.protecting import Protected
from companion.journal.records import Change, Document
from companion.journal.storage import LogStorage
from companion.journal.table import LogDatabase
from companion.journal.vault import Vault

if TYPE_CHECKING:
    from companion.journal.generations import Generation, WentBack
    from companion.journal.inbox import Inbox
    from companion.journal.verifying import Verified

__all__ = ["ANOTHER_VERSION", "TABLE", "Journal", "NewerEntryError", "NoSuchEntryError", "UnreadableEntry"]


def local_now() -> datetime:
    """The time here, with the zone it is told in."""
    return datetime.now().astimezone()


def new_uuid() -> str:
    """A random UUID."""
    return str(uuid.uuid4())


class Journal(Lookup):
    """All entries of one person. Threads may share it; close it, or use it in a `with`.

    `notices` are sentences to show once: what was found torn or damaged at opening, and what was done. Where two
    devices changed an entry at the same time, both changes stay: the one that ranks higher is the entry, the other
    is an entry of its own with the tag ANOTHER_VERSION.
    """

    def __init__(
        self, folder: Path, storage: LogStorage, clock: Callable[[], datetime], new_id: Callable[[], str]
    ) -> None:
        super().__init__(storage)
        self.folder = folder
        self.blobs = Blobs(folder, storage.vault)
        self._database = LogDatabase(storage=lambda: storage)
        self._table = self._database.table(TABLE)
        self._clock = clock
        self._new_id = new_id
        self._lock = threading.RLock()
        self._deleted: dict[str, Document] = {}

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        vault: Vault | None = None,
        clock: Callable[[], datetime] = local_now,
        new_id: Callable[[], str] = new_uuid,
        now: Callable[[], float] = time.time,
        device: str | None = None,
        writable: bool = True,
    ) -> "Journal":
        """Open the journal in `folder`, made where it is missing.

        `vault` is that of the folder, unlocked if it has a passphrase. `clock` gives aware datetimes, `new_id` UUIDs,
        `now` seconds since the epoch (for the age of generations); `device` names this machine's logs. With
        `writable=False` nothing is locked or changed. Raises SealedError, FileProblemError, and LockedError where no
        log is free.
        """
        storage = LogStorage(folder, device=device, writable=writable, vault=vault, now=now)
        return cls(folder, storage, clock, new_id)

    @staticmethod
    def append_only(
        folder: Path,
        *,
        clock: Callable[[], datetime] = local_now,
        new_id: Callable[[], str] = new_uuid,
        device: str | None = None,
    ) -> "Inbox":
        """The journal for adding only: it needs no passphrase, and reads nothing. Raises as `open` does."""
        from companion.journal.inbox import Inbox

        return Inbox.open(folder, clock=clock, new_id=new_id, device=device)

    @property
    def notices(self) -> tuple[str, ...]:
        """What the person should be told about the files."""
        return self._storage.notices

    def require_known_form(self) -> None:
        """For who will want to keep something later. Raises NewerJournalError where nothing can be changed here."""
        self._storage.require_known_form()

    @property
    def vault(self) -> Vault:
        """What seals the journal, and opens it."""
        return self._storage.vault

    @property
    def is_sealed(self) -> bool:
        """Whether the journal has a passphrase."""
        return self.vault.is_sealed

    def add(self, body: Body, **about: Unpack[About]) -> Entry:
        """Keep something new; it is on the disk when this returns. Raises FileProblemError if it is not."""
        entry = new_entry(body, self._new_id(), self._clock(), about)
        with self._lock:
            self._table.insert(TinyDocument(as_document(entry), number_of(entry.id)))
            return self._stored(entry.id)

    def put_new(self, entry: Entry) -> Entry:
        """Keep an entry from elsewhere as `put_all` does."""
        return self.put_all([entry])[0]

    def put_all(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        """Keep entries from elsewhere with their ids and times; returns them as they are now.

        One whose id is taken by an entry that differs stands beside it, with an id of its own and the tag
        ANOTHER_VERSION. Bringing the same twice changes nothing. Raises FileProblemError.
        """
        with self._lock:
            brought = bring(self._storage, entries)
            self._table.clear_cache()
            return brought

    def update(self, entry: Entry) -> Entry:
        """Keep a changed entry in place of the one with its id; `changed` is set.

        Fields that only a newer version knows stay. If another window or device changed the entry since this one was
        read, what that wrote stays beside it. Raises NoSuchEntryError, NewerEntryError, FileProblemError.
        """
        with self._lock:
            self._settle(entry.id)
            known = self._stored(entry.id)
            elsewhere = self._storage.written_elsewhere(TABLE, str(number_of(entry.id)))
            if elsewhere is not None and known.changed != entry.changed:
                own = beside_id(elsewhere.of, elsewhere.log, elsewhere.clock)
                self._storage.commit([Change(TABLE, own, beside_as_document(own, elsewhere))])
            changed = as_document(replace(entry, changed=self._clock(), schema=SCHEMA_VERSION))
            self._table.update(changed, doc_ids=[number_of(entry.id)])
            return self._stored(entry.id)

    def delete(self, id_or_prefix: str, *, also: Iterable[str] = ()) -> tuple[Entry | UnreadableEntry, ...]:
        """Take an entry out of the journal, durably, and in the same step others, by their ids, that are still there.

        Returns what was taken out. Its words leave this machine's files when the journal is closed; until then
        `put_back` undoes it. Raises NoSuchEntryError and FileProblemError.
        """
        with self._lock:
            wanted = dict.fromkeys([self._whole_id(id_or_prefix), *also])
            for each in wanted:
                self._settle(each)
            ids = [each for each in wanted if self._document(each) is not None]
            documents = self._storage.documents(TABLE)
            for each in ids:
                self._deleted[each] = documents[str(number_of(each))]
            self._table.remove(doc_ids=[number_of(each) for each in ids])
            return tuple(as_entry(self._deleted[each]) for each in ids)

    def put_back(self, entries: Iterable[Entry | UnreadableEntry]) -> None:
        """Undo deletions of this journal since it was opened. Raises FileProblemError."""
        with self._lock:
            known = [entry.id for entry in entries if entry.id in self._deleted]
            if known:
                self._storage.commit([Change(TABLE, str(number_of(each)), self._deleted[each]) for each in known])
                self._table.clear_cache()
            for each in known:
                del self._deleted[each]

    def encrypt(self, passphrase: str) -> Protected:
        """Give the journal a passphrase and seal everything; a second or more. Raises as `protecting.encrypt`."""
        with self._lock:
            return protecting.encrypt(self.folder, self._storage, self.blobs, passphrase)

    def decrypt(self) -> Protected:
        """Take the passphrase away and write everything in the open. Raises as `protecting.decrypt`."""
        with self._lock:
            return protecting.decrypt(self.folder, self._storage, self.blobs)

    def destroy(self) -> None:
        """Destroy all of it, by its keys first; the journal is closed afterwards. Raises FileProblemError."""
        with self._lock:
            self._deleted.clear()
            protecting.destroy(self.folder, self._storage)

    def verify(self) -> "Verified":
        """Read every file, and say what is not as it was written. Raises FileProblemError."""
        from companion.journal.verifying import verify

        return verify(self.folder, self._storage, self.blobs, self.unreadable(), len(self))

    def backup(self, path: Path) -> int:
        """Write the journal's files into one ZIP, sealed as they are; returns how many entries there are."""
        from companion.journal.backup import back_up

        back_up(self.folder, path)
        return len(self)

    def merge(self, path: Path, vault: Vault | None = None) -> Brought:
        """Bring all entries of another journal's folder, or of a backup. Raises as `bring_journal`."""
        with self._lock:
            brought = bring_journal(self._storage, self.blobs, path, vault, _for_reading)
            self._table.clear_cache()
            return brought

    def generations(self) -> list["Generation"]:
        """Earlier states that entries can be put back to, the newest first. Raises FileProblemError."""
        from companion.journal.generations import Generations

        return list(Generations(self.folder, self.vault))

    def go_back(self, name: str) -> "WentBack":
        """Put entries that were changed since a generation back to what they were in it.

        What they had become stays in a new generation, so that going back to that one undoes it. What came later
        stays. Raises WrongUseError where there is no such generation, and FileProblemError.
        """
        from companion.journal.generations import Generations, put_back

        with self._lock:
            then = Generations(self.folder, self.vault).changed_since(name, self._storage.documents(TABLE))
            for number in then:
                self._settle(str(uuid.UUID(int=int(number))))
            done = put_back(self._storage, then, self._clock)
            self._table.clear_cache()
            return done

    def refresh(self) -> bool:
        """Take in what other windows and devices wrote meanwhile; whether there was anything."""
        return self._storage.refresh()

    @property
    def revision(self) -> int:
        """Another number after each change, whoever made it."""
        return self._storage.revision

    def close(self) -> None:
        """Let the journal go; what was deleted leaves its files. Closing twice is harmless."""
        with self._lock:
            if self._deleted:
                self.blobs.forget(named_in(self._deleted.values()) - named_in(self._documents()))
            self._deleted.clear()
            self._database.close()

    def __enter__(self) -> "Journal":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _settle(self, entry_id: str) -> None:
        """Before an entry or what stands beside it is changed: make what stands beside it documents of their own."""
        beside = self._storage.beside(TABLE)
        number = str(number_of(entry_id))
        of = beside[number].of if number in beside else number
        settled = [
            Change(TABLE, own, beside_as_document(own, each)) for own, each in beside.items() if each.of == of
        ]
        if settled:
            self._storage.commit([Change(TABLE, of, self._storage.documents(TABLE)[of]), *settled])


def _for_reading(folder: Path, vault: Vault | None) -> LogStorage:
    return LogStorage(folder, vault=vault, writable=False)
