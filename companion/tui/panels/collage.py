"""A collage: phrases to choose from; the order in which they are taken is the order in which they stand."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from companion import messages
from companion.language import _
from companion.services.walking import questions as q
from companion.tui.panels.base import Panel, line
from companion.tui.widgets.choices import Choice, Choices

THAT_IS_IT = _("That is it")


class CollagePanel(Panel[q.CollageQuestion]):
    """Enter takes a phrase, or gives it back; the last row goes on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+e,tab", "done", _("that is it"), key_display="tab", priority=True),
        Binding("u", "undo", _("give back")),
    ]

    def compose(self) -> ComposeResult:
        """The phrases, each with its place in the song once it has one."""
        self._picked = list(self.question.picked)
        yield line(self.question.prompt, "prompt")
        rows = [self._row(number) for number in range(1, len(self.question.phrases) + 1)]
        yield Choices([*rows, Choice(THAT_IS_IT)])
        yield line(messages.PICK_HOW, "note")

    def on_mount(self) -> None:
        """The list has the keys."""
        self.query_one(Choices).focus()

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """A phrase is taken or given back, or that is it."""
        event.stop()
        if event.index == len(self.question.phrases):
            self.action_done()
            return
        number = event.index + 1
        if number in self._picked:
            self._picked.remove(number)
        else:
            self._picked.append(number)
        self._show()

    def action_undo(self) -> None:
        """Give the last one back."""
        if self._picked:
            self._picked.pop()
            self._show()

    def action_done(self) -> None:
        """These, in this order."""
        self.answer(q.Picked(tuple(self._picked)))

    def _show(self) -> None:
        for number in range(1, len(self.question.phrases) + 1):
            self.query_one(Choices).exchange(number - 1, self._row(number))

    def _row(self, number: int) -> Choice:
        place = f"{self._picked.index(number) + 1}." if number in self._picked else ""
        label = f"{place:3}{self.question.phrases[number - 1]}"
        return Choice(label, key=str(number)) if number < 10 else Choice(f"  {label}")
