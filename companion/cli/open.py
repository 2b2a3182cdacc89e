"""`companion` without a command: the screen, or the plain questions for those who prefer them."""

import sys

from companion.cli.person import companion_unopened, open_here
from companion.errors import WrongUseError
from companion.language import _


def open_program(*, plain: bool = False, unlocks: bool = False) -> int:
    """Open the face that was asked for, or that the settings name; the exit status is 0.

    The screen asks for a passphrase itself, unless it `unlocks` before, with a file that was named. Raises
    WrongUseError where there is no terminal to draw on, and LockedError.
    """
    companion = companion_unopened()
    if plain or companion.settings.face == "plain":
        open_here(companion)
        from companion.plain.home import run_home

        run_home(companion)
        return 0
    require_terminal()
    if unlocks:
        open_here(companion)
    from companion.tui.app import run

    run(companion)
    return 0


def require_terminal() -> None:
    """Raise WrongUseError where the screen can't be drawn."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise WrongUseError(
            _("There is no terminal to draw on here."),
            _("'companion session --plain' asks its questions in plain lines."),
        )
