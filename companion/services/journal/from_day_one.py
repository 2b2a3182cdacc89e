r"""Entries from Day One (dayoneapp.com): the JSON of its export, alone or in the ZIP that it writes.

An object with `metadata` and `entries`; each with `uuid` (32 hexadecimal digits), `creationDate` and `modifiedDate` in
UTC, `timeZone` ("Europe/London"), `text` (Markdown, punctuation escaped as in "\.", pictures as
"![](dayone-moment://…)"), `tags`, `starred`, and more that has no place here.
"""

import re
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from msgspec import Struct

from companion.domain.entry import Entry, Reflection
from companion.language import _
from companion.services.journal.noting import LONGEST_TITLE, clean_tags

_MOMENT = re.compile(r"[ \t]*!\[[^\]]*\]\(dayone-moment:[^)]*\)[ \t]*\n?")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_HEADING = re.compile(r"#{1,6}[ \t]+")
_MEDIA = {"photos": _("Pictures"), "videos": _("Films"), "audios": _("Sound"), "pdfAttachments": "PDFs",
          "location": _("Places"), "weather": _("The weather")}  # fmt: skip
"""Fields that have no place here, and what they are."""


class _DayOneEntry(Struct, frozen=True, rename="camel"):
    uuid: str
    creation_date: datetime
    modified_date: datetime | None = None
    time_zone: str = ""
    text: str = ""
    rich_text: str = ""
    tags: tuple[str, ...] = ()
    starred: bool = False


class _Shape(Struct, frozen=True, rename="camel"):
    uuid: msgspec.Raw
    creation_date: msgspec.Raw


def is_of(entries: Sequence[msgspec.Raw]) -> bool:
    """Whether these are Day One's."""
    try:
        return bool(entries) and msgspec.json.decode(entries[0], type=_Shape) is not None
    except msgspec.DecodeError:
        return False


def entry_of(raw: msgspec.Raw) -> tuple[Entry, tuple[str, ...]]:
    """One entry, and what of it has no place here. Raises ValueError or msgspec.DecodeError."""
    found = msgspec.json.decode(raw, type=_DayOneEntry)
    fields = msgspec.json.decode(raw, type=dict[str, Any])
    created = _in_zone(found.creation_date, found.time_zone)
    changed = created if found.modified_date is None else _in_zone(found.modified_date, found.time_zone)
    title, text = _parted(_plain(found.text or _of_rich(found.rich_text)))
    body = Reflection(text)
    tags = clean_tags(found.tags)
    entry = Entry(str(uuid.UUID(found.uuid)), created, changed, title, body, tags, is_favourite=found.starred)
    return entry, tuple(name for field, name in _MEDIA.items() if fields.get(field))


def _parted(text: str) -> tuple[str, str]:
    """Title and text: a heading that stands first is the title, where text follows it."""
    first, _other, rest = text.partition("\n")
    title = _HEADING.sub("", first, count=1).strip()
    if not rest.strip() or len(title) > LONGEST_TITLE or not _HEADING.match(first):
        return "", text
    return title, rest.strip("\n")


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", _MOMENT.sub("", text)).strip("\n").rstrip()


def _of_rich(rich: str) -> str:
    """The text of entries that only have the newer form: JSON with pieces of text."""
    if not rich:
        return ""
    contents = msgspec.json.decode(rich, type=dict[str, Any]).get("contents", ())
    texts = (piece.get("text") for piece in contents if isinstance(piece, dict))
    return "".join(text for text in texts if isinstance(text, str))


def _in_zone(moment: datetime, zone: str) -> datetime:
    """The moment with the distance from UTC that held there and then; UTC for a zone that is not known."""
    utc = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    place: tzinfo = UTC
    if zone:
        try:
            place = ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            place = UTC
    offset = utc.astimezone(place).utcoffset() or timedelta()
    return utc.astimezone(timezone(offset))
