"""How is it now: a word; and where it is wanted, a place on the grid and a number."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Center

from companion import messages
from companion.domain.feelings import in_own_language
from companion.language import _
from companion.services.walking import questions as q
from companion.tui.panels.base import Panel, line
from companion.tui.widgets.choices import Choice, Choices
from companion.tui.widgets.fields import WordField
from companion.tui.widgets.grid import AffectGrid
from companion.tui.widgets.scale import Scale


class FeelingPanel(Panel[q.FeelingQuestion]):
    """Six plain words, "don't know", a word of one's own, and a little more for those who want it.

    "Don't know" is marked at first: enter alone says nothing that somebody does not feel.
    """

    def compose(self) -> ComposeResult:
        """The words in a list; the field for an own word waits until it is chosen."""
        question = self.question
        yield line(question.prompt, "prompt")
        labels = (*question.words, messages.DONT_KNOW)
        rows = [Choice(in_own_language(label), key=str(index)) for index, label in enumerate(labels, start=1)]
        rows.append(Choice(messages.OWN_WORD, key=str(len(rows) + 1)))
        if question.offers:
            rows.append(Choice(messages.SAY_MORE, key=str(len(rows) + 1)))
        own = question.answer if question.answer not in labels else None
        said = len(labels) if own is not None else labels.index(question.answer or messages.DONT_KNOW)
        yield Choices(rows, marked=said)
        field = WordField(in_own_language(own or ""), placeholder=_("one word is enough"), id="own-word")
        field.display = False
        with Center():
            yield field

    def on_mount(self) -> None:
        """The list has the keys."""
        self.query_one(Choices).focus()

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """A word, none, an own one, or more."""
        event.stop()
        words = self.question.words
        if event.index < len(words):
            self.answer(q.Feeling(words[event.index]), is_untouched=event.is_untouched)
        elif event.index == len(words):
            self.answer(q.Feeling(None), is_untouched=event.is_untouched)
        elif event.index == len(words) + 1:
            field = self.query_one(WordField)
            field.display = True
            field.focus()
        else:
            self.answer(q.Feeling(None, more=True))

    def on_input_submitted(self, event: WordField.Submitted) -> None:
        """The own word."""
        event.stop()
        self.answer(q.Feeling(event.value))


class GridPanel(Panel[q.GridQuestion]):
    """The Affect Grid: arrow keys, mouse, or two numbers."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", _("this is it")),
        Binding("n", "leave_out", _("leave it out")),
    ]

    def compose(self) -> ComposeResult:
        """The field with its four sides named."""
        self._at_first = self.question.answer
        yield line(messages.GRID_QUESTION, "prompt")
        with Center():
            yield AffectGrid(self._at_first)

    def on_mount(self) -> None:
        """The field has the keys."""
        self.query_one(AffectGrid).focus()

    def action_take(self) -> None:
        """Take the marked place; none where none is marked."""
        affect = self.query_one(AffectGrid).affect
        self.answer(q.OnGrid(affect), is_untouched=affect == self._at_first)

    def action_leave_out(self) -> None:
        """No place."""
        self.answer(q.OnGrid(None))


class DistressPanel(Panel[q.DistressQuestion | q.ComfortQuestion]):
    """A number from 0 to 10, for distress or for comfort, by arrow keys, mouse or digits."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", _("this is it")),
        Binding("n", "leave_out", _("leave it out")),
    ]

    def compose(self) -> ComposeResult:
        """The row of numbers."""
        self._is_comfort = isinstance(self.question, q.ComfortQuestion)
        self._at_first = self.question.answer
        yield line(messages.COMFORT_QUESTION if self._is_comfort else messages.DISTRESS_QUESTION, "prompt")
        with Center():
            yield Scale(self._at_first)

    def on_mount(self) -> None:
        """The row has the keys."""
        self.query_one(Scale).focus()

    def action_take(self) -> None:
        """Take the marked number; none where none is marked."""
        level = self.query_one(Scale).level
        self._answer(level, is_untouched=level == self._at_first)

    def action_leave_out(self) -> None:
        """No number."""
        self._answer(None)

    def _answer(self, level: int | None, *, is_untouched: bool = False) -> None:
        answer = q.Comfort(level) if self._is_comfort else q.Distress(level)
        self.answer(answer, is_untouched=is_untouched)
