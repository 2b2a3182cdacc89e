"""`companion keys`: a therapist's key, made once, and its figures to compare by voice."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from companion.cli.helping import Group
from companion.cli.passphrase import asker, given_file, new_passphrase, passphrase_option
from companion.cli.progress import say_progress
from companion.language import _
from companion.paths import places
from companion.plain.hidden import require_terminal

if TYPE_CHECKING:
    from companion.services.between.keys import Card


@click.group(cls=Group)
def keys() -> None:
    """For therapists: the key that clients share with, and that opens your records of it.

    Example: companion keys show
    """


@keys.command()
@click.option("--name", metavar="NAME", help=_("How you sign what you give to clients."))
@passphrase_option
def new(name: str | None) -> None:
    """Make your key, behind a passphrase. If that is lost, what was shared with you can't be opened any more.

    Example: companion keys new --name "Ana at the Lindenhof"
    """
    from msgspec.structs import replace

    from companion import settings
    from companion.errors import WrongUseError
    from companion.services.between.keys import card_of, clean_name, new_key

    here = places()
    try:
        card_of(here)
    except WrongUseError:
        pass
    else:
        raise WrongUseError(_("You have a key already."), _("'companion keys show' shows it."))
    if given_file() is None:
        require_terminal()
    signed = clean_name(name if name is not None else click.prompt(_("How do you sign what you give?")))
    passphrase = new_passphrase(given_file(), _("A passphrase for your key: "))
    say_progress(_("Making your key …"))
    card = new_key(here, signed, passphrase)
    settings.save(replace(settings.load(here.settings_file), therapist=True), here.settings_file)
    _tell(card)


@keys.command()
@click.option("--json", "wants_json", is_flag=True, help=_("One JSON document on stdout."))
def show(wants_json: bool) -> None:
    """Your public key and its figures. Neither is a secret, and no passphrase is needed.

    Example: companion keys show
    """
    from companion.services.between.keys import card_of

    card = card_of(places())
    if wants_json:
        from companion.cli.journal_opening import print_json

        folder = places().clients / "keys"
        print_json({"name": card.name, "recipient": card.recipient, "fingerprint": card.fingerprint,
                    "identity_files": sorted(map(str, folder.glob("*.age")))})  # fmt: skip
    else:
        _tell(card)


@keys.command()
@click.option("--new-passphrase-file", type=click.Path(path_type=Path), metavar="FILE",
              help=_("Read the new passphrase from the first line of this file."))  # fmt: skip
@passphrase_option
def passphrase(new_passphrase_file: Path | None) -> None:
    """Change the passphrase of your key. The key, its figures and what is sealed to it stay the same.

    Example: companion keys passphrase
    """
    from companion.services.between.keys import change_passphrase

    new = new_passphrase(new_passphrase_file, _("A new passphrase for your key: "))
    say_progress(_("Changing it …"))
    change_passphrase(places(), asker(_("The passphrase of your key: ")), new)
    click.echo(_("Changed. The old passphrase opens nothing any more; an older backup still asks for the old one."))


@keys.command()
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help=_("The ZIP to write."))
def backup(output: Path) -> None:
    """Your key and your records in one file, sealed as they are. Without the passphrase nobody opens it.

    Example: companion keys backup -o my-key.zip
    """
    from companion.services.between.keys import back_up_records

    back_up_records(places(), output)
    click.echo(_("Written: {output}").format(output=output))


@keys.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", required=True, metavar="NAME", help=_("How you sign what you give to clients."))
def restore(file: Path, name: str) -> None:
    """Put a backup in place on a computer that has no key yet.

    Example: companion keys restore my-key.zip --name "Ana at the Lindenhof"
    """
    from companion.services.between.keys import restore_records

    _tell(restore_records(places(), file, name))


def _tell(card: "Card") -> None:
    click.echo(_("Name: {name}").format(name=card.name))
    click.echo(_("Public key: {recipient}").format(recipient=card.recipient))
    click.echo(_("Figures to compare by voice: {fingerprint}").format(fingerprint=card.fingerprint))
    click.echo(
        _(
            "Before a client shares for the first time, read the figures to each other, by telephone or when you meet. "
            "'companion keys backup' keeps the key and your records in one file."
        ),
        err=True,
    )
