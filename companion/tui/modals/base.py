"""What every question over a place has: it is answered once, however often its key was pressed."""

from typing import TypeVar

from textual.screen import ModalScreen

from companion.tui.screens.base import AnsweredOnce

Result = TypeVar("Result")


class Modal(ModalScreen[Result], AnsweredOnce[Result]):
    """A question over a place. Textual takes the look from the first base: the place below shows through."""
