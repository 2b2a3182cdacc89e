"""What is in a file that came from elsewhere: JSON (the file itself, or at the top of a ZIP), and large things.

Read in pieces and never further than a limit, whatever a ZIP says about itself; nothing is written.
"""

import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO

from companion.errors import FileProblemError
from companion.journal.blobs import NAME as BLOB_NAME
from companion.journal.blobs import name_of
from companion.language import _

LARGEST_BYTES = 512 * 1024 * 1024
"""Of text: a hundred years of a long page a day, with songs."""

LARGE_FOLDER = "large"
_LARGE = re.compile(rf"{LARGE_FOLDER}/({BLOB_NAME.pattern})(\.\w+)?")

_PIECE = 1024 * 1024
_ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)
"""What reading a ZIP may raise: cut off, damaged, packed in a way that is not known, or locked by a password."""

NOTHING_IMPORTED = _("Nothing was imported.")


def documents_in(path: Path) -> list[bytes]:
    """The JSON documents. Raises FileProblemError where the file can't be read, is too large, or is not in order."""
    try:
        with path.open("rb") as file:
            beginning = file.read(4)
            if beginning in _ZIP_MARKS:
                return _in_zip(path)
            if os.fstat(file.fileno()).st_size > LARGEST_BYTES:
                raise _too_large(path)
            return [_limited(file, path, beginning)]
    except OSError as error:
        raise FileProblemError.from_os("read", path, error) from error


def large_in(path: Path) -> Iterator[tuple[str, bytes | None]]:
    """The large things of a ZIP by their names, one after the other; None for one that is not what its name says.

    Raises FileProblemError.
    """
    try:
        if not zipfile.is_zipfile(path):
            return
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                match = _LARGE.fullmatch(info.filename)
                if match is not None:
                    if info.file_size > LARGEST_BYTES:
                        raise _too_large(path)
                    with archive.open(info) as member:
                        content = _limited(member, path)
                    yield match[1], content if name_of(content) == match[1] else None
    except _BROKEN as error:
        raise _broken(path) from error


def _in_zip(path: Path) -> list[bytes]:
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            for info in infos:
                if _climbs(info.filename):
                    raise FileProblemError(
                        _("{path} holds a path that leads out of it ({filename!r}).").format(
                            path=path, filename=info.filename[:80]
                        ),
                        _("{nothing_imported} No journal is packed like that.").format(
                            nothing_imported=NOTHING_IMPORTED
                        ),
                    )
            wanted = [info for info in infos if "/" not in info.filename and info.filename.endswith(".json")]
            if sum(info.file_size for info in wanted) > LARGEST_BYTES:
                raise _too_large(path)
            documents = []
            for info in wanted:
                with archive.open(info) as member:
                    documents.append(_limited(member, path))
            return documents
    except _BROKEN as error:
        raise _broken(path) from error


def _limited(file: IO[bytes], path: Path, beginning: bytes = b"") -> bytes:
    """All that follows, as long as it is not too much."""
    content = bytearray(beginning)
    while piece := file.read(_PIECE):
        content += piece
        if len(content) > LARGEST_BYTES:
            raise _too_large(path)
    return bytes(content)


def _broken(path: Path) -> FileProblemError:
    return FileProblemError(
        _("{path} is not a whole ZIP file. It may have been cut off or damaged on its way.").format(path=path),
        _("{nothing_imported} Copy or export it once more.").format(nothing_imported=NOTHING_IMPORTED),
    )


def _too_large(path: Path) -> FileProblemError:
    return FileProblemError(
        _("{path} holds more than {largest_bytes} MB of text, which is more than is read here.").format(
            path=path, largest_bytes=LARGEST_BYTES // 1024**2
        ),
        _("{nothing_imported} Export it in smaller pieces.").format(nothing_imported=NOTHING_IMPORTED),
    )


def _climbs(name: str) -> bool:
    """Whether a path in a ZIP would end outside the folder it is unpacked into, on any system."""
    posix, windows = PurePosixPath(name), PureWindowsPath(name)
    return posix.is_absolute() or bool(windows.anchor) or ".." in posix.parts or ".." in windows.parts
