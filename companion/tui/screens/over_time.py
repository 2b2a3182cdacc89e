"""How it was over time, in numbers: only for those who press the key for it, and without a word on it."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from companion import messages
from companion.domain.entry import Entry
from companion.domain.feelings import in_own_language
from companion.exports.entry_words import date_in_words, moment_in_words
from companion.exports.plain_text import harmless
from companion.language import _
from companion.services.journal.times import MEASURES, said_over_time
from companion.tui.widgets.keys import KeyRow
from companion.tui.widgets.line_plot import LinePlot


class OverTimeScreen(Screen[None]):
    """One measure at a time; left and right go from answer to answer, digits to another measure."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "go(-1)", _("earlier"), key_display="←"),
        Binding("right", "go(1)", _("later"), key_display="→"),
        Binding("home", "go(-100000)", _("the first"), show=False),
        Binding("end", "go(100000)", _("the last"), show=False),
        *(Binding(str(n), f"measure({n - 1})", each.name, show=False) for n, each in enumerate(MEASURES, 1)),
        Binding("tab", "next", _("another number")),
        Binding("escape", "leave", _("back")),
    ]

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__()
        self._series = [(each, said_over_time(entries, each)) for each in MEASURES]
        self._index = next((i for i, (_other, said) in enumerate(self._series) if said), 0)

    def compose(self) -> ComposeResult:
        """What is shown, the numbers, and the marked one in words."""
        with Vertical(id="over-time"):
            yield Static("", id="measures", markup=False)
            yield LinePlot(id="plot")
            yield Static("", id="days", markup=False)
            yield Static("", id="answer-said", markup=False)
        yield KeyRow()

    def on_mount(self) -> None:
        """The first number that was ever given."""
        self._show()

    def _show(self) -> None:
        measure, said = self._series[self._index]
        spans: list[str | tuple[str, str]] = []
        for number, (each, _said) in enumerate(self._series):
            style = "bold $accent" if number == self._index else "$soft"
            spans.append((f"{'▸' if number == self._index else ' '}{number + 1} {each.name}   ", style))
        self.query_one("#measures", Static).update(Content.assemble(*spans))
        self.query_one(LinePlot).display = bool(said)
        self.query_one(LinePlot).show([each.level for each in said], measure.low, measure.high)
        days = [date_in_words(said[0].moment), date_in_words(said[-1].moment)] if said else []
        self.query_one("#days", Static).update(_(" to ").join(dict.fromkeys(days)))
        self._tell()

    def _tell(self) -> None:
        measure, said = self._series[self._index]
        words = messages.NO_NUMBERS
        if said:
            each = said[self.query_one(LinePlot).marked]
            feeling = f"“{harmless(in_own_language(each.feeling))}”, " if each.feeling else ""
            words = f"{moment_in_words(each.moment)}\n{feeling}{measure.in_words(each.level)}"
        self.query_one("#answer-said", Static).update(words)

    def action_go(self, by: int) -> None:
        """To another answer."""
        plot = self.query_one(LinePlot)
        plot.marked = max(0, min(len(self._series[self._index][1]) - 1, plot.marked + by))
        self._tell()

    def action_measure(self, index: int) -> None:
        """Another of the numbers."""
        self._index = index
        self._show()

    def action_next(self) -> None:
        """The next of the numbers."""
        self.action_measure((self._index + 1) % len(self._series))

    def action_leave(self) -> None:
        """Back to the journal."""
        self.app.pop_screen()
