"""`companion` without a command: the screen, or the plain questions for those who prefer them."""

import sys

from companion.cli.person import companion_here
from companion.errors import WrongUseError


def open_program(*, plain: bool = False) -> int:
    """Open the face that was asked for, or that the settings name; the exit status is 0.

    Raises WrongUseError where there is no terminal to draw on.
    """
    companion = companion_here()
    if plain or companion.settings.face == "plain":
        from companion.plain.home import run_home

        run_home(companion)
        return 0
    require_terminal()
    from companion.tui.app import run

    run(companion)
    return 0


def require_terminal() -> None:
    """Raise WrongUseError where the screen can't be drawn."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise WrongUseError(
            "There is no terminal to draw on here.", "'companion session --plain' asks its questions in plain lines."
        )
