"""From older forms of the journal to today's: of its files (`records.FORMAT_VERSION`) and of its entries (`schema`).

Files are read in every form there was and written in the newest; an entry is brought forward whenever it is read, and
written down so when it is next changed. Before the first file of an older form is replaced there is a backup.
"""

import io
from collections.abc import Callable
from pathlib import Path

import msgspec

from companion.domain.entry import SCHEMA_VERSION
from companion.errors import FileProblemError
from companion.files import make_folder, replace_file
from companion.journal.frames import scan
from companion.journal.records import FORMAT_VERSION, Document, Header, decode
from companion.journal.vault import Vault

STEPS: dict[int, Callable[[Document], Document]] = {}
"""For each older schema what makes a document of the next one out of a document of it."""

_HEAD_BYTES = 512
"""The first frame of a file is shorter than this."""


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
    oldest = min((_format_of(path) for path in _files(folder, device)), default=FORMAT_VERSION)
    backup = folder / "backups" / f"before-format-{FORMAT_VERSION}.zip"
    if oldest >= FORMAT_VERSION or backup.exists():
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


def _files(folder: Path, device: str) -> list[Path]:
    """The newest file of each of this machine's logs."""
    newest = (max(log.glob("[0-9]*.*"), default=None) for log in folder.glob(f"logs/{device}-*"))
    return [path for path in newest if path is not None]


def _format_of(path: Path) -> int:
    """The form of a file; today's if that can't be told. Raises FileProblemError."""
    try:
        with path.open("rb") as file:
            found = scan(file.read(_HEAD_BYTES)).payloads
        header = decode(found[0]) if found else None
    except msgspec.DecodeError:
        return FORMAT_VERSION
    except OSError as error:
        raise FileProblemError.from_os("read", path, error) from error
    return header.format if isinstance(header, Header) else FORMAT_VERSION
