"""Reading one log's folder: the newest generation that is whole, and every record after it.

Files are named by generation: `00000003.snapshot` lists the segments that hold everything up to the end of
`00000002.log`, and `00000003.log` is what changed since. Generation 1 has no snapshot. In format 1 a snapshot holds
everything itself.
"""

import gc
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from companion.age import CannotOpenError, is_sealed
from companion.errors import FileProblemError
from companion.journal import segments
from companion.journal.frames import Scan, scan
from companion.journal.records import FORMAT_VERSION, Content, Header, Manifest, Record, Segment, Snapshot, decode
from companion.journal.segments import LockedPartError
from companion.journal.state import LogState
from companion.journal.vault import Vault
from companion.language import _

_ATTEMPTS = 5
"""How often a folder is read again when its owner folded it meanwhile."""


CLONED = "cloned"
"""The name of a file in a log's folder that says: nobody writes here any more.

Two machines wrote as one, or it was put back from a backup and others may know it further than it is. What stands in
the file goes into the name of the log that is written instead.
"""

_CONFLICT = re.compile(r"[0-9]{8}[^0-9].*\.(log|snapshot)")
_PLAIN_NAME = re.compile(r"[0-9]+\.(log|snapshot)")


class _NewerError(Exception):
    """A file that a newer version of the program wrote, in this form."""

    def __init__(self, form: int) -> None:
        super().__init__(form)
        self.form = form


def snapshot_file(folder: Path, generation: int) -> Path:
    """Where the list of a generation's segments is."""
    return folder / f"{generation:08}.snapshot"


def log_file(folder: Path, generation: int) -> Path:
    """Where a generation's changes are."""
    return folder / f"{generation:08}.log"


def generations(folder: Path, suffix: str) -> list[int]:
    """The generations that have a file with this suffix ("snapshot" or "log"), oldest first. Raises OSError."""
    names = (name.partition(".") for name in os.listdir(folder))
    return sorted(int(stem) for stem, _other, ending in names if ending == suffix and stem.isdecimal())


def conflicting(folder: Path) -> list[Path]:
    """Copies that a synchronising program made because two machines changed one file. Raises OSError.

    Syncthing calls one 00000003.sync-conflict-….log, Nextcloud 00000003 (conflicted copy …).log.
    """
    names = (name for name in os.listdir(folder) if _CONFLICT.fullmatch(name) and not _PLAIN_NAME.fullmatch(name))
    return [folder / name for name in sorted(names)]


def read_log(folder: Path, vault: Vault) -> LogState:
    """Read a log's folder without changing it. Raises FileProblemError where the system won't let it be read.

    Another process may own the folder and fold it at the same time: then it is read again.
    """
    for _other in range(_ATTEMPTS):
        try:
            with _without_collecting():
                return _read(folder, vault)
        except FileNotFoundError:
            continue
        except (CannotOpenError, LockedPartError):
            return LogState(folder.name, is_locked=True)
        except OSError as error:
            raise FileProblemError.from_os("read", error.filename or folder, error) from error
    raise FileProblemError(
        _("{folder} changes faster than it can be read.").format(folder=folder), _("Close other windows and try again.")
    )


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Reading makes very many dictionaries and no cycles: looking for cycles meanwhile takes as long as reading."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def manifest_of(path: Path) -> Manifest | None:
    """The list of a generation's segments; None where it can't be read, or is of format 1. Raises OSError."""
    try:
        content = [decode(payload) for payload in scan(path.read_bytes()).payloads]
    except msgspec.DecodeError:
        return None
    return next((each for each in content if isinstance(each, Manifest)), None)


def _read(folder: Path, vault: Vault) -> LogState:
    state = LogState(folder.name)
    snapshots, logs = generations(folder, "snapshot"), generations(folder, "log")
    base = 0
    for generation in reversed(snapshots):
        with _as_far_as_known(state):
            if _open_generation(snapshot_file(folder, generation), state, vault):
                base = generation
                break
    else:
        _open_what_is_left(folder, snapshots, state, vault)
    state.generation = max([1, *snapshots, *logs])
    state.has_leftovers &= min([base, *snapshots, *logs]) < base
    state.fresh.clear()
    for generation in logs:
        if generation >= base:
            with _as_far_as_known(state):
                _apply_log(log_file(folder, generation), state, vault, is_newest=generation == logs[-1])
    for path in conflicting(folder):
        with _as_far_as_known(state):
            _apply_conflicting(path, state, vault)
    state.is_cloned |= (folder / CLONED).exists()
    return state


