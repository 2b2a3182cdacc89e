"""A text to read whole, and a yes or a no to it."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from companion.language import _
from companion.services.between.consent import NO, QUESTION, TITLE, YES, Part
from companion.tui.screens.base import AnsweredOnce
from companion.tui.widgets.choices import Choice, Choices
from companion.tui.widgets.keys import KeyRow
from companion.tui.widgets.sheet import Line, Sheet


class AgreeingScreen(AnsweredOnce[bool]):
    """Returns whether the person agrees; `esc` does not."""

    CSS_PATH = "../sharing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "read(-1)", _("read up"), show=False),
        Binding("space,pagedown", "read(1)", _("read on")),
        Binding("escape", "leave", _("back")),
    ]

    def __init__(self, parts: Sequence[Part]) -> None:
        super().__init__(classes="sheet-place")
        self._parts = tuple(parts)

    def compose(self) -> ComposeResult:
        """The text, and the answers."""
        yield Static(TITLE, classes="sheet-title", markup=False)
        yield Sheet(as_lines(self._parts))
        with Vertical(id="answers-box"):
            yield Static(QUESTION, classes="sheet-note", markup=False)
            yield Choices([Choice(NO, _("nothing is written"), "1"), Choice(YES, "", "2")])
        yield KeyRow()

    def on_mount(self) -> None:
        """The answers have the keys."""
        self.query_one(Choices).focus()

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """Yes, or no."""
        event.stop()
        self.dismiss(event.index == 1)

    def action_read(self, by: int) -> None:
        """Move the text."""
        sheet = self.query_one(Sheet)
        sheet.scroll_relative(y=by * max(1, sheet.size.height - 2), animate=False)

    def action_leave(self) -> None:
        """No, or not now."""
        self.dismiss(False)


def as_lines(parts: Sequence[Part]) -> list[Line]:
    """The text, each part under its name, with air between."""
    lines: list[Line] = []
    for part in parts:
        lines += [(part.name, "bold"), part.text, ""]
    return lines[:-1]
