"""What clients shared, and nothing else: everyone, one of them, one return. Numbers stand as they were given."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from companion.domain.entry import Entry
from companion.errors import CompanionError
from companion.exports.entry_words import date_in_words
from companion.exports.plain_text import harmless
from companion.language import _
from companion.services.between.page import items_in_words
from companion.services.between.report import points_of, write_report
from companion.services.between.review_page import overview_line
from companion.services.between.reviewing import Client, clients, received, take_in
from companion.services.between.small_plot import plot_lines
from companion.tui.modals.reading import ReadingModal
from companion.tui.screens.base import Place, app_of
from companion.tui.screens.files import ask_for_file, ask_where_to, new_path
from companion.tui.screens.return_page import ReturnScreen
from companion.tui.widgets.choices import Choice, Choices
from companion.tui.widgets.keys import KeyRow

if TYPE_CHECKING:
    from companion.journal.store import Journal

TITLE = _("What was shared")
NOBODY = _("Nobody yet. A file that somebody shared with you is opened with o.")
NOT_YOURS = _("Not from an assignment of yours")
NO_NUMBERS = _("No numbers were shared.")
NOTHING_BACK = _("Nothing has come back. That may mean anything.")
HAS_NONE = _("nothing to show")


class ReviewScreen(Place):
    """Everyone, by the name they were given."""

    CSS_PATH = "../sharing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "open_file", _("open a file")),
        Binding("w", "write", _("write a page")),
        Binding("escape", "back", _("back")),
    ]

    def __init__(self, records: "Journal") -> None:
        super().__init__(classes="sheet-place")
        self._records = records
        self._clients: tuple[Client, ...] = ()

    def compose(self) -> ComposeResult:
        """The list."""
        yield Static(TITLE, classes="sheet-title", markup=False)
        yield VerticalScroll(id="list-box", can_focus=False)
        yield KeyRow()

    async def on_screen_resume(self) -> None:
        """Look again at what there is, also at what was given meanwhile."""
        try:
            self._records.refresh()
            self._clients = clients(self._records)
        except CompanionError as error:
            app_of(self).tell(error)
        box = self.query_one("#list-box", VerticalScroll)
        await box.remove_children()
        if not self._clients:
            await box.mount(Static(NOBODY, classes="sheet-note", markup=False))
            return
        choices = Choices([_client_row(each) for each in self._clients], notes_beside=False)
        await box.mount(choices)
        choices.focus()

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """One of them."""
        event.stop()
        self.app.push_screen(ClientScreen(self._records, self._clients[event.index].name))

    def action_open_file(self) -> None:
        """Ask for a return, take it in, and show it."""

        def take(path: Path) -> None:
            entry = take_in(self._records, path)
            self.app.push_screen(ReturnScreen(self._records, entry))

        ask_for_file(self, take)

    def action_write(self) -> None:
        """Write everything on one page."""
        write_page(self, self._records, None, _("what was shared"))

    def action_back(self) -> None:
        """Where one was before."""
        self.app.pop_screen()


class ClientScreen(Place):
    """One client: what they said about themselves, return by return, and each return to be opened."""

    CSS_PATH = "../sharing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "numbers", _("numbers over time")),
        Binding("w", "write", _("write a page")),
        Binding("escape", "back", _("back")),
    ]

    def __init__(self, records: "Journal", client_name: str) -> None:
        super().__init__(classes="sheet-place")
        self._records = records
        self._client_name = client_name
        self._returns: tuple[Entry, ...] = ()

    def compose(self) -> ComposeResult:
        """Who it is, and the returns."""
        yield Static(harmless(self._client_name) or NOT_YOURS, classes="sheet-title", markup=False)
        yield VerticalScroll(id="list-box", can_focus=False)
        yield KeyRow()

    async def on_screen_resume(self) -> None:
        """Look again at what there is, the newest first."""
        found = [each for each in clients(self._records) if each.name == self._client_name]
        self._returns = tuple(reversed(found[0].returns)) if found else ()
        box = self.query_one("#list-box", VerticalScroll)
        await box.remove_children()
        if not self._returns:
            await box.mount(Static(NOTHING_BACK, classes="sheet-note", markup=False))
            return
        choices = Choices([_return_row(each) for each in self._returns], notes_beside=False)
        await box.mount(choices)
        choices.focus()

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """One return."""
        event.stop()
        self.app.push_screen(ReturnScreen(self._records, self._returns[event.index]))

    def action_numbers(self) -> None:
        """What was said before and after, the oldest first."""
        lines = plot_lines(points_of(reversed(self._returns))) or [NO_NUMBERS]
        self.app.push_screen(ReadingModal(harmless(self._client_name) or NOT_YOURS, lines))

    def action_write(self) -> None:
        """Write all of this client's on one page."""
        write_page(self, self._records, self._returns, self._client_name or _("unknown"))

    def action_back(self) -> None:
        """Everyone."""
        self.app.pop_screen()


def write_page(screen: Place, records: "Journal", entries: tuple[Entry, ...] | None, name: str) -> None:
    """Ask where to, and write returns (None for all) on one page to look at or print."""
    app = app_of(screen)

    def write(path: Path) -> None:
        write_report(records, entries, path)
        app.say(_("Written: {path}").format(path=path), stays=True)

    ask_where_to(screen, new_path(app.companion.places.exports, name, ".html"), write)


def _client_row(client: Client) -> Choice:
    return Choice(harmless(client.name) or NOT_YOURS, harmless(overview_line(client).partition(": ")[2]))


def _return_row(entry: Entry) -> Choice:
    body = received(entry)
    title = body.assigned_title or NOT_YOURS
    what = "; ".join(items_in_words(body.share)) or (_("music") if body.blob else HAS_NONE)
    return Choice(harmless(f"{date_in_words(entry.created)}, {title}"), harmless(what))
