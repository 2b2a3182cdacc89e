"""A window too small to draw in: one clear sentence, until it is larger."""

from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Static

from companion import messages


class SmallModal(ModalScreen[None]):
    """Covers what would not fit; what is behind it goes on as it was."""

    def compose(self) -> ComposeResult:
        """What is the matter, and the way round it."""
        yield Static(f"{messages.SMALL_WINDOW}\n\n{messages.SMALL_WINDOW_PLAIN}", markup=False)
