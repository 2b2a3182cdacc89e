"""`companion keys`: a therapist's key, made once, and its figures to compare by voice."""

from typing import TYPE_CHECKING

import click

from companion.cli.passphrase import given_file, new_passphrase, passphrase_option
from companion.cli.progress import say_progress
from companion.paths import places

if TYPE_CHECKING:
    from companion.services.keys import Card


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
    from companion.services.keys import card_of, clean_name, new_key

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
    from companion.services.keys import card_of

    card = card_of(places())
    if wants_json:
        from companion.cli.journal_opening import print_json

        folder = places().clients / "keys"
        print_json({"name": card.name, "recipient": card.recipient, "fingerprint": card.fingerprint,
                    "identity_files": sorted(map(str, folder.glob("*.age")))})  # fmt: skip
    else:
        _tell(card)


def _tell(card: "Card") -> None:
    click.echo(f"Name: {card.name}")
    click.echo(f"Public key: {card.recipient}")
    click.echo(f"Figures to compare by voice: {card.fingerprint}")
    click.echo(
        "Before a client shares for the first time, read the figures to each other, by telephone or when you meet. "
        "A backup of the folder with your records holds the key too.",
        err=True,
    )