@contextmanager
def _as_far_as_known(state: LogState) -> Iterator[None]:
    """A file of a newer version is passed over, and the state says so."""
    try:
        yield
    except _NewerError as error:
        state.is_newer, state.format = True, max(state.format, error.form)


def _open_generation(path: Path, state: LogState, vault: Vault) -> bool:
    found = scan(path.read_bytes())
    content = _contents(found)
    whole = next((each for each in content if isinstance(each, Manifest | Snapshot)), None)
    if whole is None:
        state.unreadable.append(path)
        return False
    if found.damage:
        state.damaged.append(path)
    if isinstance(whole, Manifest):
        return _take_manifest(path, whole, state, vault)
    for item in whole.items:
        state.put(item, item.clock)
        state.clock = max(state.clock, item.clock)
        state.holds_deleted |= item.document is None
    state.snapshot_bytes, state.plain = found.length, True
    return True


def _take_manifest(path: Path, manifest: Manifest, state: LogState, vault: Vault) -> bool:
    if all(_take_segment(path, each, state, vault) for each in manifest.segments):
        state.segments = manifest.segments
        state.holds_deleted |= manifest.holds_deleted
        state.has_leftovers = manifest.replaces_all
        return True
    state.unreadable.append(path)
    state.begin_again()
    return False


def _take_segment(path: Path, segment: Segment, state: LogState, vault: Vault) -> bool:
    part = segments.read(path.parent, segment, vault)
    state.damaged += [each for each in part.damaged if each not in state.damaged]
    if part.items is None:
        if not path.exists():
            raise FileNotFoundError(path)  # its owner folded it just now
        state.is_missing |= not part.damaged
        return False
    for item in part.items:
        state.put(item, item.clock)
        state.clock = max(state.clock, item.clock)
    state.snapshot_bytes += segment.length
    state.sealed |= part.is_sealed
    state.plain |= not part.is_sealed
    return True


def _open_what_is_left(folder: Path, snapshots: list[int], state: LogState, vault: Vault) -> None:
    """Where no generation is whole: every segment that any of them still has, older ones first."""
    for generation in snapshots:
        manifest = manifest_of(snapshot_file(folder, generation))
        for segment in manifest.segments if manifest else ():
            _take_segment(snapshot_file(folder, generation), segment, state, vault)
    state.snapshot_bytes = 0


def _apply_log(path: Path, state: LogState, vault: Vault, *, is_newest: bool) -> None:
    found = scan(path.read_bytes())
    for payload in found.payloads:
        state.sealed |= is_sealed(payload)
    for each in _contents(found, vault):
        if isinstance(each, Record):
            state.apply(each)
            state.records += 1
    state.plain |= len(found.payloads) > 1 + sum(map(is_sealed, found.payloads))
    state.log_bytes += found.length
    if found.torn_at is not None and is_newest:
        state.torn = (path, found.torn_at)
    if found.is_damaged_inside or (found.torn_at is not None and not is_newest):
        state.damaged.append(path)


def _apply_conflicting(path: Path, state: LogState, vault: Vault) -> None:
    """Take in what another machine wrote under the same name, wherever it is newer."""
    there = LogState(state.name)
    manifest = manifest_of(path)
    if manifest is not None:
        _take_manifest(path, manifest, there, vault)
    else:
        _apply_log(path, there, vault, is_newest=False)
    state.fresh |= there.versions.keys()
    state.take_over(there)
    state.is_cloned = True


def _contents(found: Scan, vault: Vault | None = None) -> list[Content]:
    """The frames of a file. Raises CannotOpenError, and _NewerError where the header or a whole frame says so."""
    content: list[Content] = []
    for payload in found.payloads:
        try:
            content.append(decode(vault.unseal(bytes(payload)) if vault and is_sealed(payload) else payload))
        except msgspec.DecodeError as error:
            raise _NewerError(FORMAT_VERSION + 1) from error
        header = content[-1]
        if isinstance(header, Header) and not header.is_readable:
            raise _NewerError(header.format)
    return content
