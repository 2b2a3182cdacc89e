"""Looking into the journal: a list that follows the words that are typed, a calendar, and a page beside it."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from companion import messages
from companion.domain.entry import Entry
from companion.errors import CompanionError
from companion.language import _
from companion.services.journal.desk import JournalDesk, Sought
from companion.tui.screens.base import Place, app_of
from companion.tui.widgets.entry_list import EntryList
from companion.tui.widgets.entry_page import page_of
from companion.tui.widgets.fields import WordField
from companion.tui.widgets.keys import KeyRow
from companion.tui.widgets.month import Month
from companion.tui.widgets.said import Said

TALL = 34
"""Rows from which the calendar stands above the list without being asked for."""

FIELD = _("/ a word, #tag, last week …")
FIRST_SHOWN = 60
"""So many entries are shown before all of them are looked through."""

WIDE = 100
"""Columns from which the list has more of them."""


PAGE_WIDTH = 60
"""Columns of an entry that is read by itself."""


class Found(Message):
    """What was found for some words; `problem` says why nothing could be looked for."""

    def __init__(self, turn: int, sought: Sought, problem: str) -> None:
        super().__init__()
        self.turn = turn
        self.sought = sought
        self.problem = problem


class SearchField(WordField):
    """A line to look for something; `esc` empties it first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", _("to the list")),
        Binding("down", "submit", _("to the list"), show=False),
        Binding("escape", "empty", _("everything")),
    ]

    class Left(Message):
        """The person goes on to the list."""

    def action_empty(self) -> None:
        """Look for nothing any more."""
        self.value = ""
        self.post_message(self.Left())


