"""A therapist's places in plain lines: the key, giving an exercise, and what clients shared."""

from collections.abc import Callable
from pathlib import Path

from companion import messages
from companion.errors import CompanionError, WrongUseError
from companion.exports.plain_text import harmless
from companion.files import free_path, make_folder
from companion.journal.store import Journal
from companion.language import _
from companion.plain.adapting import adapt
from companion.plain.console import Console
from companion.plain.giving import PlainGiving
from companion.plain.hidden import ask_hidden
from companion.services.between.keys import Card, card_of, change_passphrase, new_key, open_records
from companion.services.between.report import write_report
from companion.services.between.review_page import overview_line, page
from companion.services.between.reviewing import clients, take_in
from companion.services.container import Companion
from companion.services.walking.session import Session

DOORS = (
    _("Give an exercise"),
    _("What was shared, by client"),
    _("Open a file from a client"),
    _("Your key's figures"),
    _("Adapt a copy of an exercise"),
    _("Change the passphrase of your key"),
)
PASSPHRASE = _("Passphrase of your key: ")


class PlainTherapist:
    """The door for therapists. `walk` walks a session; `ask` asks for a passphrase without showing what is typed."""

    def __init__(
        self,
        companion: Companion,
        console: Console,
        walk: Callable[[Session], None],
        ask: Callable[[str], str] = ask_hidden,
    ) -> None:
        self._companion = companion
        self._console = console
        self._walk = walk
        self._ask = ask

    def visit(self) -> None:
        """Ask where to go until an empty line. Raises GoBack and StopGently."""
        card = self._card()
        doors = (self._give, self._overview, self._open_file, self._figures, self._adapt, self._change_passphrase)
        while card is not None:
            choice = self._console.choose(_("For your clients. Empty leaves."), DOORS)
            if not isinstance(choice, int):
                return
            try:
                doors[choice]()
            except CompanionError as error:
                self._console.say(harmless(str(error)))

    def _card(self) -> Card | None:
        """The key, made now where there is none."""
        try:
            return card_of(self._companion.places)
        except WrongUseError:
            self._console.say(_("First a key: what clients share is sealed to it, and it opens your records."))
        name = self._console.ask(_("How do you sign what you give? Empty leaves:"), free_text=True)
        if not name:
            return None
        passphrase = self._ask(_("A passphrase for your key: "))
        if not passphrase.strip() or self._ask(_("The same once more: ")) != passphrase:
            self._console.say(_("The two were not the same, or empty. Nothing was made."))
            return None
        card = new_key(self._companion.places, name, passphrase)
        self._console.say(_("Your key is made. If the passphrase is lost, nobody can open what was shared."))
        return card

    def _give(self) -> None:
        PlainGiving(self._companion, self._console, self._walk).give()

    def _adapt(self) -> None:
        adapt(self._companion, self._console)

    def _change_passphrase(self) -> None:
        new = self._ask(_("A new passphrase for your key: "))
        if not new.strip() or self._ask(_("The same once more: ")) != new:
            self._console.say(_("The two were not the same, or empty. Nothing was changed."))
            return
        change_passphrase(self._companion.places, lambda: self._ask(PASSPHRASE), new)
        self._console.say(_("Changed. The old passphrase opens nothing any more."))

    def _overview(self) -> None:
        with self._records() as records:
            found = clients(records)
            if not found:
                self._console.say(_("Nobody yet."))
                return
            choice = self._console.choose(_("Whose? Empty leaves."), (harmless(overview_line(each)) for each in found))
            if not isinstance(choice, int):
                return
            client = found[choice]
            for entry in client.returns:
                lines = page(records, entry, is_asked_back=entry.id in client.withdrawn)
                self._console.tell(*map(harmless, lines))
            if client.returns and self._console.choose(_("Write a page to print?"), (_("No"), _("Yes"))) == 1:
                path = free_path(make_folder(self._companion.places.exports), "report", ".html")
                write_report(records, client.returns, path)
                self._console.tell(messages.EXPORTED.format(path), _("Anyone who has that file can read it."))

    def _open_file(self) -> None:
        name = self._console.ask(_("The file's place. Empty leaves:"), free_text=True)
        if not name:
            return
        with self._records(writable=True) as records:
            entry = take_in(records, Path(name).expanduser())
            self._console.tell(*map(harmless, page(records, entry, is_asked_back=False)))

    def _figures(self) -> None:
        card = card_of(self._companion.places)
        self._console.tell(
            harmless(_("{name}. The figures to compare by voice:").format(name=card.name)), card.fingerprint
        )

    def _records(self, *, writable: bool = False) -> Journal:
        return open_records(self._companion.places, lambda: self._ask(PASSPHRASE), writable=writable)
