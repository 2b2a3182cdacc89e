"""The journal as one ZIP of its own files, sealed as they are, and the way back."""

import os
import re
import secrets
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from companion.errors import FileProblemError
from companion.files import make_folder, replacing
from companion.journal.reading import CLONED

README_NAME = "README.txt"
README = """A backup of the journal of a songwriting companion.

`companion journal restore` puts it back. If the journal has a passphrase, everything here is sealed in the age format
(age-encryption.org), and the passphrase of that day opens it, also without the program:

    age -d -i keys/NAME.age logs/NAME/segments/NAME.segment

gives entries as JSON, one on a line.
"""

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
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(README_NAME, README)
        for name in sorted(found for found in _names(folder) if OURS.fullmatch(found) and found != README_NAME):
            try:
                archive.write(folder / name, name)
                count += 1
            except FileNotFoundError:
                continue  # folded away; what was in it is in a newer file
    return count


def restore(path: Path, folder: Path) -> None:
    """Put the journal of a backup into `folder`, which must be empty or missing.

    Its logs are not written any further: other devices may have seen changes of them that the backup does not have,
    and would take new ones for those. Raises FileProblemError where the folder is neither, and where `path` is no
    whole backup: then nothing was put there.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileProblemError(f"{folder} is not empty.", "Restore into an empty folder, or merge the backup.")
    make_folder(folder.parent)
    with unpacked(path, folder.parent) as found:
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
def unpacked(path: Path, beside: Path) -> Iterator[Path]:
    """The files of a backup in a folder in `beside`, which is gone when the block ends. Raises FileProblemError."""
    try:
        found = Path(tempfile.mkdtemp(dir=beside, prefix="restoring-"))
    except OSError as error:
        raise FileProblemError.from_os("write", beside, error) from error
    try:
        _unpack(path, found)
        yield found
    finally:
        shutil.rmtree(found, ignore_errors=True)


def _names(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.relative_to(folder).as_posix()


def _unpack(path: Path, folder: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            strange = next((each.filename for each in members if not OURS.fullmatch(each.filename)), None)
            if strange is not None or not members:
                raise FileProblemError(f"{path} is no backup of the journal.", "A ZIP of entries can be imported.")
            if sum(each.file_size for each in members) > MOST_BYTES:
                raise FileProblemError(f"{path} is larger than any journal.", "It was not unpacked.")
            for each in members:
                if each.filename == README_NAME:
                    continue
                target = folder / each.filename
                target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                with archive.open(each) as source, target.open("xb") as file:
                    shutil.copyfileobj(source, file, _CHUNK)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError) as error:
        raise FileProblemError(f"{path} is not whole, or no ZIP.", "Nothing was restored.") from error
    except OSError as error:
        raise FileProblemError.from_os("read", error.filename or path, error) from error
