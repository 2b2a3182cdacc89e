"""Stay, back, stop gently: what `esc` offers everywhere in a session."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from companion import messages
from companion.language import _
from companion.tui.modals.base import Modal
from companion.tui.widgets.choices import Choice, Choices

RESULTS = ("stay", "back", "stop", "people")
PEOPLE_CHOICE = (_("People to turn to"), _("whom you and your therapist chose"))
"""Offered where it is hard, and where somebody stands on the card."""

MENU = "menu"


class LeaveModal(Modal[str]):
    """Returns "stay", "back", "stop" (or "people", a fourth), or "menu" where `?` asked for it; `esc` again stays."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stay", _("stay")),
        Binding("question_mark,f1", "menu", _("more")),
    ]

    def __init__(
        self,
        question: str = messages.LEAVE_QUESTION,
        *,
        marked: int = 0,
        choices: Sequence[tuple[str, str]] = messages.LEAVE_CHOICES,
    ) -> None:
        super().__init__()
        self._question = question
        self._choices = choices
        self._marked = marked

    def compose(self) -> ComposeResult:
        """The question and its answers."""
        rows = [Choice(label, note, str(i)) for i, (label, note) in enumerate(self._choices, start=1)]
        with Vertical(classes="card"):
            yield Static(self._question, classes="prompt", markup=False)
            yield Choices(rows, marked=self._marked)
            yield Static(messages.LEAVE_KEYS, classes="note", markup=False)

    def on_mount(self) -> None:
        """The list has the keys."""
        self.query_one(Choices).focus()

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """One of them."""
        self.dismiss(RESULTS[event.index])

    def action_menu(self) -> None:
        """The menu of the place below, also where letters are text there."""
        self.dismiss(MENU)

    def action_stay(self) -> None:
        """Esc again."""
        self.dismiss("stay")
