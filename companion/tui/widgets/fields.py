"""Fields that take words. Their cursor stands still: nothing on the screen blinks."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input, TextArea


class WordField(Input):
    """One line for a word or a few; the row of keys says that enter takes it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "this word")]

    def on_mount(self) -> None:
        """A cursor that does not blink."""
        self.cursor_blink = False


class HiddenField(WordField):
    """One line that does not show what is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "on")]

    def __init__(self, *, id: str) -> None:
        super().__init__(password=True, compact=True, id=id)


class PageField(TextArea):
    """Lines of words, wrapped."""

    def on_mount(self) -> None:
        """A cursor that does not blink."""
        self.cursor_blink = False
