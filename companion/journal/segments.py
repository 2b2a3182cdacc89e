"""The parts of a log's generations: files that are written once, named by a hash of their bytes, and shared.

Each line of a segment is one item as JSON; if the journal has a passphrase, the file is one age file of these lines.
A segment may have a twin with the same bytes, so that damage to one costs nothing; `pruning.py` says which have.
"""

from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

import msgspec

from companion.age import CannotOpenError
from companion.age import is_sealed as is_age_file
from companion.files import make_folder, replace_file
from companion.journal.records import Item, Segment, items_of, lines_of
from companion.journal.vault import Vault

FOLDER = "segments"
SUFFIX, TWIN = ".segment", ".twin"


class Part(msgspec.Struct, frozen=True):
    """What was read of a segment; `damaged` are files of it whose bytes are not what they were."""

    items: list[Item] | None
    is_sealed: bool
    damaged: tuple[Path, ...] = ()


class LockedPartError(Exception):
    """A whole segment that none of the open keys opens."""


def write(folder: Path, items: Iterable[Item], vault: Vault) -> Segment:
    """Keep items as a segment of the log in `folder`, without a twin. Raises FileProblemError."""
    some = [*items]
    content = vault.seal(lines_of(some))
    segment = Segment(name_of(content), len(content), len(some))
    make_folder(folder / FOLDER)
    replace_file(path_of(folder, segment), content)
    return segment


def read(folder: Path, segment: Segment, vault: Vault) -> Part:
    """Read a segment or, where that is damaged or missing, its twin.

    Raises OSError, and LockedPartError.
    """
    damaged: list[Path] = []
    for suffix in (SUFFIX, TWIN):
        path = path_of(folder, segment, suffix)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            continue
        if name_of(content) != segment.name:
            damaged.append(path)
            continue
        try:
            return Part(items_of(vault.unseal(content)), is_age_file(content), tuple(damaged))
        except (CannotOpenError, msgspec.DecodeError) as error:
            raise LockedPartError(path) from error
    return Part(None, False, tuple(damaged))


def mend(folder: Path, segment: Segment) -> bool:
    """Write the segment or its twin, where it is missing or damaged, from the other; whether both are whole now.

    Raises OSError and FileProblemError.
    """
    paths = [path_of(folder, segment, suffix) for suffix in (SUFFIX, TWIN)]
    whole = next((content for path in paths if (content := _whole(path, segment)) is not None), None)
    for path in paths:
        if whole is not None and _whole(path, segment) is None:
            replace_file(path, whole)
    return whole is not None


def double(folder: Path, segment: Segment) -> bool:
    """Give a segment its twin, if it has none; whether it has one. Raises OSError and FileProblemError."""
    return has_twin(folder, segment) or mend(folder, segment)


def has_twin(folder: Path, segment: Segment) -> bool:
    """Whether the second file of a segment is there."""
    return path_of(folder, segment, TWIN).exists()


def damaged_files(folder: Path, segment: Segment) -> list[Path]:
    """Those files of a segment that do not have the bytes they were written with, or its own if it is not there."""
    found = [path for suffix in (SUFFIX, TWIN) if _whole(path := path_of(folder, segment, suffix), segment) is None]
    return [path for path in found if path.exists() or path.suffix == SUFFIX]


def keep_only(folder: Path, needed: Iterable[Segment], with_twin: Iterable[Segment]) -> None:
    """Delete every other segment and twin. Raises OSError."""
    kept = {path_of(folder, each, SUFFIX) for each in needed} | {path_of(folder, each, TWIN) for each in with_twin}
    with suppress(FileNotFoundError):
        for path in (folder / FOLDER).iterdir():
            if path not in kept:
                path.unlink(missing_ok=True)


def path_of(folder: Path, segment: Segment, suffix: str = SUFFIX) -> Path:
    """Where a segment or its twin is."""
    return folder / FOLDER / f"{segment.name}{suffix}"


def _whole(path: Path, segment: Segment) -> bytes | None:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    return content if name_of(content) == segment.name else None


def name_of(content: bytes) -> str:
    """The name of a segment with these bytes."""
    return blake2b(content, digest_size=16).hexdigest()
