"""Eight pads: they show their notes, light up when they sound, and take the mouse."""

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from companion.services.jamming.keys import PadKey, pad
from companion.tui.widgets.touched import Touched

LIGHT_SECONDS = 0.35
"""So long a key that was struck is lit at least; while its note sounds it stays so."""

PADS = 8


class Pad(Static):
    """One pad; `number` runs from 1 to 8."""

    def __init__(self, number: int) -> None:
        super().__init__(markup=False)
        self.number = number
        self._name = ""
        self._sounds = False
        self._struck: Timer | None = None

    def show(self, name: str, *, sounds: bool) -> None:
        """Show the note that the pad plays now, and whether it sounds."""
        if (name, sounds) != (self._name, self._sounds):
            self._name, self._sounds = name, sounds
            self._draw()

    def light(self) -> None:
        """Light up for a moment, before anything was heard."""
        if self._struck is not None:
            self._struck.stop()
        self._struck = self.set_timer(LIGHT_SECONDS, self._darken)
        self._draw()

    def _darken(self) -> None:
        self._struck = None
        self._draw()

    def _draw(self) -> None:
        """The number has the accent's colour, or on the accent's ground that of the pad's text."""
        is_lit = self._sounds or self._struck is not None
        self.set_class(is_lit, "-lit")
        self.update(Content.assemble((f"{self.number}", "bold" if is_lit else "bold $accent"), f"\n{self._name}"))


class Pads(Horizontal, Touched):
    """The row of eight pads."""

    def compose(self) -> ComposeResult:
        """Pads 1 to 8."""
        for number in range(1, PADS + 1):
            yield Pad(number)

    def show(self, names: Sequence[str], sounding: Sequence[bool] = (False,) * PADS) -> None:
        """Show the notes of the pads, and which of them sound."""
        for each, name, sounds in zip(self.query(Pad), names, sounding, strict=True):
            each.show(name, sounds=sounds)

    def light(self, number: int) -> None:
        """Light one pad."""
        list(self.query(Pad))[number - 1].light()

    def key_at(self, event: events.MouseEvent) -> PadKey | None:
        """The pad under the mouse."""
        under = next((each for each in self.query(Pad) if each.region.contains_point(event.screen_offset)), None)
        return pad(under.number) if under is not None else None
