"""Fields that take words. Their cursor stands still: nothing on the screen blinks."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input, TextArea

from companion.language import _


class WordField(Input):
    """One line for a word or a few; the row of keys says that enter takes it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", _("this word"))]

    is_left = False
    """Whether its question is answered; letters that still come pass it by."""

    def on_mount(self) -> None:
        """A cursor that does not blink."""
        self.cursor_blink = False

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Nothing is written with one switch: its key is none of the field's until somebody writes."""
        is_switch = key == "space" and not self.value and getattr(self.app, "is_scanning", False)
        return not is_switch and super().check_consume_key(key, character)

    def on_key(self, event: events.Key) -> None:
        """A letter for the field that comes goes on to the place around."""
        if self.is_left:
            event.prevent_default()


class HiddenField(WordField):
    """One line that does not show what is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", _("on"))]

    def __init__(self, *, id: str) -> None:
        super().__init__(password=True, compact=True, id=id)


class PageField(TextArea):
    """Lines of words, wrapped; while it is read only, the arrow keys move the page."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "new_line", _("new line"))]

    is_left = False
    """Whether its question is answered; letters that still come pass it by."""

    class Finished(Message):
        """Enter was pressed at the end, where two lines are empty already."""

    def on_mount(self) -> None:
        """A cursor that does not blink."""
        self.cursor_blink = False

    def render_lines(self, crop: Region) -> list[Strip]:
        """The page; where it was taken away while it waited to be drawn, its styles are gone and it is empty."""
        if not self.is_attached:
            return [Strip.blank(crop.width) for _row in range(crop.height)]
        return super().render_lines(crop)

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Nothing is written with one switch: its key is none of the page's until somebody writes."""
        is_switch = key in ("space", "enter") and not self.text and getattr(self.app, "is_scanning", False)
        return not is_switch and super().check_consume_key(key, character)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A line begins only where one writes."""
        return action != "new_line" or not self.read_only

    def on_key(self, event: events.Key) -> None:
        """Enter once more, where nothing was written after the last: that was all. Letters for the field that comes
        go on to the place around.
        """
        if self.is_left:
            event.prevent_default()
        before, after = self.text_before_cursor, self.get_text_range(self.cursor_location, self.document.end)
        if event.key == "enter" and not self.read_only and before.endswith("\n\n") and not after.strip():
            event.stop()
            event.prevent_default()
            self.post_message(self.Finished())

    @property
    def text_before_cursor(self) -> str:
        """Everything up to the cursor."""
        return self.get_text_range((0, 0), self.cursor_location)

    def action_new_line(self) -> None:
        """Begin a line, as the key does."""
        self.insert("\n")

    def action_cursor_down(self, select: bool = False) -> None:
        """A line further."""
        if self.read_only:
            self.scroll_relative(y=1, animate=False)
        else:
            super().action_cursor_down(select)

    def action_cursor_up(self, select: bool = False) -> None:
        """A line back."""
        if self.read_only:
            self.scroll_relative(y=-1, animate=False)
        else:
            super().action_cursor_up(select)
