"""What every question over a place has: it is answered once, however often its key was pressed."""

from typing import TypeVar

from textual.screen import ModalScreen

from companion.tui.screens.base import AnsweredOnce

Result = TypeVar("Result")


class Modal(AnsweredOnce[Result], ModalScreen[Result]):
    """A question over a place."""
