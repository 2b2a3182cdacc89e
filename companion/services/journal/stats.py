"""What a journal holds, counted: how many of what, since when, the words used for how it was. Nothing is judged."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec import Struct

from companion.domain.entry import Entry
from companion.domain.feelings import in_own_language
from companion.domain.take import Take
from companion.exports.entry_words import KINDS, date_in_words, length_in_words
from companion.language import _, ngettext
from companion.services.journal.search import feeling_of, texts_of

MOST_NAMED = 8
"""So many tags and feelings are named to people."""


class Stats(Struct, frozen=True):
    """`kinds`, `tags`, `feelings` and `months` ("2026-03") with how often, the most first (months in order).

    `words` is how many words all texts hold, `played_seconds` how long all takes last together.
    """

    entries: int
    first: datetime | None
    last: datetime | None
    kinds: dict[str, int]
    tags: dict[str, int]
    feelings: dict[str, int]
    months: dict[str, int]
    favourites: int
    words: int
    played_seconds: float


def stats_of(entries: Iterable[Entry]) -> Stats:
    """Count. Months are those of the places where entries were written."""
    found = sorted(entries, key=lambda entry: entry.created)
    kinds: Counter[str] = Counter(entry.kind for entry in found)
    feelings = Counter(word.strip().casefold() for entry in found if (word := feeling_of(entry) or "").strip())
    return Stats(
        entries=len(found),
        first=found[0].created if found else None,
        last=found[-1].created if found else None,
        kinds=dict(kinds.most_common()),
        tags=dict(Counter(tag for entry in found for tag in entry.tags).most_common()),
        feelings=dict(feelings.most_common()),
        months=dict(Counter(f"{entry.created:%Y-%m}" for entry in found)),
        favourites=sum(entry.is_favourite for entry in found),
        words=sum(len(text.split()) for entry in found for text in texts_of(entry)),
        played_seconds=sum(entry.body.length_seconds for entry in found if isinstance(entry.body, Take)),
    )


def stats_in_words(stats: Stats) -> Iterator[str]:
    """A few lines for people."""
    if stats.first is None or stats.last is None:
        yield _("Nothing here yet.")
        return
    entries = ngettext("{} entry", "{} entries", stats.entries).format(stats.entries)
    yield _("{entries}, from {first} to {last}").format(
        entries=entries, first=date_in_words(stats.first), last=date_in_words(stats.last)
    )
    yield from (f"  {count:>6}  {KINDS.get(kind, kind)}" for kind, count in stats.kinds.items())
    if stats.played_seconds:
        yield _("Played: {length_in_words}").format(length_in_words=length_in_words(stats.played_seconds))
    if stats.favourites:
        yield _("Favourites: {favourites}").format(favourites=stats.favourites)
    feelings = {in_own_language(word): count for word, count in stats.feelings.items()}
    for name, counts in ((_("Tags"), stats.tags), (_("Feelings"), feelings)):
        if counts:
            named = [f"{word} ({count})" for word, count in list(counts.items())[:MOST_NAMED]]
            more = len(counts) - MOST_NAMED
            rest = _(" and {more} more").format(more=more) if more > 0 else ""
            yield f"{name}: {', '.join(named)}{rest}"
