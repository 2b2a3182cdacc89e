"""One question with a few answers, over any screen."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from companion.language import _
from companion.tui.modals.base import Modal
from companion.tui.widgets.choices import Choice, Choices


class PickModal(Modal[int]):
    """Returns the index of the row that was taken, or None on `esc`."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", _("back"))]

    def __init__(self, question: str, rows: Sequence[tuple[str, str]], note: str = "") -> None:
        super().__init__()
        self._question = question
        self._rows = [
            Choice(label, said, str(number) if number < 10 else "") for number, (label, said) in enumerate(rows, 1)
        ]
        self._note = note

    def compose(self) -> ComposeResult:
        """The question and its answers."""
        with Vertical(classes="card"):
            yield Static(self._question, classes="prompt", markup=False)
            with VerticalScroll(can_focus=False):
                yield Choices(self._rows)
            if self._note:
                yield Static(self._note, classes="note", markup=False)

    def on_mount(self) -> None:
        """The list has the keys."""
        self.query_one(Choices).focus()

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """One of them."""
        self.dismiss(event.index)

    def action_leave(self) -> None:
        """None of them."""
        self.dismiss(None)
