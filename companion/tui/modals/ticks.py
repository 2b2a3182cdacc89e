"""Several of a few things, each on or off, over any place."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from companion.language import _
from companion.tui.modals.base import Modal
from companion.tui.widgets.choices import Choice, Choices

HOW = _("enter turns one on or off, esc is done")


class TicksModal(Modal[tuple[int, ...]]):
    """Returns the indices of those that are on, in the order of the list."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", _("done"))]

    def __init__(self, question: str, labels: Sequence[str], on: Iterable[int] = ()) -> None:
        super().__init__()
        self._question = question
        self._labels = tuple(labels)
        self._on = set(on)

    def compose(self) -> ComposeResult:
        """The question and the things."""
        with Vertical(classes="card"):
            yield Static(self._question, classes="prompt", markup=False)
            with VerticalScroll(can_focus=False):
                yield Choices([self._row(index) for index in range(len(self._labels))])
            yield Static(HOW, classes="note", markup=False)

    def on_mount(self) -> None:
        """The list has the keys."""
        self.query_one(Choices).focus()

    def _row(self, index: int) -> Choice:
        return Choice(f"{'●' if index in self._on else '○'} {self._labels[index]}")

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """On, or off."""
        event.stop()
        self._on ^= {event.index}
        event.choices.exchange(event.index, self._row(event.index))

    def action_leave(self) -> None:
        """These."""
        self.dismiss(tuple(sorted(self._on)))
