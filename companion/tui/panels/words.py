"""Words, one blank a screen."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from companion.language import _
from companion.services.walking import questions as q
from companion.tui.panels.base import line
from companion.tui.panels.writing import WritingPanel
from companion.tui.widgets.fields import WordField


class BlankPanel(WritingPanel[q.BlankQuestion]):
    """One line with one blank in it. `tab` puts in one word after another from a small bank."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next", _("next"), priority=True),
        Binding("tab", "offer", _("words"), priority=True),
        Binding("ctrl+e", "enough", _("enough, make a song"), priority=True),
        Binding("ctrl+n,pagedown", "screen.skip", _("skip"), show=False, priority=True),
        Binding("pageup", "screen.back", _("back"), show=False, priority=True),
    ]

    def compose(self) -> ComposeResult:
        """What was written before (faint), the line, and what stands around the blank."""
        question = self.question
        yield line(question.prompt, "prompt")
        yield line("\n".join(question.written), "written")
        with Horizontal(id="line"):
            yield line(question.before, "beside")
            yield WordField(self.text_at_first, id="blank", compact=True, select_on_focus=False)
            yield line(question.after, "beside")
        yield line("", "note", id="bank")

    def on_mount(self) -> None:
        """The blank has the keys."""
        self._offered = -1
        self.field.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enough is offered once one blank is filled, this one included."""
        if action == "enough":
            has_word = bool(self.field.value.strip())
            return self.question.is_for_song and (self.question.is_enough_possible or has_word)
        if action == "offer":
            return bool(self.question.words)
        return super().check_action(action, parameters)

    def on_input_changed(self, event: WordField.Changed) -> None:
        """Every key is remembered."""
        event.stop()
        self.say_typed()
        self.refresh_bindings()

    def on_input_submitted(self, event: WordField.Submitted) -> None:
        """Enter in the field goes on."""
        event.stop()
        self.action_next()

    def action_next(self) -> None:
        """On to the next blank; an empty one is left out."""
        self.when_typed(lambda: self.answer(q.Filled(self.text), is_untouched=self.text == self.question.answer))

    def action_offer(self) -> None:
        """Put the next word from the bank into the blank, and show the others."""
        words = self.question.words
        if words:
            self._offered = (self._offered + 1) % len(words)
            field = self.field
            field.value = words[self._offered]
            field.cursor_position = len(field.value)
            self.query_one("#bank", Static).update("   ".join(words))

    def action_enough(self) -> None:
        """No more blanks."""
        self.when_typed(lambda: self.answer(q.Filled(self.text, enough=True)))

    @property
    def field(self) -> WordField:
        """The blank."""
        return self.query_one(WordField)

    @property
    def text_at_first(self) -> str:
        """What was answered before, else the word that is given."""
        return self.question.answer or self.question.given

    def take(self, letters: str) -> None:
        """Letters as if they were typed."""
        self.field.insert_text_at_cursor(letters)

    def insert(self, text: str) -> None:
        """Put words into the blank, after what stands there."""
        field = self.field
        field.value = f"{field.value} {text}".strip()
        field.cursor_position = len(field.value)
        field.focus()

    def exchange(self, text: str) -> None:
        """Other words in the blank."""
        self.field.value = text

    @property
    def current_line(self) -> str:
        """The line with what stands in its blank."""
        return f"{self.question.before}{self.text}{self.question.after}"

    @property
    def text(self) -> str:
        """What stands in the blank."""
        return self.field.value
