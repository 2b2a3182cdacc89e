"""When an assignment is wished for: a day that was typed, in three languages, and a therapist's own words."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from companion.domain.assignment import WHEN_WE_MEET
from companion.language import LANGUAGE_VARIABLE
from companion.services.between.due import due_from, waiting_in_words
from companion.services.journal.date_words import in_english
from companion.services.journal.dates import period_of
from tests.unit.faces import House
from tests.unit.given import Office
from tests.unit.pilots import program, until_shown
from tests.unit.talks import at_home

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "due"),
    [
        ("friday", "2026-11-27"), ("Friday", "2026-11-27"), ("on friday", "2026-11-27"), ("monday", "2026-11-30"),
        ("tomorrow", "2026-11-24"), ("today", "2026-11-23"), ("3 may", "2027-05-03"), ("may 3rd", "2027-05-03"),
        ("1 december 2026", "2026-12-01"), ("2026-12-01", "2026-12-01"), ("", WHEN_WE_MEET),
        ("when we meet", WHEN_WE_MEET), ("after the concert", "after the concert"), ("in may", "in may"),
        ("2026-02-31", "2026-02-31"), ("yesterday", "yesterday"), ("before friday", "before friday"),
    ],
)  # fmt: skip
def test_a_day_becomes_a_date_and_words_stay_words(typed: str, due: str) -> None:
    assert due_from(typed, MONDAY) == due


SAYS = """
import sys
from datetime import date
from pathlib import Path
from companion import language
language.settle(Path("none"))
from companion.services.between.due import due_from, due_in_words
from companion.services.journal.dates import period_of
monday = date(2026, 11, 23)
for typed in sys.argv[1:]:
    print(due_in_words(due_from(typed, monday)))
print(period_of({"es": "la semana pasada", "de": "letzte Woche"}[language.spoken()], monday).first)
"""


@pytest.mark.parametrize(
    ("code", "typed", "said"),
    [
        ("es", ("viernes", "el próximo viernes", "mañana", "3 de mayo", ""),
         ("viernes, 27 de noviembre de 2026", "viernes, 27 de noviembre de 2026", "martes, 24 de noviembre de 2026",
          "lunes, 3 de mayo de 2027", "cuando nos veamos")),
        ("de", ("Freitag", "am nächsten Freitag", "morgen", "3. Mai", ""),
         ("Freitag, 27. November 2026", "Freitag, 27. November 2026", "Dienstag, 24. November 2026",
          "Montag, 3. Mai 2027", "wenn wir uns sehen")),
    ],
)  # fmt: skip
def test_days_are_typed_and_read_in_the_persons_language(
    code: str, typed: tuple[str, ...], said: tuple[str, ...]
) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", SAYS, *typed], env={**os.environ, LANGUAGE_VARIABLE: code, "PYTHONIOENCODING": "utf-8"},
        capture_output=True, encoding="utf-8", check=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert tuple(ran.stdout.splitlines()) == (*said, "2026-11-16")


@pytest.mark.parametrize(
    ("code", "typed", "english"),
    [
        ("es", "ayer", "yesterday"), ("es", "antes de ayer", "the day before yesterday"),
        ("es", "la semana pasada", "last week"), ("es", "el viernes pasado", "last friday"),
        ("es", "desde el 3 de mayo", "since 3 may"), ("es", "hace 3 días", "3 days ago"),
        ("es", "los últimos 10 días", "the last 10 days"), ("es", "marzo de 2025", "march 2025"),
        ("es", "entre el 3 de marzo y el 4 de mayo", "between 3 march and 4 may"),
        ("es", "hasta ayer", "until yesterday"),
        ("es", "antes de marzo", "before march"), ("es", "last week", "last week"),
        ("de", "gestern", "yesterday"), ("de", "vorgestern", "the day before yesterday"),
        ("de", "letzte Woche", "last week"), ("de", "letzten Freitag", "last friday"),
        ("de", "seit dem 3. Mai", "since 3 may"), ("de", "vor 3 Tagen", "3 days ago"), ("de", "im März", "in march"),
        ("de", "vor einer Woche", "one week ago"), ("de", "die letzten 10 Tage", "the last 10 days"),
        ("de", "zwischen dem 3. März und dem 4. Mai", "between 3 march and 4 may"), ("de", "vor März", "before march"),
        ("de", "letztes Jahr", "last year"), ("de", "since 3 may", "since 3 may"),
    ],
)  # fmt: skip
def test_dates_in_the_journal_are_understood_too(code: str, typed: str, english: str) -> None:
    assert period_of(in_english(typed.casefold(), code), MONDAY) == period_of(english, MONDAY)


def test_home_says_a_date_to_anyone_and_words_where_they_are_wanted() -> None:
    assert waiting_in_words(1, "2026-11-27", shows_words=False) == "Friday, 27 November 2026"
    assert waiting_in_words(1, "after the concert", shows_words=False) == "it waits for you"
    assert waiting_in_words(1, "after the concert", shows_words=True) == "after the concert"
    assert waiting_in_words(1, WHEN_WE_MEET, shows_words=False) == "for when we meet"
    assert waiting_in_words(3, "", shows_words=False) == "3 wait"


async def test_both_faces_say_when_at_home_and_on_its_page(house: House, tmp_path: Path) -> None:
    office = Office(house.companion, tmp_path)
    path = office.give(due="2026-11-27")
    at_home(house, "open", str(path))
    assert "3. From your therapist: Friday, 27 November 2026" in at_home(house).said
    async with program(house) as pilot:
        await until_shown(pilot, "Friday, 27 November 2026")
