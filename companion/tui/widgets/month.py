"""A month on a page: the days on which something was made have a dot; one day is marked."""

import calendar
from contextlib import suppress
from datetime import date, timedelta
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.widget import Widget

from companion.exports.entry_words import MONTHS
from companion.language import _

CELL = 4
"""Columns of a day."""

DAY_LETTERS = (_("Mo"), _("Tu"), _("We"), _("Th"), _("Fr"), _("Sa"), _("Su"))
WEEKS_FROM_ROW = 2


class Month(Widget, can_focus=True):
    """Arrows go from day to day and week to week, page up and page down from month to month."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "go(-1)", _("a day back"), show=False),
        Binding("right", "go(1)", _("a day on"), show=False),
        Binding("up", "go(-7)", _("a week back"), show=False),
        Binding("down", "go(7)", _("a week on"), show=False),
        Binding("pageup", "turn(-1)", show=False),
        Binding("pagedown", "turn(1)", show=False),
        Binding("enter", "take", _("this day")),
    ]

    class Went(Message):
        """Someone went to another day."""

        def __init__(self, day: date) -> None:
            super().__init__()
            self.day = day

    class Taken(Message):
        """That day it is."""

    def __init__(self, day: date, *, id: str) -> None:
        super().__init__(id=id)
        self.day = day
        self._days: frozenset[date] = frozenset()

    @property
    def cursor_region(self) -> Region:
        """Where the week of the marked day stands on the screen."""
        week = next(row for row, days in enumerate(self._weeks()) if self.day.day in days)
        return Region(self.region.x, self.region.y + WEEKS_FROM_ROW + week, self.region.width, 1)

    def show(self, days: frozenset[date]) -> None:
        """Other days have a dot."""
        self._days = days
        self.refresh()

    def go_to(self, day: date) -> None:
        """Mark a day."""
        self.day = day
        self.refresh()

    def render(self) -> Content:
        """The month's name, the days of the week, and the weeks."""
        title = f"{MONTHS[self.day.month - 1]} {self.day.year}"
        spans: list[str | tuple[str, str]] = [(title.center(CELL * 7), "$soft"), "\n"]
        spans.append(("".join(f"{name:>3} " for name in DAY_LETTERS), "$faint"))
        for week in self._weeks():
            spans.append("\n")
            spans += [self._cell(self.day.replace(day=number)) if number else " " * CELL for number in week]
        return Content.assemble(*spans)

    def _weeks(self) -> list[list[int]]:
        """The days of the month by weeks from Monday; 0 for a day of another month."""
        return calendar.Calendar().monthdayscalendar(self.day.year, self.day.month)

    def _cell(self, day: date) -> tuple[str, str]:
        dot = "•" if day in self._days else " "
        text = f"{day.day:>3}{dot}"
        if day == self.day:
            return (text, "bold reverse" if self.has_focus else "bold underline")
        return (text, "$accent" if day in self._days else "$soft")

    def on_focus(self) -> None:
        """The marked day is drawn stronger."""
        self.refresh()

    def on_blur(self) -> None:
        """And weaker again."""
        self.refresh()

    def action_go(self, days: int) -> None:
        """Go so many days on, within what a calendar has."""
        with suppress(OverflowError):
            self._go(self.day + timedelta(days))

    def action_turn(self, months: int) -> None:
        """Go so many months on; the day stays where the month has it."""
        number = self.day.year * 12 + self.day.month - 1 + months
        year, month = divmod(number, 12)
        if date.min.year <= year <= date.max.year:
            last = calendar.monthrange(year, month + 1)[1]
            self._go(date(year, month + 1, min(self.day.day, last)))

    def action_take(self) -> None:
        """This day."""
        self.post_message(self.Taken())

    def on_click(self, event: events.Click) -> None:
        """The mouse chooses a day."""
        weeks = self._weeks()
        row, column = event.y - WEEKS_FROM_ROW, event.x // CELL
        if 0 <= row < len(weeks) and 0 <= column < len(DAY_LETTERS) and weeks[row][column]:
            self.focus()
            self._go(self.day.replace(day=weeks[row][column]))

    def _go(self, day: date) -> None:
        self.go_to(day)
        self.post_message(self.Went(day))
