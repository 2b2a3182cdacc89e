"""A short list to choose from, by arrow keys, digits or mouse: menus, words, suggestions."""

from collections.abc import Callable, Sequence
from functools import partial
from textwrap import fill
from typing import ClassVar

from msgspec import Struct
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from companion.language import _
from companion.services.scanning import RowScan

NOTE_WIDTH = 68
ROW_WIDTH = 72
"""Columns of a row at most (the style says so too)."""

NARROWEST_NOTE = 20
"""Columns below which a note stands under its label."""


class Choice(Struct, frozen=True):
    """One row: what it is, a note beside or below it, and the digit or letter that chooses it (may be empty)."""

    label: str
    note: str = ""
    key: str = ""


class Beyond(Struct, frozen=True):
    """Where a list leads that is gone through with one switch: the row that says so, and the way."""

    choice: Choice
    go: Callable[[], object]


class ChoiceRow(Static):
    """One row of a list; knows its index."""

    def __init__(self, choice: Choice, index: int, label_width: int) -> None:
        super().__init__(markup=False)
        self.choice = choice
        self.index = index
        self._label_width = label_width
        self.is_on = False
        self.tail = ""
        self._width = ROW_WIDTH

    def fit(self, width: int) -> None:
        """There is room for so many columns."""
        if min(width, ROW_WIDTH) != self._width:
            self._width = min(width, ROW_WIDTH)
            self.show(is_on=self.is_on)

    def show(self, *, is_on: bool) -> None:
        """Draw the row as the marked one, or as another."""
        self.is_on = is_on
        self.set_class(is_on, "-on")
        choice = self.choice
        key = f"{choice.key} " if choice.key else ""
        label = choice.label.ljust(self._label_width) if self._label_width else choice.label
        parts: list[str | tuple[str, str]] = ["▸ " if is_on else "  "]
        parts += [(key, "$accent"), (label, "bold" if is_on else "")]
        if self.tail:
            parts.append((f"   {self.tail}", "$accent"))
        if choice.note:
            parts.append((self._note_beside(len(key)) if self._label_width else f"\n{_indented(choice.note)}", "$soft"))
        self.update(Content.assemble(*parts))

    def _note_beside(self, key_width: int) -> str:
        """The note in its own column, on as many lines as it needs; below the label where there is no room."""
        note, start = f"  {self.choice.note}", len("▸ ") + key_width + self._label_width + 2
        if self.tail or start + len(self.choice.note) <= self._width:
            return note
        if self._width - start < NARROWEST_NOTE:
            return f"\n{fill(note.strip(), max(self._width - 4, 1), initial_indent='    ', subsequent_indent='    ')}"
        return "  " + fill(note.strip(), self._width - start).replace("\n", "\n" + " " * start)


def beyond_of(widget: Widget) -> Beyond | None:
    """Back from a question, on to the menu of a place; None where more than one switch is used."""
    app = widget.app
    if not getattr(app, "is_scanning", False):
        return None
    if isinstance(widget.screen, ModalScreen):
        back = Choice(_("Back"), _("none of these"))
        return Beyond(back, partial(app.simulate_key, "escape")) if "escape" in widget.screen.active_bindings else None
    return Beyond(Choice(_("More"), _("everything else here")), partial(app.simulate_key, "f1"))


def _indented(note: str) -> str:
    return fill(note, NOTE_WIDTH, initial_indent="    ", subsequent_indent="    ")


