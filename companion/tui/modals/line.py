"""One question with a line to answer it on, over any screen."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Center, Vertical
from textual.widgets import Static

from companion.language import _
from companion.tui.modals.base import Modal
from companion.tui.widgets.fields import WordField


class LineModal(Modal[str]):
    """Returns what was typed, or None on `esc` and for nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", _("back"))]

    def __init__(self, question: str, note: str = "", text: str = "") -> None:
        super().__init__()
        self._question = question
        self._note = note
        self._text = text

    def compose(self) -> ComposeResult:
        """The question, the line, and a word on it."""
        with Vertical(classes="card"):
            yield Static(self._question, classes="prompt", markup=False)
            with Center():
                yield WordField(self._text, id="answer", compact=True)
            if self._note:
                yield Static(self._note, classes="note", markup=False)

    def on_mount(self) -> None:
        """The line has the keys."""
        self.query_one(WordField).focus()

    def on_input_submitted(self, event: WordField.Submitted) -> None:
        """That is it."""
        event.stop()
        self.dismiss(event.value if event.value.strip() else None)

    def action_leave(self) -> None:
        """Nothing."""
        self.dismiss(None)
