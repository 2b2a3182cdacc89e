"""Looking after the journal on the screen: check it, copy it, bring another one in."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SystemCommand

from companion.errors import SealedError, WrongPassphraseError
from companion.files import make_folder
from companion.language import _
from companion.services.journal import caring
from companion.services.journal.keeping import merge_from
from companion.tui.beside import Step, beside
from companion.tui.modals.pick import PickModal
from companion.tui.modals.reading import ReadingModal
from companion.tui.modals.secret import SecretModal
from companion.tui.screens.base import app_of
from companion.tui.screens.files import ask_for_file

if TYPE_CHECKING:
    from companion.tui.screens.journal import JournalScreen

TITLE, NOTE = _("Look after it"), _("check it, copy it, bring another in")
QUESTION = _("What would you like to do for your journal?")
ROWS = (
    (_("Check it"), _("whether every entry and every file reads")),
    (_("Make a copy"), _("one file, protected as your journal is")),
    (_("Bring another in"), _("from a copy, a stick, another computer; where both differ, both stay")),
)
CHECK, COPY = 0, 1
CHECKED = _("What was found")
ITS_PASSPHRASE = _("The passphrase of that journal:")
DOES_NOT_OPEN = _("That does not open it. Nothing was brought in.")


def care_commands(screen: "JournalScreen") -> Iterator[SystemCommand]:
    """The row of a menu that leads here."""
    yield SystemCommand(TITLE, NOTE, partial(look_after, screen))


def look_after(screen: "JournalScreen") -> None:
    """Ask what, and do it while everything else goes on."""

    def chosen(index: int | None) -> None:
        if index == CHECK:
            _beside(screen, caring.READING, lambda: _checked(screen))
        elif index == COPY:
            _beside(screen, caring.COPYING, lambda: _copied(screen))
        elif index is not None:
            ask_for_file(screen, partial(_bring, screen))

    screen.app.push_screen(PickModal(QUESTION, ROWS), chosen)


def _beside(screen: "JournalScreen", saying: str, step: Step) -> None:
    beside(app_of(screen), saying, step, group="care", exclusive=True)


def _checked(screen: "JournalScreen") -> Callable[[], None]:
    found = app_of(screen).companion.journal.verify()
    lines = [*caring.verified_in_words(found), *([] if found.is_fine else ["", caring.REPAIR])]
    return lambda: _show(screen, CHECKED, lines)


def _copied(screen: "JournalScreen") -> Callable[[], None]:
    companion = app_of(screen).companion
    folder = make_folder(companion.places.exports)
    path = caring.place_for_backup(companion.clock().date(), folder)
    count = companion.journal.backup(path)
    said = caring.backup_in_words(path, count, is_sealed=companion.journal.is_sealed)
    return lambda: app_of(screen).say(" ".join(said), stays=True)


def _bring(screen: "JournalScreen", path: Path, passphrase: str | None = None) -> None:
    """Bring it in; where it has a passphrase of its own, that is asked for first."""

    tries = iter([] if passphrase is None else [passphrase])

    def ask() -> str:
        for each in tries:
            return each
        raise SealedError(ITS_PASSPHRASE) if passphrase is None else WrongPassphraseError(DOES_NOT_OPEN)

    def step() -> Callable[[], None]:
        try:
            brought = merge_from(app_of(screen).companion.journal, path, ask)
        except WrongPassphraseError:
            return lambda: app_of(screen).say(DOES_NOT_OPEN)
        except SealedError:
            return lambda: _ask_passphrase(screen, path)
        return lambda: _brought(screen, caring.brought_in_words(brought))

    _beside(screen, caring.BRINGING, step)


def _ask_passphrase(screen: "JournalScreen", path: Path) -> None:
    def entered(passphrase: str | None) -> None:
        if passphrase is not None:
            _bring(screen, path, passphrase)

    screen.app.push_screen(SecretModal(ITS_PASSPHRASE), entered)


def _brought(screen: "JournalScreen", sentence: str) -> None:
    app_of(screen).say(sentence)
    if screen.is_attached:
        screen.look_again()


def _show(screen: "JournalScreen", title: str, lines: list[str]) -> None:
    screen.app.push_screen(ReadingModal(title, lines))
