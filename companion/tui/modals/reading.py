"""Something to read over any place, with a way back."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from companion.language import _
from companion.tui.modals.base import Modal
from companion.tui.widgets.sheet import Line, Sheet


class ReadingModal(Modal[None]):
    """Shows lines until `enter` or `esc`."""

    CSS_PATH = "../sharing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,escape", "leave", _("back")),
        Binding("pageup,up", "read(-1)", _("up"), show=False),
        Binding("pagedown,down,space", "read(1)", _("down"), show=False),
    ]

    def __init__(self, title: str, lines: Sequence[Line]) -> None:
        super().__init__()
        self._title = title
        self._lines = tuple(lines)

    def compose(self) -> ComposeResult:
        """What it is, and the lines."""
        with Vertical(classes="card"):
            yield Static(self._title, classes="prompt", markup=False)
            yield Sheet(self._lines)
            yield Static(_("enter back"), classes="note", markup=False)

    def action_read(self, by: int) -> None:
        """Up or down in the text."""
        sheet = self.query_one(Sheet)
        sheet.scroll_relative(y=by * max(1, sheet.size.height - 2), animate=False)

    def action_leave(self) -> None:
        """Back."""
        self.dismiss(None)
