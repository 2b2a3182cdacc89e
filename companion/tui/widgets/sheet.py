"""A sheet of text to read, in a column; where it is longer than the room, page up and page down move it."""

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from companion.exports.plain_text import harmless

Line = str | tuple[str, str]
"""Words, perhaps with a style."""


class Sheet(VerticalScroll, can_focus=False):
    """Lines as they are given, without markup; what a file brought along can't draw anything else."""

    def __init__(self, lines: Iterable[Line] = (), *, id: str = "sheet") -> None:
        super().__init__(id=id)
        self._lines = tuple(lines)

    def compose(self) -> ComposeResult:
        """The text."""
        yield Static(_drawn(self._lines), classes="sheet-text", markup=False)

    def show(self, lines: Iterable[Line]) -> None:
        """Other lines, from the top."""
        self.query_one(".sheet-text", Static).update(_drawn(lines))
        self.scroll_home(animate=False)


def _drawn(lines: Iterable[Line]) -> Content:
    words = (each if isinstance(each, tuple) else (each, "") for each in lines)
    return Content("\n").join(Content.assemble((harmless(text), style)) for text, style in words)
