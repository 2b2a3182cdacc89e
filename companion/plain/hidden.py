"""Asking for a passphrase on the terminal, without showing what is typed."""

import os
import sys

from companion.errors import LockedError
from companion.language import _

NO_TERMINAL = _("There is no terminal to ask for the passphrase on.")
FILE_HINT = "--passphrase-file FILE reads it from the first line of a file."


def ask_hidden(question: str) -> str:
    """What was typed; empty where the input ended. Raises LockedError where there is no terminal."""
    import getpass

    from companion.plain.waiting import waiting  # commands that ask for nothing do without

    require_terminal()
    try:
        with waiting():
            return getpass.getpass(question)
    except EOFError:
        return ""


def require_terminal() -> None:
    """Raises LockedError where there is no terminal to ask on."""
    if not _has_terminal():
        raise LockedError(NO_TERMINAL, FILE_HINT)


def _has_terminal() -> bool:
    """Whether getpass can ask without showing what is typed; it would fall back to showing it."""
    if os.name != "posix":
        return sys.stdin is not None and sys.stdin.isatty()
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return sys.stdin is not None and sys.stdin.isatty()
    return True
