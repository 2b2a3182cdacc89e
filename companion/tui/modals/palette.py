"""The palette: Textual's own, which also bears a page key before its list is drawn, and a click too many."""

from contextlib import suppress

from textual.command import CommandPalette

from companion.tui.modals.base import Modal


class Palette(CommandPalette, Modal[None]):
    """Every command by name."""

    def _action_command_list(self, action: str) -> None:
        """Move in the list; a list that is not drawn yet has no pages, and raises KeyError for one."""
        with suppress(KeyError):
            super()._action_command_list(action)
