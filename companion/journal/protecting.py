"""Giving a journal a passphrase, taking it away, and destroying it: what happens to everything that is on the disk.

What another device wrote is that device's: it writes its own log anew when it meets the key (or its absence) and the
journal is opened and closed there. What was deleted or overwritten here may still be found on the disk by someone who
takes it apart: drives with flash memory keep old blocks for a while.
"""

import shutil
from pathlib import Path

from msgspec import Struct

from companion.errors import FileProblemError
from companion.journal.blobs import Blobs
from companion.journal.migrations import forget_backups
from companion.journal.storage import LogStorage
from companion.journal.vault import Vault
from companion.language import _

OLD_BLOCKS = _(
    "What was written here before is deleted, but a drive with flash memory (an SSD, a stick) may keep old blocks "
    "for a while, and copies that were made before stay as they are."
)
"""The honest sentence after anything was deleted or encrypted."""


class Protected(Struct, frozen=True):
    """What came of it: the recovery key (empty if there is no passphrase), and logs that are still as they were.

    `still_as_before` are names of logs: another device's, or another window's that is open. `put_aside` are folders
    with earlier journals beside this one that anyone can read.
    """

    recovery_key: str
    still_as_before: tuple[str, ...]
    put_aside: tuple[str, ...] = ()


def encrypt(folder: Path, storage: LogStorage, blobs: Blobs, passphrase: str) -> Protected:
    """Give the journal a passphrase, and seal all that is there.

    Raises WrongUseError where it has one, NewerJournalError, and FileProblemError where something could not be written:
    then what is written from now on is sealed all the same, and doing it again goes on with it.
    """
    storage.require_known_form()
    storage.vault.close_with(passphrase)
    return Protected(storage.vault.recovery_key(), reseal(folder, storage, blobs))


def decrypt(folder: Path, storage: LogStorage, blobs: Blobs) -> Protected:
    """Take the passphrase away, and write all that is there in the open. Raises SealedError, FileProblemError."""
    storage.require_known_form()
    storage.vault.open_for_all()
    return Protected("", reseal(folder, storage, blobs))


def reseal(folder: Path, storage: LogStorage, blobs: Blobs) -> tuple[str, ...]:
    """Write this machine's files as the vault wants them; returns logs that could not be. Raises FileProblemError."""
    left = storage.reseal()
    blobs.reseal()
    forget_backups(folder)
    return left


def destroy(folder: Path, storage: LogStorage) -> None:
    """Throw the keys away, then everything else. Raises FileProblemError; the keys are gone first."""
    storage.vault.destroy()
    storage.let_go()
    _delete_all(folder)


def destroy_unopened(folder: Path) -> None:
    """The same for a journal that this process has not opened: it needs no passphrase. Raises FileProblemError."""
    Vault(folder).destroy()
    _delete_all(folder)


def _delete_all(folder: Path) -> None:
    try:
        if folder.exists():
            shutil.rmtree(folder)
    except OSError as error:
        raise FileProblemError.from_os("delete", error.filename or folder, error) from error
