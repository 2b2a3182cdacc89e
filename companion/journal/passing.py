"""Folders of one process that go with it, and what a kill left of them."""

import os
import shutil
import tempfile
import weakref
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from companion.age import Identity
from companion.errors import CompanionError, FileProblemError
from companion.files import make_folder, replace_file
from companion.journal.keys import PUBLIC, name_of
from companion.journal.locks import try_lock
from companion.journal.vault import Vault

if TYPE_CHECKING:
    from filelock import BaseFileLock

UNPACKED, REHEARSED = "restoring-", "rehearsing-"
"""How their names begin: files of a backup, and a walk through an exercise that is not kept."""

_LOCK, _CONTENT = "lock", "content"


class PassingFolder:
    """A new folder at `path`, until `remove` or the end of the process.

    It lies in one in `beside` whose name begins with `prefix` and that holds a lock: by the two together `clear_left`
    tells what a killed process left from a folder in use, and from one of a person's own. Raises FileProblemError.
    """

    def __init__(self, beside: Path, prefix: str) -> None:
        clear_left(beside)
        make_folder(beside)
        outer, lock = _new_held(beside, prefix)
        self.path = outer / _CONTENT
        self._finish = weakref.finalize(self, _remove, outer, lock)
        make_folder(self.path)

    def remove(self) -> None:
        """Delete it and all that is in it."""
        self._finish()


def vault_for_now(folder: Path) -> Vault:
    """That of a new journal in `folder` whose key is written nowhere: after this process nobody can read it.

    Raises FileProblemError.
    """
    identity = Identity.generate()
    keys = make_folder(folder / "keys")
    replace_file(keys / f"{name_of(identity)}{PUBLIC}", identity.recipient.encode())
    vault = Vault(folder)
    vault.unlock(identity.reveal())
    return vault


def clear_left(beside: Path) -> None:
    """Delete what killed processes left in `beside`; what another one holds stays, and whatever else is there."""
    for prefix in (UNPACKED, REHEARSED):
        for outer in beside.glob(f"{prefix}*"):
            with suppress(OSError, CompanionError):  # gone meanwhile, or not ours to delete
                lock = try_lock(outer) if _is_passing(outer) else None
                if lock is not None:
                    _remove(outer, lock)


def _is_passing(outer: Path) -> bool:
    names = {path.name for path in outer.iterdir()}
    return not outer.is_symlink() and _LOCK in names and names <= {_LOCK, _CONTENT}


def _new_held(beside: Path, prefix: str) -> "tuple[Path, BaseFileLock]":
    while True:  # once more where another process takes it for one that was left, in the instant before it is held
        try:
            outer = Path(tempfile.mkdtemp(dir=beside, prefix=prefix))
        except OSError as error:
            raise FileProblemError.from_os("write", beside, error) from error
        lock = try_lock(outer)
        if lock is not None:
            return outer, lock


def _remove(outer: Path, lock: "BaseFileLock") -> None:
    """The content first: as long as any of it is there, the file of the lock tells whose it is."""
    shutil.rmtree(outer / _CONTENT, ignore_errors=True)
    lock.release()
    if not os.path.lexists(outer / _CONTENT):
        shutil.rmtree(outer, ignore_errors=True)