class Choices(Widget, can_focus=True):
    """Rows with one of them marked; `enter` or a click takes it, its own key takes it at once.

    With `notes_beside` the notes stand in a column to the right, otherwise each on a line below its label.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", _("up"), show=False),
        Binding("down", "move(1)", _("down"), show=False),
        Binding("home", "move(-99)", _("first"), show=False),
        Binding("end", "move(99)", _("last"), show=False),
        Binding("enter", "take", _("choose")),
    ]

    marked: reactive[int] = reactive(0)

    class Marked(Message):
        """Another row is marked now."""

        def __init__(self, choices: "Choices", index: int) -> None:
            super().__init__()
            self.choices = choices
            self.index = index

    class Taken(Message):
        """A row was taken; `is_untouched`: by enter alone, as the list stood."""

        def __init__(self, choices: "Choices", index: int, *, is_untouched: bool = False) -> None:
            super().__init__()
            self.choices = choices
            self.index = index
            self.is_untouched = is_untouched

    def __init__(self, rows: Sequence[Choice], *, marked: int = 0, notes_beside: bool = True, id: str = "") -> None:
        super().__init__(id=id or None)
        self._rows = tuple(rows)
        self._notes_beside = notes_beside
        self._was_moved = False
        self.set_reactive(Choices.marked, min(marked, max(0, len(self._rows) - 1)))

    def compose(self) -> ComposeResult:
        """The rows, labels in one column; for one switch a last one that leads on from here."""
        self._beyond = beyond_of(self)
        rows = self._rows if self._beyond is None else (*self._rows, self._beyond.choice)
        width = max((len(row.label) for row in rows), default=0) if self._notes_beside else 0
        for index, row in enumerate(rows):
            yield ChoiceRow(row, index, width)

    def on_mount(self) -> None:
        """Draw the rows."""
        self.watch_marked()

    def on_resize(self, event: events.Resize) -> None:
        """Notes keep to the width there is."""
        for row in self.query(ChoiceRow):
            row.fit(event.size.width)

    @property
    def cursor_region(self) -> Region:
        """Where the marked row stands on the screen."""
        return next((row.region for row in self.query(ChoiceRow) if row.is_on), self.region)

    def scan_begin(self) -> None:
        """The first row is marked, or the first few of a long list."""
        self._scan = RowScan(len(self.query(ChoiceRow)))
        self._show_scan()

    def scan_step(self) -> None:
        """Mark what comes next."""
        self._scan.step()
        self._show_scan()

    def scan_press(self) -> None:
        """Take the row that is marked, or go into the few that are."""
        index = self._scan.press()
        if index is None:
            self._show_scan()
        elif index < len(self._rows):
            self._mark(index)
            self.post_message(self.Taken(self, index))
        elif self._beyond is not None:
            self._beyond.go()

    def _show_scan(self) -> None:
        for row in self.query(ChoiceRow):
            row.show(is_on=row.index in self._scan.marked and not self._scan.is_resting)
            if row.index == self._scan.marked.start:
                row.scroll_visible(animate=False)

    def watch_marked(self) -> None:
        """Move the mark."""
        for row in self.query(ChoiceRow):
            row.show(is_on=row.index == self.marked)
            if row.is_on:
                row.scroll_visible(animate=False)

    def set_tail(self, index: int | None, text: str) -> None:
        """Show `text` behind one row (and behind no other): what is happening with it now."""
        for row in self.query(ChoiceRow):
            row.tail = text if row.index == index else ""
            row.show(is_on=row.index == self.marked)

    def exchange(self, index: int, choice: Choice) -> None:
        """Show something else in a row."""
        for row in self.query(ChoiceRow):
            if row.index == index:
                row.choice = choice
                row.show(is_on=row.index == self.marked)

    def action_move(self, by: int) -> None:
        """Mark the row `by` further down, stopping at the ends."""
        self._mark(max(0, min(len(self._rows) - 1, self.marked + by)))

    def action_take(self) -> None:
        """Take the marked row."""
        self.post_message(self.Taken(self, self.marked, is_untouched=not self._was_moved))

    def on_key(self, event: events.Key) -> None:
        """A row's own key takes it."""
        for index, row in enumerate(self._rows):
            if row.key and event.character == row.key:
                event.stop()
                self._mark(index)
                self.post_message(self.Taken(self, index))

    def on_click(self, event: events.Click) -> None:
        """A click marks and takes a row."""
        if isinstance(event.widget, ChoiceRow):
            self.focus()
            self._mark(event.widget.index)
            self.post_message(self.Taken(self, event.widget.index))

    def _mark(self, index: int) -> None:
        self._was_moved = True
        if index != self.marked:
            self.marked = index
            self.post_message(self.Marked(self, index))
