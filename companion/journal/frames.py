"""Pieces of bytes in a file, each with a mark, a length and a checksum, so that damage is seen and stepped over."""

import struct
import zlib
from collections.abc import Iterator

from msgspec import Struct

MARK = b"\xffJR\xfe"
"""Starts every frame; 0xFF and 0xFE never occur in UTF-8, so text can't be taken for it."""

_HEAD = struct.Struct("<4sII")
_LENGTH = struct.Struct("<I")


class Span(Struct, frozen=True):
    """Bytes `start` up to `end` of a file that hold no whole frame."""

    start: int
    end: int


class Scan(Struct, frozen=True):
    """What a file holds: whole payloads in order (views of it, not copies), and the spans that can't be read."""

    payloads: tuple[memoryview, ...]
    damage: tuple[Span, ...]
    length: int

    @property
    def torn_at(self) -> int | None:
        """Where the last whole frame ends, if something that is no frame follows it; else None."""
        return self.damage[-1].start if self.damage and self.damage[-1].end == self.length else None

    @property
    def is_damaged_inside(self) -> bool:
        """Whether a whole frame follows something that can't be read."""
        return len(self.damage) > (0 if self.torn_at is None else 1)


def frame(payload: bytes) -> bytes:
    """`payload` (under 4 GB) with its mark, length and CRC-32 of length and payload before it."""
    length = _LENGTH.pack(len(payload))
    return _HEAD.pack(MARK, len(payload), zlib.crc32(payload, zlib.crc32(length))) + payload


def scan(content: bytes) -> Scan:
    """Take a file apart. A frame counts only if its checksum holds; after damage the next such frame is found."""
    payloads: list[memoryview] = []
    damage: list[Span] = []
    position = 0
    for start, payload in _frames(content):
        if start > position:
            damage.append(Span(position, start))
        payloads.append(payload)
        position = start + _HEAD.size + len(payload)
    if position < len(content):
        damage.append(Span(position, len(content)))
    return Scan(tuple(payloads), tuple(damage), len(content))


def _frames(content: bytes) -> Iterator[tuple[int, memoryview]]:
    """Each whole frame: where it starts, and its payload."""
    position = 0
    while (position := content.find(MARK, position)) >= 0:
        payload = _payload_at(content, position)
        if payload is None:
            position += 1
        else:
            yield position, payload
            position += _HEAD.size + len(payload)


def _payload_at(content: bytes, position: int) -> memoryview | None:
    """The payload of the frame that starts at `position`, if its length fits and its checksum holds."""
    if len(content) - position < _HEAD.size:
        return None
    mark, length, checksum = _HEAD.unpack_from(content, position)
    start = position + _HEAD.size
    if mark != MARK or length > len(content) - start:
        return None
    payload = memoryview(content)[start : start + length]
    holds = zlib.crc32(payload, zlib.crc32(_LENGTH.pack(length))) == checksum
    return payload if holds else None
