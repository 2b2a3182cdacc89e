"""Both sides of a change that was made in two places at once: found, told apart, and one of them chosen."""

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from companion.domain.entry import Entry
from companion.exports.entry_words import when
from companion.exports.plain_text import entry_as_text
from companion.journal.store import ANOTHER_VERSION
from companion.language import _, ngettext

BOTH_KEPT = _("It was changed in two places at once, and both are kept.")
LONGEST_PIECE = 34


def versions_of(entry: Entry, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """An entry and what stands beside it, the one in its place first; empty for an entry that stands alone.

    Versions of one entry were made in one moment, of one kind, in one session; an edit changes none of the three.
    """
    same = [each for each in entries if origin_of(each) == origin_of(entry)]
    beside = [each for each in same if ANOTHER_VERSION in each.tags]
    first = [each for each in same if ANOTHER_VERSION not in each.tags]
    if entry in first:
        first = [entry]
    return (*first[:1], *sorted(beside, key=lambda each: (each.changed, each.id))) if beside and first else ()


def chosen(version: Entry, versions: tuple[Entry, ...]) -> Entry:
    """The entry as it is once one of its versions stands in its place: under the first one's id, without the mark."""
    first = versions[0]
    tags = tuple(each for each in version.tags if each != ANOTHER_VERSION)
    return first if version == first else replace(version, id=first.id, tags=tags, changed=first.changed)


def version_in_words(version: Entry, now: datetime) -> tuple[str, str]:
    """One of them: when it was changed, and a piece of it."""
    _heading, _gap, told = entry_as_text(version, has_id=False).partition("\n\n")
    piece = " / ".join(line.strip() for line in told.splitlines() if line.strip()) or version.title
    short = piece if len(piece) <= LONGEST_PIECE else f"{piece[:LONGEST_PIECE].rstrip()}…"
    return _("changed {moment}").format(moment=when(version.changed, now)), short


def beside_in_words(entry: Entry, versions: tuple[Entry, ...], now: datetime) -> tuple[str, ...]:
    """What to say on the page of one of them; nothing where it stands alone."""
    others = [each for each in versions if each.id != entry.id]
    if not others:
        return ()
    heading = ngettext("The other one, {version}", "Another one, {version}", len(others))
    return (BOTH_KEPT, *(heading.format(version=": ".join(version_in_words(each, now))) for each in others))


def origin_of(entry: Entry) -> tuple[object, ...]:
    """What all versions of one entry share."""
    return entry.created, entry.kind, entry.session_id, entry.step


def origins_of_several(entries: Iterable[Entry]) -> frozenset[tuple[object, ...]]:
    """The origins of what has more than one version."""
    return frozenset(origin_of(each) for each in entries if ANOTHER_VERSION in each.tags)
