"""`companion note`: one thought into the journal, at once and without questions."""

import sys

import click

from companion.cli.helping import Command
from companion.errors import WrongUseError
from companion.language import _
from companion.paths import places

LONGEST_LETTERS = 4_000_000
"""More than anyone writes in one thought; a file that was piped in by mistake is longer."""


@click.command(cls=Command)
@click.argument("text", nargs=-1, metavar=_("[TEXT … | -]"))
@click.option("--tag", "tags", multiple=True, metavar="T", help=_("A tag to find it by. May be given more than once."))
@click.option("--feeling", metavar="WORD", help=_("A word for how it is."))
def note(text: tuple[str, ...], tags: tuple[str, ...], feeling: str | None) -> None:
    """Keep one thought in the journal and print its id. No passphrase is needed, even where one is set.

    Without TEXT, or with -, it is read from standard input.

    Example: companion note the stairs were quiet today --tag home --feeling calm
    """
    from companion.services.journal.noting import keep_note

    words = "" if feeling and not text else words_given(text)
    click.echo(keep_note(places().journal, words, tags, feeling))


def words_given(text: tuple[str, ...]) -> str:
    """The words of a command, or where they are none or "-" what stands on standard input.

    Raises WrongUseError where that is too long or no text.
    """
    if text and text != ("-",):
        return " ".join(text)
    if sys.stdin.isatty():
        click.echo(_("What would you like to keep? ctrl+d on a line of its own ends it."), err=True)
    try:
        content = sys.stdin.read(LONGEST_LETTERS + 1)
    except UnicodeDecodeError as error:
        raise WrongUseError(_("That is not text in UTF-8."), _("Nothing was kept.")) from error
    if len(content) > LONGEST_LETTERS:
        raise WrongUseError(
            _("That is too long for one thought."), _("Nothing was kept. Up to four million letters fit.")
        )
    return content.removeprefix("\ufeff")
