"""Entries from a file: our own ZIP or JSON, and the JSON that jrnl and Day One export.

What a file is, its content decides and not its name. Nothing is unpacked onto the disk, and nothing is read further
than `LARGEST_BYTES`.
"""

import uuid
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator
from datetime import tzinfo
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from companion.domain.entry import SCHEMA_VERSION, Entry
from companion.errors import FileProblemError
from companion.exports.markdown import EXPORT_FORMAT, EXPORT_VERSION
from companion.journal.documents import ANOTHER_VERSION
from companion.language import _, ngettext
from companion.services.journal import from_day_one, from_jrnl
from companion.services.journal.unpack import documents_in

NOTHING_IMPORTED = _("Nothing was imported.")


class Arriving(Struct, frozen=True):
    """What a file holds: entries, and one sentence for each piece that can't be read or has no place here."""

    source: str
    entries: tuple[Entry, ...]
    unreadable: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


class Brought(Struct, frozen=True):
    """What is to be kept of an import: `new` entries, `beside` those that differ from what is here; `known` are not."""

    new: tuple[Entry, ...]
    beside: tuple[Entry, ...]
    known: int


class _Outline(Struct, frozen=True):
    entries: tuple[msgspec.Raw, ...]
    format: str = ""
    version: int = 0


def read_import(path: Path, zone: tzinfo | None) -> Arriving:
    """Everything that a file holds. Times without a zone (jrnl's) are taken as those of `zone`.

    Raises FileProblemError for a file that can't be read, is too large, of a newer version, or of none of the kinds.
    """
    read = [_read_one(path, content, zone) for content in documents_in(path)]
    found = [each for each in read if each is not None]
    if not found:
        raise FileProblemError(_("{path} is no journal that is known here.").format(path=path),
                               _("A ZIP or JSON of this program, of jrnl or of Day One can be imported."))  # fmt: skip
    return Arriving(
        found[0].source,
        tuple(entry for each in found for entry in each.entries),
        tuple(sentence for each in found for sentence in each.unreadable),
        tuple(sentence for each in found for sentence in each.left_out),
    )


def compare(arriving: Iterable[Entry], here: Iterable[Entry]) -> Brought:
    """What of an import is not here yet: no entry twice, and where title or content differ both are kept."""
    known = {entry.id: entry for entry in here}
    elsewhere = {_other_form(entry).id for entry in known.values()}  # what stands here may stand beside another there
    new: list[Entry] = []
    beside: list[Entry] = []
    doubled = 0
    for entry in arriving:
        mine = known.get(entry.id)
        if mine is None and entry.id in elsewhere:
            doubled += 1
            continue
        if mine is None:
            new.append(entry)
        elif (mine.title, mine.body) != (entry.title, entry.body) and (other := _other_form(entry)).id not in known:
            beside.append(other)
            entry = other
        else:
            doubled += 1
            continue
        known[entry.id] = entry
    return Brought(tuple(new), tuple(beside), doubled)


def _other_form(entry: Entry) -> Entry:
    """The entry under an id that follows from its content, so that it comes in once however often it is imported."""
    content = msgspec.json.encode((entry.title, entry.body)).decode()
    return replace(entry, id=str(uuid.uuid5(uuid.UUID(entry.id), content)), tags=(*entry.tags, ANOTHER_VERSION))


