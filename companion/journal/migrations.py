"""From older forms of the journal to today's: of its files (`records.FORMAT_VERSION`) and of its entries (`schema`).

Files are read in every form there was and written in the newest; an entry is brought forward whenever it is read, and
written down so when it is next changed. Before the first file of an older form is replaced there is a backup.
"""

import io
from collections.abc import Callable
from pathlib import Path

from companion.domain.entry import SCHEMA_VERSION
from companion.errors import FileProblemError
from companion.files import make_folder, replace_file
from companion.journal.forms import form_of, newest_file
from companion.journal.records import FORMAT_VERSION, Document
from companion.journal.vault import Vault

STEPS: dict[int, Callable[[Document], Document]] = {}
"""For each older schema what makes a document of the next one out of a document of it."""


def brought_forward(document: Document) -> Document:
    """The document in today's schema; as it is if it is of today's, of a newer one, or of none at all."""
    schema = document.get("schema")
    while isinstance(schema, int) and schema < SCHEMA_VERSION and schema in STEPS:
        document = {**STEPS[schema](document), "schema": schema + 1}
        schema += 1
    return document


def back_up_older(folder: Path, device: str, vault: Vault) -> Path | None:
    """Before this machine's logs are written in a newer form: a backup, sealed if the journal is. Returns where.

    None where there is nothing older, or a backup already. Raises FileProblemError.
    """
    backup = folder / "backups" / f"before-format-{FORMAT_VERSION}.zip"
    if backup.exists() or _oldest_form(folder, device) >= FORMAT_VERSION:
        return None
    from companion.journal.backup import back_up, write_archive

    make_folder(backup.parent)
    if vault.is_sealed:
        content = io.BytesIO()
        write_archive(folder, content)
        replace_file(backup, vault.seal(content.getvalue()))
    else:
        back_up(folder, backup)
    return backup


def forget_backups(folder: Path) -> None:
    """Delete the backups made here, since they hold what was deleted or sealed afterwards. Raises FileProblemError."""
    for path in folder.glob("backups/*.zip*"):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise FileProblemError.from_os("delete", path, error) from error


def _oldest_form(folder: Path, device: str) -> int:
    """The oldest form of the newest files of this machine's logs. Raises FileProblemError."""
    try:
        newest = (newest_file(log) for log in folder.glob(f"logs/{device}-*"))
        return min((form_of(path) for path in newest if path is not None), default=FORMAT_VERSION)
    except OSError as error:
        raise FileProblemError.from_os("read", error.filename or folder, error) from error
