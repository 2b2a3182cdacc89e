"""The files of a journal that has no passphrase as they are with one: nothing of them is readable any more.

It happens in memory, file by file, so that what comes out of a backup meets the disk sealed.
"""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

import msgspec
from msgspec.structs import replace

from companion import age
from companion.journal import segments
from companion.journal.forms import NewerJournalError
from companion.journal.frames import frame, scan
from companion.journal.keys import OLDER, OPEN
from companion.journal.records import (
    FORMAT_VERSION,
    Content,
    Header,
    Manifest,
    Segment,
    Snapshot,
    decode,
    file_of,
    lines_of,
)


class Sealing:
    """Seals one file after the other to `recipients`; segments come before the lists that name them (see `order`)."""

    def __init__(self, recipients: Sequence[str]) -> None:
        self._recipients = recipients
        self._sealed_as: dict[PurePosixPath, Segment] = {}

    @staticmethod
    def order(name: str) -> tuple[bool, str]:
        """To sort names by."""
        return not name.endswith(segments.SUFFIX), name

    def files(self, name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
        """The names and contents to write for one file. What is sealed already stays as it is.

        Raises NewerJournalError for what a newer version wrote: what stands in it is not known.
        """
        path = PurePosixPath(name)
        match path.suffix:
            case segments.SUFFIX if not age.is_sealed(content):
                if segments.name_of(content) != path.stem:
                    return  # damaged; its list goes on naming it, and an older generation is read
                sealed, content = self._segment(content, 0)
                self._sealed_as[path] = sealed
                yield str(path.with_name(f"{sealed.name}{segments.SUFFIX}")), content
            case ".snapshot":
                yield from self._generation(path, content)
            case ".log":
                yield name, self._log(content)
            case suffix if suffix == OPEN:
                yield str(path.with_suffix(OLDER)), self._seal(content)
            case "" if not age.is_sealed(content):  # something large
                yield name, self._seal(content)
            case _:
                yield name, content

    def _generation(self, path: PurePosixPath, content: bytes) -> Iterator[tuple[str, bytes]]:
        """The list with its segments' new names; one of format 1, which holds everything itself, gets a segment."""
        found = [_known(payload) for payload in scan(content).payloads]
        header = next((each for each in found if isinstance(each, Header)), None)
        whole = next((each for each in found if isinstance(each, Manifest | Snapshot)), None)
        if header is None or whole is None:
            return  # nothing that can be read is in it
        folder = path.parent / segments.FOLDER
        if isinstance(whole, Manifest):
            parts = tuple(self._renamed(folder, each) for each in whole.segments)
            yield str(path), file_of(header, replace(whole, segments=parts))
            return
        part, sealed = self._segment(lines_of(whole.items), len(whole.items))
        yield str(folder / f"{part.name}{segments.SUFFIX}"), sealed
        yield str(path), file_of(replace(header, format=FORMAT_VERSION), Manifest((part,), made=0.0))

    def _renamed(self, folder: PurePosixPath, part: Segment) -> Segment:
        sealed = self._sealed_as.get(folder / f"{part.name}{segments.SUFFIX}")
        return part if sealed is None else replace(sealed, items=part.items)

    def _log(self, content: bytes) -> bytes:
        """Every whole record sealed; what a crash left of one stays out."""
        payloads = [bytes(each) for each in scan(content).payloads]
        return b"".join(
            frame(each if age.is_sealed(each) or isinstance(_known(each), Header) else self._seal(each))
            for each in payloads
        )

    def _segment(self, lines: bytes, items: int) -> tuple[Segment, bytes]:
        content = self._seal(lines)
        return Segment(segments.name_of(content), len(content), items), content

    def _seal(self, content: bytes) -> bytes:
        return age.seal(content, self._recipients)


def _known(payload: bytes | memoryview) -> Content | None:
    """One frame; None for a sealed one."""
    if age.is_sealed(payload):
        return None
    try:
        content = decode(payload)
    except msgspec.DecodeError as error:
        raise NewerJournalError(FORMAT_VERSION + 1) from error
    if isinstance(content, Header) and not content.is_readable:
        raise NewerJournalError(content.format)
    return content
