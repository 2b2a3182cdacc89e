"""`companion journal encrypt`, `decrypt`, `passphrase` and `recovery-key`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from companion.cli.helping import Command
from companion.cli.journal_opening import is_asked, opened
from companion.cli.passphrase import asker, given_file, new_passphrase, passphrase_option
from companion.cli.progress import say_progress
from companion.errors import WrongUseError
from companion.language import _
from companion.messages import PROTECT_EXPLAINED
from companion.paths import places

if TYPE_CHECKING:
    from companion.journal.protecting import Protected


@click.command(cls=Command)
@click.option("--show-recovery-key", is_flag=True, help=_("Print the recovery key without asking."))
@passphrase_option
def encrypt(show_recovery_key: bool) -> None:
    """Protect the journal with a passphrase. It is asked twice; a lost passphrase means lost songs.

    Example: companion journal encrypt
    """
    from companion.services.journal.protecting import protect

    with opened(writable=True) as journal:
        if journal.is_sealed:
            raise WrongUseError(
                _("The journal has a passphrase already."), _("'companion journal passphrase' changes it.")
            )
        for sentence in PROTECT_EXPLAINED:
            click.echo(sentence, err=True)
        chosen = new_passphrase(given_file())
        say_progress(_("Protecting everything that is there …"))
        done = protect(places(), journal, chosen)
    click.echo(_("The journal is protected."))
    _tell_of_the_rest(done)
    if show_recovery_key or is_asked(_("Show the recovery key now, to print it or write it down?"), otherwise=False):
        click.echo(_("Recovery key: {recovery_key}").format(recovery_key=done.recovery_key))
    else:
        click.echo(_("'companion journal recovery-key' shows the recovery key when you want to print it."), err=True)


@click.command(cls=Command)
@passphrase_option
def decrypt() -> None:
    """Take the passphrase away: from then on anybody at this computer can read the journal.

    Example: companion journal decrypt
    """
    from companion.services.journal.protecting import unprotect

    with opened(writable=True) as journal:
        if not journal.is_sealed:
            raise WrongUseError(_("The journal has no passphrase."), _("'companion journal encrypt' gives it one."))
        say_progress(_("Writing everything in the open …"))
        done = unprotect(places(), journal)
    click.echo(_("The journal is open: it has no passphrase any more."))
    _tell_of_the_rest(done)


@click.command(cls=Command)
@click.option(
    "--new-passphrase-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=_("Read the new one from the first line of this file."),
)
@passphrase_option
def passphrase(new_passphrase_file: Path | None) -> None:
    """Change the passphrase. The recovery key stays the same.

    Example: companion journal passphrase
    """
    from companion.journal.vault import Vault
    from companion.services.journal.opening import unlocked

    vault = Vault(places().journal)
    if not vault.is_sealed:
        raise WrongUseError(_("The journal has no passphrase."), _("'companion journal encrypt' gives it one."))
    unlocked(vault, asker())
    vault.change_passphrase(new_passphrase(new_passphrase_file))
    click.echo(_("The passphrase is changed."))
    click.echo(_("Backups from before still open with the old one."), err=True)


@click.command("recovery-key", cls=Command)
@passphrase_option
def recovery_key() -> None:
    """Print the recovery key. Who has it can open the journal without the passphrase: keep it in a safe place.

    Where a passphrase is asked for, the key can be given in its place.

    Example: companion journal recovery-key
    """
    from companion.journal.vault import Vault
    from companion.services.journal.opening import unlocked

    vault = Vault(places().journal)
    click.echo(unlocked(vault, asker()).recovery_key())


def _tell_of_the_rest(done: "Protected") -> None:
    """What is still as it was, and the honest sentence."""
    from companion.journal.protecting import OLD_BLOCKS
    from companion.services.journal.caring import still_as_before

    if rest := still_as_before(done):
        click.echo(rest, err=True)
    click.echo(OLD_BLOCKS, err=True)
