"""The calendar beside the journal's list, and the numbers over time for those who ask: nothing else is said of them."""

import re
from datetime import date, timedelta
from uuid import UUID

from textual.pilot import Pilot

from companion import messages
from companion.domain.affect import Affect, CheckIn
from companion.domain.entry import Entry, Reflection
from companion.services.journal.times import MEASURES, said_over_time
from companion.tui.screens.journal import JournalScreen
from companion.tui.screens.over_time import OverTimeScreen
from companion.tui.widgets.entry_list import EntryList
from companion.tui.widgets.line_plot import LinePlot
from companion.tui.widgets.month import Month
from tests.unit.faces import EVENING, House
from tests.unit.pilots import program, shown, until, until_home, until_shown

LEVELS = (7, 4, 10, 0, 4)


def fill(house: House, check_ins: list[CheckIn]) -> list[Entry]:
    """Check-ins, ten days apart, the last one today; a thought between them."""
    journal = house.companion.journal
    journal.put_new(Entry(str(UUID(int=999)), EVENING - timedelta(3), EVENING, "", Reflection("between")))
    entries = []
    for number, said in enumerate(check_ins):
        moment = EVENING - timedelta(10 * (len(check_ins) - 1 - number))
        entries.append(journal.put_new(Entry(str(UUID(int=number + 1)), moment, moment, "", said)))
    return entries


async def open_journal(pilot: Pilot[None]) -> None:
    """Through the door at home."""
    await until_home(pilot)
    await pilot.press("4")
    await until(pilot, lambda: isinstance(pilot.app.screen, JournalScreen))
    await until(pilot, lambda: bool(pilot.app.screen.query_one(EntryList).entries))


def plotted(pilot: Pilot[None]) -> dict[int, int]:
    """How often each number stands at its own height: the scale's number to how many of the same beside it."""
    found = {}
    for row in shown(pilot).splitlines():
        scale, axis, rest = row.partition("┊")
        if axis:
            named = re.findall(r"[+-]?\d+", rest)
            assert all(int(each) == int(scale) for each in named), row
            found[int(scale)] = len(named)
    return found


def test_answers_come_in_their_order_and_only_those_that_were_given(house: House) -> None:
    said = [CheckIn("a", None, 3), CheckIn("b"), CheckIn(None, Affect(-2, 4), None, 9)]
    entries = list(reversed(fill(house, said)))
    distress, comfort, pleasant, awake = (said_over_time(entries, each) for each in MEASURES)
    assert [(each.level, each.feeling) for each in distress] == [(3, "a")]
    assert [each.level for each in comfort] == [9]
    assert ([each.level for each in pleasant], [each.level for each in awake]) == ([-2], [4])


async def test_numbers_stand_at_their_own_heights(house: House) -> None:
    fill(house, [CheckIn("calm", Affect(-1, 2), level) for level in LEVELS])
    async with program(house) as pilot:
        await open_journal(pilot)
        await pilot.press("o")
        await until_shown(pilot, "▸1 distress")
        assert {level: many for level, many in plotted(pilot).items() if many} == {7: 1, 4: 2, 10: 1, 0: 1}
        assert "“calm”, distress 4 of 10" in shown(pilot)
        await pilot.press("left")
        await until_shown(pilot, "distress 0 of 10")
        await pilot.press("home", "left")
        await until_shown(pilot, "distress 7 of 10")
        await pilot.press("3")
        await until_shown(pilot, "pleasant -1 (from -4 to +4)")
        assert plotted(pilot)[-1] == len(LEVELS)
        await pilot.press("2")
        await until_shown(pilot, messages.NO_NUMBERS)
        await pilot.press("left", "right", "end", "tab", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, JournalScreen))


async def test_no_word_is_said_on_where_the_numbers_go(house: House) -> None:
    fill(house, [CheckIn(None, None, level) for level in (9, 5, 1)])
    async with program(house) as pilot:
        await open_journal(pilot)
        await pilot.press("o")
        await until_shown(pilot, "▸1 distress")
        words = set(re.findall(r"[a-z]{4,}", shown(pilot).casefold()))
        assert not words & {"better", "worse", "trend", "average", "mean", "more", "less", "down", "change"} - {"more"}


async def test_many_numbers_are_gone_through_page_by_page(house: House) -> None:
    fill(house, [CheckIn(None, None, number % 11) for number in range(300)])
    async with program(house) as pilot:
        await open_journal(pilot)
        await pilot.press("o")
        await until_shown(pilot, "▸1 distress")
        last = sum(plotted(pilot).values())
        await pilot.press("home")
        await until(pilot, lambda: pilot.app.screen.query_one(LinePlot).marked == 0)
        assert sum(plotted(pilot).values()) > last
        await pilot.resize_terminal(64, 20)
        await until_shown(pilot, "distress 0 of 10")
        assert isinstance(pilot.app.screen, OverTimeScreen)


async def test_the_calendar_has_dots_and_leads_to_a_day(house: House) -> None:
    fill(house, [CheckIn("then"), CheckIn("lately"), CheckIn("now")])
    async with program(house) as pilot:
        await open_journal(pilot)
        assert "March 2026" not in shown(pilot)
        await pilot.press("c")
        await until_shown(pilot, "March 2026")
        assert re.search(r"\b1•", shown(pilot))
        await pilot.press("pageup")
        await until_shown(pilot, "February 2026")
        assert re.search(r"\b19•", shown(pilot))
        assert "20•" not in shown(pilot)
        month = pilot.app.screen.query_one(Month)
        assert month.day == date(2026, 2, 1)
        await pilot.press("down", "down", "right", "right", "right", "right")
        await until_shown(pilot, "▸ lately")
        await pilot.press("enter")
        await until(pilot, "EntryList:focus")
        await pilot.press("up", "up")
        await until(pilot, lambda: month.day == date(2026, 3, 1))
        await pilot.press("c", "c")
        await until(pilot, lambda: "March 2026" not in shown(pilot))


async def test_the_calendar_ends_where_calendars_end(house: House) -> None:
    fill(house, [CheckIn("now")])
    async with program(house, (120, 40)) as pilot:
        await open_journal(pilot)
        await until_shown(pilot, "March 2026")
        month = pilot.app.screen.query_one(Month)
        for day, key in ((date.min, "pageup"), (date.max, "pagedown"), (date.min, "up"), (date.max, "down")):
            month.go_to(day)
            month.focus()
            await pilot.press(key)
            assert month.day == day
            await pilot.press("left", "right")
            await until_shown(pilot, str(day.year))


async def test_the_mouse_chooses_a_day(house: House) -> None:
    fill(house, [CheckIn("then"), CheckIn("lately"), CheckIn("now")])
    async with program(house, (120, 40)) as pilot:
        await open_journal(pilot)
        await until_shown(pilot, "March 2026")
        month = pilot.app.screen.query_one(Month)
        month.go_to(date(2026, 2, 1))
        await pilot.pause()
        await pilot.click(Month, offset=(4 * 3 + 1, 2 + 3))
        await until(pilot, lambda: month.day == date(2026, 2, 19))
        await until_shown(pilot, "▸ lately")
