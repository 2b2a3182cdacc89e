"""What someone looks for in the journal, read from what they typed: words, tags, kinds, feelings and days."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct

from companion.exports.entry_words import KINDS, date_in_words
from companion.language import _
from companion.services.journal.dates import Period, is_plain_word, period_of
from companion.services.words.nearness import folded

LONGEST_DATE_WORDS = 7
"""So many words a date may have: "between 3 may and 10 june 2025"."""

KIND_NAMES = {
    "check-in": "check-in", "checkin": "check-in", "check-ins": "check-in", "mood": "check-in", "moods": "check-in",
    "words": "words", "lyrics": "words",
    "song": "song", "songs": "song",
    "take": "take", "takes": "take", "recording": "take", "recordings": "take",
    "reflection": "reflection", "reflections": "reflection", "thought": "reflection", "thoughts": "reflection",
    "note": "reflection", "notes": "reflection",
    "session": "session", "sessions": "session",
    "assignment": "assignment", "assignments": "assignment",
}  # fmt: skip
"""What people call kinds of entries."""

_TOKEN = re.compile(r'"([^"]*)"|(\S+)')
_FILTER = re.compile(r"(tag|kind|feeling|when|since|until|before|after):(.+)", re.IGNORECASE)


class Term(Struct, frozen=True):
    """A word or phrase (folded) that an entry has anywhere, or whose `kind` or `period` the entry is of."""

    text: str
    kind: str | None = None
    period: Period | None = None


class Query(Struct, frozen=True):
    """All of this must hold. `tags` and `feelings` are folded; of `kinds` (as `Entry.kind` says) any will do."""

    terms: tuple[Term, ...] = ()
    tags: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    feelings: tuple[str, ...] = ()
    period: Period = Period()
    only_favourites: bool = False

    @property
    def has_words_only(self) -> bool:
        """Whether it filters by nothing but words."""
        return self == Query(self.terms)

    def and_also(self, other: "Query") -> "Query":
        """Both queries in one."""
        return Query(
            (*self.terms, *other.terms),
            (*self.tags, *other.tags),
            (*self.kinds, *other.kinds),
            (*self.feelings, *other.feelings),
            self.period.and_also(other.period),
            self.only_favourites or other.only_favourites,
        )


def read_query(words: str, today: date) -> Query:
    """A query from one line, typed as it comes.

    `"two words"` is a phrase; `#tag`, `tag:x`, `kind:song`, `feeling:sad` and `since:may` filter; days in words
    ("last week", "since 3 may") do too. A word that may be a month or a year is looked for as both. Raises ValueError
    with a sentence for a filter that can't be.
    """
    found = [(match[1] or match[2] or "", match[1] is not None) for match in _TOKEN.finditer(words)]
    tokens = [(text, True) if is_quoted else (text.strip(",;"), False) for text, is_quoted in found if text.strip(",;")]
    query = Query()
    position = 0
    while position < len(tokens):
        text, is_quoted = tokens[position]
        length, period = (0, None) if is_quoted else _date_at(tokens, position, today)
        if period is not None:
            query = query.and_also(Query(period=period))
            position += length
            continue
        query = query.and_also(_one(text, today) if not is_quoted else Query((Term(folded(text)),)))
        position += 1
    return query


def filters(
    today: date,
    tags: Iterable[str] = (),
    kinds: Iterable[str] = (),
    feelings: Iterable[str] = (),
    days: Iterable[str] = (),
    only_favourites: bool = False,
) -> Query:
    """A query of filters alone. Raises ValueError with a sentence for a kind or a date that can't be."""
    period = Period()
    for each in days:
        period = period.and_also(period_of(each, today))
    return Query(
        (),
        tuple(folded(tag).lstrip("#@") for tag in tags),
        tuple(map(kind_of, kinds)),
        tuple(map(folded, feelings)),
        period,
        only_favourites,
    )


def kind_of(name: str) -> str:
    """The kind that people call so. Raises ValueError naming all kinds."""
    found = KIND_NAMES.get(name.strip().casefold())
    if found is None:
        raise ValueError(_("'{name}' is no kind of entry; there are {kinds}").format(name=name, kinds=", ".join(KINDS)))
    return found


def in_words(query: Query) -> str:
    """What was looked for, to be read beside what was found; empty for everything."""
    parts = [f"“{term.text}”" for term in query.terms]
    parts += [_("tag {tag}").format(tag=tag) for tag in query.tags]
    parts += [KINDS[kind] for kind in query.kinds]
    parts += [_("feeling {feeling}").format(feeling=feeling) for feeling in query.feelings]
    parts += ["favourites"] if query.only_favourites else []
    return ", ".join([*parts, *_days_in_words(query.period)])


def _days_in_words(period: Period) -> Iterator[str]:
    match period:
        case Period(first=None, last=None):
            return
        case Period(first=None, last=date() as last):
            yield _("until {date_in_words}").format(date_in_words=date_in_words(last))
        case Period(first=date() as first, last=None):
            yield _("since {date_in_words}").format(date_in_words=date_in_words(first))
        case Period(first=date() as first, last=date() as last):
            yield (
                date_in_words(first)
                if first == last
                else _("{first} to {last}").format(
                    first=date_in_words(first), last=date_in_words(last)
                )
            )


def _one(text: str, today: date) -> Query:
    """One token that is no date: a filter, or a word."""
    if text.startswith("#") and len(text) > 1:
        return filters(today, tags=(text,))
    if match := _FILTER.fullmatch(text):
        name, value = match[1].casefold(), match[2].replace("_", " ")
        match name:
            case "tag":
                return filters(today, tags=(value,))
            case "kind":
                return filters(today, kinds=(value,))
            case "feeling":
                return filters(today, feelings=(value,))
            case "when":
                return filters(today, days=(value,))
            case _:
                return filters(today, days=(f"{name} {value}",))
    period = period_of(text, today) if is_plain_word(text) and _is_date(text, today) else None
    return Query((Term(folded(text), KIND_NAMES.get(text.casefold()), period),))


def _date_at(tokens: list[tuple[str, bool]], start: int, today: date) -> tuple[int, Period | None]:
    """The longest date that begins with a token, and how many tokens it has. A word that may be one alone is none."""
    for length in range(min(LONGEST_DATE_WORDS, len(tokens) - start), 0, -1):
        taken = tokens[start : start + length]
        text = " ".join(word for word, _other in taken)
        is_sure = length > 1 or not is_plain_word(text)
        if is_sure and not any(is_quoted for _other, is_quoted in taken) and _is_date(text, today):
            return length, period_of(text, today)
    return 0, None


def _is_date(text: str, today: date) -> bool:
    try:
        period_of(text, today)
    except ValueError:
        return False
    return True
