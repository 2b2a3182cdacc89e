"""Several logs read as one journal: for each document the changes that no other log has taken in.

Mostly that is one. Where two devices changed the same document without knowing of each other it is two or more, and
none is lost: the one with the highest clock (then the log's name) stands in the document's place, the others stand
beside it. This depends on nothing but what the logs hold, so all devices agree whatever came in which order.
"""

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import TypeAlias
from uuid import UUID

import msgspec
from msgspec import Struct

from companion.journal.records import WHOLE_TABLE, Change, Document, Record, Seen
from companion.journal.state import Key, LogState, Version

Tables: TypeAlias = dict[str, dict[str, Document]]


class Head(Struct, frozen=True, gc=False):
    """A change that no other has taken in, and the log that it stands in."""

    log: str
    version: Version

    @property
    def rank(self) -> tuple[int, str]:
        """The highest stands in the document's place."""
        return self.version.clock, self.log


class Beside(Struct, frozen=True, gc=False):
    """A document that stands beside the one with the id `of`: who wrote it, and the clock of that."""

    of: str
    log: str
    clock: int
    document: Document


class Merged(Struct, frozen=True):
    """All documents by table and id, and those that stand beside one, by table and an id of their own.

    `gone` are documents that are in some log and were deleted in another one, `shared` those that several logs know.
    """

    tables: Tables
    beside: dict[Key, Beside]
    gone: frozenset[Key]
    shared: frozenset[Key]
    clock: int


def merge(states: Iterable[LogState]) -> Merged:
    """Read logs as one, in the order of their names."""
    ordered = sorted(states, key=lambda each: each.name)
    single: dict[Key, Head] = {}
    several: dict[Key, list[Head]] = {}
    for state in ordered:
        for key, version in state.versions.items():
            head = Head(state.name, version)
            if key in single:
                several.setdefault(key, [single[key]]).append(head)
            else:
                single[key] = head
    others: dict[Key, Beside] = {}
    for (table, id_), found in several.items():
        single[(table, id_)], *more = heads(found)
        for head in more if id_ != WHOLE_TABLE else ():
            assert head.version.document is not None
            own_id = beside_id(id_, head.log, head.version.clock)
            others[(table, own_id)] = Beside(id_, head.log, head.version.clock, head.version.document)
    beside = {key: found for key, found in others.items() if key not in single}
    gone = frozenset(key for key, head in single.items() if head.version.document is None)
    clock = max((state.clock for state in ordered), default=0)
    return Merged(_tables(single), beside, gone, frozenset(several), clock)


def followed_by(merged: Merged, record: Record) -> Merged:
    """The same with a record after it, in new dictionaries, so that who is reading the old ones is not disturbed."""
    tables, beside, gone = dict(merged.tables), merged.beside, merged.gone
    for name in {change.table for change in record.changes} & tables.keys():
        tables[name] = dict(tables[name])
    for change in record.changes:
        key = (change.table, change.id)
        if (change.document is None) != (key in gone):
            gone ^= {key}
        beside = {
            (table, own_id): found
            for (table, own_id), found in beside.items()
            if table != change.table or change.id not in (own_id, found.of)
        }
        if change.id == WHOLE_TABLE and change.document is None:
            tables.pop(change.table, None)
        elif change.id == WHOLE_TABLE:
            tables.setdefault(change.table, {})
        elif change.document is None:
            tables.get(change.table, {}).pop(change.id, None)
        else:
            tables.setdefault(change.table, {})[change.id] = change.document
    return Merged(tables, beside, gone, merged.shared, record.clock)


def heads(found: list[Head]) -> list[Head]:
    """Those that no other has taken in, highest first; equal documents count once, a deletion only by itself."""
    open_ones = [each for each in found if not any(_has_taken_in(other, each) for other in found if other is not each)]
    ranked = sorted(open_ones or found, key=lambda each: each.rank, reverse=True)
    kept = [each for each in ranked if each.version.document is not None] or ranked[:1]
    once: dict[bytes, Head] = {}
    for each in kept:
        once.setdefault(msgspec.json.encode(each.version.document, order="sorted"), each)
    return list(once.values())


def taken_in(versions: Mapping[str, Version]) -> Seen:
    """What someone has taken in who knows these versions of a document, by log."""
    seen: Seen = {}
    for log, version in versions.items():
        for name, clock in ((log, version.clock), *(version.seen or {}).items()):
            seen[name] = max(clock, seen.get(name, 0))
    return seen


def beside_id(id_: str, log: str, clock: int) -> str:
    """The number that a change has which stands beside a document, or would have if it had stayed there.

    It is made from what identifies the change, so that it is the same on each device.
    """
    named = blake2b(f"{id_} {log} {clock}".encode(), digest_size=16, person=b"another version")
    return str(UUID(bytes=named.digest(), version=4).int)


def left_behind(state: LogState, merged: Merged) -> list[Key]:
    """What one log still holds of documents that were deleted in another one, itself or as a version beside it."""
    return [
        key
        for key in merged.shared | (merged.gone & state.versions.keys())
        if (version := state.versions.get(key)) is not None
        and version.document is not None
        and (key in merged.gone or (key[0], beside_id(key[1], state.name, version.clock)) in merged.gone)
    ]


def let_go(state: LogState, keys: Iterable[Key]) -> None:
    """Let a log say of these documents that they are gone, at the time of what it said last."""
    for key in keys:
        version = state.versions[key]
        state.put(Change(*key, None, version.seen), version.clock)
        state.fresh.add(key)


def _has_taken_in(later: Head, earlier: Head) -> bool:
    """Format 1 did not write down what was taken in; there the higher clock had read the lower one."""
    if later.version.seen is None:
        return earlier.rank < later.rank
    return later.version.seen.get(earlier.log, 0) >= earlier.version.clock


def _tables(chosen: Mapping[Key, Head]) -> Tables:
    tables: Tables = {}
    for (table, id_), head in chosen.items():
        if head.version.document is not None:
            documents = tables.setdefault(table, {})
            if id_ != WHOLE_TABLE:
                documents[id_] = head.version.document
    return tables
