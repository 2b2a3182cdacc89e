"""All the words of a step on one page: read first, changed by those who press a key for it."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from companion import messages
from companion.language import _
from companion.services.walking import questions as q
from companion.services.words.syllables import counted
from companion.tui.panels.base import line
from companion.tui.panels.writing import WritingPanel
from companion.tui.widgets.choices import Choice, Choices
from companion.tui.widgets.fields import PageField

SECONDS_A_MINUTE = 60.0


class WholePanel(WritingPanel[q.WholeQuestion]):
    """A page with words on it is read: enter goes on, as everywhere, and no other key changes a letter. `e` begins
    to write, and an empty page for writing begins so; there enter begins a line, and goes back to reading where two
    lines at the end are empty already.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "agree('song')", _("make it a song")),
        Binding("enter", "agree('journal')", _("on")),
        Binding("ctrl+e", "agree('song')", _("make it a song"), show=False, priority=True),
        Binding("ctrl+e", "agree('journal')", _("on"), show=False, priority=True),
        Binding("ctrl+e", "done('song')", _("make it a song"), priority=True),
        Binding("ctrl+e", "done('journal')", _("on"), priority=True),
        Binding("e", "change", _("change")),
        Binding("f3", "syllables", _("syllables"), show=False),
    ]

    def compose(self) -> ComposeResult:
        """The words, with beginnings above where the page is for writing, and two rows for what can be done."""
        question = self.question
        yield line(question.prompt, "prompt", id="asked")
        if question.starts:
            yield line("   ".join((messages.BEGINNINGS, *question.starts)), "written")
        with Horizontal(id="page"):
            yield PageField(self.text_at_first, id="words", compact=True, soft_wrap=True)
            yield line("", "syllables", id="syllables")
        yield line(_below(question), "note", id="third")
        yield Choices(self._rows(), id="done")

    def on_mount(self) -> None:
        """The page has the keys, to be read or to be written on."""
        self._counts_shown = self._is_by_enter = False
        self.query_one("#syllables").display = False
        self.query_one("#third").display = bool(_below(self.question))
        self._open(is_writing=bool(self.question.prompt) and not any(self.question.lines))
        if self.question.minutes is not None:
            self.set_timer(self.question.minutes * SECONDS_A_MINUTE, self._say_when)

    @property
    def is_writing(self) -> bool:
        """Whether letters go onto the page."""
        return not self.field.read_only

    def _open(self, *, is_writing: bool) -> None:
        """Show the page to be written on, or to be read."""
        page = self.field
        page.read_only = not is_writing
        page.show_cursor = is_writing
        page.move_cursor(page.document.end if is_writing else (0, 0))
        page.focus()
        if not self.question.prompt:
            has_words = bool(self.text.strip())
            read = messages.WHOLE_READ if has_words else messages.NO_WORDS
            self.query_one("#asked", Static).update(messages.WHOLE_PROMPT if is_writing else read)
        rows = self.query_one(Choices)
        for index, row in enumerate(self._rows(is_writing=is_writing)):
            rows.exchange(index, row)
        self.refresh_bindings()

    def _rows(self, *, is_writing: bool = False) -> tuple[Choice, Choice]:
        on = messages.MAKE_SONG if self.question.is_for_song else messages.GO_ON
        if is_writing:
            return Choice(on, messages.BY_TAB_AND_ENTER), Choice(messages.READ_THEM)
        return Choice(on, messages.BY_ENTER), Choice(messages.CHANGE_WORDS, key="e")

    def _say_when(self) -> None:
        """The time that was thought of is over: said once, below the page; nothing stops."""
        note = self.query_one("#third", Static)
        note.display = True
        note.update(messages.TIME_SAID)

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """The rows below the words, by tab and enter or the mouse."""
        event.stop()
        if event.index == 0:
            self._answer(is_untouched=event.is_untouched)
        else:
            self._open(is_writing=not self.is_writing)

    def on_page_field_finished(self, event: PageField.Finished) -> None:
        """Enter on an empty line after an empty line: the words are read again, and enter goes on."""
        event.stop()
        self._open(is_writing=False)

    def on_text_area_changed(self, event: PageField.Changed) -> None:
        """Every key is remembered."""
        event.stop()
        self.say_typed()
        self._show_counts()

    def action_change(self) -> None:
        """From here on letters are words."""
        self._open(is_writing=True)

    def action_syllables(self) -> None:
        """Show or hide how many syllables each line has."""
        self._counts_shown = not self._counts_shown
        self.query_one("#syllables").display = self._counts_shown
        self._show_counts()

    def _show_counts(self) -> None:
        if self._counts_shown:
            lines = self.field.text.split("\n")
            counts = (str(count) if count else "" for count in (counted(each, self.language) for each in lines))
            self.query_one("#syllables", Static).update("\n".join(counts))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """One key to go on, named by where the words go; one to change them, where they are read."""
        if action in ("agree", "done"):
            return (action == "done") == self.is_writing and (parameters[0] == "song") == self.question.is_for_song
        if action == "change":
            return not self.is_writing
        return super().check_action(action, parameters)

    def on_key(self, event: events.Key) -> None:
        """Enter comes by here before it does what it is bound to; ctrl+e does not."""
        self._is_by_enter = event.key == "enter"

    def action_agree(self, _for: str) -> None:
        """These are the words; enter pressed twice for the question before is no answer to this one."""
        self._answer(is_untouched=self._is_by_enter and self.text == self.text_at_first)

    def action_done(self, _for: str) -> None:
        """These are the words."""
        self.when_typed(self._answer)

    def _answer(self, *, is_untouched: bool = False) -> None:
        self.answer(q.Wrote(tuple(self.text.split("\n"))), is_untouched=is_untouched)

    @property
    def field(self) -> PageField:
        """The page."""
        return self.query_one(PageField)

    @property
    def text_at_first(self) -> str:
        """The words as they came."""
        return "\n".join(self.question.lines)

    def take(self, letters: str) -> None:
        """Letters as if they were typed; where the words are read they are none."""
        if self.is_writing:
            self.field.insert(letters)

    def insert(self, text: str) -> None:
        """Put words in where the cursor stands, which is at the end of a page that was read."""
        if not self.is_writing:
            self._open(is_writing=True)
        self.field.insert(text)
        self.field.focus()

    def exchange(self, text: str) -> None:
        """Other words on the page; ctrl+z brings the first ones back while it is written on."""
        self.field.replace(text, (0, 0), self.field.document.end)

    @property
    def current_line(self) -> str:
        """The line where the cursor stands, or the last before it with words; the last of a page that is read."""
        row, _other = self.field.cursor_location
        lines = self.text.split("\n")
        return next((each for each in reversed(lines[: row + 1] if self.is_writing else lines) if each.strip()), "")

    @property
    def text(self) -> str:
        """What stands on the page."""
        return self.field.text


def _below(question: q.WholeQuestion) -> str:
    """What stands below the page: another way to say it, where the exercise has one."""
    return messages.THIRD_PERSON.format(question.third_person) if question.third_person else ""
