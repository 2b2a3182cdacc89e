"""What Textual keeps to itself and the program needs all the same: the one module that reaches for it.

A test holds that each of these names is still there, so that a newer Textual is met there first.
"""

from queue import Queue

from textual._context import active_message_pump
from textual.app import App, ScreenStackError
from textual.css.query import NoMatches
from textual.dom import NoScreen
from textual.driver import Driver
from textual.message_pump import MessagePump
from textual.notifications import Notification
from textual.widget import MountError
from textual.widgets._footer import FooterKey
from textual.widgets._toast import Toast, ToastRack
from textual.worker import WorkerFailed

__all__ = ["FooterKey", "InsideApp", "Toast", "ToastRack", "asking", "unpainted"]


class InsideApp(App[None]):
    """An app that knows its terminal, its bug and what stands in its corner, and closes quietly."""

    @property
    def terminal(self) -> Driver | None:
        """What paints and reads keys; None before the app runs."""
        return self._driver

    @property
    def bug(self) -> Exception | None:
        """What ended the app, if anything did."""
        return self._exception

    @property
    def in_the_corner(self) -> tuple[Notification, ...]:
        """What is said there now."""
        return tuple(self._notifications)

    def clear_from_corner(self, said: Notification) -> None:
        """Say one thing no longer."""
        self._unnotify(said)

    def _handle_exception(self, error: Exception) -> None:
        """What looks for a widget while the screens are being taken down finds none: no bug, and nobody's news."""
        cause = error.error if isinstance(error, WorkerFailed) else error
        if self._exit and isinstance(cause, NoMatches | NoScreen | ScreenStackError | MountError):
            return
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """A bug: close, without a traceback, which would show the person's words."""
        self._close_messages_no_wait()


def asking() -> MessagePump | None:
    """Whose message is being answered just now."""
    return active_message_pump.get(None)


def unpainted(terminal: Driver | None) -> "Queue[str | None] | None":
    """What waits to be painted by a thread of its own; None where a terminal is painted without one."""
    queue: Queue[str | None] | None = getattr(getattr(terminal, "_writer_thread", None), "_queue", None)
    return queue
