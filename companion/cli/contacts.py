"""`companion contacts`: people to turn to, whom someone and their therapist entered."""

from typing import TYPE_CHECKING

import click

from companion.cli.helping import Group
from companion.cli.passphrase import asker, passphrase_option
from companion.errors import WrongUseError
from companion.language import _
from companion.paths import places

if TYPE_CHECKING:
    from companion.services.between.contacts import Contacts


@click.group(cls=Group)
def contacts() -> None:
    """People to turn to. They are shown at a gentle stop; nobody is entered for you.

    Example: companion contacts add "Ana, my sister" --reach "0170 555 01 23"
    """


@contacts.command("list")
@click.option("--json", "wants_json", is_flag=True, help=_("One JSON document on stdout."))
@passphrase_option
def list_people(wants_json: bool) -> None:
    """Who stands on the card, and when it was last checked.

    Example: companion contacts list
    """
    from companion import messages
    from companion.exports.plain_text import harmless
    from companion.services.between import contacts as c

    card = _contacts()
    people = card.card().people
    if wants_json:
        from companion.cli.journal_opening import print_json

        print_json([{"number": at, "name": each.name, "reach": each.reach, "line": each.line, "checked": each.checked}
                    for at, each in enumerate(people, start=1)])  # fmt: skip
        return
    for at, each in enumerate(people, start=1):
        click.echo(harmless(f"{at}. {each.name}: {each.reach}\n   {c.about(each)}"))
    if not people:
        click.echo(f"{c.NOBODY_YET} {c.WHO}\n{messages.SAFETY}")
    notes = (card.look().trouble, c.LOOK_OVER if c.wants_a_look(people, card.today) else "", card.who_reads)
    for note in filter(None, notes):
        click.echo(note, err=True)


@contacts.command()
@click.argument("name")
@click.option("--reach", required=True, metavar="TEXT", help=_("A number, a door, a time."))
@click.option("--line", default="", metavar="TEXT", help=_("A line about it."))
@click.option("--open/--locked", "is_open", default=None, help=_("Who may read the card where there is a passphrase: "
              "anybody at this computer, or only who knows it."))  # fmt: skip
@passphrase_option
def add(name: str, reach: str, line: str, is_open: bool | None) -> None:
    """Enter someone, checked today.

    Example: companion contacts add "The night desk" --reach "0800 555 01 99" --line "until six in the morning"
    """
    from companion.services.between.contacts import ENTERED

    click.echo(ENTERED.format(_contacts().add(name, reach, line, is_open=is_open).name))


@contacts.command()
@click.argument("number", type=int)
@passphrase_option
def remove(number: int) -> None:
    """Take someone off, by the number that 'list' shows.

    Example: companion contacts remove 2
    """
    from companion.services.between.contacts import TAKEN_OFF

    click.echo(TAKEN_OFF.format(_contacts().remove(number).name))


@contacts.command()
@click.argument("numbers", type=int, nargs=-1, metavar=_("[NUMBER …]"))
@passphrase_option
def checked(numbers: tuple[int, ...]) -> None:
    """Say that the card, or some of it, was looked over today.

    Example: companion contacts checked
    """
    from companion.services.between.contacts import LOOKED_OVER, NOBODY_YET

    card = _contacts()
    if not card.card().people:
        raise WrongUseError(NOBODY_YET, _("'companion contacts add' enters someone."))
    card.check(*numbers)
    click.echo(LOOKED_OVER)


def _contacts() -> "Contacts":
    """The card; its passphrase is asked for where it is needed: never for a card that anybody may read."""
    from companion.errors import SealedError
    from companion.journal.store import local_now
    from companion.journal.vault import Vault
    from companion.services.between.contacts import Contacts
    from companion.services.journal.opening import unlocked

    here = places()
    vault = Vault(here.journal)
    found = Contacts(here, vault, local_now)
    try:
        found.card()
    except SealedError:
        unlocked(vault, asker())
    return found
