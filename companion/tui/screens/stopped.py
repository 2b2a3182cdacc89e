"""After a gentle stop: firm ground, a sentence that says what is kept, and the choice to close."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Static

from companion import messages
from companion.tui.screens.base import app_of
from companion.tui.widgets.choices import Choice, Choices
from companion.tui.widgets.keys import KeyRow


class StoppedScreen(Screen[None]):
    """Grounding without breathing and with open eyes."""

    ROWS: ClassVar[tuple[Choice, ...]] = (Choice("Home", key="1"), Choice("Close the program", key="2"))

    def compose(self) -> ComposeResult:
        """Two sentences to stand on, what is kept, and two doors."""
        with Vertical(classes="panel"):
            yield Static("\n".join(messages.GROUNDING), id="grounding", markup=False)
            yield Static(messages.STOPPED_KEPT, id="stopped-kept", markup=False)
            yield Static(messages.SAFETY, id="safety", markup=False)
            yield Choices(self.ROWS, id="answers")
        yield KeyRow()

    def on_mount(self) -> None:
        """The doors have the keys."""
        self.query_one(Choices).focus()

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """Home, or out."""
        if event.index == 0:
            self.app.pop_screen()
        else:
            app_of(self).action_leave_program()
