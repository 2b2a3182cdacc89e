"""Writing files so that nothing is lost: names that are good everywhere, folders, atomic replacement, syncing."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import BinaryIO

from companion.errors import FileProblemError
from companion.language import _

if sys.platform != "win32":
    import fcntl

NEW = ".new"
CHANCE_BYTES = 4
"""A file under way is called after the one that it becomes, with so many bytes by chance and this suffix."""

HOME_HINT = _("Set COMPANION_HOME to a folder that can be written.")

LONGEST_NAME = 48
"""Characters that a file's name takes from a title: at four bytes each still fewer than any file system takes."""

DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
"""What no file can be called on Windows, whatever its suffix."""


def make_folder(path: Path, hint: str = HOME_HINT) -> Path:
    """The folder, made with its parents where it was missing, readable by its owner only.

    Raises FileProblemError with `hint` where that can't be done.
    """
    try:
        for missing in reversed([each for each in path.parents if not each.exists()]):
            missing.mkdir(exist_ok=True, mode=0o700)  # mkdir(parents=True) would let everyone into these
        path.mkdir(exist_ok=True, mode=0o700)
    except OSError as error:
        raise FileProblemError.from_os("make the folder", path, error, hint) from error
    return path


def name_from(title: str, otherwise: str = "") -> str:
    """A title as a file's name that is good on every system: its letters and digits, small, with hyphens between.

    `otherwise` where it has none of them.
    """
    small = title[: 4 * LONGEST_NAME].casefold()
    words = "-".join("".join(sign if sign.isalnum() else " " for sign in small).split())
    name = words[:LONGEST_NAME].strip("-") or otherwise
    return f"{name}-{otherwise or 'file'}" if name in DEVICES else name


def free_path(folder: Path, name: str, suffix: str) -> Path:
    """A path in `folder` that nothing has yet: "name.suffix", else "name-2.suffix", "name-3.suffix" …"""
    names = (f"{name}{f'-{number}' if number > 1 else ''}{suffix}" for number in count(1))
    return next(folder / each for each in names if not (folder / each).exists())


def replace_file(path: Path, content: bytes) -> None:
    """Put `content` at `path` so that a reader or a crash meets the old file or the new one, never a half.

    Raises FileProblemError; the temporary file is removed.
    """
    with replacing(path) as file:
        file.write(content)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A new file for `path`, to be written piece by piece; it takes its place when the block ends without an error.

    Raises FileProblemError for what the system refuses; the temporary file is removed.
    """
    temporary, held = _beside(path), None  # named before it is there: ctrl+c may come at any moment from then on
    try:
        _clear_leftovers(path)
        try:
            handle = _create(temporary)
            while (held := _hold(handle)) is not None and not temporary.exists():  # taken for a leftover before that
                os.close(held)
                os.close(handle)
                temporary = _beside(path)
                handle = _create(temporary)
            with os.fdopen(handle, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise
        finally:
            if held is not None:
                os.close(held)
        sync_folder(path.parent)
    except OSError as error:
        raise FileProblemError.from_os("write", path, error, _("Free some space or choose another folder.")) from error


def _clear_leftovers(path: Path) -> None:
    """Delete what a killed process left of files for this place, and nothing that a running one still writes."""
    length = len(path.name) + 2 * CHANCE_BYTES + len(NEW)
    with suppress(OSError):
        for name in os.listdir(path.parent):
            if len(name) == length and name.startswith(path.name) and name.endswith(NEW):
                with suppress(OSError):  # held by its writer; Windows lets nobody delete what is open
                    _delete_if_free(path.parent / name)


def _delete_if_free(path: Path) -> None:
    if sys.platform == "win32":
        path.unlink(missing_ok=True)
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink(missing_ok=True)
    finally:
        os.close(handle)


def _hold(handle: int) -> int | None:
    """A second handle that says, until it is closed, that the file is being written; None where none is needed."""
    if sys.platform == "win32":
        return None
    held = os.dup(handle)
    with suppress(OSError):  # a file system without locks: then nobody can take it for a leftover either
        fcntl.flock(held, fcntl.LOCK_SH)
    return held


def _beside(path: Path) -> Path:
    """A name by chance in the same folder (tempfile is slow to import)."""
    return path.parent / f"{path.name}{os.urandom(CHANCE_BYTES).hex()}{NEW}"


def _create(path: Path) -> int:
    """A new file for its owner only."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` last through a power cut, where the platform can (Windows can't)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
