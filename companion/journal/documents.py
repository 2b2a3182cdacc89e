"""Entries as documents and back: what this version can't read is named, and never changed."""

import math
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, TypedDict

import msgspec
from msgspec import Struct

from companion.domain.entry import SCHEMA_VERSION, Body, Entry
from companion.journal.merging import Beside
from companion.journal.migrations import brought_forward
from companion.journal.records import Document
from companion.language import _

TABLE = "entries"

ANOTHER_VERSION = "another-version"
"""The tag of an entry that stands beside another one because both were changed at the same time."""


class UnreadableEntry(Struct, frozen=True):
    """An entry of a newer version (`schema`), or one that is not in order; it stays as it is."""

    id: str
    title: str
    schema: int
    reason: str


class About(TypedDict, total=False):
    """What may stand beside the body of a new entry (see `Entry`)."""

    title: str
    tags: Iterable[str]
    exercise: str | None
    step: str | None
    session_id: str | None


def new_entry(body: Body, entry_id: str, now: datetime, about: About) -> Entry:
    """Something new, made and changed `now` (aware), under a UUID."""
    return Entry(
        entry_id,
        now,
        now,
        about.get("title", ""),
        body,
        tuple(about.get("tags", ())),
        about.get("exercise"),
        about.get("step"),
        about.get("session_id"),
    )


def number_of(entry_id: str) -> int:
    """TinyDB's number for an entry: its UUID, so that two logs never mean different entries by one number."""
    return uuid.UUID(entry_id).int


def as_document(entry: Entry) -> dict[str, Any]:
    """An entry as JSON values."""
    document: dict[str, Any] = msgspec.to_builtins(entry)
    return document


def as_entry(document: Document) -> Entry | UnreadableEntry:
    """An entry from JSON values, also from those of an older version."""
    document = brought_forward(document)
    schema = document.get("schema")
    reason = ""
    if isinstance(schema, int) and schema > SCHEMA_VERSION:
        reason = _("it has the form {schema}, and this version knows forms up to {schema_version}").format(
            schema=schema, schema_version=SCHEMA_VERSION
        )
    else:
        try:
            return msgspec.convert(document, Entry)
        except msgspec.ValidationError as error:
            reason = str(error)
    title = document.get("title")
    return UnreadableEntry(str(document.get("id")), str(title or ""), schema if isinstance(schema, int) else 0, reason)


def beside_as_document(number: str, beside: Beside) -> Document:
    """What stands beside an entry as an entry of its own, with a tag that says so; the same on each device."""
    document = {**beside.document, "id": str(uuid.UUID(int=int(number)))}
    tags = document.get("tags")
    known = tags if isinstance(tags, list) else []
    document["tags"] = [*(each for each in known if each != ANOTHER_VERSION), ANOTHER_VERSION]
    return document


def moment_of(document: Document, field: str) -> float:
    """When an entry was "created" or "changed", in seconds since the epoch; before everything else if unreadable."""
    try:
        found = datetime.fromisoformat(str(document.get(field)))
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return -math.inf


def is_of(document: Document, kind: str | None) -> bool:
    """Whether the entry is of this `Entry.kind`; any is if that is None."""
    body = document.get("body")
    return kind is None or (isinstance(body, dict) and body.get("type") == kind)
