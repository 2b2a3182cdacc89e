"""What one log says: its documents as it last wrote them, and what was found when its files were read."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from companion.journal.records import FORMAT_VERSION, Change, Document, Item, Record, Seen, Segment

Key: TypeAlias = tuple[str, str]
"""A document's table and id."""

Versions: TypeAlias = dict[Key, "Version"]

NOTHING: Seen = {}


class Version(Struct, frozen=True, gc=False):
    """What one log says last about one document (None: it is gone), when, and whose changes it had taken in."""

    clock: int
    document: Document | None
    seen: Seen | None = None


@dataclass
class LogState:
    """Everything read from one log's folder.

    `generation` is the newest one, `segments` are those of the one that was opened, `fresh` what changed since.
    `live_bytes` is what the documents took when the last generation was written here, without what is outdated.

    - `unreadable` are generations that can't be opened, `damaged` files with a broken piece that was stepped over or
      made good by its twin, `torn` is the newest log and where its whole records end, if something follows them.
    - `is_newer`: a newer version of this program wrote here, in files of the form `format`, and what it wrote was not
      read; `is_locked`: no key that is open opens it, and nothing was read. Then nothing may be written.
    - `is_missing`: a file has not arrived yet. `is_cloned`: nobody may write here any more.
    - `plain` and `sealed` say which kinds of files there are, `holds_deleted` that words of something deleted may still
      stand in one of them, `has_leftovers` that earlier generations are there which should have gone.
    """

    name: str
    versions: Versions = field(default_factory=dict)
    clock: int = 0
    generation: int = 1
    segments: tuple[Segment, ...] = ()
    fresh: set[Key] = field(default_factory=set)
    records: int = 0
    log_bytes: int = 0
    snapshot_bytes: int = 0
    live_bytes: int = 0
    unreadable: list[Path] = field(default_factory=list)
    damaged: list[Path] = field(default_factory=list)
    torn: tuple[Path, int] | None = None
    is_newer: bool = False
    format: int = FORMAT_VERSION
    is_locked: bool = False
    is_missing: bool = False
    plain: bool = False
    sealed: bool = False
    holds_deleted: bool = False
    has_leftovers: bool = False
    is_cloned: bool = False

    @property
    def is_closed(self) -> bool:
        """Whether this process can't say what stands in it, and so may not write there."""
        return self.is_newer or self.is_locked

    def apply(self, record: Record) -> None:
        """Take in one record of a log."""
        self.clock = max(self.clock, record.clock)
        for change in record.changes:
            self.put(change, record.clock)
            self.fresh.add((change.table, change.id))

    def put(self, change: Change | Item, clock: int) -> None:
        """Take in one change. What comes (back) into being stands last, as in a dictionary."""
        key = (change.table, change.id)
        known = self.versions.get(key)
        if known is not None and (known.document is None or change.document is None):
            del self.versions[key]
        self.holds_deleted |= known is not None and known.document is not None and change.document is None
        self.versions[key] = Version(clock, change.document, change.seen or (None if change.seen is None else NOTHING))

    def begin_again(self) -> None:
        """Forget the documents, since the generation that they came from could not be read to its end."""
        self.versions, self.clock, self.segments = {}, 0, ()
        self.snapshot_bytes, self.plain, self.sealed = 0, False, False

    def take_over(self, earlier: "LogState") -> None:
        """Keep what was read before and can't be read any more, or not yet."""
        for key, version in earlier.versions.items():
            known = self.versions.get(key)
            if known is None or known.clock < version.clock:
                self.versions[key] = version
        self.clock = max(self.clock, earlier.clock)
