"""Choosing one of a few: a way on, or how the lines are parted into a song."""

from textual.app import ComposeResult
from textual.widgets import Static

from companion.language import _
from companion.services.walking import questions as q
from companion.tui.panels.base import Panel, line
from companion.tui.widgets.choices import Choice, Choices


class ChoosePanel(Panel[q.ChooseQuestion]):
    """One of a few ways on."""

    def compose(self) -> ComposeResult:
        """The ways."""
        yield line(self.question.prompt, "prompt")
        rows = [Choice(option, key=str(number)) for number, option in enumerate(self.question.options, start=1)]
        yield Choices(rows, marked=self.question.answer or 0)

    def on_mount(self) -> None:
        """The list has the keys."""
        self.query_one(Choices).focus()

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """One of them."""
        event.stop()
        self.answer(q.Chose(event.index + 1), is_untouched=event.is_untouched)


class FormPanel(Panel[q.FormQuestion]):
    """The forms, and the words as the marked one would part them."""

    def compose(self) -> ComposeResult:
        """The forms above the words."""
        yield line(self.question.prompt, "prompt")
        options = enumerate(self.question.options, start=1)
        yield Choices([Choice(each.label, key=str(i)) for i, each in options], marked=self.question.chosen or 0)
        yield line("", "note", id="parted")

    def on_mount(self) -> None:
        """The list has the keys."""
        self.query_one(Choices).focus()
        self._show(self.query_one(Choices).marked)

    def on_choices_marked(self, event: Choices.Marked) -> None:
        """The words follow the mark."""
        event.stop()
        self._show(event.index)

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """This form."""
        event.stop()
        self.answer(q.Chose(event.index + 1), is_untouched=event.is_untouched)

    def _show(self, index: int) -> None:
        self.query_one("#parted", Static).update("\n".join(parted(self.question, index)))


def parted(question: q.FormQuestion, index: int) -> tuple[str, ...]:
    """The words with the names of their sections before them, as one form has them."""
    option = question.options[index]
    lines: list[str] = []
    now = ""
    for text, name in zip((each for each in question.lines if each), option.sections, strict=True):
        if name != now:
            lines.append(f"({name})")
            now = name
        lines.append(text)
    return (*lines, _("({returns}, once more)").format(returns=option.returns)) if option.returns else tuple(lines)
