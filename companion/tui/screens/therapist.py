"""A therapist's places: the key, giving an exercise, and what was shared."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from companion.errors import CompanionError, WrongPassphraseError, WrongUseError
from companion.language import _
from companion.services.between.keys import Card, card_of, change_passphrase, clean_name, new_key, open_records
from companion.tui.modals.line import LineModal
from companion.tui.modals.reading import ReadingModal
from companion.tui.modals.secret import SecretModal
from companion.tui.screens.base import Place, app_of
from companion.tui.widgets.choices import Choice, Choices
from companion.tui.widgets.keys import KeyRow

if TYPE_CHECKING:
    from companion.journal.store import Journal

TITLE = _("For your clients")
GIVE = Choice(_("Give an exercise"), _("choose it, see it as they will, write the file"), "1")
LOOK = Choice(_("What was shared"), _("behind your passphrase, and only what they chose"), "2")
KEY = Choice(_("Your key"), _("its figures, to compare by voice"), "3")
CHANGE = Choice(_("Change your passphrase"), _("the key and its figures stay"), "4")
NEW_KEY = Choice(_("Make your key"), _("clients seal to it what they share with you"), "1")
WHO = _("How do you sign what you give?")
NEW_PASSPHRASE = _("A passphrase for your key")
IF_LOST = _("If it is lost, what was shared with you can't be opened any more.")
PASSPHRASE = _("The passphrase of your key")
OPENING, MAKING = _("Opening your records …"), _("Making your key …")
CHANGING = _("Changing your passphrase …")
CHANGED = _("Changed. The old passphrase opens nothing any more.")
COMPARE = _(
    "Before a client shares for the first time, read the figures to each other, by telephone or when you meet. "
    "Neither the figures nor the public key is a secret."
)


class TherapistScreen(Place):
    """Opening the records takes a moment by design; they close with this place."""

    CSS_PATH = "../sharing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", _("back"))]

    class Opened(Message):
        """The records are open, or `problem` says why not; `is_wrong` where it was the passphrase."""

        def __init__(self, records: "Journal | None", problem: str = "", *, is_wrong: bool = False) -> None:
            super().__init__()
            self.records = records
            self.problem = problem
            self.is_wrong = is_wrong

    class KeyMade(Message):
        """There is a key now, or another passphrase before it; `problem` is what is to be said of it."""

        def __init__(self, problem: str = "") -> None:
            super().__init__()
            self.problem = problem

    def __init__(self) -> None:
        super().__init__(classes="sheet-place")
        self._records: Journal | None = None
        self._is_busy = False
        self._rows: tuple[Choice, ...] = ()

    def compose(self) -> ComposeResult:
        """The doors."""
        yield Static(TITLE, classes="sheet-title", markup=False)
        yield Vertical(id="answers-box")
        yield Static("", id="busy", classes="sheet-note", markup=False)
        yield KeyRow()

    async def on_mount(self) -> None:
        """What there is to do."""
        await self._show()

    async def _show(self) -> None:
        self._rows = (GIVE, LOOK, KEY, CHANGE) if self._card is not None else (NEW_KEY,)
        box = self.query_one("#answers-box", Vertical)
        await box.remove_children()
        choices = Choices(self._rows)
        await box.mount(choices)
        choices.focus()

    @property
    def _card(self) -> Card | None:
        try:
            return card_of(app_of(self).companion.places)
        except WrongUseError:
            return None

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """Through one of the doors."""
        event.stop()
        taken, card = self._rows[event.index], self._card
        if self._is_busy:
            return
        if taken == NEW_KEY:
            self.app.push_screen(LineModal(WHO, _("any name will do; clients see it")), self._named)
        elif taken == GIVE:
            from companion.tui.screens.giving import GivingScreen

            self.app.push_screen(GivingScreen())
        elif taken == LOOK:
            self._look()
        elif taken == CHANGE:
            self._ask_for_another()
        elif card is not None:
            lines = (
                _("Name: {name}").format(name=card.name),
                _("Figures: {fingerprint}").format(fingerprint=card.fingerprint),
                "",
                card.recipient,
                "",
                COMPARE,
            )
            self.app.push_screen(ReadingModal(_("Your key"), lines))

    def _named(self, name: str | None) -> None:
        if name is None:
            return
        try:
            signed = clean_name(name)
        except CompanionError as error:
            app_of(self).tell(error)
            return

        def chosen(passphrase: str | None) -> None:
            if passphrase is not None:
                self._wait(MAKING)
                self._make(signed, passphrase)

        self.app.push_screen(SecretModal(NEW_PASSPHRASE, IF_LOST, is_new=True), chosen)

    def _ask_for_another(self) -> None:
        """The passphrase as it is, then another one twice."""

        def given(old: str | None) -> None:
            def chosen(new: str | None) -> None:
                if old is not None and new is not None:
                    self._wait(CHANGING)
                    self._change(old, new)

            if old is not None:
                self.app.push_screen(SecretModal(NEW_PASSPHRASE, IF_LOST, is_new=True), chosen)

        self.app.push_screen(SecretModal(PASSPHRASE), given)

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _change(self, old: str, new: str) -> None:
        try:
            change_passphrase(app_of(self).companion.places, _once(old), new)
        except CompanionError as error:
            self.post_message(self.KeyMade(str(error)))
        else:
            self.post_message(self.KeyMade(CHANGED))

    def _look(self, note: str = "") -> None:
        """Ask for the passphrase, under what is to be said of the last one, and show what was shared."""
        if self._records is not None:
            self._review(self._records)
            return

        def given(passphrase: str | None) -> None:
            if passphrase is not None:
                self._wait(OPENING)
                self._open(passphrase)

        self.app.push_screen(SecretModal(PASSPHRASE, note), given)

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _make(self, name: str, passphrase: str) -> None:
        try:
            new_key(app_of(self).companion.places, name, passphrase)
        except CompanionError as error:
            self.post_message(self.KeyMade(str(error)))
        else:
            self.post_message(self.KeyMade())

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _open(self, passphrase: str) -> None:
        try:
            records = open_records(app_of(self).companion.places, _once(passphrase), writable=True)
        except CompanionError as error:
            self.post_message(self.Opened(None, str(error), is_wrong=isinstance(error, WrongPassphraseError)))
        else:
            if not self.post_message(self.Opened(records)):
                records.close()  # the place was left meanwhile

    async def on_therapist_screen_key_made(self, event: KeyMade) -> None:
        """Say what is true now."""
        event.stop()
        self._wait("")
        app_of(self).say(event.problem)
        await self._show()

    def on_therapist_screen_opened(self, event: Opened) -> None:
        """In, or once more."""
        event.stop()
        self._wait("")
        if event.is_wrong and self.is_current:
            self._look(event.problem)
            return
        app_of(self).say(event.problem)
        if event.records is not None:
            self._records = event.records
            self._review(event.records)

    def _review(self, records: "Journal") -> None:
        from companion.tui.screens.review import ReviewScreen

        self.app.push_screen(ReviewScreen(records))

    def _wait(self, sentence: str) -> None:
        """Say what takes a moment; nothing else is begun meanwhile."""
        self._is_busy = bool(sentence)
        self.query_one("#busy", Static).update(sentence)

    def on_unmount(self) -> None:
        """The records close."""
        if self._records is not None:
            self._records.close()

    def action_back(self) -> None:
        """Home; what is being opened or made is finished first."""
        if not self._is_busy:
            self.app.pop_screen()


def _once(passphrase: str) -> Callable[[], str]:
    """Gives what was typed; asked again, it was not right."""
    given = [passphrase]

    def ask() -> str:
        if not given:
            raise WrongPassphraseError(_("That passphrase does not open your records."), _("Try once more."))
        return given.pop()

    return ask
