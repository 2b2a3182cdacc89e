"""Dates as people type them: "last week", "since 3 may", "march 2025", "yesterday", "2026-03-01".

All days are those of the calendar where the person is. Without a year the last such day or month that has begun is
meant: in January "march" is last year's.
"""

import re
from collections.abc import Callable
from datetime import MINYEAR, date, timedelta

from msgspec import Struct

from companion.domain.units import require
from companion.language import _
from companion.services.journal.date_words import in_english
from companion.services.words.nearness import is_near

MONTH_NAMES = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
               "november", "december")  # fmt: skip
DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10}
UNIT_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


class Period(Struct, frozen=True):
    """Days from `first` to `last`, both in it; None is open."""

    first: date | None = None
    last: date | None = None

    def __contains__(self, day: object) -> bool:
        is_late = isinstance(day, date) and (self.first is None or self.first <= day)
        return is_late and isinstance(day, date) and (self.last is None or day <= self.last)

    def and_also(self, other: "Period") -> "Period":
        """The days that lie in both."""
        firsts = [each for each in (self.first, other.first) if each is not None]
        lasts = [each for each in (self.last, other.last) if each is not None]
        return Period(max(firsts, default=None), min(lasts, default=None))


def period_of(words: str, today: date) -> Period:
    """The days that `words` name, in English or in the person's language.

    Raises ValueError with a sentence for words that name none.
    """
    text = in_english(" ".join(re.sub(r"[,']", " ", words.casefold()).split()))
    require(bool(text), _("No date was given; try 'last week' or 'since 3 may'"))
    require(
        _SLASHES.search(text) is None,
        _("'{words}' can be read in two ways; try '3 may 2025' or '2025-05-03'").format(words=words),
    )
    try:
        found = _opened(text, today)
    except (ValueError, OverflowError) as error:
        raise ValueError(_("'{words}' is no date in the calendar").format(words=words)) from error
    if found is None:
        raise ValueError(
            _("'{words}' is no date that is known here; try 'last week', 'since 3 may' or '2026-03-01'").format(
                words=words
            )
        )
    if found.first is not None and found.last is not None:
        require(found.first <= found.last, _("'{words}' ends before it begins").format(words=words))
    return found


def is_plain_word(words: str) -> bool:
    """Whether the words name days and may mean something else too: "march", "may", "monday", "today", "2024"."""
    text = in_english(words.casefold())
    return text.isdecimal() or text in DAY_NAMES or text in ("today", "yesterday") or _month(text) is not None


_SLASHES = re.compile(r"\d/\d")
_OPEN: tuple[tuple[re.Pattern[str], Callable[..., Period]], ...] = (
    (re.compile(r"(?:since|from|between) (.+?) (?:until|till|to|and) (.+)"), lambda a, b: Period(a.first, b.last)),
    (re.compile(r"(.+?) (?:until|till|to|-|–) (.+)"), lambda a, b: Period(a.first, b.last)),
    (re.compile(r"(?:since|from) (.+)"), lambda found: Period(found.first)),
    (re.compile(r"after (.+)"), lambda found: Period(found.last + timedelta(1))),
    (re.compile(r"(?:until|till|up to) (.+)"), lambda found: Period(None, found.last)),
    (re.compile(r"before (.+)"), lambda found: Period(None, found.first - timedelta(1))),
    (re.compile(r"(?:on|in|during) (.+)"), lambda found: found),
)


def _opened(text: str, today: date) -> Period | None:
    for pattern, reader in _OPEN:
        if match := pattern.fullmatch(text):
            found = [_stretch(each, today) for each in match.groups()]
            return None if None in found else reader(*found)
    return _stretch(text, today)


def _stretch(text: str, today: date) -> Period | None:
    """The days of one name: a day, a month, a year, or some time ago. None for another; ValueError for 31 June."""
    looks = (look(text, today) for look in (_relative, _counted, _by_number, _by_name))
    return next((found for found in looks if found is not None), None)


