"""After a gentle stop: firm ground, people to turn to, what is kept, and the choice to close."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Static

from companion import messages
from companion.language import _
from companion.services.between.contacts import PEOPLE, call_lines, contacts_of
from companion.tui.screens.base import app_of
from companion.tui.widgets.choices import Choice, Choices
from companion.tui.widgets.keys import KeyRow


class StoppedScreen(Screen[None]):
    """Grounding without breathing and with open eyes."""

    ROWS: ClassVar[tuple[Choice, ...]] = (Choice(_("Home"), key="1"), Choice(_("Close the program"), key="2"))

    def compose(self) -> ComposeResult:
        """Two sentences to stand on, whom to turn to, what is kept, and two doors."""
        seen = contacts_of(app_of(self).companion).look()
        with Vertical(classes="panel"):
            yield Static("\n".join(messages.GROUNDING), id="grounding", markup=False)
            if seen.people:
                self.add_class("-with-people")
                yield Static("\n".join((PEOPLE, *call_lines(seen.people))), id="people-here", markup=False)
            elif seen.trouble:
                yield Static(seen.trouble, id="people-here", markup=False)
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
