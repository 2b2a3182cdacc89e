"""Passphrases on the command line: asked on the terminal without showing them, or read from a file.

Never from an argument and never from an environment variable: both can be read by other programs.
"""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import click

from companion.errors import FileProblemError, WrongPassphraseError, WrongUseError
from companion.language import _
from companion.plain.hidden import ask_hidden

LONGEST_BYTES = 4096
QUESTION = _("Passphrase of your journal: ")
AGAIN = _("That does not open it. Once more: ")
_META = "companion.passphrase_file"


def passphrase_option(command: Any) -> Any:
    """`--passphrase-file FILE`; it may stand behind `companion`, behind `journal`, or behind the command itself."""
    return click.option(
        "--passphrase-file",
        type=click.Path(path_type=Path),
        metavar="FILE",
        expose_value=False,
        callback=_remember,
        help=_("Read your journal's passphrase from the first line of this file."),
    )(command)


def given_file() -> Path | None:
    """The file that this command line names, or None."""
    context = click.get_current_context(silent=True)
    found = context.find_root().meta.get(_META) if context is not None else None
    return found if isinstance(found, Path) else None


def read_passphrase(path: Path) -> str:
    """The first line of a file. Raises FileProblemError for one that can't be, WrongUseError for an empty one."""
    try:
        with path.open("rb") as file:
            content = file.read(LONGEST_BYTES + 1)
    except OSError as error:
        raise FileProblemError.from_os("read", path, error, _("It should hold the passphrase on one line.")) from error
    line = content.split(b"\n", 1)[0].removesuffix(b"\r")
    if len(line) > LONGEST_BYTES:
        raise WrongUseError(
            _("{path} holds no passphrase: its first line is too long.").format(path=path), _("Name another file.")
        )
    if not line:
        raise WrongUseError(
            _("{path} holds no passphrase: its first line is empty.").format(path=path), _("Name another file.")
        )
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        raise FileProblemError(_("{path} is not text in UTF-8.").format(path=path), _("Name another file.")) from error


def asker(question: str = QUESTION) -> Callable[[], str]:
    """What gives the passphrase of a journal when it turns out to have one: the file that was named, or the person.

    A file gives one and then raises WrongPassphraseError; a person may try again.
    """
    path = given_file()
    return _person(question) if path is None else partial(next, _once(path))


def _person(question: str) -> Callable[[], str]:
    questions = chain([question], repeat(AGAIN))
    return lambda: ask_hidden(next(questions))


def _once(path: Path) -> Iterator[str]:
    yield read_passphrase(path)
    raise WrongPassphraseError(
        _("What stands in {path} does not open the journal.").format(path=path), _("Name another file.")
    )


def new_passphrase(path: Path | None, question: str = _("A passphrase for your journal: ")) -> str:
    """A passphrase to set: from a file, or asked twice; a word on a short one. Raises WrongUseError."""
    from companion.services.journal.passphrases import KEEP_OR_ANOTHER, SHORT, is_short

    chosen = ask_hidden(question) if path is None else read_passphrase(path)
    if not chosen:
        raise WrongUseError(_("A passphrase can't be empty."), _("Nothing was changed."))
    if is_short(chosen):
        click.echo(SHORT, err=True)
    if path is not None:
        return chosen
    if is_short(chosen):
        chosen = ask_hidden(KEEP_OR_ANOTHER) or chosen
    if ask_hidden(_("The same once more: ")) != chosen:
        raise WrongUseError(_("The two were not the same."), _("Nothing was changed. Try again."))
    return chosen


def _remember(context: click.Context, parameter: click.Parameter, value: Path | None) -> None:
    if value is not None:
        context.find_root().meta[_META] = value
