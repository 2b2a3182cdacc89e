"""Fields that take words."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input


class WordField(Input):
    """One line for a word or a few; the row of keys says that enter takes it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "this word")]
