"""What every place of ours knows: the app with its services."""

from typing import TYPE_CHECKING, cast

from textual.widget import Widget

if TYPE_CHECKING:
    from companion.tui.app import CompanionApp


def app_of(widget: Widget) -> "CompanionApp":
    """The app that a widget or screen is in, by its own type."""
    return cast("CompanionApp", widget.app)
