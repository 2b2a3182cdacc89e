"""What every place of ours knows: the app with its services."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from textual.app import SystemCommand
from textual.screen import Screen
from textual.widget import Widget

if TYPE_CHECKING:
    from companion.tui.app import CompanionApp


def app_of(widget: Widget) -> "CompanionApp":
    """The app that a widget or screen is in, by its own type."""
    return cast("CompanionApp", widget.app)


class Place(Screen[None]):
    """A place that has more to offer than keys: `commands` stand in its menu and in the palette."""

    def commands(self) -> Iterable[SystemCommand]:
        """What can be done here beyond the keys; each a title, a word on it, and what it does."""
        return ()
