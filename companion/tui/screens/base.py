"""What every place of ours knows: the app with its services."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar, cast, runtime_checkable

from textual.app import SystemCommand
from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

if TYPE_CHECKING:
    from companion.tui.app import CompanionApp


Result = TypeVar("Result")


def app_of(widget: Widget) -> "CompanionApp":
    """The app that a widget or screen is in, by its own type."""
    return cast("CompanionApp", widget.app)


class AnsweredOnce(Screen[Result]):
    """A screen that goes by itself alone: Textual's own `dismiss` takes the topmost screen, whichever it is."""

    _is_answered = False

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Go, with an answer. A second answer is none, nor is one from below another question."""
        if self._is_answered or not self.is_active:
            return AwaitComplete()
        self._is_answered = True
        return super().dismiss(result)


class Place(Screen[None]):
    """A place that has more to offer than keys: `commands` stand in its menu and in the palette."""

    def commands(self) -> Iterable[SystemCommand]:
        """What can be done here beyond the keys; each a title, a word on it, and what it does."""
        return ()


@runtime_checkable
class SaysHere(Protocol):
    """A place that may have a line of its own for what would else stand in the corner, over its keys."""

    def say_here(self, sentence: str) -> bool:
        """Say it, and whether there is such a line just now."""


def has_said(screens: Sequence[Screen[object]], sentence: str) -> bool:
    """Whether the place that is open, with or without a question over it, said a sentence on a line of its own."""
    place = next((each for each in reversed(screens) if not isinstance(each, ModalScreen)), None)
    return isinstance(place, SaysHere) and place.is_mounted and place.say_here(sentence)
