"""Which time it is about, where an assignment was done more than once: told apart by day and hour, the newest first."""

from datetime import date, datetime

from companion.domain.entry import Entry, SessionRecord
from companion.errors import WrongUseError
from companion.exports.entry_words import when
from companion.journal.store import Journal
from companion.language import _
from companion.services.between.assignments import sessions_of
from companion.services.journal.dates import period_of

WHICH_TIME = _("You did it more than once. Which time is it about?")


def occasions_of(journal: Journal, entry_id: str) -> tuple[Entry, ...]:
    """The sessions that were done for an assignment, the newest first."""
    return tuple(sessions_of(journal, entry_id))


def occasion_in_words(session: Entry, now: datetime) -> str:
    """One of them, by its day and hour, and how far it went."""
    assert isinstance(session.body, SessionRecord)
    went = _("to the end") if session.body.is_finished else _("in part")
    return f"{when(session.created, now)}, {went}"


def occasion_on(journal: Journal, entry_id: str, day: str, today: date) -> Entry:
    """The session of a day, as people type days: "2026-11-20", "yesterday"; the newest where it was done twice then.

    Raises WrongUseError for words that name no day, and for a day without one.
    """
    try:
        period = period_of(day, today)
    except ValueError as error:
        raise WrongUseError(f"{error}.") from error
    found = occasions_of(journal, entry_id)
    on_it = next((each for each in found if each.created.date() in period), None)
    if on_it is None:
        days = ", ".join(dict.fromkeys(f"{each.created.date()}" for each in found))
        raise WrongUseError(
            _("Nothing was done for this assignment then: {day}.").format(day=day),
            _("It was done on {days}.").format(days=days) if days else _("It was not begun yet."),
        )
    return on_it
