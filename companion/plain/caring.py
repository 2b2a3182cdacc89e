"""Looking after the journal on a plain terminal: check it, copy it, bring another one in."""

from pathlib import Path

from companion.errors import CompanionError, WrongPassphraseError
from companion.exports.plain_text import harmless
from companion.files import make_folder
from companion.language import _
from companion.plain.console import Console
from companion.plain.protecting import Hidden
from companion.services.container import Companion
from companion.services.journal import caring
from companion.services.journal.keeping import merge_from

QUESTION = _("What would you like to do for your journal? Empty leaves it.")
ROWS = (
    _("Check whether everything reads"),
    _("Make a copy, protected as your journal is"),
    _("Bring another journal in; where both differ, both stay"),
)
WHERE = _("Where is it? The path of a copy, or of a journal's folder. Empty brings none in.")
ITS_PASSPHRASE = _("The passphrase of that journal: ")


class PlainCare:
    """What can be done for the journal as a whole; `hidden` asks for another journal's passphrase."""

    def __init__(self, companion: Companion, console: Console, hidden: Hidden) -> None:
        self._companion = companion
        self._console = console
        self._hidden = hidden

    def run(self) -> None:
        """Ask what, do it, and say what came of it. Raises GoBack and StopGently."""
        choice = self._console.choose(QUESTION, ROWS)
        try:
            match choice:
                case 0:
                    self._check()
                case 1:
                    self._copy()
                case 2:
                    self._bring()
        except CompanionError as error:
            self._console.say(harmless(str(error)))

    def _check(self) -> None:
        self._console.say(caring.READING)
        found = self._companion.journal.verify()
        self._console.tell(*map(harmless, caring.verified_in_words(found)))
        if not found.is_fine:
            self._console.say(caring.REPAIR)

    def _copy(self) -> None:
        companion = self._companion
        path = caring.place_for_backup(companion.clock().date(), make_folder(companion.places.exports))
        self._console.say(caring.COPYING)
        count = companion.journal.backup(path)
        self._console.tell(*caring.backup_in_words(path, count, is_sealed=companion.journal.is_sealed))

    def _bring(self) -> None:
        answer = self._console.ask(WHERE, free_text=True)
        if not answer:
            return
        self._console.say(caring.BRINGING)
        brought = merge_from(self._companion.journal, Path(answer).expanduser(), self._ask)
        self._console.say(caring.brought_in_words(brought))

    def _ask(self) -> str:
        """The other journal's passphrase; none typed, none tried."""
        given = self._hidden(ITS_PASSPHRASE)
        if not given:
            raise WrongPassphraseError(_("Nothing was brought in."))
        return given
