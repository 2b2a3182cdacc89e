"""`companion keys`: a therapist's key, made once, and its figures to compare by voice."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from companion.cli.passphrase import given_file, new_passphrase, passphrase_option
from companion.cli.progress import say_progress
from companion.paths import places

if TYPE_CHECKING:
    from companion.services.between.keys import Card


@click.group()
def keys() -> None:
    """For therapists: the key that clients share with, and that opens your records of it.

    Example: companion keys show
    """


@keys.command()
@click.option("--name", metavar="NAME", help="How you sign what you give to clients.")
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
        raise WrongUseError("You have a key already.", "'companion keys show' shows it.")
    signed = clean_name(name if name is not None else click.prompt("How do you sign what you give?"))
    passphrase = new_passphrase(given_file(), "A passphrase for your key: ")
    say_progress("Making your key …")
    card = new_key(here, signed, passphrase)
    settings.save(replace(settings.load(here.settings_file), therapist=True), here.settings_file)
    _tell(card)


@keys.command()
@click.option("--json", "wants_json", is_flag=True, help="One JSON document on stdout.")
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
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="The ZIP to write.")
def backup(output: Path) -> None:
    """Your key and your records in one file, sealed as they are. Without the passphrase nobody opens it.

    Example: companion keys backup -o my-key.zip
    """
    from companion.services.between.keys import back_up_records

    back_up_records(places(), output)
    click.echo(f"Written: {output}")


@keys.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", required=True, metavar="NAME", help="How you sign what you give to clients.")
def restore(file: Path, name: str) -> None:
    """Put a backup in place on a computer that has no key yet.

    Example: companion keys restore my-key.zip --name "Ana at the Lindenhof"
    """
    from companion.services.between.keys import restore_records

    _tell(restore_records(places(), file, name))


def _tell(card: "Card") -> None:
    click.echo(f"Name: {card.name}")
    click.echo(f"Public key: {card.recipient}")
    click.echo(f"Figures to compare by voice: {card.fingerprint}")
    click.echo(
        "Before a client shares for the first time, read the figures to each other, by telephone or when you meet. "
        "'companion keys backup' keeps the key and your records in one file.",
        err=True,
    )
