"""The Affect Grid on the screen: nine by nine, pleasant to the right, wide awake at the top."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from companion.domain.affect import GRID_LIMIT, Affect
from companion.language import _
from companion.messages import GRID_SIDES

_SIDE = 2 * GRID_LIMIT + 1
_CELL = 3
_LEFT = 13
MIDDLE = Affect(0, 0)


class AffectGrid(Widget, can_focus=True):
    """Arrow keys move the mark, the mouse points, two digits (1 to 9: pleasant, then awake) set it.

    Nothing is marked before, so that nobody says a place by enter alone; the first step goes from the middle.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1, 0)", _("less pleasant"), show=False),
        Binding("right", "move(1, 0)", _("more pleasant"), show=False),
        Binding("up", "move(0, 1)", _("more awake"), show=False),
        Binding("down", "move(0, -1)", _("sleepier"), show=False),
    ]

    affect: reactive[Affect | None] = reactive(None)

    def __init__(self, affect: Affect | None) -> None:
        super().__init__()
        self.set_reactive(AffectGrid.affect, affect)
        self._first_digit: int | None = None

    @property
    def _from(self) -> Affect:
        return self.affect or MIDDLE

    def render(self) -> Content:
        """The field, its sides named, and the place in two numbers (never by position alone)."""
        left, right, bottom, top = GRID_SIDES
        width = _SIDE * _CELL
        parts: list[str | tuple[str, str]] = [(" " * _LEFT + top.center(width) + "\n", "$soft")]
        for arousal in range(GRID_LIMIT, -GRID_LIMIT - 1, -1):
            parts.append((left.rjust(_LEFT - 1) + " " if arousal == 0 else " " * _LEFT, "$soft"))
            for valence in range(-GRID_LIMIT, GRID_LIMIT + 1):
                is_on = self.affect == Affect(valence, arousal)
                parts.append((" ● " if is_on else " · ", "bold $accent" if is_on else "$faint"))
            parts.append((f" {right}\n" if arousal == 0 else "\n", "$soft"))
        parts.append((" " * _LEFT + bottom.center(width) + "\n\n", "$soft"))
        parts.append((" " * _LEFT + self._in_numbers().center(width), ""))
        return Content.assemble(*parts)

    def _in_numbers(self) -> str:
        if self.affect is None:
            return ""
        return _("pleasant {valence}, awake {arousal}").format(
            valence=self.affect.valence + GRID_LIMIT + 1, arousal=self.affect.arousal + GRID_LIMIT + 1
        )

    def action_move(self, valence: int, arousal: int) -> None:
        """Move the mark, stopping at the edges."""
        self.affect = Affect.nearest(self._from.valence + valence, self._from.arousal + arousal)

    def scan_begin(self) -> None:
        """One switch finds the column first, then the row."""
        self._has_column = False
        self.affect = self._from

    def scan_step(self) -> None:
        """The next column, or the next row; after the last comes the first."""
        valence, arousal = self._from.valence, self._from.arousal
        following = ((arousal if self._has_column else valence) + GRID_LIMIT + 1) % _SIDE - GRID_LIMIT
        self.affect = Affect(valence, following) if self._has_column else Affect(following, arousal)

    def scan_press(self) -> None:
        """This column, then this place."""
        if self._has_column:
            self.app.simulate_key("enter")
        self._has_column = not self._has_column

    def on_key(self, event: events.Key) -> None:
        """Two digits set the place."""
        if event.character is None or event.character not in "123456789":
            self._first_digit = None
            return
        event.stop()
        digit = int(event.character) - GRID_LIMIT - 1
        if self._first_digit is None:
            self._first_digit = digit
            self.affect = Affect(digit, self._from.arousal)
        else:
            self.affect = Affect(self._first_digit, digit)
            self._first_digit = None

    def on_click(self, event: events.Click) -> None:
        """The mouse points at a place."""
        column, row = (event.x - _LEFT) // _CELL, event.y - 1
        if 0 <= column < _SIDE and 0 <= row < _SIDE:
            self.affect = Affect(column - GRID_LIMIT, GRID_LIMIT - row)
