"""Looking after the journal as a whole: putting a backup in place, and bringing another journal in."""

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from companion.errors import FileProblemError
from companion.journal.vault import Vault
from companion.language import _
from companion.services.journal.opening import Ask, unlocked

if TYPE_CHECKING:
    from companion.journal.bringing import Brought
    from companion.journal.store import Journal

ASIDE = "-aside-"


def restore_backup(path: Path, folder: Path, *, replaces: bool = False) -> Path | None:
    """Put the journal of a backup into `folder`; with `replaces` a journal that is there is put aside.

    If that one has a passphrase and the backup has none, the passphrase stays. Returns where it was put. Raises
    FileProblemError: then the journal that was there is in its place.
    """
    from companion.journal.backup import restore

    if not path.is_file():
        raise FileProblemError(
            _("There is no file {path}.").format(path=path), _("Name the ZIP that 'companion journal backup' wrote.")
        )
    if not _holds_something(folder):
        restore(path, folder)
        return None
    if not replaces:
        raise FileProblemError(
            _("There is a journal in {folder} already.").format(folder=folder),
            _("'companion journal merge' brings a backup's entries into it; '--replace' puts it aside first."),
        )
    aside = _free_name(folder)
    try:
        os.replace(folder, aside)
    except OSError as error:
        raise FileProblemError.from_os("move", folder, error, _("Close other windows and try again.")) from error
    try:
        restore(path, folder, Vault(aside))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(aside, folder)
        raise
    return aside


def merge_from(journal: "Journal", path: Path, ask: Ask) -> "Brought":
    """Bring all entries of another journal's folder, or of a backup; `ask` gives its passphrase where it has one.

    A key that opens this journal opens a copy of it too. Raises FileProblemError and LockedError.
    """
    from companion.journal.backup import unpacked

    if not path.exists():
        raise FileProblemError(
            _("There is no {path}.").format(path=path), _("Name a journal's folder, or a backup of one.")
        )
    if path.is_dir():
        return _merge_folder(journal, path, ask)
    with unpacked(path, journal.folder.parent, journal.vault) as folder:
        return _merge_folder(journal, folder, ask)


def _merge_folder(journal: "Journal", folder: Path, ask: Ask) -> "Brought":
    other = Vault(folder)
    other.take_over(journal.vault)
    return journal.merge(folder, unlocked(other, ask))


def _holds_something(folder: Path) -> bool:
    return folder.exists() and any(folder.iterdir())


def put_aside_readable(folder: Path) -> list[Path]:
    """Journals that were put aside, beside the one in `folder`, and have no passphrase."""
    return [path for path in sorted(folder.parent.glob(f"{folder.name}{ASIDE}*")) if not Vault(path).is_sealed]


def _free_name(folder: Path) -> Path:
    """journal-aside-1, -2 … beside the journal."""
    number = 1
    while (aside := folder.with_name(f"{folder.name}{ASIDE}{number}")).exists():
        number += 1
    return aside
