"""From your therapist: what was given, what was shared, and a file that just came."""

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from companion.domain.assignment import Answered, Assigned
from companion.domain.entry import Entry
from companion.errors import CompanionError
from companion.exports.entry_words import date_in_words
from companion.exports.plain_text import harmless
from companion.language import _
from companion.services.between.assignments import State, listed, open_file, state_of
from companion.tui.modals.reading import ReadingModal
from companion.tui.screens.assignment import TITLE, AssignmentScreen
from companion.tui.screens.base import Place, app_of
from companion.tui.screens.files import ask_for_file
from companion.tui.widgets.choices import Choice, Choices
from companion.tui.widgets.keys import KeyRow

OPEN_FILE = Choice(_("Open a file from your therapist"), _("what they give you, or what they write back"))
SHARED = Choice(_("What you shared"), _("when, with whom, and a way to ask for it back"))
WRITES = _("{} writes")
STATES: dict[State, str] = {
    "waiting": _("waits"), "under way": _("you have begun it"), "done": _("you have done it"),
    "declined": _("you declined it"),
}  # fmt: skip
LONGEST_SHOWN = 60


class GivenScreen(Place):
    """Everything that a therapist gave, the newest first."""

    CSS_PATH = "../sharing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", _("back"))]

    def __init__(self) -> None:
        super().__init__(classes="sheet-place")
        self._entries: list[Entry] = []
        self._labels: list[Choice] = []

    def compose(self) -> ComposeResult:
        """The list."""
        yield Static(TITLE, classes="sheet-title", markup=False)
        yield VerticalScroll(id="list-box", can_focus=False)
        yield KeyRow()

    async def on_screen_resume(self) -> None:
        """Look again at what there is."""
        try:
            journal = app_of(self).companion.journal
            self._entries = listed(journal)
            rows = [_row(each, state_of(journal, each)) for each in self._entries]
            others = [OPEN_FILE, *([SHARED] if journal.entries("shared") else [])]
        except CompanionError as error:
            app_of(self).tell(error)
            rows, others = [], [OPEN_FILE]
        self._labels = [*rows, *others]
        numbered = [
            Choice(row.label, row.note, str(number) if number < 10 else "")
            for number, row in enumerate(self._labels, start=1)
        ]
        box = self.query_one("#list-box", VerticalScroll)
        await box.remove_children()
        choices = Choices(numbered, notes_beside=False)
        await box.mount(choices)
        choices.focus()

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """Look at one, open a file, or see what was shared."""
        event.stop()
        taken = self._labels[event.index]
        if taken == OPEN_FILE:
            ask_for_assignment(self)
        elif taken == SHARED:
            from companion.tui.screens.shared import SharedScreen

            self.app.push_screen(SharedScreen())
        else:
            self.app.push_screen(AssignmentScreen(self._entries[event.index].id))

    def action_back(self) -> None:
        """Home."""
        self.app.pop_screen()


def ask_for_assignment(screen: Screen[None]) -> None:
    """Ask for a file and open it: an assignment on its own page, a reply to be read."""
    app = app_of(screen)

    def take(path: Path) -> None:
        entry = open_file(app.companion.journal, path)
        if isinstance(entry.body, Answered):
            title = harmless(WRITES.format(entry.body.therapist))
            app.push_screen(ReadingModal(title, entry.body.text.splitlines()))
        else:
            app.push_screen(AssignmentScreen(entry.id))

    ask_for_file(screen, take)


def _row(entry: Entry, state: State) -> Choice:
    assert isinstance(entry.body, Assigned)
    title = harmless(entry.body.exercise_title)
    label = title if len(title) <= LONGEST_SHOWN else f"{title[: LONGEST_SHOWN - 1]}…"
    return Choice(
        label,
        harmless(
            _("from {therapist}, {date_in_words}; {states}").format(
                therapist=entry.body.therapist, date_in_words=date_in_words(entry.created), states=STATES[state]
            )
        ),
    )
