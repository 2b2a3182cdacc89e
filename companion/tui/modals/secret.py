"""A passphrase, typed unseen, over any place."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from companion.language import _
from companion.services.journal.passphrases import SHORT, is_short
from companion.tui.modals.base import Modal
from companion.tui.widgets.fields import WordField

ONCE_MORE = _("Once more, the same")
NOT_THE_SAME = _("The two were not the same. Begin again.")


class SecretModal(Modal[str]):
    """Returns what was typed, or None on `esc`; a new one is typed twice."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", _("back"))]

    def __init__(self, question: str, note: str = "", *, is_new: bool = False) -> None:
        super().__init__()
        self._question = question
        self._note = note
        self._is_new = is_new
        self._first = ""

    def compose(self) -> ComposeResult:
        """The question and the line."""
        with Vertical(classes="card"):
            yield Static(self._question, classes="prompt", markup=False)
            yield WordField(id="answer", password=True, compact=True)
            yield Static(self._note, classes="note", id="secret-note", markup=False)

    def on_mount(self) -> None:
        """The line has the keys."""
        self.query_one(WordField).focus()

    def on_input_submitted(self, event: WordField.Submitted) -> None:
        """That is it; a new one is asked for once more."""
        event.stop()
        typed, event.input.value = event.value, ""
        if not typed.strip():
            return
        if not self._is_new or typed == self._first:
            self.dismiss(typed)
            return
        said = NOT_THE_SAME if self._first else f"{SHORT} {ONCE_MORE}" if is_short(typed) else ONCE_MORE
        self._first = "" if self._first else typed
        self.query_one("#secret-note", Static).update(said)

    def action_leave(self) -> None:
        """Nothing."""
        self.dismiss(None)
