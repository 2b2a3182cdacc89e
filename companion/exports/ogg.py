"""Ogg pages: giving a stream a serial number of our own, so that the same music makes the same file."""

_HEADER = 27
_CHECKSUM_AT = 22
_SERIAL_AT = 14


def _checksum_table() -> tuple[int, ...]:
    table = []
    for byte in range(256):
        value = byte << 24
        for _ in range(8):
            value = (value << 1 ^ (0x04C11DB7 if value & 0x80000000 else 0)) & 0xFFFFFFFF
        table.append(value)
    return tuple(table)


_TABLE = _checksum_table()


def page_checksum(page: bytes) -> int:
    """The checksum of a page whose checksum field is zero: CRC-32 as RFC 3533 has it (not zlib's)."""
    value = 0
    for byte in page:
        value = (value << 8 & 0xFFFFFFFF) ^ _TABLE[value >> 24 ^ byte]
    return value


def with_serial(stream: bytes, serial: int) -> bytes:
    """The same single Ogg stream with another serial number (encoders draw one by chance).

    Raises ValueError where `stream` is not made of whole Ogg pages.
    """
    pages = []
    start = 0
    while start < len(stream):
        page = bytearray(_page_at(stream, start))
        page[_SERIAL_AT : _SERIAL_AT + 4] = serial.to_bytes(4, "little")
        page[_CHECKSUM_AT : _CHECKSUM_AT + 4] = bytes(4)
        page[_CHECKSUM_AT : _CHECKSUM_AT + 4] = page_checksum(bytes(page)).to_bytes(4, "little")
        pages.append(bytes(page))
        start += len(page)
    return b"".join(pages)


def _page_at(stream: bytes, start: int) -> bytes:
    """The page that begins at `start`: a header, the lengths of its segments, the segments."""
    header = stream[start : start + _HEADER]
    if len(header) == _HEADER and header.startswith(b"OggS"):
        segments = stream[start + _HEADER : start + _HEADER + header[-1]]
        end = start + _HEADER + header[-1] + sum(segments)
        if end <= len(stream):
            return stream[start:end]
    raise ValueError(f"no whole Ogg page at byte {start}")
