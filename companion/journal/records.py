"""What stands in the journal's files: a header, then changes (in a log) or the list of its parts (in a generation)."""

import math
from collections.abc import Iterable
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

from companion.journal.frames import frame

FORMAT_VERSION = 2
"""Format 1 had whole snapshots in one file, and no `seen`; it is read and never written."""

Document: TypeAlias = dict[str, Any]
"""A JSON object: what TinyDB calls a document."""

WHOLE_TABLE = ""
"""In place of a document's id: the change is about the table itself (an empty one exists too)."""

Seen: TypeAlias = dict[str, int]
"""Whose changes of a document its writer had taken in: names of logs, and the clock of the newest one of each."""


class Header(Struct, frozen=True, tag="header"):
    """The first frame of each file, never sealed: whose it is, and what one must know to read on."""

    log: str
    generation: int
    format: int = FORMAT_VERSION

    @property
    def is_readable(self) -> bool:
        """Whether this version knows how to read what follows."""
        return self.format <= FORMAT_VERSION


class Change(Struct, frozen=True, array_like=True, gc=False):
    """A document as it is from now on; None says that it is gone. `seen` is None in format 1 only."""

    table: str
    id: str
    document: Document | None
    seen: Seen | None = None


class Record(Struct, frozen=True, tag="record"):
    """Changes that happen together or not at all.

    `clock` is a Lamport counter (Lamport 1978, doi 10.1145/359545.359563): higher than everything that its
    writer had read, whatever the wall clocks say.
    """

    clock: int
    changes: tuple[Change, ...]


class Item(Struct, frozen=True, array_like=True, gc=False):
    """The last that one log says about one document, and the clock of that."""

    clock: int
    table: str
    id: str
    document: Document | None
    seen: Seen | None = None


class Snapshot(Struct, frozen=True, tag="snapshot"):
    """Everything that one log says, in one piece; format 1 only."""

    items: tuple[Item, ...]


class Segment(Struct, frozen=True, array_like=True):
    """A file with some of a log's items: its name (a hash of its bytes), its length in bytes, how many items."""

    name: str
    length: int
    items: int


class Manifest(Struct, frozen=True, tag="manifest"):
    """A generation: its segments, later ones over earlier ones, and when it was made (seconds since the epoch).

    `holds_deleted` says that words of something deleted are still to be taken out of this or an earlier one,
    `replaces_all` that no earlier one may stay, since they are sealed and should not be, or the reverse. A manifest is
    not sealed: it tells sizes and times, as the files do anyway.
    """

    segments: tuple[Segment, ...]
    made: float
    holds_deleted: bool = False
    replaces_all: bool = False


Content: TypeAlias = Header | Record | Snapshot | Manifest

_decoder: msgspec.json.Decoder[Content] = msgspec.json.Decoder(Content)
_items: msgspec.json.Decoder[Item] = msgspec.json.Decoder(Item)
_encoder = msgspec.json.Encoder()


def decode(payload: bytes | memoryview) -> Content:
    """Read one frame. Raises msgspec.DecodeError for what this version does not know."""
    return _decoder.decode(payload)


def file_of(header: Header, content: Manifest | None = None) -> bytes:
    """A whole file: a generation's, or that of a log without records yet."""
    return frame(_encoder.encode(header)) + (frame(_encoder.encode(content)) if content else b"")


def lines_of(items: Iterable[Item]) -> bytes:
    """Items as JSON, one on a line."""
    return _encoder.encode_lines(items)


def bytes_of(items: Iterable[Item]) -> int:
    """How many bytes `lines_of` makes of them, without keeping these."""
    return sum(len(_encoder.encode(each)) + 1 for each in items)


def items_of(lines: bytes) -> list[Item]:
    """The reverse. Raises msgspec.DecodeError."""
    return _items.decode_lines(lines)


def as_json(value: object) -> bytes:
    """JSON of a record or a document as it came from outside. Raises TypeError or ValueError where JSON can't hold it.

    Half a surrogate pair (from a terminal that is not in UTF-8, for example) becomes U+FFFD.
    """
    try:
        encoded = msgspec.json.encode(value)
    except UnicodeEncodeError:
        value = _well_formed(msgspec.to_builtins(value))
        encoded = msgspec.json.encode(value)
    if b"null" in encoded and not _is_finite(msgspec.to_builtins(value)):
        raise ValueError("Infinity and NaN have no place in JSON.")
    return encoded


def _well_formed(tree: Any) -> Any:
    if isinstance(tree, str):
        return tree.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(tree, dict):
        return {_well_formed(key): _well_formed(value) for key, value in tree.items()}
    if isinstance(tree, list | tuple):
        return [_well_formed(value) for value in tree]
    return tree


def _is_finite(tree: Any) -> bool:
    """msgspec writes null for NaN and infinities; a document must not change silently."""
    if isinstance(tree, float):
        return math.isfinite(tree)
    if isinstance(tree, dict):
        return all(map(_is_finite, tree.values()))
    return all(map(_is_finite, tree)) if isinstance(tree, list | tuple) else True