class JournalLooking(Place):
    """Newest first; the page follows the mark, the list follows the words that are typed. Nothing is changed here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", _("search"), show=False, key_display="/"),
        Binding("c", "calendar", _("calendar"), show=False),
        Binding("t", "romans", _("roman numerals, or names"), show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._turn = 0
        self._has_romans = False
        self._has_calendar: bool | None = None

    def compose(self) -> ComposeResult:
        """What is looked for above the list to the left, the page to the right."""
        with Horizontal(id="journal-header"):
            yield Static(_("What you made"), id="made-title", markup=False)
            yield Said(id="journal-about")
        with Horizontal(id="made"):
            with Vertical(id="made-left"):
                yield SearchField(placeholder=FIELD, id="search", compact=True)
                yield Month(app_of(self).companion.clock().date(), id="month")
                yield EntryList(id="made-list")
            with VerticalScroll(id="made-page"):
                yield Static("", id="page-text", markup=False)
        yield Said(id="journal-state")
        yield KeyRow()

    def on_mount(self) -> None:
        """The list has the keys, and the newest entries at once; a moment later it has all."""
        entries = self.query_one(EntryList)
        entries.focus()
        self._mind_calendar()
        companion = app_of(self).companion
        try:
            first = companion.journal.entries(limit=FIRST_SHOWN)
        except CompanionError as error:
            app_of(self).tell(error)
            self.show_page()
            return
        entries.show(first, ("",) * len(first), companion.clock())
        self.look_again()

    @property
    def marked(self) -> Entry | None:
        """The entry that one stands on."""
        return self.query_one(EntryList).entry

    def look_again(self) -> None:
        """Look for what stands in the field; of several looks the newest counts."""
        self._turn += 1
        self._find(app_of(self).desk, self.query_one(SearchField).value, self._turn)

    @work(thread=True, exclusive=True, exit_on_error=False, group="find")
    def _find(self, desk: JournalDesk, words: str, turn: int) -> None:
        sought, problem = Sought((), (), ""), ""
        if turn != self._turn:
            return
        try:
            sought = desk.find(words)
        except CompanionError as error:
            problem = str(error)
        self.post_message(Found(turn, sought, problem))

    def on_found(self, event: Found) -> None:
        """Show what was found, unless something newer is looked for."""
        event.stop()
        if event.turn != self._turn:
            return
        if event.problem:
            self.query_one("#journal-state", Said).say(event.problem)
            return
        sought = event.sought
        many = len(sought.entries)
        about = (
            _("{many} found: {asked}").format(many=many or "nothing", asked=sought.asked)
            if sought.asked
            else f"{many}"
            if many
            else ""
        )
        self.query_one("#journal-about", Said).say(about)
        self.query_one("#journal-state", Said).say(sought.read_as)
        now = app_of(self).companion.clock()
        days = frozenset(entry.created.astimezone(now.tzinfo).date() for entry in sought.entries)
        self.query_one(Month).show(days)
        self.query_one(EntryList).show(sought.entries, sought.excerpts, now)
        if self.marked is not None and app_of(self).desk.versions(self.marked):
            self.show_page()  # what is known only now that all were looked at

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search as it is typed."""
        event.stop()
        self.look_again()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """On to the list."""
        event.stop()
        self.query_one(EntryList).focus()

    def on_search_field_left(self, event: SearchField.Left) -> None:
        """On to the list too."""
        self.query_one(EntryList).focus()

    def on_entry_list_marked(self, event: EntryList.Marked) -> None:
        """The page follows the mark, and so does the calendar."""
        event.stop()
        self.show_page()
        entry = self.marked
        month = self.query_one(Month)
        if entry is not None and not month.has_focus:
            month.go_to(entry.created.astimezone(app_of(self).companion.clock().tzinfo).date())

    def on_month_went(self, event: Month.Went) -> None:
        """The list goes to the newest entry of that day, or to the next older one."""
        event.stop()
        zone = app_of(self).companion.clock().tzinfo
        entries = self.query_one(EntryList).entries
        older = (i for i, each in enumerate(entries) if each.created.astimezone(zone).date() <= event.day)
        self.query_one(EntryList).marked = next(older, max(0, len(entries) - 1))

    def on_month_taken(self, event: Month.Taken) -> None:
        """From the calendar to the list."""
        event.stop()
        self.query_one(EntryList).focus()

    def show_page(self) -> None:
        """The marked entry, as wide as there is room."""
        entry, page = self.marked, self.query_one("#made-page", VerticalScroll)
        if entry is None:
            is_empty = not self.query_one(SearchField).value
            self.query_one("#page-text", Static).update(messages.NOTHING_MADE if is_empty else "")
            return
        self.query_one("#page-text", Static).update(self._page(entry, page.scrollable_content_region.width - 1))
        page.scroll_home(animate=False)

    def page_lines(self, entry: Entry) -> list[str]:
        """What stands on an entry's page, for a page of its own."""
        return self._page(entry, PAGE_WIDTH).plain.splitlines()

    def _page(self, entry: Entry, width: int) -> Content:
        app = app_of(self)
        try:
            kept = app.companion.journal.of_session(entry.session_id) if entry.session_id is not None else ()
        except CompanionError as error:
            app.tell(error)
            kept = ()
        now, versions = app.companion.clock(), app.desk.versions(entry)
        return page_of(entry, kept, width, now, has_romans=self._has_romans, versions=versions)

    def on_resize(self) -> None:
        """Everything finds its width again."""
        self.set_class(self.app.size.width >= WIDE, "-wide")
        self._mind_calendar()
        self.call_after_refresh(self.show_page)

    def action_search(self) -> None:
        """To the field."""
        self.query_one(SearchField).focus()

    def action_romans(self) -> None:
        """Chords by their place in the key, or by their names."""
        self._has_romans = not self._has_romans
        self.show_page()

    def action_calendar(self) -> None:
        """Show the calendar and go into it; from it back to the list, and away with it where there is little room."""
        month = self.query_one(Month)
        if month.has_focus:
            self._has_calendar = False
            self.query_one(EntryList).focus()
        else:
            self._has_calendar = True
        self._mind_calendar()
        if self._has_calendar:
            month.focus()

    def _mind_calendar(self) -> None:
        is_asked = self._has_calendar if self._has_calendar is not None else self.app.size.height >= TALL
        self.query_one(Month).display = is_asked
