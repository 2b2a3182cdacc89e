"""Numbers from 0 to 10 in a row, one of them marked once somebody went to it."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from companion.language import _

HIGHEST = 10
MIDDLE = 5
_CELL = 5


class Scale(Widget, can_focus=True):
    """Left and right move, digits jump ("1" then "0" within the same number reaches 10), the mouse points.

    Nothing is marked before, so that nobody says a number by enter alone; the first step goes from MIDDLE.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,down", "move(-1)", _("less"), show=False),
        Binding("right,up", "move(1)", _("more"), show=False),
        Binding("home", "move(-10)", "0", show=False),
        Binding("end", "move(10)", "10", show=False),
    ]

    level: reactive[int | None] = reactive(None)

    def __init__(self, level: int | None) -> None:
        super().__init__()
        self.set_reactive(Scale.level, level)

    @property
    def _from(self) -> int:
        return MIDDLE if self.level is None else self.level

    def render(self) -> Content:
        """The row."""
        parts: list[str | tuple[str, str]] = []
        for number in range(HIGHEST + 1):
            is_on = number == self.level
            parts.append(
                (
                    f"[{number}]".center(_CELL) if is_on else str(number).center(_CELL),
                    "bold $accent" if is_on else "$soft",
                )
            )
        return Content.assemble(*parts)

    def action_move(self, by: int) -> None:
        """Mark a number further on."""
        self.level = max(0, min(HIGHEST, self._from + by))

    def scan_begin(self) -> None:
        """One switch begins at the number that is marked, or in the middle."""
        self.level = self._from

    def scan_step(self) -> None:
        """The next number; after the last comes the first."""
        self.level = (self._from + 1) % (HIGHEST + 1)

    def scan_press(self) -> None:
        """This number."""
        self.app.simulate_key("enter")

    def on_key(self, event: events.Key) -> None:
        """A digit jumps there."""
        if event.character and event.character.isdecimal() and event.character.isascii():
            event.stop()
            digit = int(event.character)
            self.level = HIGHEST if digit == 0 and self.level == 1 else digit

    def on_click(self, event: events.Click) -> None:
        """The mouse points at a number."""
        self.level = max(0, min(HIGHEST, event.x // _CELL))
