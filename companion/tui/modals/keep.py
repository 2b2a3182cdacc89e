"""What becomes of a recorded take: keep, delete, or decide later."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from companion import messages
from companion.language import _
from companion.tui.modals.base import Modal
from companion.tui.widgets.choices import Choice, Choices

RESULTS = ("keep", "delete", "later")
JUST_RECORDED = _("What you just recorded:")


class KeepModal(Modal[str]):
    """Returns "keep", "delete" or "later". It can't be left by accident: `esc` does nothing here."""

    def __init__(self, question: str = JUST_RECORDED) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """Three answers."""
        rows = [Choice(label, note, str(i)) for i, (label, note) in enumerate(messages.KEEP_CHOICES, start=1)]
        with Vertical(classes="card"):
            yield Static(self._question, classes="prompt", markup=False)
            yield Choices(rows)

    def on_mount(self) -> None:
        """The list has the keys."""
        self.query_one(Choices).focus()

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """One of the three."""
        self.dismiss(RESULTS[event.index])
