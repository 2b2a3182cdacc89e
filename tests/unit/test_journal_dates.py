"""Dates as people type them, on Sunday 22 November 2026."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.services.journal.dates import Period, is_plain_word, period_of

TODAY = date(2026, 11, 22)


def d(month: int, day: int, year: int = 2026) -> date:
    return date(year, month, day)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("today", d(11, 22), d(11, 22)),
        ("Yesterday", d(11, 21), d(11, 21)),
        ("this week", d(11, 16), d(11, 22)),
        ("last week", d(11, 9), d(11, 15)),
        ("last month", d(10, 1), d(10, 31)),
        ("last year", d(1, 1, 2025), d(12, 31, 2025)),
        ("monday", d(11, 16), d(11, 16)),
        ("sunday", d(11, 15), d(11, 15)),
        ("3 days ago", d(11, 19), d(11, 19)),
        ("two weeks ago", d(11, 2), d(11, 8)),
        ("the last 10 days", d(11, 13), d(11, 22)),
        ("march", d(3, 1), d(3, 31)),
        ("in March,  2025", d(3, 1, 2025), d(3, 31, 2025)),
        ("december", d(12, 1, 2025), d(12, 31, 2025)),
        ("sept", d(9, 1), d(9, 30)),
        ("febuary 2024", d(2, 1, 2024), d(2, 29, 2024)),
        ("3 may", d(5, 3), d(5, 3)),
        ("May 3rd, 2025", d(5, 3, 2025), d(5, 3, 2025)),
        ("24 december", d(12, 24, 2025), d(12, 24, 2025)),
        ("29 february", d(2, 29, 2024), d(2, 29, 2024)),
        ("3.5.2024", d(5, 3, 2024), d(5, 3, 2024)),
        ("2025", d(1, 1, 2025), d(12, 31, 2025)),
        ("2025-02", d(2, 1, 2025), d(2, 28, 2025)),
        ("2025-03-14", d(3, 14, 2025), d(3, 14, 2025)),
        ("since 3 may", d(5, 3), None),
        ("after 3 may", d(5, 4), None),
        ("until march", None, d(3, 31)),
        ("before 2026", None, d(12, 31, 2025)),
        ("between 3 may and 10 may", d(5, 3), d(5, 10)),
        ("3 may to yesterday", d(5, 3), d(11, 21)),
    ],
)
def test_what_people_type(words: str, first: date | None, last: date | None) -> None:
    assert period_of(words, TODAY) == Period(first, last)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("banana", "no date that is known here"),
        ("", "No date was given"),
        ("3/5/2024", "two ways"),
        ("31 february", "no date in the calendar"),
        ("0000-00-00", "no date in the calendar"),
        ("99999999999 days ago", "no date in the calendar"),
        ("after 9999-12-31", "no date in the calendar"),
        ("10 may to 3 may", "ends before it begins"),
        ("since banana", "no date that is known here"),
    ],
)
def test_what_is_no_date_is_said(words: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        period_of(words, TODAY)


@given(st.text(max_size=40), st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_any_words_are_a_period_or_a_value_error(words: str, today: date) -> None:
    with suppress(ValueError):
        found = period_of(words, today)
        assert found.first is None or found.last is None or found.first <= found.last


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_a_day_is_in_its_own_period_however_it_is_written(day: date, today: date) -> None:
    assert period_of(day.isoformat(), today) == Period(day, day)
    assert period_of(f"{day:%d %B %Y}", today) == Period(day, day)
    assert day in period_of(f"{day:%B %Y}", today)


def test_words_that_may_mean_something_else() -> None:
    assert all(map(is_plain_word, ("march", "may", "Monday", "today", "2024")))
    assert not any(map(is_plain_word, ("3 may", "last week", "house", "2025-03-14")))


def test_two_periods_at_once() -> None:
    both = Period(d(1, 1), None).and_also(Period(None, d(3, 31))).and_also(Period(d(2, 1), d(12, 31)))
    assert both == Period(d(2, 1), d(3, 31))
    assert d(2, 14) in both
    assert d(4, 1) not in both