def _relative(text: str, today: date) -> Period | None:
    words = text.removeprefix("the ").split()
    if text in ("today", "now"):
        return Period(today, today)
    if text == "yesterday":
        return _one(today - timedelta(1))
    if text in ("the day before yesterday", "day before yesterday"):
        return _one(today - timedelta(2))
    if len(words) != 2 or words[0] not in ("this", "last", "past", "previous"):
        return None
    back = words[0] != "this"
    match words[1]:
        case "week":
            monday = today - timedelta(today.weekday() + 7 * back)
            return Period(monday, monday + timedelta(6))
        case "month":
            return _month_of(today.year, today.month - back)
        case "year":
            return _year(today.year - back)
        case "night":
            return Period(today - timedelta(1), today)
        case day if day in DAY_NAMES:
            return _weekday(day, today)
        case name if _month(name) is not None:
            return _by_name(name, today)
    return None


def _counted(text: str, today: date) -> Period | None:
    """ "3 days ago", "the last 10 days", "two weeks ago"."""
    match = re.fullmatch(r"(?:the )?(last |past )?(\w+) (day|week|month|year)s?( ago)?", text)
    if match is None or bool(match[1]) == bool(match[4]):
        return None
    count = int(match[2]) if match[2].isascii() and match[2].isdecimal() else NUMBERS.get(match[2])
    if count is None:
        return None
    start = today - timedelta(count * UNIT_DAYS[match[3]])
    if match[1]:
        return Period(start + timedelta(1), today)
    match match[3]:
        case "day":
            return _one(start)
        case "week":
            monday = start - timedelta(start.weekday())
            return Period(monday, monday + timedelta(6))
        case "month":
            return _month_of(today.year, today.month - count)
        case _:
            return _year(today.year - count)


def _by_number(text: str, today: date) -> Period | None:
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        return _one(date(int(match[1]), int(match[2]), int(match[3])))
    if match := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})?", text):  # day first, as it is written with dots
        return _day(int(match[1]), int(match[2]), int(match[3]) if match[3] else None, today)
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})", text):
        date(int(match[1]), int(match[2]), 1)
        return _month_of(int(match[1]), int(match[2]))
    if re.fullmatch(r"(19|20)\d\d", text):
        return _year(int(text))
    return None


def _by_name(text: str, today: date) -> Period | None:
    """ "monday", "march", "march 2025", "3 may", "may 3rd 2025"."""
    if text in DAY_NAMES:
        return _weekday(text, today)
    words = [word for word in text.split() if word != "of"]
    months = [number for word in words if (number := _month(word)) is not None]
    numbers = [int(match[1]) for word in words if (match := re.fullmatch(r"(\d{1,4})(st|nd|rd|th|\.)?", word))]
    if len(months) != 1 or len(numbers) != len(words) - 1:
        return None
    years, days = [each for each in numbers if each > 31], [each for each in numbers if each <= 31]
    if len(years) > 1 or len(days) > 1:
        return None
    year = years[0] if years else None
    if days:
        return _day(days[0], months[0], year, today)
    return _month_of(year or today.year - (months[0] > today.month), months[0])


def _month(word: str) -> int | None:
    """1 to 12 for a month's name, for three letters or more that begin it, and for one that is nearly right."""
    bare = word.removesuffix(".")
    begun = (number for number, name in enumerate(MONTH_NAMES, start=1) if len(bare) >= 3 and name.startswith(bare))
    near = (number for number, name in enumerate(MONTH_NAMES, start=1) if len(bare) >= 6 and is_near(bare, name))
    return next(begun, None) or next(near, None)


def _weekday(name: str, today: date) -> Period:
    """The last such day before today."""
    return _one(today - timedelta((today.weekday() - DAY_NAMES.index(name) - 1) % 7 + 1))


def _day(day: int, month: int, year: int | None, today: date) -> Period:
    if year is None:
        years = (today.year - back for back in range(9))  # 29 February may be eight years back
        found = (each for each in years if _exists(each, month, day) and date(each, month, day) <= today)
        return _one(date(next(found, MINYEAR - 1), month, day))
    return _one(date(year, month, day))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _month_of(year: int, month: int) -> Period:
    """A month; 0 and less count back from January of that year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return Period(date(year, month, 1), following - timedelta(1))


def _year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))


def _one(day: date) -> Period:
    return Period(day, day)
