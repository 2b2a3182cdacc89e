"""A list of entries of any length: only the rows that are seen are drawn."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from companion.domain.entry import Entry
from companion.exports.entry_words import kind_in_words, when
from companion.exports.plain_text import harmless
from companion.language import _
from companion.services.journal.rows import label_of
from companion.services.scanning import StepScan
from companion.services.songs.columns import columns_of
from companion.tui.screens.base import app_of

ROWS = 2
"""Rows of an entry: what it is called; below it what it is and when, or what was found in it."""

FAVOURITE = "★"


class EntryList(ScrollView, can_focus=True):
    """Entries with one of them marked; enter or a click on the marked one takes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", _("up"), show=False),
        Binding("down", "move(1)", _("down"), show=False),
        Binding("pageup", "turn(-1)", show=False),
        Binding("pagedown", "turn(1)", show=False),
        Binding("home", "go(0)", _("newest"), show=False),
        Binding("end", "go(-1)", _("oldest"), show=False),
        Binding("enter", "take", _("open")),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"entry-list--mark", "entry-list--on", "entry-list--note"}

    marked: reactive[int] = reactive(0)

    class Marked(Message):
        """Another entry is marked now, or the entries are others."""

    class Taken(Message):
        """The marked entry was taken."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.entries: tuple[Entry, ...] = ()
        self._excerpts: tuple[str, ...] = ()
        self._now: datetime | None = None
        self._scan = StepScan()

    @property
    def entry(self) -> Entry | None:
        """The marked one; None where there is none."""
        return self.entries[self.marked] if self.entries else None

    @property
    def cursor_region(self) -> Region:
        """Where the marked entry stands on the screen."""
        return Region(self.region.x, self.region.y + self.marked * ROWS - self.scroll_offset.y, self.size.width, ROWS)

    def show(self, entries: Sequence[Entry], excerpts: Sequence[str], now: datetime) -> None:
        """Show other entries. The one that was marked stays so where it is still there, else the mark its place."""
        before, place = self.entry, self.marked
        self.entries, self._excerpts, self._now = tuple(entries), tuple(excerpts), now
        self.virtual_size = Size(0, len(self.entries) * ROWS)
        ids = (index for index, each in enumerate(self.entries) if before is not None and each.id == before.id)
        self.set_reactive(EntryList.marked, next(ids, max(0, min(place, len(self.entries) - 1))))
        self._to_view()
        self.refresh()
        self.post_message(self.Marked())

    def exchange(self, entry: Entry) -> None:
        """Show an entry as it is now."""
        self.entries = tuple(entry if each.id == entry.id else each for each in self.entries)
        self.refresh()
        self.post_message(self.Marked())

    def watch_marked(self) -> None:
        """The mark is seen."""
        self._to_view()
        self.refresh()
        self.post_message(self.Marked())

    def action_move(self, by: int) -> None:
        """Mark the entry `by` further down, stopping at the ends."""
        self.marked = max(0, min(len(self.entries) - 1, self.marked + by))

    def action_turn(self, pages: int) -> None:
        """Go on by what is seen at once."""
        self.action_move(pages * max(1, self.size.height // ROWS - 1))

    def action_go(self, index: int) -> None:
        """Mark the first one, or the last (-1)."""
        self.marked = index % max(1, len(self.entries))

    def action_take(self) -> None:
        """Take the marked one."""
        if self.entries:
            self.post_message(self.Taken())

    def scan_begin(self) -> None:
        """One switch comes here: the mark goes from entry to entry."""
        self._scan.begin(len(self.entries))

    def scan_step(self) -> None:
        """The next entry, and from the last one to the first."""
        if self._scan.goes_on():
            self.marked = (self.marked + 1) % max(1, len(self.entries))

    def scan_press(self) -> None:
        """Everything that can be done with the marked one."""
        app_of(self).action_help()

    def on_click(self, event: events.Click) -> None:
        """A click marks; on the marked one it takes."""
        index = (event.y + self.scroll_offset.y) // ROWS
        if index >= len(self.entries):
            return
        if index == self.marked:
            self.action_take()
        self.marked = index

    def _to_view(self) -> None:
        region = Region(0, self.marked * ROWS, max(1, self.size.width), ROWS)
        self.scroll_to_region(region, animate=False, force=True, immediate=True)

    def on_resize(self) -> None:
        """The mark stays in view."""
        self._to_view()

    def render_line(self, y: int) -> Strip:
        """One line: the mark and what it is called, or the note below."""
        index, row = divmod(y + self.scroll_offset.y, ROWS)
        width = self.size.width
        if index >= len(self.entries):
            return Strip.blank(width, self.rich_style)
        is_on = index == self.marked
        return Strip(self._label(index, is_on, width) if row == 0 else self._note(index, width), width)

    def _label(self, index: int, is_on: bool, width: int) -> list[Segment]:
        entry = self.entries[index]
        star = f" {FAVOURITE}" if entry.is_favourite else ""
        text = shortened(label_of(entry), width - 3 - len(star)) + star
        style = self._style("entry-list--on" if is_on and self.has_focus else "", bold=is_on)
        mark = Segment("▸ " if is_on else "  ", self._style("entry-list--mark"))
        return [mark, Segment(set_cell_size(text, width - 2), style)]

    def _note(self, index: int, width: int) -> list[Segment]:
        entry = self.entries[index]
        told = f"{kind_in_words(entry)}, {when(entry.created, self._now)}" if self._now is not None else ""
        note = harmless(self._excerpts[index]) or told
        style = self._style("entry-list--note")
        return [Segment("  ", style), Segment(set_cell_size(shortened(note, width - 3), width - 2), style)]

    def _style(self, part: str, *, bold: bool = False) -> Style:
        style = self.get_component_rich_style(part) if part else self.rich_style
        return style + Style(bold=True) if bold else style


def shortened(text: str, room: int) -> str:
    """The text in so many columns; what is cut off is shown by an ellipsis."""
    if columns_of(text) <= room:
        return text
    cut = text[:room]
    while cut and columns_of(cut) > room - 1:
        cut = cut[:-1]
    return f"{cut.rstrip()}…"
