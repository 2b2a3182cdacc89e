"""`companion consent`: what sharing means, with whom it was agreed, and taking that back."""

import textwrap

import click

from companion.cli.helping import Group
from companion.cli.journal_opening import json_option, opened, print_json
from companion.cli.passphrase import passphrase_option
from companion.language import _

COLUMNS = 80
ASSIGNMENT = click.option(
    "--assignment", "id_", metavar="ID", default="", help=_("With what this therapist adds to it.")
)


@click.group(cls=Group, invoke_without_command=True)
@ASSIGNMENT
@json_option
@passphrase_option
@click.pass_context
def consent(ctx: click.Context, id_: str, wants_json: bool) -> None:
    """What sharing means: whose song it is, how long it is kept, what happens when therapy ends.

    Example: companion consent --assignment 3f2a
    """
    if ctx.invoked_subcommand is not None:
        return
    from companion.exports.plain_text import harmless
    from companion.services.between.assignments import assigned
    from companion.services.between.consent import VERSION, added_by, agreed_words, agreements, text_of

    with opened() as journal:
        body = assigned(journal, id_)[1] if id_ else None
        parts = text_of(body.therapist, added_by(body)) if body is not None else text_of()
        found = agreements(journal)
    if wants_json:
        agreed = [{"when": each.created, "id": each.id, "with": each.body} for each in found]
        print_json({"version": VERSION, "text": {each.name: each.text for each in parts}, "agreed": agreed})
        return
    for part in parts:
        click.echo(harmless(f"{part.name}\n{textwrap.fill(part.text, COLUMNS)}\n"))
    for each in found:
        click.echo(harmless(agreed_words(each)), err=True)


@consent.command()
@click.argument("id_", metavar="ASSIGNMENT")
@passphrase_option
def agree(id_: str) -> None:
    """Say yes to it, with the therapist of an assignment.

    Example: companion consent agree 3f2a
    """
    from companion.exports.plain_text import harmless
    from companion.services.between.assignments import assigned
    from companion.services.between.consent import agree as note
    from companion.services.between.consent import agreed_words, agreements

    with opened(writable=True) as journal:
        note(journal, assigned(journal, id_)[1])
        click.echo(harmless(agreed_words(agreements(journal)[0])))


@consent.command("take-back")
@click.argument("id_", metavar="ASSIGNMENT")
@passphrase_option
def take_back_(id_: str) -> None:
    """Take it back. Nobody is told; nothing new goes without a new yes.

    Example: companion consent take-back 3f2a
    """
    from companion.services.between.consent import TAKEN_BACK, take_back

    with opened(writable=True) as journal:
        take_back(journal, id_)
    click.echo(TAKEN_BACK)
