"""Eight pads for safe notes: they show their note, light when played, and take the mouse."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

LIGHT_SECONDS = 0.35


class Pad(Static):
    """One pad; `number` runs from 1 to 8."""

    def __init__(self, number: int) -> None:
        super().__init__(markup=False)
        self.number = number
        self._note = ""
        self._light: Timer | None = None

    def name_note(self, name: str) -> None:
        """Show the note that the pad plays now."""
        self._note = name
        self._draw()

    def light(self) -> None:
        """Light up for a moment."""
        self.add_class("-lit")
        self._draw()
        if self._light is not None:
            self._light.stop()
        self._light = self.set_timer(LIGHT_SECONDS, self._darken)

    def _darken(self) -> None:
        self.remove_class("-lit")
        self._draw()

    def _draw(self) -> None:
        """The number has the accent's colour, or on the accent's ground that of the pad's text."""
        number = "bold" if self.has_class("-lit") else "bold $accent"
        self.update(Content.assemble((f"{self.number}", number), f"\n{self._note}"))


class Pads(Horizontal):
    """The row of pads."""

    class Pressed(Message):
        """A pad was pressed with the mouse."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    class Released(Message):
        """The mouse let go of a pad."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def compose(self) -> ComposeResult:
        """Pads 1 to 8."""
        for number in range(1, 9):
            yield Pad(number)

    def on_mount(self) -> None:
        """Nothing is held yet."""
        self._held: int | None = None
        self._names: tuple[str, ...] = ()

    def name_notes(self, names: tuple[str, ...]) -> None:
        """Show the notes; does nothing when they are the same."""
        if names != self._names:
            self._names = names
            for pad, name in zip(self.query(Pad), names, strict=True):
                pad.name_note(name)

    def light(self, number: int) -> None:
        """Light one pad."""
        list(self.query(Pad))[number - 1].light()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Press."""
        pad = event.widget
        if isinstance(pad, Pad):
            self._held = pad.number
            self.capture_mouse()
            self.post_message(self.Pressed(pad.number))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Release."""
        self.release_mouse()
        if self._held is not None:
            self.post_message(self.Released(self._held))
            self._held = None
