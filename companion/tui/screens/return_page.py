"""One return as the client chose it: its words, before and after, its music, and a few words back."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.widgets import Static

from companion.domain.entry import Entry
from companion.errors import CompanionError
from companion.exports.entry_words import date_in_words
from companion.language import _
from companion.services.between.report import points_of, write_report
from companion.services.between.review_page import page
from companion.services.between.reviewing import clients, delete, received, reply_to, whole
from companion.services.between.small_plot import plot_lines
from companion.tui.modals.line import LineModal
from companion.tui.modals.pick import PickModal
from companion.tui.screens.base import Place, app_of
from companion.tui.screens.files import ask_where_to, new_path
from companion.tui.screens.hearing import hear_share, hush
from companion.tui.widgets.keys import KeyRow
from companion.tui.widgets.sheet import Line, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from companion.journal.store import Journal

CAME = _("Came in on {}")
WRITE_BACK = _("A few words back")
ONLY_THEY = _("only they can open it; enter goes on")
DELETE = _("Take this out of your records, for good?")
DELETE_CHOICES = ((_("Keep it"), ""), (_("Take it out"), _("its music too")))
GONE = _("Taken out of your records.")


class ReturnScreen(Place):
    """`space` lets the music be heard, `r` writes back, `w` writes a page."""

    CSS_PATH = "../sharing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "hear", _("hear")),
        Binding("r", "reply", _("write back")),
        Binding("w", "write", _("write a page")),
        Binding("pageup,up", "read(-1)", _("read up"), show=False),
        Binding("pagedown,down", "read(1)", _("read on"), show=False),
        Binding("escape", "back", _("back")),
    ]

    def __init__(self, records: "Journal", entry: Entry) -> None:
        super().__init__(classes="sheet-place")
        self._records = records
        self._entry = entry

    def compose(self) -> ComposeResult:
        """The page."""
        yield Static(CAME.format(date_in_words(self._entry.created)), classes="sheet-title", markup=False)
        yield Sheet(self._lines())
        yield KeyRow()

    def _lines(self) -> list[Line]:
        asked = frozenset(each for client in clients(self._records) for each in client.withdrawn)
        try:
            head, *others = page(self._records, self._entry, is_asked_back=self._entry.id in asked)
        except CompanionError as error:
            return [str(error)]
        plot = plot_lines(points_of((self._entry,)))
        return [(head, "bold"), "", *others, *(("", *plot) if plot else ())]

    def commands(self) -> "Iterable[SystemCommand]":
        """Deleting, which a client may ask for."""
        yield SystemCommand(_("Delete this return"), _("Out of your records, for good"), self._ask_delete)

    def action_hear(self) -> None:
        """The music, where it was shared."""
        try:
            share = whole(self._records, self._entry)
        except CompanionError as error:
            app_of(self).tell(error)
        else:
            hear_share(self, share)

    def action_reply(self) -> None:
        """A few words into a file that only this client can open."""

        def entered(text: str | None) -> None:
            if text is None:
                return
            name = received(self._entry).client or _("a client")
            suggested = new_path(app_of(self).companion.places.exports, f"to {name}", ".age")
            ask_where_to(self, suggested, partial(self._reply, text))

        self.app.push_screen(LineModal(WRITE_BACK, ONLY_THEY), entered)

    def _reply(self, text: str, path: Path) -> None:
        self._doing(lambda: reply_to(self._entry, text, path), _("Written: {path}").format(path=path))

    def action_write(self) -> None:
        """This return on one page to look at or print."""

        def write(path: Path) -> None:
            self._doing(
                lambda: write_report(self._records, (self._entry,), path), _("Written: {path}").format(path=path)
            )

        name = received(self._entry).client or _("a return")
        ask_where_to(self, new_path(app_of(self).companion.places.exports, name, ".html"), write)

    def _ask_delete(self) -> None:
        def answered(index: int | None) -> None:
            if index == 1 and self._doing(lambda: delete(self._records, self._entry.id), GONE):
                self.action_back()

        self.app.push_screen(PickModal(DELETE, DELETE_CHOICES), answered)

    def _doing(self, step: "Callable[[], object]", done: str) -> bool:
        """Do something that writes; say that it is done, or why it is not."""
        try:
            step()
        except CompanionError as error:
            app_of(self).tell(error)
            return False
        app_of(self).say(done)
        return True

    def action_read(self, by: int) -> None:
        """Move the page."""
        sheet = self.query_one(Sheet)
        sheet.scroll_relative(y=by * max(1, sheet.size.height - 2), animate=False)

    def action_back(self) -> None:
        """Where one was before; the music fades."""
        hush(self)
        self.app.pop_screen()
