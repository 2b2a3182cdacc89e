"""Exactly what the therapist would see of what was picked, before anything is written."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from companion import messages
from companion.domain.share import Share
from companion.language import _
from companion.services.between.choosing import GOES_ALONG
from companion.services.between.page import page
from companion.tui.screens.base import AnsweredOnce
from companion.tui.widgets.choices import Choice, Choices
from companion.tui.widgets.keys import KeyRow
from companion.tui.widgets.sheet import Sheet

TITLE = _("{} would see this, and nothing else")
ROWS = (
    Choice(_("Change something"), _("nothing is written yet"), "1"),
    Choice(_("Write the file"), _("sealed for them alone"), "2"),
    Choice(_("Hear the music that would go"), "", "3"),
)


class PreviewScreen(AnsweredOnce[bool]):
    """Returns whether it shall be written; music in it can be heard."""

    CSS_PATH = "../sharing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "read(-1)", _("read up"), show=False),
        Binding("pagedown", "read(1)", _("read on")),
        Binding("escape", "back", _("back")),
    ]

    def __init__(self, therapist: str, share: Share) -> None:
        super().__init__(classes="sheet-place")
        self._therapist = therapist
        self._share = share

    def compose(self) -> ComposeResult:
        """The page as they would get it, and two ways on."""
        has_music = self._share.song is not None or bool(self._share.takes)
        yield Static(TITLE.format(self._therapist), classes="sheet-title", markup=False)
        yield Sheet((*page(self._share), "", (GOES_ALONG, "$soft"), "", (messages.SAFETY, "$soft")))
        with Vertical(id="answers-box"):
            yield Choices(ROWS if has_music else ROWS[:2])
        yield KeyRow()

    def on_mount(self) -> None:
        """The list has the keys."""
        self.query_one(Choices).focus()

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """Back, write, or hear it."""
        event.stop()
        if event.index == 2:
            from companion.tui.screens.hearing import hear_share

            hear_share(self, self._share)
        else:
            self._leave(writes=event.index == 1)

    def action_read(self, by: int) -> None:
        """Move the page."""
        sheet = self.query_one(Sheet)
        sheet.scroll_relative(y=by * max(1, sheet.size.height - 2), animate=False)

    def action_back(self) -> None:
        """Back to the list, as it was."""
        self._leave(writes=False)

    def _leave(self, *, writes: bool) -> None:
        from companion.tui.screens.hearing import hush

        hush(self)
        self.dismiss(writes)
