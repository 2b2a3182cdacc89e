"""Choosing an exercise: the one of today first, a few gentle ones, and all of them behind one row."""

from collections.abc import Collection
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from companion import messages
from companion.domain.exercise import Exercise, Size
from companion.domain.features import Feature
from companion.errors import CompanionError
from companion.language import _
from companion.services.walking.shelf import Shelf, about, fit, not_today, shelf_of
from companion.tui.modals.pick import PickModal
from companion.tui.screens.base import app_of
from companion.tui.screens.boundaries import ask_first
from companion.tui.screens.session import SessionScreen
from companion.tui.widgets.choices import Choice, Choices
from companion.tui.widgets.keys import KeyRow


class ChoosingScreen(Screen[None]):
    """`enter` begins the marked one whole, `s` its smallest form, `l` one for days with little strength."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "begin('smallest')", _("smallest")),
        Binding("l", "begin('low energy')", _("little strength")),
        Binding("escape", "go_back", _("back")),
    ]

    def compose(self) -> ComposeResult:
        """The question, the list, and what the marked one is for."""
        yield Static(messages.CHOOSE_EXERCISE, classes="prompt", markup=False)
        yield VerticalScroll(id="shelf", can_focus=False)
        yield Vertical(Static("", id="about-exercise", classes="note", markup=False), id="about-box")
        yield KeyRow()

    async def on_mount(self) -> None:
        """The short list."""
        companion = app_of(self).companion
        self._shelf: Shelf = shelf_of(companion, companion.clock().date())
        await self._show(self._shelf.short)

    async def _show(self, exercises: tuple[Exercise, ...]) -> None:
        self._shown = exercises
        rows = [_row(each, about(each, self._shelf), number) for number, each in enumerate(exercises, start=1)]
        if len(exercises) < len(self._shelf.every):
            rows.append(Choice(messages.MORE_EXERCISES, str(len(self._shelf.every)), str(len(rows) + 1)))
        box = self.query_one("#shelf", VerticalScroll)
        await box.remove_children()
        choices = Choices(rows, id="exercises")
        await box.mount(choices)
        choices.focus()
        self._tell(0)

    def _tell(self, index: int) -> None:
        """What the marked one is for, and when perhaps not."""
        text = ""
        if index < len(self._shown):
            exercise = self._shown[index]
            text = "\n".join(filter(None, (exercise.purpose, not_today(exercise))))
        self.query_one("#about-exercise", Static).update(text)

    def on_choices_marked(self, event: Choices.Marked) -> None:
        """The words below follow the mark."""
        event.stop()
        self._tell(event.index)

    async def on_choices_taken(self, event: Choices.Taken) -> None:
        """Begin it whole, or show all."""
        event.stop()
        if event.index == len(self._shown):
            await self._show(self._shelf.every)
        else:
            self.action_begin("whole")

    def action_begin(self, size: Size) -> None:
        """Begin the marked one; a theme is told first."""
        marked = self.query_one(Choices).marked
        if marked >= len(self._shown):
            return
        exercise = self._shown[marked]

        def begin(agreed: Collection[Feature]) -> None:
            self._begin(exercise, size, agreed)

        def take(index: int | None) -> None:
            if index == 0:
                ask_first(self, fit(exercise, self._shelf), begin)

        if not exercise.themes:
            take(0)
            return

        self.app.push_screen(PickModal(exercise.warning, [(label, "") for label in messages.WARNING_CHOICES]), take)

    def _begin(self, exercise: Exercise, size: Size, agreed: Collection[Feature]) -> None:
        app = app_of(self)
        try:
            session = app.companion.new_session(exercise.id, size, agreed)
        except CompanionError as error:
            app.tell(error)
            return
        app.switch_screen(SessionScreen(session))

    async def action_go_back(self) -> None:
        """From all to the short list, and from there home."""
        if len(self._shown) > len(self._shelf.short):
            await self._show(self._shelf.short)
        else:
            self.app.pop_screen()


def _row(exercise: Exercise, note: str, number: int) -> Choice:
    """A row; from the tenth on there is no digit for it, and it stands in line with the others."""
    return Choice(exercise.title, note, str(number)) if number < 10 else Choice(f"  {exercise.title}", f"  {note}")
