"""The JSON documents in a file that came from elsewhere: the file itself, or those at the top of a ZIP.

Read in pieces and never further than a limit, whatever a ZIP says about itself; nothing is written.
"""

import os
import zipfile
import zlib
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO

from companion.errors import FileProblemError

LARGEST_BYTES = 512 * 1024 * 1024
"""Of text: a hundred years of a long page a day, with songs."""

_PIECE = 1024 * 1024
_ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)
"""What reading a ZIP may raise: cut off, damaged, packed in a way that is not known, or locked by a password."""

NOTHING_IMPORTED = "Nothing was imported."


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


def _in_zip(path: Path) -> list[bytes]:
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            for info in infos:
                if _climbs(info.filename):
                    raise FileProblemError(f"{path} holds a path that leads out of it ({info.filename[:80]!r}).",
                                           f"{NOTHING_IMPORTED} No journal is packed like that.")  # fmt: skip
            wanted = [info for info in infos if "/" not in info.filename and info.filename.endswith(".json")]
            if sum(info.file_size for info in wanted) > LARGEST_BYTES:
                raise _too_large(path)
            documents = []
            for info in wanted:
                with archive.open(info) as member:
                    documents.append(_limited(member, path))
            return documents
    except _BROKEN as error:
        raise FileProblemError(f"{path} is not a whole ZIP file. It may have been cut off or damaged on its way.",
                               f"{NOTHING_IMPORTED} Copy or export it once more.") from error  # fmt: skip


def _limited(file: IO[bytes], path: Path, beginning: bytes = b"") -> bytes:
    """All that follows, as long as it is not too much."""
    content = bytearray(beginning)
    while piece := file.read(_PIECE):
        content += piece
        if len(content) > LARGEST_BYTES:
            raise _too_large(path)
    return bytes(content)


def _too_large(path: Path) -> FileProblemError:
    return FileProblemError(f"{path} holds more than {LARGEST_BYTES // 1024**2} MB of text, which is more than is read "
                            "here.", f"{NOTHING_IMPORTED} Export it in smaller pieces.")  # fmt: skip


def _climbs(name: str) -> bool:
    """Whether a path in a ZIP would end outside the folder it is unpacked into, on any system."""
    posix, windows = PurePosixPath(name), PureWindowsPath(name)
    return posix.is_absolute() or bool(windows.anchor) or ".." in posix.parts or ".." in windows.parts
