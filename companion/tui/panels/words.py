"""Words: one blank a screen, then the whole."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from companion import messages
from companion.services.walking import questions as q
from companion.services.words.syllables import counted
from companion.tui.panels.base import line
from companion.tui.panels.writing import WritingPanel
from companion.tui.widgets.choices import Choice, Choices
from companion.tui.widgets.fields import PageField, WordField

SECONDS_A_MINUTE = 60.0


class BlankPanel(WritingPanel[q.BlankQuestion]):
    """One line with one blank in it. `tab` puts in one word after another from a small bank."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next", "next", priority=True),
        Binding("tab", "offer", "words", priority=True),
        Binding("ctrl+e", "enough", "enough, make a song", priority=True),
        Binding("ctrl+n,pagedown", "screen.skip", "skip", show=False, priority=True),
        Binding("pageup", "screen.back", "back", show=False, priority=True),
    ]

    def compose(self) -> ComposeResult:
        """What was written before (faint), the line, and what stands around the blank."""
        question = self.question
        yield line(question.prompt, "prompt")
        yield line("\n".join(question.written), "written")
        with Horizontal(id="line"):
            yield line(question.before, "beside")
            text = question.answer or question.given
            yield WordField(text, id="blank", compact=True, select_on_focus=False)
            yield line(question.after, "beside")
        yield line("", "note", id="bank")

    def on_mount(self) -> None:
        """The blank has the keys."""
        self._offered = -1
        self.query_one(WordField).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enough is offered once one blank is filled, this one included."""
        if action == "enough":
            has_word = bool(self.query_one(WordField).value.strip())
            return self.question.is_for_song and (self.question.is_enough_possible or has_word)
        if action == "offer":
            return bool(self.question.words)
        return super().check_action(action, parameters)

    def on_input_changed(self, event: WordField.Changed) -> None:
        """Every key is remembered."""
        event.stop()
        self.post_message(self.Typed(event.value))
        self.refresh_bindings()

    def on_input_submitted(self, event: WordField.Submitted) -> None:
        """Enter in the field goes on."""
        event.stop()
        self.action_next()

    def action_next(self) -> None:
        """On to the next blank; an empty one is left out."""
        text = self.query_one(WordField).value
        self.answer(q.Filled(text), is_untouched=text == self.question.answer)

    def action_offer(self) -> None:
        """Put the next word from the bank into the blank, and show the others."""
        words = self.question.words
        if words:
            self._offered = (self._offered + 1) % len(words)
            field = self.query_one(WordField)
            field.value = words[self._offered]
            field.cursor_position = len(field.value)
            self.query_one("#bank", Static).update("   ".join(words))

    def action_enough(self) -> None:
        """No more blanks."""
        self.answer(q.Filled(self.query_one(WordField).value, enough=True))

    def insert(self, text: str) -> None:
        """Put words into the blank, after what stands there."""
        field = self.query_one(WordField)
        field.value = f"{field.value} {text}".strip()
        field.cursor_position = len(field.value)
        field.focus()

    def exchange(self, text: str) -> None:
        """Other words in the blank."""
        self.query_one(WordField).value = text

    @property
    def current_line(self) -> str:
        """The line with what stands in its blank."""
        return f"{self.question.before}{self.text}{self.question.after}"

    @property
    def text(self) -> str:
        """What stands in the blank."""
        return self.query_one(WordField).value


class WholePanel(WritingPanel[q.WholeQuestion]):
    """All the words of a step on a page, to be changed freely; syllables when asked for."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+e", "done", "make it a song", priority=True),
        Binding("ctrl+e", "go_on", "on", priority=True),
        Binding("f3", "syllables", "syllables"),
    ]

    def compose(self) -> ComposeResult:
        """The words in a plain field, with beginnings beside it where the page is for writing."""
        question = self.question
        filled = messages.WHOLE_PROMPT if question.lines else messages.NO_WORDS
        yield line(question.prompt or filled, "prompt")
        if question.starts:
            yield line("   ".join((messages.BEGINNINGS, *question.starts)), "written")
        with Horizontal(id="page"):
            yield PageField("\n".join(question.lines), id="words", compact=True, soft_wrap=True)
            yield line("", "syllables", id="syllables")
        yield line(_below(question), "note", id="third")
        yield Choices([Choice("Make it a song" if question.is_for_song else "Go on", "tab and enter")], id="done")

    def on_mount(self) -> None:
        """The field has the keys."""
        self._counts_shown = False
        self.query_one("#syllables").display = False
        self.query_one("#third").display = bool(_below(self.question))
        area = self.query_one(PageField)
        area.focus()
        area.move_cursor(area.document.end)
        if self.question.minutes is not None:
            self.set_timer(self.question.minutes * SECONDS_A_MINUTE, self._say_when)

    def _say_when(self) -> None:
        """The time that was thought of is over: said once, below the page; nothing stops."""
        note = self.query_one("#third", Static)
        note.display = True
        note.update(messages.TIME_SAID)

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """The row below the words, by tab and enter or the mouse."""
        event.stop()
        self.action_done()

    def on_text_area_changed(self, event: PageField.Changed) -> None:
        """Every key is remembered."""
        event.stop()
        self.post_message(self.Typed(event.text_area.text))
        self._show_counts()

    def action_syllables(self) -> None:
        """Show or hide how many syllables each line has."""
        self._counts_shown = not self._counts_shown
        self.query_one("#syllables").display = self._counts_shown
        self._show_counts()

    def _show_counts(self) -> None:
        if self._counts_shown:
            lines = self.query_one(PageField).text.split("\n")
            counts = (str(count) if count else "" for count in (counted(each, self.language) for each in lines))
            self.query_one("#syllables", Static).update("\n".join(counts))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """One key, named by where the words go."""
        if action in ("done", "go_on"):
            return (action == "done") == self.question.is_for_song
        return super().check_action(action, parameters)

    def action_go_on(self) -> None:
        """These are the words, for the journal."""
        self.action_done()

    def action_done(self) -> None:
        """These are the words."""
        self.answer(q.Wrote(tuple(self.query_one(PageField).text.split("\n"))))

    def insert(self, text: str) -> None:
        """Put words in where the cursor stands."""
        area = self.query_one(PageField)
        area.insert(text)
        area.focus()

    def exchange(self, text: str) -> None:
        """Other words on the page; ctrl+z brings the first ones back."""
        area = self.query_one(PageField)
        area.replace(text, (0, 0), area.document.end)

    @property
    def current_line(self) -> str:
        """The line where the cursor stands, or the last before it with words."""
        area = self.query_one(PageField)
        row, _ = area.cursor_location
        lines = area.text.split("\n")[: row + 1]
        return next((each for each in reversed(lines) if each.strip()), "")

    @property
    def text(self) -> str:
        """What stands on the page."""
        return self.query_one(PageField).text


def _below(question: q.WholeQuestion) -> str:
    """What stands below the page: another way to say it, where the exercise has one."""
    return messages.THIRD_PERSON.format(question.third_person) if question.third_person else ""
