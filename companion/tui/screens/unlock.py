"""A journal with a passphrase: it is asked for before anything of anyone is shown."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Center, Vertical
from textual.message import Message
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from companion import messages
from companion.errors import CompanionError, WrongPassphraseError
from companion.language import _
from companion.services.journal.noting import keep_note
from companion.tui.modals.line import LineModal
from companion.tui.screens.base import AnsweredOnce, app_of
from companion.tui.widgets.fields import HiddenField
from companion.tui.widgets.keys import KeyRow


class UnlockScreen(AnsweredOnce[bool]):
    """Dismissed with True once the journal is open. A wrong passphrase gets no hint, and no end of tries.

    A thought can be kept without opening anything, as it is sealed to the journal and read by nobody here.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "note", _("keep a thought without opening")),
        Binding("escape", "empty", _("empty"), show=False),
    ]

    class Tried(Message):
        """The passphrase was tried; `problem` is empty where it opened the journal."""

        def __init__(self, problem: str) -> None:
            super().__init__()
            self.problem = problem

    def compose(self) -> ComposeResult:
        """One sentence, one line."""
        with Vertical(classes="panel"):
            yield Static(messages.LOCKED, classes="prompt", markup=False)
            with Center():
                yield HiddenField(id="passphrase")
            yield Static("", classes="note", id="unlock-note", markup=False)
        yield KeyRow()

    def on_mount(self) -> None:
        """The line has the keys."""
        self.query_one(HiddenField).focus()

    def on_input_submitted(self, event: HiddenField.Submitted) -> None:
        """Try it."""
        event.stop()
        given, event.input.value = event.value, ""
        if given:
            event.input.disabled = True
            self._note(messages.UNLOCKING)
            self._try(given)

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _try(self, passphrase: str) -> None:
        problem = ""
        try:
            app_of(self).companion.vault.unlock(passphrase)
        except WrongPassphraseError:
            problem = messages.DOES_NOT_OPEN
        except CompanionError as error:
            problem = str(error)
        self.post_message(self.Tried(problem))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A bug is told elsewhere; here the line can be used again."""
        if event.state is WorkerState.ERROR:
            self._ready_again("")

    def _ready_again(self, problem: str) -> None:
        field = self.query_one(HiddenField)
        field.disabled = False
        field.focus()
        self._note(problem)

    def on_unlock_screen_tried(self, event: Tried) -> None:
        """In, or once more."""
        event.stop()
        self._ready_again(event.problem)
        if not event.problem:
            self.dismiss(True)

    def action_note(self) -> None:
        """Ask for a thought, and seal it into the journal."""
        app = app_of(self)

        def answered(text: str | None) -> None:
            if text is None:
                return
            try:
                keep_note(app.companion.places.journal, text)
            except CompanionError as error:
                app.tell(error)
            else:
                self._note(messages.KEPT_UNOPENED)

        app.push_screen(LineModal(messages.NOTE_QUESTION), answered)

    def action_empty(self) -> None:
        """Begin the line again."""
        self.query_one(HiddenField).value = ""

    def _note(self, sentence: str) -> None:
        self.query_one("#unlock-note", Static).update(sentence)
