"""What sharing means, to be read at any time, and with whom it was agreed; what was agreed can be taken back here."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from companion.domain.agreed import Consented
from companion.errors import CompanionError
from companion.exports.plain_text import harmless
from companion.language import _
from companion.services.between import consent as c
from companion.tui.modals.pick import PickModal
from companion.tui.screens.agreeing import as_lines
from companion.tui.screens.base import Place, app_of
from companion.tui.widgets.choices import Choice, Choices
from companion.tui.widgets.keys import KeyRow
from companion.tui.widgets.sheet import Line, Sheet


class AgreedScreen(Place):
    """The text under the agreements, and a row for each that takes it back."""

    CSS_PATH = "../sharing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "read(-1)", _("read up"), show=False),
        Binding("space,pagedown", "read(1)", _("read on")),
        Binding("escape", "back", _("back")),
    ]

    def __init__(self) -> None:
        super().__init__(classes="sheet-place")
        self._with: tuple[Consented, ...] = ()

    def compose(self) -> ComposeResult:
        """The text, and the ways on."""
        yield Static(c.TITLE, classes="sheet-title", markup=False)
        yield Sheet()
        yield Vertical(id="answers-box")
        yield KeyRow()

    async def on_mount(self) -> None:
        """As it is agreed now."""
        await self._show()

    async def _show(self) -> None:
        try:
            journal = app_of(self).companion.journal
            self._with, notes = c.agreed_with(journal), [c.agreed_words(each) for each in c.agreements(journal)]
        except CompanionError as error:
            self._with, notes = (), [str(error)]
        above: list[Line] = [*((harmless(each), "$soft") for each in notes), *([""] if notes else [])]
        self.query_one(Sheet).show([*above, *as_lines(c.text_of())])
        labels = [_("Back"), *(harmless(c.TAKE_BACK.format(therapist=each.therapist)) for each in self._with)]
        box = self.query_one("#answers-box", Vertical)
        await box.remove_children()
        choices = Choices([Choice(label, "", str(number)) for number, label in enumerate(labels, start=1)])
        await box.mount(choices)
        choices.focus()

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """Back, or ask whether one of them is taken back."""
        event.stop()
        if event.index == 0:
            self.action_back()
            return
        recipient = self._with[event.index - 1].recipient

        async def answered(index: int | None) -> None:
            if index == 1:
                await self._take_back(recipient)

        self.app.push_screen(PickModal(c.TAKE_BACK_QUESTION, [(each, "") for each in c.TAKE_BACK_CHOICES]), answered)

    async def _take_back(self, recipient: str) -> None:
        try:
            c.take_back_from(app_of(self).companion.journal, recipient)
        except CompanionError as error:
            app_of(self).tell(error)
            return
        app_of(self).say(c.TAKEN_BACK)
        await self._show()

    def action_read(self, by: int) -> None:
        """Move the text."""
        sheet = self.query_one(Sheet)
        sheet.scroll_relative(y=by * max(1, sheet.size.height - 2), animate=False)

    def action_back(self) -> None:
        """Where one was before."""
        self.app.pop_screen()
