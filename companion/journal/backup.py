"""The journal as one ZIP of its own files, sealed as they are, and the way back."""

import os
import re
import secrets
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from companion import age
from companion.errors import FileProblemError
from companion.files import make_folder, replacing
from companion.journal.keys import PUBLIC
from companion.journal.passing import UNPACKED, PassingFolder
from companion.journal.reading import CLONED
from companion.journal.sealing import Sealing
from companion.journal.vault import Vault
from companion.journal.zipping import new_zip
from companion.language import _

README_NAME = "README.txt"
README = _("""A backup of the journal of a songwriting companion.

`companion journal restore` puts it back. If the journal has a passphrase, everything here is sealed in the age format
(age-encryption.org), and the passphrase of that day opens it, also without the program:

    age -d -i keys/NAME.age logs/NAME/segments/NAME.segment

gives entries as JSON, one on a line.
""")

OURS = re.compile(
    r"README\.txt|keys/[\w.-]+\.(age|pub|open|older)|blobs/sha256-[0-9a-f]{64}"
    r"|logs/[\w.-]+/([0-9]{1,20}\.(log|snapshot)|segments/[0-9a-f]{32}\.segment)"
)
"""Every name that a backup may hold: nothing that climbs out of its folder, and nothing of anyone else's."""

MOST_BYTES = 8 << 30
"""More than any journal has; what unpacks to more is no backup of ours."""

_CHUNK = 1 << 20


def back_up(folder: Path, path: Path) -> int:
    """Write the journal in `folder` to `path`; returns how many files it has. Raises FileProblemError.

    It may be open meanwhile: what is not saved yet when its file is read is not in it.
    """
    with replacing(path) as file:
        return write_archive(folder, file)


def write_archive(folder: Path, file: BinaryIO) -> int:
    """The same into an open file."""
    count = 0
    with new_zip(file, compresslevel=1) as archive:
        archive.writestr(README_NAME, README)
        for name in sorted(found for found in _names(folder) if OURS.fullmatch(found) and found != README_NAME):
            try:
                archive.write(folder / name, name)
                count += 1
            except FileNotFoundError:
                continue  # folded away; what was in it is in a newer file
    return count


def restore(path: Path, folder: Path, sealed_as: Vault | None = None) -> None:
    """Put the journal of a backup into `folder`, which must be empty or missing.

    Its logs are not written any further: other devices may have seen changes of them that the backup does not have,
    and would take new ones for those. With `sealed_as`, a backup without a passphrase gets that of this vault. Raises
    FileProblemError where the folder is neither, and where `path` is no whole backup: then nothing was put there.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileProblemError(
            _("{folder} is not empty.").format(folder=folder), _("Restore into an empty folder, or merge the backup.")
        )
    make_folder(folder.parent)
    with unpacked(path, folder.parent, sealed_as) as found:
        try:
            token = secrets.token_hex(8)
            for log in found.glob("logs/*"):
                (log / CLONED).write_text(token)
            if folder.exists():
                folder.rmdir()
            os.replace(found, folder)
        except OSError as error:
            raise FileProblemError.from_os("write", folder, error) from error


@contextmanager
def unpacked(path: Path, beside: Path, sealed_as: Vault | None = None) -> Iterator[Path]:
    """The files of a backup in a folder in `beside`, which is gone when the block ends.

    If the vault `sealed_as` has a passphrase, nothing is written readable: what is not sealed in the backup is sealed
    to the backup's own key, or to that of the vault, whose keys come with it. Raises FileProblemError, and
    KeyMissingError where neither of them has one.
    """
    found = PassingFolder(beside, UNPACKED)
    try:
        _unpack(path, found.path, sealed_as if sealed_as is not None and sealed_as.is_sealed else None)
        yield found.path
    finally:
        found.remove()


def _names(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.relative_to(folder).as_posix()


def _unpack(path: Path, folder: Path, sealed_as: Vault | None) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [each for each in _checked(archive, path) if each.filename != README_NAME]
            if sealed_as is None:
                for each in members:
                    with archive.open(each) as source, _new(folder / each.filename) as file:
                        shutil.copyfileobj(source, file, _CHUNK)
            else:
                _unpack_sealed(archive, [each.filename for each in members], folder, sealed_as)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError) as error:
        raise FileProblemError(
            _("{path} is not whole, or no ZIP.").format(path=path), _("Nothing was restored.")
        ) from error
    except OSError as error:
        raise FileProblemError.from_os("read", error.filename or path, error) from error


def _checked(archive: zipfile.ZipFile, path: Path) -> list[zipfile.ZipInfo]:
    """The members of a backup. Raises FileProblemError for a ZIP that is none."""
    members = archive.infolist()
    if not members or not all(OURS.fullmatch(each.filename) for each in members):
        raise FileProblemError(
            _("{path} is no backup of the journal.").format(path=path), _("A ZIP of entries can be imported.")
        )
    if sum(each.file_size for each in members) > MOST_BYTES:
        raise FileProblemError(_("{path} is larger than any journal.").format(path=path), _("It was not unpacked."))
    return members


def _unpack_sealed(archive: zipfile.ZipFile, names: list[str], folder: Path, sealed_as: Vault) -> None:
    """Write what the backup has, sealed to its own key; where it has none, to that of the vault, with its keys."""
    public = (archive.read(name).decode("ascii", "replace").strip() for name in names if name.endswith(PUBLIC))
    recipients = tuple(filter(age.is_recipient, public))
    if not recipients:
        recipients = sealed_as.recipients
        for name, content in sealed_as.key_files():
            with _new(folder / name) as file:
                file.write(content)
    sealing = Sealing(recipients)
    for member in sorted(names, key=sealing.order):
        for name, content in sealing.files(member, archive.read(member)):
            with _new(folder / name) as file:
                file.write(content)


def _new(path: Path) -> BinaryIO:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path.open("xb")
