"""A step that waits for a little music; it comes within a moment, and nobody has to wait for it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from companion import messages
from companion.language import _
from companion.services.walking import questions as q
from companion.tui.panels.base import Panel, line


class TunePanel(Panel[q.TuneQuestion]):
    """One quiet line; enter goes on without music."""

    can_focus = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "go_on", _("go on without"), show=False)]

    def compose(self) -> ComposeResult:
        """The prompt and the line."""
        yield line(self.question.prompt, "prompt")
        yield line(messages.TUNE_COMING, "note", id="coming")

    def on_mount(self) -> None:
        """Enter belongs to this panel."""
        self._has_failed = False
        self.focus()

    def fail(self, problem: str) -> None:
        """There is no music this time: say so, and let enter go on."""
        self._has_failed = True
        self.query_one("#coming", Static).update(f"{problem}\n\n{messages.ENOUGH_NOTE}")

    def action_go_on(self) -> None:
        """Without music; an enter that was meant for the question before is none to this one."""
        self.answer(q.Done(), is_untouched=True)
