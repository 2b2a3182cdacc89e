"""Keys on the screen under the mouse or a finger: pressed, slid over, let go."""

from textual import events
from textual.message import Message
from textual.widget import Widget

from companion.services.jamming.keys import PadKey


class Struck(Message):
    """A key on the screen was pressed with the mouse or a finger."""

    def __init__(self, key: PadKey) -> None:
        super().__init__()
        self.key = key


class LetGo(Message):
    """The mouse or the finger let go of a key."""

    def __init__(self, key: PadKey) -> None:
        super().__init__()
        self.key = key


class Touched(Widget):
    """A row of keys of which one at a time is held. Stands after the widget whose style is inherited."""

    _held: PadKey | None = None

    def key_at(self, event: events.MouseEvent) -> PadKey | None:
        """The key under the mouse; each row of keys knows its own places, and one without places has none."""
        return None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Press."""
        self._held = self.key_at(event)
        if self._held is not None:
            self.capture_mouse()
            self.post_message(Struck(self._held))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """What is held slides from key to key."""
        if self._held is None:
            return
        under = self.key_at(event)
        if under is not None and under != self._held:
            self.post_message(LetGo(self._held))
            self._held = under
            self.post_message(Struck(self._held))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Release."""
        self.release_mouse()
        if self._held is not None:
            self.post_message(LetGo(self._held))
            self._held = None
