"""Entries from jrnl (jrnl.sh): what `jrnl --format json` writes, as jrnl 4.6 does.

An object with `tags` (counts) and `entries`; each with `title`, `body`, `date` ("2026-11-22"), `time` ("08:00", of the
place where it was written), `tags` with their sign ("@calm"), and `starred`.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime, tzinfo

import msgspec
from msgspec import Struct

from companion.domain.entry import Entry, Reflection
from companion.services.journal.noting import LONGEST_TITLE, clean_tags

_NAMESPACE = uuid.UUID("5b0c3bd4-5e5b-4b4e-9a51-7a0f3c1d8e21")
"""Of our own: ids are made of the content, so that an entry comes in once however often it is imported."""


class _JrnlEntry(Struct, frozen=True):
    title: str
    body: str
    date: str
    time: str
    tags: tuple[str, ...] = ()
    starred: bool = False


class _Shape(Struct, frozen=True):
    date: msgspec.Raw
    time: msgspec.Raw
    body: msgspec.Raw


def is_of(entries: Sequence[msgspec.Raw]) -> bool:
    """Whether these are jrnl's."""
    try:
        return bool(entries) and msgspec.json.decode(entries[0], type=_Shape) is not None
    except msgspec.DecodeError:
        return False


def entry_of(raw: msgspec.Raw, zone: tzinfo | None) -> Entry:
    """One entry, its time taken as of `zone` (None: of this computer). Raises ValueError or msgspec.DecodeError."""
    found = msgspec.json.decode(raw, type=_JrnlEntry)
    naive = datetime.fromisoformat(f"{found.date}T{found.time}")
    written = naive.astimezone() if zone is None else naive.replace(tzinfo=zone)
    content = msgspec.json.encode((found.date, found.time, found.title, found.body)).decode()
    title, text = found.title.strip(), found.body.strip("\n").rstrip()
    if not text:
        title, text = "", title
    elif len(title) > LONGEST_TITLE:
        title, text = "", f"{title}\n\n{text}"
    return Entry(
        str(uuid.uuid5(_NAMESPACE, content)),
        written,
        written,
        title,
        Reflection(text),
        clean_tags(found.tags),
        is_favourite=found.starred,
    )
