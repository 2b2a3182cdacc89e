"""Choosing a passphrase: what it means in three sentences, the same words typed twice, and a key to write down."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Center, Vertical
from textual.message import Message
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from companion import messages
from companion.errors import CompanionError
from companion.journal.protecting import OLD_BLOCKS
from companion.language import _
from companion.services.journal.caring import still_as_before
from companion.services.journal.passphrases import KEEP_IT, SHORT, is_short
from companion.services.journal.protecting import protect
from companion.tui.screens.base import AnsweredOnce, app_of
from companion.tui.widgets.choices import Choice, Choices
from companion.tui.widgets.fields import HiddenField
from companion.tui.widgets.keys import KeyRow

KEY_GROUP, KEY_GROUPS = 4, 7
"""Signs that stand together in a recovery key, and groups in a line of it."""


class PassphraseScreen(AnsweredOnce[None]):
    """A first passphrase, or another one where there is one; nothing happens until both lines are the same."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", _("not now"))]

    class Done(Message):
        """The journal has the passphrase now, or `problem` says why not; `rest` names what is still as before."""

        def __init__(self, problem: str, rest: str = "") -> None:
            super().__init__()
            self.problem = problem
            self.rest = rest

    def __init__(self, *, is_first: bool) -> None:
        super().__init__()
        self._is_first = is_first
        self._is_working = False
        self._has_warned = False

    def compose(self) -> ComposeResult:
        """The sentences and two lines."""
        with Vertical(classes="panel", id="choosing-passphrase"):
            for sentence in messages.PROTECT_EXPLAINED if self._is_first else (messages.CHANGE_EXPLAINED,):
                yield Static(sentence, classes="explained", markup=False)
            yield Static(messages.CHOOSE_PASSPHRASE, classes="note", markup=False)
            with Center():
                yield HiddenField(id="passphrase")
            yield Static(messages.ONCE_MORE, classes="note", markup=False)
            with Center():
                yield HiddenField(id="again")
            yield Static("", classes="note", id="passphrase-note", markup=False)
        yield KeyRow()

    def on_mount(self) -> None:
        """The first line has the keys."""
        self.query_one("#passphrase", HiddenField).focus()

    def on_input_submitted(self, event: HiddenField.Submitted) -> None:
        """From the first line to the second, from there on if they are the same."""
        event.stop()
        first, again = (self.query_one(each, HiddenField) for each in ("#passphrase", "#again"))
        if not first.value.strip():
            first.focus()
        elif event.input is first and is_short(first.value) and not self._has_warned:
            self._has_warned = True
            self._note(f"{SHORT} {KEEP_IT}")
        elif event.input is first:
            self._note("")
            again.focus()
        elif first.value != again.value:
            again.value = ""
            self._note(messages.NOT_THE_SAME)
        elif not self._is_working:
            self._is_working = True
            first.disabled = again.disabled = True
            self._note(messages.PROTECTING if self._is_first else messages.UNLOCKING)
            self._work(first.value)
            first.value = again.value = ""

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _work(self, passphrase: str) -> None:
        companion, problem, rest = app_of(self).companion, "", ""
        try:
            if self._is_first:
                rest = still_as_before(protect(companion.places, companion.journal, passphrase))
            else:
                companion.vault.change_passphrase(passphrase)
        except CompanionError as error:
            problem = str(error)
        self.post_message(self.Done(problem, rest))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A bug is told elsewhere; here the lines can be used again."""
        if event.state is WorkerState.ERROR:
            self._is_working = False
            self._ready_again("")

    def _ready_again(self, problem: str) -> None:
        for field in self.query(HiddenField):
            field.disabled = False
        self._note(problem)
        self.query_one("#passphrase", HiddenField).focus()

    def on_passphrase_screen_done(self, event: Done) -> None:
        """Say what is true now."""
        event.stop()
        self._is_working = False
        if event.problem:
            self._ready_again(event.problem)
        elif self._is_first:
            sentences = (messages.PROTECTED, event.rest, OLD_BLOCKS, messages.KEY_EXPLAINED)
            self.app.switch_screen(ProtectedScreen(tuple(filter(None, sentences))))
        else:
            app_of(self).say(messages.PASSPHRASE_CHANGED)
            self.dismiss()

    def action_leave(self) -> None:
        """Everything stays as it was; what is being written is finished first."""
        if not self._is_working:
            self.dismiss()

    def _note(self, sentence: str) -> None:
        self.query_one("#passphrase-note", Static).update(sentence)


class ProtectedScreen(AnsweredOnce[None]):
    """A few sentences, and the recovery key where it is wanted: shown here, and written nowhere."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", _("done"))]
    ROWS: ClassVar[tuple[Choice, ...]] = (
        Choice(*messages.KEY_CHOICES[0], key="1"),
        Choice(*messages.KEY_CHOICES[1], key="2"),
    )

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__()
        self._sentences = sentences

    def compose(self) -> ComposeResult:
        """What there is to know, and what to do about the key."""
        with Vertical(classes="panel"):
            for sentence in self._sentences:
                yield Static(sentence, classes="explained", markup=False)
            yield Static("", id="recovery-key", markup=False)
            yield Choices(self.ROWS)
        yield KeyRow()

    def on_mount(self) -> None:
        """The answers have the keys."""
        self.query_one(Choices).focus()

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """Show the key, or leave."""
        event.stop()
        if event.index == 1:
            self.action_leave()
            return
        try:
            key = app_of(self).companion.vault.recovery_key()
        except CompanionError as error:
            app_of(self).tell(error)
            return
        self.query_one("#recovery-key", Static).update(in_groups(key))

    def action_leave(self) -> None:
        """Back."""
        self.app.pop_screen()


def in_groups(key: str) -> str:
    """A recovery key in short groups, some a line; spaces in it do not matter when it is typed."""
    groups = [key[start : start + KEY_GROUP] for start in range(0, len(key), KEY_GROUP)]
    lines = [groups[start : start + KEY_GROUPS] for start in range(0, len(groups), KEY_GROUPS)]
    return "\n".join(" ".join(line) for line in lines)
