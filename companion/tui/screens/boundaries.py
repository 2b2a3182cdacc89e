"""What somebody would rather not have, on a page of its own; and asking before an exercise that touches it."""

from collections.abc import Callable, Collection
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from companion.domain.agreed import Boundaries
from companion.domain.features import FEATURES, Feature
from companion.errors import CompanionError
from companion.language import _
from companion.services.walking.boundaries import (
    ABOUT,
    ANOTHER,
    AS_IT_IS,
    SAYINGS,
    TITLE,
    Fit,
    Saying,
    boundaries_of,
    say,
    saying_of,
)
from companion.tui.modals.pick import PickModal
from companion.tui.screens.base import Place, app_of
from companion.tui.widgets.choices import Choice, Choices
from companion.tui.widgets.keys import KeyRow

MARKS: dict[Saying, str] = {"fine": "○", "ask": "◐", "never": "●"}


class BoundariesScreen(Place):
    """Each thing with what is said of it; `enter` turns it: fine, ask me first, never. It is kept at once."""

    CSS_PATH = "../sharing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "say('never')", _("never")),
        Binding("a", "say('ask')", _("ask me first")),
        Binding("f", "say('fine')", _("fine")),
        Binding("escape", "back", _("back")),
    ]

    def __init__(self) -> None:
        super().__init__(classes="sheet-place")
        self._features = tuple(FEATURES)
        self._own = Boundaries()

    def compose(self) -> ComposeResult:
        """The things, and for what it holds."""
        yield Static(TITLE, classes="sheet-title", markup=False)
        yield Static(ABOUT, classes="sheet-note", markup=False)
        with VerticalScroll(id="list-box", can_focus=False):
            yield Choices([self._row(index) for index in range(len(self._features))])
        yield KeyRow()

    def on_mount(self) -> None:
        """As it is now."""
        try:
            self._own = boundaries_of(app_of(self).companion.journal)
        except CompanionError as error:
            app_of(self).tell(error)
        self._show()
        self.query_one(Choices).focus()

    def _show(self) -> None:
        choices = self.query_one(Choices)
        for index in range(len(self._features)):
            choices.exchange(index, self._row(index))

    def _row(self, index: int) -> Choice:
        saying = saying_of(self._own, self._features[index])
        return Choice(f"{MARKS[saying]} {FEATURES[self._features[index]]}", "" if saying == "fine" else SAYINGS[saying])

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """The next saying of the three."""
        event.stop()
        order = tuple(SAYINGS)
        now = order.index(saying_of(self._own, self._features[event.index]))
        self._say(event.index, order[(now + 1) % len(order)])

    def action_say(self, saying: Saying) -> None:
        """This of the marked one."""
        self._say(self.query_one(Choices).marked, saying)

    def _say(self, index: int, saying: Saying) -> None:
        try:
            self._own = say(app_of(self).companion.journal, self._features[index], saying)
        except CompanionError as error:
            app_of(self).tell(error)
            return
        self._show()

    def action_back(self) -> None:
        """Where one was before."""
        self.app.pop_screen()


def ask_first(screen: Screen[None], fit: Fit, begin: Callable[[Collection[Feature]], None]) -> None:
    """Ask where it was wanted, then begin with what was agreed to; without a question at once."""
    if not fit.asks:
        begin(())
        return

    def answered(index: int | None) -> None:
        answer = fit.answers[index] if index is not None else ANOTHER
        if answer != ANOTHER:
            begin(fit.asks if answer == AS_IT_IS else ())

    screen.app.push_screen(PickModal(fit.question, [(each, "") for each in fit.answers]), answered)
