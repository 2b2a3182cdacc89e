"""What every place of ours knows: the app with its services."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar, cast, runtime_checkable

from textual.app import SystemCommand
from textual.await_complete import AwaitComplete
from textual.message_pump import MessagePump
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.worker import Worker, WorkerState

from companion.errors import CompanionError

if TYPE_CHECKING:
    from companion.tui.app import CompanionApp


Result = TypeVar("Result")


def app_of(widget: Widget) -> "CompanionApp":
    """The app that a widget or screen is in, by its own type."""
    return cast("CompanionApp", widget.app)


class TellsOfBugs(MessagePump):
    """What starts work beside the screen: a bug in it is told and logged as at the outermost edge, and all stays open.

    Errors that are foreseen (CompanionError) are told by the work itself.
    """

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say what nobody else says; what was announced would else stand there as if it were still under way."""
        error = event.worker.error
        if event.state is WorkerState.ERROR and error is not None:
            from companion.crash import bug_in_words, record_crash

            cast("CompanionApp", self.app).tell(CompanionError(bug_in_words(error), record_crash(error)))


class AnsweredOnce(TellsOfBugs, Screen[Result]):
    """A screen that goes by itself alone: Textual's own `dismiss` takes the topmost screen, whichever it is."""

    _is_answered = False

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Go, with an answer. A second answer is none, nor is one from below another question."""
        if self._is_answered or not self.is_active:
            return AwaitComplete()
        self._is_answered = True
        return super().dismiss(result)


class Place(TellsOfBugs, Screen[None]):
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
