"""A row of letters with the notes that they sound, as they lie on the computer's keyboard."""

from collections.abc import Sequence
from functools import partial

from textual import events
from textual.content import Content
from textual.timer import Timer

from companion.services.jamming.keys import PadKey, Row
from companion.tui.widgets.pads import LIGHT_SECONDS
from companion.tui.widgets.touched import Touched

CELL = 7
"""Columns of a key where there is room."""


class LetterRow(Touched):
    """One row of letters with their notes. A lit key stands in brackets too, so that colour is not alone."""

    def __init__(self, row: Row, letters: str, stagger: int) -> None:
        super().__init__()
        self._row = row
        self._letters = letters
        self._stagger = stagger
        self._names: tuple[str, ...] = ("",) * len(letters)
        self._sounding: tuple[bool, ...] = (False,) * len(letters)
        self._struck: dict[int, Timer] = {}

    def show(self, names: Sequence[str], sounding: Sequence[bool]) -> None:
        """Show the notes of the row, and which of them sound."""
        shown = (tuple(names), tuple(sounding))
        if shown != (self._names, self._sounding):
            self._names, self._sounding = shown
            self.refresh()

    def use(self, letters: str) -> None:
        """Other letters stand on the keys."""
        self._letters = letters
        self.refresh()

    def light(self, index: int) -> None:
        """Light one key for a moment."""
        if index in self._struck:
            self._struck[index].stop()
        self._struck[index] = self.set_timer(LIGHT_SECONDS, partial(self._darken, index))
        self.refresh()

    def _darken(self, index: int) -> None:
        self._struck.pop(index, None)
        self.refresh()

    @property
    def _cell(self) -> int:
        return max(4, min(CELL, (self.size.width - 4) // len(self._letters)))

    @property
    def _left(self) -> int:
        return max(0, (self.size.width - self._cell * len(self._letters)) // 2) + self._stagger

    def render(self) -> Content:
        """The keys side by side."""
        spans: list[str | tuple[str, str]] = [" " * self._left]
        for index, (letter, name) in enumerate(zip(self._letters, self._names, strict=True)):
            is_lit = self._sounding[index] or index in self._struck
            if is_lit:
                spans.append((f"[{letter} {name}]".ljust(self._cell), "bold $accent"))
            else:
                spans += [" ", (letter, "$accent"), (f" {name}".ljust(self._cell - 2), "$soft")]
        return Content.assemble(*spans)

    def key_at(self, event: events.MouseEvent) -> PadKey | None:
        """The letter in whose column the mouse is."""
        index = (event.x - self._left) // self._cell
        return PadKey(self._row, index) if 0 <= index < len(self._letters) else None
