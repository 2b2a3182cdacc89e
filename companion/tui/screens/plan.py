"""The agreed plan on a page of its own: each part with what stands there, changed one at a time and kept at once."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from companion.domain.agreed import Plan
from companion.errors import CompanionError, WrongUseError
from companion.language import _
from companion.services.between import planning
from companion.services.between.planning import QUESTIONS, hint_of, keep_answer, keep_plan, plan_for, value_of
from companion.tui.modals.line import LineModal
from companion.tui.screens.base import Place, app_of
from companion.tui.widgets.choices import Choice, Choices
from companion.tui.widgets.keys import KeyRow

NUMBERED = "how_sure"
NUMBERS = tuple(map(str, range(11)))
LONGEST_SHOWN = 44


class PlanScreen(Place):
    """`enter` answers the marked part, `d` empties it, `p` puts the whole plan away. Nothing in it is compulsory."""

    CSS_PATH = "../sharing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d,delete", "empty", _("empty it"), key_display="d"),
        Binding("p", "put_away", _("put it away")),
        Binding("escape", "back", _("back")),
    ]

    def __init__(self, assignment_id: str = "", title: str = "") -> None:
        super().__init__(classes="sheet-place")
        self._plan = Plan(assignment_id=assignment_id)
        self._title = f"{planning.TITLE}: {title}" if title else planning.TITLE

    def compose(self) -> ComposeResult:
        """The parts, and what a plan is."""
        yield Static(self._title, classes="sheet-title", markup=False)
        yield Static(planning.ABOUT, classes="sheet-note", markup=False)
        with VerticalScroll(id="list-box", can_focus=False):
            yield Choices([self._row(index) for index in range(len(QUESTIONS))], notes_beside=False)
        yield Static("", id="plan-hint", classes="sheet-note", markup=False)
        yield KeyRow()

    def on_mount(self) -> None:
        """As it stands in the journal."""
        try:
            self._plan = plan_for(app_of(self).companion.journal, self._plan.assignment_id)
        except CompanionError as error:
            app_of(self).tell(error)
        self._show()
        self.query_one(Choices).focus()

    def _row(self, index: int) -> Choice:
        value = value_of(self._plan, QUESTIONS[index].part)
        return Choice(QUESTIONS[index].name, value if len(value) <= LONGEST_SHOWN else f"{value[:LONGEST_SHOWN]}…")

    def _show(self) -> None:
        choices = self.query_one(Choices)
        for index in range(len(QUESTIONS)):
            choices.exchange(index, self._row(index))
        self.query_one("#plan-hint", Static).update(hint_of(self._plan))

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """Ask for this part."""
        event.stop()
        part = QUESTIONS[event.index].part
        value = value_of(self._plan, part)
        self._ask(event.index, value.partition(" ")[0] if part == NUMBERED else value)

    def _ask(self, index: int, typed: str, note: str = "") -> None:
        """Ask for a part; what can't be kept as it was typed stays there to be changed, with the reason below it."""
        question = QUESTIONS[index]

        def said(text: str | None) -> None:
            if text is None:
                return
            is_number = question.part == NUMBERED and text.strip() in NUMBERS
            try:
                self._answer(index, int(text) if is_number else text)
            except WrongUseError as error:
                self._ask(index, text, str(error))
            except CompanionError as error:
                app_of(self).tell(error)

        self.app.push_screen(LineModal(question.asks, note, typed), said)

    def _answer(self, index: int, answer: str | int | None) -> None:
        journal = app_of(self).companion.journal
        self._plan = keep_answer(journal, self._plan.assignment_id, QUESTIONS[index].part, answer)
        self._show()

    def action_empty(self) -> None:
        """Nothing stands there any more."""
        try:
            self._answer(self.query_one(Choices).marked, None)
        except CompanionError as error:
            app_of(self).tell(error)

    def action_put_away(self) -> None:
        """No plan, and that is fine."""
        try:
            keep_plan(app_of(self).companion.journal, Plan(assignment_id=self._plan.assignment_id))
        except CompanionError as error:
            app_of(self).tell(error)
            return
        app_of(self).say(planning.PUT_AWAY)
        self.app.pop_screen()

    def action_back(self) -> None:
        """Where one was before."""
        self.app.pop_screen()
