"""Numbers along a thin line: each stands at its own height as a number, so that nothing has to be read off."""

from collections.abc import Sequence
from itertools import pairwise

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

CELL = 4
"""Columns from one number to the next."""

LABEL = 5
"""Columns of the scale at the left."""

DOTS_ACROSS, DOTS_DOWN = 2, 4
"""Dots in one sign of braille."""

_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_BRAILLE = 0x2800


class LinePlot(Widget):
    """Whole numbers from `low` to `high` in a row; as many as there is room for, the marked one among them."""

    marked: reactive[int] = reactive(0)

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._levels: tuple[int, ...] = ()
        self._low, self._high = 0, 1

    def show(self, levels: Sequence[int], low: int, high: int) -> None:
        """Show other numbers, the last one marked."""
        self._levels, self._low, self._high = tuple(levels), low, high
        self.set_reactive(LinePlot.marked, max(0, len(self._levels) - 1))
        self.styles.height = high - low + 1
        self.refresh(layout=True)

    def render(self) -> Content:
        """A line for each number that can be, the highest first."""
        room = max(2, (self.size.width - LABEL) // CELL)
        first = self.marked // room * room
        seen = self._levels[first : first + room]
        signs = self._line(seen, room * CELL)
        rows = [self._row(level, seen, self.marked - first, signs) for level in range(self._high, self._low - 1, -1)]
        return Content("\n").join(rows)

    def _row(self, level: int, seen: Sequence[int], marked: int, signs: list[list[int]]) -> Content:
        spans: list[str | tuple[str, str]] = [(self._named(level).rjust(LABEL - 2) + " ┊", "$faint")]
        row = signs[self._high - level]
        column = 0
        for index, each in enumerate(seen):
            if each == level:
                start = index * CELL
                spans.append((_drawn(row[column:start]), "$faint"))
                named = self._named(level).rjust(2)
                spans.append((named, "bold reverse" if index == marked else "bold $accent"))
                column = start + len(named)
        spans.append((_drawn(row[column:]), "$faint"))
        return Content.assemble(*spans)

    def _named(self, level: int) -> str:
        return f"{level:+d}" if self._low < 0 and level else str(level)

    def _line(self, seen: Sequence[int], columns: int) -> list[list[int]]:
        """For each row and column the dots of the line from number to number."""
        signs = [[0] * columns for _ in range(self._high - self._low + 1)]
        places = [
            (index * CELL * DOTS_ACROSS + DOTS_ACROSS, (self._high - level) * DOTS_DOWN + DOTS_DOWN // 2)
            for index, level in enumerate(seen)
        ]
        for (x, y), (next_x, next_y) in pairwise(places):
            steps = max(next_x - x, abs(next_y - y))
            for step in range(steps + 1):
                dot_x, dot_y = x + (next_x - x) * step // steps, y + (next_y - y) * step // steps
                row, column = dot_y // DOTS_DOWN, dot_x // DOTS_ACROSS
                signs[row][column] |= _BITS[dot_y % DOTS_DOWN][dot_x % DOTS_ACROSS]
        return signs


def _drawn(signs: Sequence[int]) -> str:
    return "".join(chr(_BRAILLE + bits) if bits else " " for bits in signs)
