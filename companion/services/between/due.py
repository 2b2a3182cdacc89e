"""When an assignment is wished for: a day of the calendar where one was named, otherwise a few words.

A day travels as "2026-11-27", so that each side reads it in its own language.
"""

from datetime import date, timedelta

from companion.domain.assignment import WHEN_WE_MEET
from companion.exports.entry_words import DAYS, date_in_words
from companion.exports.plain_text import harmless
from companion.language import _, ngettext, told
from companion.services.journal.date_words import in_english
from companion.services.journal.dates import DAY_NAMES, period_of


def due_from(words: str, today: date) -> str:
    """What was typed as it travels: "friday" is the next one; what names no single day stays as it is.

    Empty is when both meet.
    """
    typed = " ".join(words.split())
    if not typed or typed.casefold() == told(WHEN_WE_MEET).casefold():
        return WHEN_WE_MEET
    day = _day_in(in_english(typed.casefold()).removeprefix("on ").removeprefix("next "), today)
    return day.isoformat() if day is not None else typed


def due_in_words(due: str) -> str:
    """When it is wished for, as it is shown: "Friday, 27 November 2026", or the therapist's own words."""
    day = day_of(due)
    if day is None:
        return told(due)
    return _("{weekday}, {date_in_words}").format(weekday=DAYS[day.weekday()], date_in_words=date_in_words(day))


def waiting_in_words(count: int, due: str, *, shows_words: bool) -> str:
    """How many assignments wait, or when the one is wished for, in few words.

    A therapist's own words are said only where `shows_words`.
    """
    if count > 1:
        return ngettext("{} waits", "{} wait", count).format(count)
    if due in ("", WHEN_WE_MEET):
        return _("for when we meet")
    return harmless(due_in_words(due)) if shows_words or day_of(due) is not None else _("it waits for you")


def day_of(due: str) -> date | None:
    """The day that travels, None for words."""
    try:
        return date.fromisoformat(due) if len(due) == len("2026-11-27") else None
    except ValueError:
        return None


def _day_in(words: str, today: date) -> date | None:
    """The day that is named, from today on; None where none is."""
    if words == "tomorrow":
        return today + timedelta(1)
    if words in DAY_NAMES:
        return today + timedelta((DAY_NAMES.index(words) - today.weekday() - 1) % 7 + 1)
    for year in (today.year, today.year + 1):
        try:
            found = period_of(words if len(words.split()) != 2 else f"{words} {year}", today)
        except ValueError:
            continue
        if found.first is not None and found.first == found.last and found.first >= today:
            return found.first
    return None
