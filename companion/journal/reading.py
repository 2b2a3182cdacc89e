"""Reading one log's folder: the newest snapshot that is whole, and every record after it.

Files are named by generation: `00000003.snapshot` holds everything up to the end of `00000002.log`, and
`00000003.log` what changed since. Generation 1 has no snapshot.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import msgspec
from msgspec import Struct

from companion.errors import FileProblemError
from companion.journal.frames import Scan, scan
from companion.journal.records import Change, Content, Document, Header, Record, Snapshot, decode

Key: TypeAlias = tuple[str, str]
"""A document's table and id."""

Versions: TypeAlias = dict[Key, "Version"]

_ATTEMPTS = 5
"""How often a folder is read again when its owner folded it meanwhile."""


class Version(Struct, frozen=True, gc=False):
    """What one log says last about one document (None: it is gone), and when, by the Lamport clock."""

    clock: int
    document: Document | None


@dataclass
class LogState:
    """Everything read from one log's folder.

    `unreadable` are snapshots that can't be opened, `damaged` files with a broken piece that was stepped over,
    `torn` is the newest log and where its whole records end, if something follows them. `is_newer`: a newer
    version of this program wrote here; nothing was read, and nothing may be written.
    """

    name: str
    versions: Versions = field(default_factory=dict)
    clock: int = 0
    generation: int = 1
    records: int = 0
    log_bytes: int = 0
    snapshot_bytes: int = 0
    unreadable: list[Path] = field(default_factory=list)
    damaged: list[Path] = field(default_factory=list)
    torn: tuple[Path, int] | None = None
    is_newer: bool = False

    def apply(self, record: Record) -> None:
        """Take in one record."""
        self.clock = max(self.clock, record.clock)
        for change in record.changes:
            self.put(change, record.clock)

    def put(self, change: Change, clock: int) -> None:
        """Take in one change. What comes (back) into being stands last, as in a dictionary."""
        key = (change.table, change.id)
        known = self.versions.get(key)
        if known is not None and (known.document is None or change.document is None):
            del self.versions[key]
        self.versions[key] = Version(clock, change.document)


class _NewerError(Exception):
    """A file that a newer version of the program wrote."""


def snapshot_file(folder: Path, generation: int) -> Path:
    """Where a generation's snapshot is."""
    return folder / f"{generation:08}.snapshot"


def log_file(folder: Path, generation: int) -> Path:
    """Where a generation's changes are."""
    return folder / f"{generation:08}.log"


def generations(folder: Path, suffix: str) -> list[int]:
    """The generations that have a file with this suffix ("snapshot" or "log"), oldest first. Raises OSError."""
    names = (name.partition(".") for name in os.listdir(folder))
    return sorted(int(stem) for stem, _, ending in names if ending == suffix and stem.isdecimal())


def read_log(folder: Path) -> LogState:
    """Read a log's folder without changing it. Raises FileProblemError where the system won't let it be read.

    Another process may own the folder and fold it at the same time: then it is read again.
    """
    for _ in range(_ATTEMPTS):
        try:
            return _read(folder)
        except FileNotFoundError:
            continue
        except _NewerError:
            return LogState(folder.name, is_newer=True)
        except OSError as error:
            raise FileProblemError.from_os("read", error.filename or folder, error) from error
    raise FileProblemError(f"{folder} changes faster than it can be read.", "Close other windows and try again.")


def _read(folder: Path) -> LogState:
    state = LogState(folder.name)
    snapshots, logs = generations(folder, "snapshot"), generations(folder, "log")
    base = 0
    for generation in reversed(snapshots):
        if _open_snapshot(snapshot_file(folder, generation), state):
            base = generation
            break
    state.generation = max([1, *snapshots, *logs])
    for generation in logs:
        if generation >= base:
            _apply_log(log_file(folder, generation), state, is_newest=generation == logs[-1])
    return state


def _open_snapshot(path: Path, state: LogState) -> bool:
    content, found = _contents(path)
    snapshot = next((each for each in content if isinstance(each, Snapshot)), None)
    if snapshot is None:
        state.unreadable.append(path)
        return False
    if found.damage:
        state.damaged.append(path)
    for item in snapshot.items:
        state.versions[(item.table, item.id)] = Version(item.clock, item.document)
        state.clock = max(state.clock, item.clock)
    state.snapshot_bytes = found.length
    return True


def _apply_log(path: Path, state: LogState, *, is_newest: bool) -> None:
    content, found = _contents(path)
    for each in content:
        if isinstance(each, Record):
            state.apply(each)
            state.records += 1
    state.log_bytes += found.length
    if found.torn_at is not None and is_newest:
        state.torn = (path, found.torn_at)
    if found.is_damaged_inside or (found.torn_at is not None and not is_newest):
        state.damaged.append(path)


def _contents(path: Path) -> tuple[list[Content], Scan]:
    """The frames of a file. Raises OSError, and _NewerError where the header or a whole frame says so."""
    found = scan(path.read_bytes())
    content: list[Content] = []
    for payload in found.payloads:
        try:
            content.append(decode(payload))
        except msgspec.DecodeError as error:
            raise _NewerError from error
        if isinstance(content[-1], Header) and not content[-1].is_readable:
            raise _NewerError
    return content, found
