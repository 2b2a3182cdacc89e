"""The way to a passphrase: the first one, another one, the recovery key, or none any more."""

from collections.abc import Iterator
from functools import partial

from textual.app import SystemCommand
from textual.screen import Screen

from companion import messages
from companion.errors import CompanionError
from companion.services.journal.caring import still_as_before
from companion.services.journal.protecting import unprotect
from companion.tui.modals.pick import PickModal
from companion.tui.screens.base import app_of
from companion.tui.screens.passphrase import PassphraseScreen, ProtectedScreen

ANOTHER, KEY = 0, 1
TAKE_AWAY = 1


def protect_commands(screen: Screen[None]) -> Iterator[SystemCommand]:
    """The row of a menu that leads here."""
    title, note = messages.PROTECT_COMMAND
    yield SystemCommand(title, note, partial(open_protection, screen))


def open_protection(screen: Screen[None]) -> None:
    """Explain and let choose a passphrase; where there is one, ask what shall become of it."""
    app = app_of(screen)

    def chosen(index: int | None) -> None:
        if index == ANOTHER:
            app.push_screen(PassphraseScreen(is_first=False))
        elif index == KEY:
            app.push_screen(ProtectedScreen((messages.KEY_EXPLAINED,)))
        elif index is not None:
            app.push_screen(PickModal(messages.TAKE_AWAY_QUESTION, messages.TAKE_AWAY_CHOICES), taken_away)

    def taken_away(index: int | None) -> None:
        if index == TAKE_AWAY:
            app.run_worker(work, thread=True, exit_on_error=False)

    def work() -> None:
        try:
            rest = still_as_before(unprotect(app.companion.places, app.companion.journal))
        except CompanionError as error:
            app.call_later(app.say, str(error))
        else:
            app.call_later(app.say, " ".join(filter(None, (messages.TAKEN_AWAY, rest))))

    try:
        is_sealed = app.companion.vault.is_sealed
    except CompanionError as error:
        app.tell(error)
        return
    if is_sealed:
        app.push_screen(PickModal(messages.PROTECTED, messages.PROTECTED_CHOICES), chosen)
    else:
        app.push_screen(PassphraseScreen(is_first=True))
