"""Adapting a copy of an exercise: its title, its purpose, and each step's words; steps can be left out."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from companion.domain.exercise import Exercise
from companion.domain.steps import kind_of
from companion.errors import CompanionError
from companion.language import _
from companion.services.exercises.adapting import adapted, copy_of, write_own
from companion.tui.modals.line import LineModal
from companion.tui.modals.reading import ReadingModal
from companion.tui.screens.base import Place, app_of
from companion.tui.widgets.choices import Choice, Choices
from companion.tui.widgets.keys import KeyRow

FIRST_STEP = 2
"""The rows before the steps: title and purpose."""

LONGEST_SHOWN = 64
STAYS, LEFT_OUT = "●", "○"


class AdaptingScreen(Place):
    """`enter` changes the marked words, `d` leaves a step out or brings it back, `w` writes the copy among one's own.

    `written` is called with the copy.
    """

    CSS_PATH = "../sharing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d,delete", "leave_out", _("leave out"), key_display="d"),
        Binding("w", "write", _("write the copy")),
        Binding("escape", "back", _("back")),
    ]

    def __init__(self, exercise: Exercise, written: Callable[[Exercise], None]) -> None:
        super().__init__(classes="sheet-place")
        self._original = exercise
        self._written = written
        self._title = _("My {title}").format(title=exercise.title)
        self._purpose = exercise.purpose
        self._prompts = {step.id: step.prompt for step in exercise.steps}
        self._without: set[str] = set()

    def compose(self) -> ComposeResult:
        """What can be changed."""
        yield Static(_("A copy of your own"), classes="sheet-title", markup=False)
        with VerticalScroll(id="list-box", can_focus=False):
            rows = range(FIRST_STEP + len(self._original.steps))
            yield Choices([self._row(index) for index in rows], notes_beside=False)
        yield KeyRow()

    def on_mount(self) -> None:
        """The list has the keys."""
        self.query_one(Choices).focus()

    def _row(self, index: int) -> Choice:
        if index < FIRST_STEP:
            return Choice((_("Title"), _("Purpose"))[index], _short((self._title, self._purpose)[index]))
        step = self._original.steps[index - FIRST_STEP]
        mark = LEFT_OUT if step.id in self._without else STAYS
        return Choice(f"{mark} {kind_of(step)}", _short(self._prompts[step.id]))

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """Other words for it."""
        event.stop()
        index = event.index

        def said(text: str | None) -> None:
            if text is None:
                return
            if index == 0:
                self._title = text
            elif index == 1:
                self._purpose = text
            else:
                self._prompts[self._original.steps[index - FIRST_STEP].id] = text
            self.query_one(Choices).exchange(index, self._row(index))

        now = (self._title, self._purpose)[index] if index < FIRST_STEP else (
            self._prompts[self._original.steps[index - FIRST_STEP].id]
        )
        self.app.push_screen(LineModal(_("What shall stand there?"), "", now), said)

    def action_leave_out(self) -> None:
        """Leave the marked step out, or bring it back; the close stays, since nothing ends without it."""
        index = self.query_one(Choices).marked
        if FIRST_STEP <= index < FIRST_STEP + len(self._original.steps) - 1:
            self._without ^= {self._original.steps[index - FIRST_STEP].id}
            self.query_one(Choices).exchange(index, self._row(index))

    def action_write(self) -> None:
        """Check the copy and write it; what can't be used is told, and nothing is written."""
        app = app_of(self)
        try:
            made = adapted(copy_of(self._original, self._title), purpose=self._purpose, prompts=self._prompts,
                           without=self._without)  # fmt: skip
            path = app.companion.places.exercises / made.language / f"{made.id}.toml"
            thoughts = write_own(made, self._original.title, path)
        except CompanionError as error:
            app.tell(error)
            return
        app.pop_screen()
        self._written(made)
        app.push_screen(ReadingModal(_("Written"), (str(path), "", *thoughts)))

    def action_back(self) -> None:
        """Nothing is written."""
        self.app.pop_screen()


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"
