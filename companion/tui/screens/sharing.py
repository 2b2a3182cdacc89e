"""Choosing what is shared, thing by thing; seeing exactly that; and only then a file."""

from pathlib import Path
from typing import ClassVar
from uuid import uuid4

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from companion import messages
from companion.domain.share import Share
from companion.errors import CompanionError
from companion.exports.plain_text import harmless
from companion.language import _
from companion.services.between.choosing import SENTENCES, Choosing, Thing, sending_in_words
from companion.services.between.consent import NOT_AGREED, added_by, is_agreed, text_of
from companion.services.between.sharing import send, was_compared
from companion.sharing.fingerprint import fingerprint
from companion.tui.modals.line import LineModal
from companion.tui.modals.pick import PickModal
from companion.tui.modals.reading import ReadingModal
from companion.tui.screens.agreeing import AgreeingScreen
from companion.tui.screens.base import Place, app_of
from companion.tui.screens.files import ask_where_to, new_path
from companion.tui.screens.preview import PreviewScreen
from companion.tui.widgets.choices import Choice, Choices
from companion.tui.widgets.keys import KeyRow

TITLE = _("What do you want to share with {}?")
NOTHING_YET = _("Nothing goes until you say so; after that you choose afresh.")
GOES, STAYS, WRITE = _("goes"), _("stays with you"), _("write something")
HOW = _("enter keeps it, esc leaves it out")
SEE_IT = Choice(_("See exactly what they would get"))
NOTHING_TO_SEE = _("Nothing is picked, so there is nothing to see. That is fine too.")
COMPARE = _(
    "Before the first time: {0} and you read these figures to each other, by telephone or when you meet.\n\n"
    "{1}\n\nAre they the same on both sides?"
)
COMPARE_CHOICES = (
    (_("Not yet"), _("nothing is written")),
    (_("They are not the same"), _("share nothing with this key")),
    (_("Yes, we compared them by voice"), ""),
)
NOT_THE_SAME = _("Then nothing was written. Someone else may have made that file: ask {} about it.")
COMPARED = 2
WRITTEN = _("Written")


class SharingScreen(Place):
    """All off the first time; `enter` turns a thing on or off, and the last row shows what would go."""

    CSS_PATH = "../sharing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "see", _("see it")),
        Binding("escape", "back", _("share nothing")),
    ]

    def __init__(self, choosing: Choosing) -> None:
        super().__init__(classes="sheet-place")
        self._choosing = choosing
        self._therapist = harmless(choosing.offer.assigned.therapist)

    def compose(self) -> ComposeResult:
        """The question and the things that there are."""
        yield Static(TITLE.format(self._therapist), classes="sheet-title", markup=False)
        yield Static(NOTHING_YET, classes="sheet-note", markup=False)
        with VerticalScroll(id="list-box", can_focus=False):
            yield Choices([*map(self._row, self._choosing.things), SEE_IT])
        yield KeyRow()

    def on_mount(self) -> None:
        """The list has the keys."""
        self.query_one(Choices).focus()

    def _row(self, thing: Thing) -> Choice:
        goes = self._choosing.goes(thing)
        state = GOES if goes else (WRITE if thing.sentence else STAYS)
        return Choice(f"{'●' if goes else '○'} {thing.label}", state)

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """Turn one on or off; a sentence is written."""
        event.stop()
        if event.index == len(self._choosing.things):
            self.action_see()
            return
        thing = self._choosing.things[event.index]
        if thing.sentence is not None and not self._choosing.goes(thing):
            self._write(event.index, thing)
        else:
            self._choosing.turn(thing)
            self._show(event.index, thing)

    def _write(self, index: int, thing: Thing) -> None:
        def entered(text: str | None) -> None:
            if text is not None and thing.sentence is not None:
                self._choosing.write(thing.sentence, text)
                self._show(index, thing)

        assert thing.sentence is not None
        label = SENTENCES[thing.sentence]
        self.app.push_screen(LineModal(f"{label[0].upper()}{label[1:]} …", HOW), entered)

    def _show(self, index: int, thing: Thing) -> None:
        self.query_one(Choices).exchange(index, self._row(thing))

    def action_see(self) -> None:
        """What exactly would go; from there it can be written."""
        try:
            share = self._choosing.share(str(uuid4()))
        except CompanionError as error:
            app_of(self).tell(error)
            return

        def decided(writes: bool | None) -> None:
            if writes:
                self._compare(share)

        if self._choosing.is_empty:
            app_of(self).say(NOTHING_TO_SEE)
        else:
            self.app.push_screen(PreviewScreen(self._therapist, share), decided)

    def _compare(self, share: Share) -> None:
        """The first time with a key, its figures are compared by voice."""
        recipient = self._choosing.offer.assigned.recipient
        if was_compared(app_of(self).companion.journal, recipient):
            self._ask_where(share, is_compared=False)
            return

        def answered(index: int | None) -> None:
            if index == COMPARED:
                self._ask_where(share, is_compared=True)
            elif index is not None and COMPARE_CHOICES[index] == COMPARE_CHOICES[1]:
                app_of(self).say(NOT_THE_SAME.format(self._therapist))

        question = COMPARE.format(self._therapist, fingerprint(recipient))
        self.app.push_screen(PickModal(question, COMPARE_CHOICES), answered)

    def _ask_where(self, share: Share, *, is_compared: bool) -> None:
        """Before the first time with a therapist, what sharing means is read and agreed to."""
        app, body = app_of(self), self._choosing.offer.assigned
        if is_agreed(app.companion.journal, body):
            self._ask_place(share, is_compared=is_compared)
            return

        def answered(agrees: bool | None) -> None:
            if agrees:
                self._ask_place(share, is_compared=is_compared)
            else:
                app.say(NOT_AGREED)

        self.app.push_screen(AgreeingScreen(text_of(self._therapist, added_by(body))), answered)

    def _ask_place(self, share: Share, *, is_compared: bool) -> None:
        app = app_of(self)

        def write(path: Path) -> None:
            send(app.companion.journal, self._choosing.offer, share, path, compared=is_compared, agreed=True)
            app.companion.unsent.forget(self._choosing.offer)
            app.pop_screen()
            lines = (str(path), "", sending_in_words(self._therapist), "", messages.SAFETY)
            app.push_screen(ReadingModal(WRITTEN, lines))

        ask_where_to(self, new_path(app.companion.places.exports, f"for {self._therapist}", ".age"), write)

    def action_back(self) -> None:
        """Nothing goes; what was picked is there if the person comes back to it."""
        self.app.pop_screen()
