"""What went to a therapist so far: what, when, to whom; and a file that asks them to delete it."""

from functools import partial
from pathlib import Path
from typing import ClassVar
from uuid import uuid4

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from companion.domain.entry import Entry
from companion.domain.share import Sent
from companion.errors import CompanionError
from companion.exports.entry_words import moment_in_words
from companion.exports.plain_text import harmless
from companion.language import _, told
from companion.services.between.sharing import withdraw
from companion.tui.modals.pick import PickModal
from companion.tui.modals.reading import ReadingModal
from companion.tui.screens.base import Place, app_of
from companion.tui.screens.files import ask_where_to, new_path
from companion.tui.widgets.choices import Choice, Choices
from companion.tui.widgets.keys import KeyRow

TITLE = _("What you shared")
QUESTION = _("Ask {} to delete this? It is a request: what was seen can't be unseen.")
CHOICES = ((_("Leave it"), ""), (_("Write a file that asks for it"), ""))
ASKED = _("It asks them to delete what you shared. It goes when you send it, and not before.")


class SharedScreen(Place):
    """The newest first; `enter` offers to ask for one of them back."""

    CSS_PATH = "../sharing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", _("back"))]

    def __init__(self) -> None:
        super().__init__(classes="sheet-place")

    def compose(self) -> ComposeResult:
        """The list."""
        journal = app_of(self).companion.journal
        self._sent = sorted(journal.entries("shared"), key=lambda each: each.created, reverse=True)
        yield Static(TITLE, classes="sheet-title", markup=False)
        with VerticalScroll(id="list-box", can_focus=False):
            yield Choices([*map(_row, self._sent)], notes_beside=False)
        yield KeyRow()

    def on_mount(self) -> None:
        """The list has the keys."""
        self.query_one(Choices).focus()

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """Ask for it back, or leave it."""
        event.stop()
        entry = self._sent[event.index]
        body = entry.body
        if not isinstance(body, Sent) or body.is_withdrawal:
            return

        def answered(index: int | None) -> None:
            if index == 1:
                suggested = new_path(app_of(self).companion.places.exports, f"please delete {body.therapist}", ".age")
                ask_where_to(self, suggested, partial(self._withdraw, entry))

        self.app.push_screen(PickModal(harmless(QUESTION.format(body.therapist)), CHOICES), answered)

    def _withdraw(self, entry: Entry, path: Path) -> None:
        app = app_of(self)
        try:
            withdraw(app.companion.journal, entry.id, path, str(uuid4()))
        except CompanionError as error:
            app.tell(error)
            return
        app.pop_screen()
        app.push_screen(ReadingModal(_("Written"), (str(path), "", ASKED)))

    def action_back(self) -> None:
        """Where one was before."""
        self.app.pop_screen()


def _row(entry: Entry) -> Choice:
    assert isinstance(entry.body, Sent)
    when = f"{moment_in_words(entry.created)}, {entry.body.therapist}"
    return Choice(harmless(when), harmless("; ".join(map(told, entry.body.what))))
