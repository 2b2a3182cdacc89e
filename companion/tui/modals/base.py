"""What every question over a place has: it is answered once, however often its key was pressed."""

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen

Result = TypeVar("Result")


class Modal(ModalScreen[Result]):
    """A modal screen that goes by itself alone: Textual's own `dismiss` takes the topmost screen, whichever it is."""

    _is_answered = False

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Go, with an answer. A second answer is none, nor is one from below another question."""
        if self._is_answered or not self.is_active:
            return AwaitComplete()
        self._is_answered = True
        return super().dismiss(result)
