"""An empty screen that hides what is behind it; `f12` again lifts it."""

from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Static


class CoverModal(ModalScreen[None]):
    """Shows nothing that belongs to anyone."""

    def compose(self) -> ComposeResult:
        """One faint key."""
        yield Static("f12", id="cover", markup=False)
