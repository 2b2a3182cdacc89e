"""Finding entries: every word of a query, anywhere in them, without case and accents; slips where nothing fits."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, tzinfo
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from companion.domain.affect import CheckIn
from companion.domain.agreed import Plan
from companion.domain.entry import Entry, Reflection, SessionRecord, Words
from companion.domain.feelings import in_own_language
from companion.domain.given import Answered, Assigned
from companion.domain.song import Song
from companion.domain.take import Take
from companion.exports.agreed_words import plan_lines
from companion.exports.entry_words import title_of
from companion.services.journal.query import Query, Term
from companion.services.words.nearness import folded, is_near

AROUND = 34
"""Letters shown on each side of what was found."""


class Found(Struct, frozen=True):
    """Entries, the newest first; `read_as` tells which words were typed and which were looked for in their place."""

    entries: tuple[Entry, ...]
    read_as: tuple[tuple[str, str], ...] = ()


class Shelf:
    """Entries that can be searched again and again, as someone types. Days are those of `zone`."""

    def __init__(self, entries: Iterable[Entry], zone: tzinfo | None) -> None:
        self._leaves = [
            _Leaf(number, entry, folded("\n".join(texts_of(entry)))) for number, entry in enumerate(entries)
        ]
        self._zone = zone

    def find(self, query: Query) -> Found:
        """The entries for which all of the query holds, in the order in which they were given."""
        read_as: list[tuple[str, str]] = []
        leaves = self._leaves if query.has_words_only else [leaf for leaf in self._leaves if self._passes(leaf, query)]
        for term in query.terms:
            holding = self._holding(term)
            if not holding:
                near = self._near(term.text)
                read_as += [(term.text, word) for word in near]
                holding = {number for word in near for number in self._holding(Term(word))}
            leaves = [leaf for leaf in leaves if leaf.number in holding]
        return Found(tuple(leaf.entry for leaf in leaves), tuple(read_as))

    def _holding(self, term: Term) -> set[int]:
        """The numbers of all leaves that hold a term, or are of its kind or period."""
        text, kind, period = term.text, term.kind, term.period
        found = {leaf.number for leaf in self._leaves if text in leaf.text}
        if kind is not None:
            found |= {leaf.number for leaf in self._leaves if leaf.entry.kind == kind}
        if period is not None:
            found |= {leaf.number for leaf in self._leaves if self._day(leaf.entry) in period}
        return found

    def _passes(self, leaf: "_Leaf", query: Query) -> bool:
        entry = leaf.entry
        return (
            (not query.kinds or entry.kind in query.kinds)
            and (not query.only_favourites or entry.is_favourite)
            and (not query.tags or set(query.tags) <= {folded(tag) for tag in entry.tags})
            and (not query.feelings or not set(query.feelings).isdisjoint(map(folded, _feelings_of(entry))))
            and (query.period == _EVER or self._day(entry) in query.period)
        )

    def _day(self, entry: Entry) -> date:
        return entry.created.astimezone(self._zone).date()

    def _near(self, typed: str) -> tuple[str, ...]:
        return tuple(sorted(word for word in self._vocabulary if is_near(typed, word)))

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        """Every word that stands in an entry."""
        ragged: set[str] = set()
        for leaf in self._leaves:
            ragged.update(leaf.text.split())
        return frozenset(word for each in ragged for word in _WORD.findall(each))


class _Leaf(Struct, frozen=True, gc=False):
    number: int
    entry: Entry
    text: str


_EVER = Query().period
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")


def texts_of(entry: Entry) -> Iterator[str]:
    """Everything in an entry that someone may look for."""
    yield from (entry.title, *entry.tags, entry.exercise or "", *_feelings_of(entry))
    match entry.body:
        case Words(lines=lines, blanks=blanks):
            yield from (*lines, *blanks)
        case Reflection(text=text):
            yield text
        case Song() as song:
            yield from (song.title, song.name, *song.lines)
        case Take(title=title, backing_title=backing):
            yield from (title, backing)
        case SessionRecord(exercise_title=title) | Assigned(exercise_title=title):
            yield title
        case Answered(text=text):
            yield text
        case Plan() as plan:
            yield from plan_lines(plan)


def feeling_of(entry: Entry) -> str | None:
    """The word that was given for how it was, where the entry has one."""
    match entry.body:
        case CheckIn(feeling=feeling) | Song(feeling=feeling) | Reflection(feeling=feeling):
            return feeling
    return None


def _feelings_of(entry: Entry) -> tuple[str, ...]:
    """The feeling as it is kept, and as it is shown where that differs; somebody may look for either."""
    feeling = feeling_of(entry) or ""
    return tuple(dict.fromkeys((feeling, in_own_language(feeling))))


def excerpt(entry: Entry, query: Query) -> str:
    """A piece of the entry round the first word that was looked for, on one line; empty where its title shows it."""
    words = [term.text for term in query.terms]
    shown = folded(title_of(entry))
    for text in texts_of(entry):
        line = " ".join(text.split())
        at = next((place for word in words if word not in shown and (place := folded(line).find(word)) >= 0), None)
        if at is not None:
            return _cut(line, at)
    return ""


def with_near_words(query: Query, found: Found) -> Query:
    """The query with the words that were looked for in place of those that were typed, for `excerpt`."""
    typed = dict(found.read_as)
    return replace(query, terms=tuple(Term(typed.get(term.text, term.text)) for term in query.terms))


def _cut(line: str, at: int) -> str:
    """About `AROUND` letters on both sides of a place, at the ends of words."""
    start, end = max(0, at - AROUND), at + 2 * AROUND
    if start:
        start = line.find(" ", start, at) + 1 or start
    if end < len(line):
        space = line.rfind(" ", at, end)
        end = space if space > at else end
    return f"{'… ' if start else ''}{line[start:end]}{' …' if end < len(line) else ''}"
