"""A passphrase for the journal on a plain terminal: explained in three sentences, chosen, changed, taken away."""

from collections.abc import Callable

from companion import messages
from companion.errors import CompanionError
from companion.journal.protecting import OLD_BLOCKS
from companion.language import _
from companion.plain.console import Console, GoBack
from companion.plain.hidden import ask_hidden
from companion.services.container import Companion
from companion.services.journal.caring import still_as_before
from companion.services.journal.passphrases import KEEP_OR_ANOTHER, SHORT, is_short
from companion.services.journal.protecting import protect, unprotect

Hidden = Callable[[str], str]
"""Asks for something that is not shown while it is typed."""

NOTHING_CHANGED = _("Nothing was changed.")


class PlainProtection:
    """What someone can do about who reads their journal. `hidden` asks for passphrases."""

    def __init__(self, companion: Companion, console: Console, hidden: Hidden = ask_hidden) -> None:
        self._companion = companion
        self._console = console
        self._hidden = hidden

    def run(self) -> None:
        """Explain and offer what can be done; what goes wrong is said, and nothing is lost by it."""
        try:
            if self._companion.vault.is_sealed:
                self._change()
            else:
                self._begin()
        except GoBack:
            self._console.say(NOTHING_CHANGED)
        except CompanionError as error:
            self._console.say(str(error))

    def _begin(self) -> None:
        self._console.tell(*messages.PROTECT_EXPLAINED)
        if self._console.choose(_("Choose a passphrase now?"), (_("Not now"), _("Yes, choose one"))) != 1:
            self._console.say(NOTHING_CHANGED)
            return
        chosen = self._chosen()
        if not chosen:
            return
        self._console.say(_("A moment, everything that is there is being protected …"))
        done = protect(self._companion.places, self._companion.journal, chosen)
        self._console.tell(_("Your journal is protected."), *filter(None, (still_as_before(done),)), OLD_BLOCKS)
        if self._console.choose(_("Hear the recovery key now, to write it down?"), (_("Not now"), _("Yes"))) == 1:
            self._console.say(done.recovery_key)
        else:
            self._console.say(_("'protect' names it whenever you like."))

    def _change(self) -> None:
        rows = (_("Another passphrase"), _("The recovery key, to write it down"), _("Take the passphrase away"))
        match self._console.choose(_("Your journal is protected. What would you like? Empty leaves it so."), rows):
            case 0:
                chosen = self._chosen()
                if chosen:
                    self._companion.vault.change_passphrase(chosen)
                    self._console.say(_("The passphrase is changed. Copies from before still open with the old one."))
            case 1:
                self._console.say(self._companion.vault.recovery_key())
            case 2:
                if self._console.choose(
                    _("Anybody at this computer can read it then."), (_("No, keep it"), _("Take it away"))
                ):
                    done = unprotect(self._companion.places, self._companion.journal)
                    self._console.tell(
                        _("The journal has no passphrase any more."), *filter(None, (still_as_before(done),))
                    )

    def _chosen(self) -> str:
        """A new passphrase, asked for twice; empty where none was chosen."""
        chosen = self._hidden(_("A passphrase; it is not shown: "))
        if not chosen.strip():
            self._console.say(NOTHING_CHANGED)
            return ""
        if is_short(chosen):
            self._console.say(SHORT)
            chosen = self._hidden(KEEP_OR_ANOTHER) or chosen
        if self._hidden(_("The same once more: ")) != chosen:
            self._console.say(_("The two were not the same. {nothing_changed}").format(nothing_changed=NOTHING_CHANGED))
            return ""
        return chosen