def _read_one(path: Path, content: bytes, zone: tzinfo | None) -> Arriving | None:
    """One JSON document; None where it is another one than a journal."""
    content = content.removeprefix(BOM_UTF8)
    if content and not content.lstrip().startswith((b"{", b"[")):  # some other kind of file
        return None
    try:
        fields = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
    except msgspec.ValidationError:
        return None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        reason = str(error).replace("JSON is malformed: ", "")
        raise FileProblemError(
            _("{path} is not whole: its JSON can't be read ({reason}).").format(path=path, reason=reason),
            NOTHING_IMPORTED,
        ) from error
    if {"id", "body"} <= fields.keys():
        return _ours((msgspec.Raw(content),))
    try:
        outline = msgspec.json.decode(content, type=_Outline)
    except msgspec.ValidationError:
        return None
    if outline.format == EXPORT_FORMAT:
        if outline.version > EXPORT_VERSION:
            raise FileProblemError(
                _(
                    "{path} was written by a newer version of this program (form {version}; here up to "
                    "{export_version})."
                ).format(path=path, version=outline.version, export_version=EXPORT_VERSION),
                _("{nothing_imported} A newer version can read it.").format(nothing_imported=NOTHING_IMPORTED),
            )
        return _ours(outline.entries)
    if from_jrnl.is_of(outline.entries):
        return _foreign("jrnl", outline.entries, lambda raw: (from_jrnl.entry_of(raw, zone), ()))
    if from_day_one.is_of(outline.entries):
        return _foreign("Day One", outline.entries, from_day_one.entry_of)
    return None


def _ours(entries: Iterable[msgspec.Raw]) -> Arriving:
    return _foreign(_("this program"), entries, lambda raw: (_entry_of(raw), ()))


def _foreign(
    source: str, entries: Iterable[msgspec.Raw], read: Callable[[msgspec.Raw], tuple[Entry, tuple[str, ...]]]
) -> Arriving:
    good: list[Entry] = []
    unreadable: list[str] = []
    left_out: dict[str, int] = {}
    for number, raw in enumerate(entries, start=1):
        try:
            entry, without = read(raw)
        except (msgspec.DecodeError, ValueError, OverflowError, RecursionError) as error:
            unreadable.append(
                _("Entry {number}{name_of} can't be read: {plainly}.").format(
                    number=number, name_of=_name_of(raw), plainly=_plainly(str(error))
                )
            )
            continue
        good.append(entry)
        for thing in without:
            left_out[thing] = left_out.get(thing, 0) + 1
    return Arriving(source, tuple(good), tuple(unreadable), tuple(_sentences(left_out)))


def _entry_of(raw: msgspec.Raw) -> Entry:
    """One entry of our own. Raises ValueError or msgspec.DecodeError for what this version can't hold."""
    schema = msgspec.json.decode(raw, type=_Schema).schema
    if schema > SCHEMA_VERSION:
        raise ValueError(
            _("a newer version wrote it (form {schema}; here up to {schema_version})").format(
                schema=schema, schema_version=SCHEMA_VERSION
            )
        )
    entry = msgspec.json.decode(raw, type=Entry)
    for name, moment in (("created", entry.created), ("changed", entry.changed)):
        if moment.utcoffset() is None:
            raise ValueError(_("its time has no zone (field '{name}')").format(name=name))
    try:
        return replace(entry, id=str(uuid.UUID(entry.id)))
    except ValueError as error:
        raise ValueError(_("its id is no UUID (field 'id')")) from error


class _Schema(Struct, frozen=True):
    schema: int = SCHEMA_VERSION


class _Named(Struct, frozen=True):
    title: Any = None
    id: Any = None


def _name_of(raw: msgspec.Raw) -> str:
    try:
        named = msgspec.json.decode(raw, type=_Named)
    except msgspec.DecodeError:
        return ""
    name = next((each for each in (named.title, named.id) if isinstance(each, str) and each), "")
    return f" (“{name[:40]}”)" if name else ""


def _plainly(message: str) -> str:
    """msgspec's "Expected `str`, got `int` - at `$.title`" as a person may read it."""
    problem, at, key = message.replace("`", "'").partition(" - at '$.")
    return (
        _("{problem} (field '{key})").format(problem=problem[:1].lower() + problem[1:], key=key)
        if at
        else problem.rstrip(".")
    )


def _sentences(left_out: dict[str, int]) -> Iterator[str]:
    for thing, count in left_out.items():
        yield ngettext(
            "{thing} stayed out of {count} entry: there is no place for that here.",
            "{thing} stayed out of {count} entries: there is no place for that here.",
            count,
        ).format(thing=thing, count=count)
