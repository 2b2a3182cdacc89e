"""`companion assignment`: what a therapist gave, seen before anything is done with it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from companion.cli.helping import Group
from companion.cli.journal_opening import SHORT_ID, json_option, opened, print_json
from companion.cli.passphrase import passphrase_option
from companion.exports.plain_text import harmless
from companion.language import _

if TYPE_CHECKING:
    from companion.domain.entry import Entry
    from companion.journal.store import Journal


@click.group(cls=Group)
def assignment() -> None:
    """What a therapist gave you. You can look at it, do it, leave it, or decline it; nobody is told.

    Example: companion assignment open from-ana.json
    """


@assignment.command("open")
@click.argument("file", type=click.Path(path_type=Path))
@json_option
@passphrase_option
def open_(file: Path, wants_json: bool) -> None:
    """Take a file from your therapist in: an assignment, or a reply.

    Example: companion assignment open from-ana.json
    """
    from companion.domain.assignment import Answered
    from companion.services.between.assignments import open_file

    with opened(writable=True) as journal:
        entry = open_file(journal, file)
        if isinstance(entry.body, Answered):
            _reply(entry.body, entry.id, wants_json)
        else:
            _show(journal, entry, wants_json)


@assignment.command("list")
@json_option
@passphrase_option
def list_(wants_json: bool) -> None:
    """All that you were given, the newest first.

    Example: companion assignment list
    """
    from companion.domain.assignment import Assigned
    from companion.services.between.assignments import as_data, listed, state_of

    with opened() as journal:
        found = [(each, state_of(journal, each)) for each in listed(journal)]
        if wants_json:
            print_json([as_data(entry, state) for entry, state in found])
            return
        if not found:
            click.echo(
                _("Nothing yet. 'companion assignment open FILE' takes in what your therapist gave you."), err=True
            )
        for entry, state in found:
            assert isinstance(entry.body, Assigned)
            body = entry.body
            click.echo(
                harmless(
                    _("{id}  {state:<10}  {exercise_title}, from {therapist}").format(
                        id=entry.id[:SHORT_ID],
                        state=state,
                        exercise_title=body.exercise_title,
                        therapist=body.therapist,
                    )
                )
            )


@assignment.command()
@click.argument("id_", metavar="ID")
@json_option
@passphrase_option
def show(id_: str, wants_json: bool) -> None:
    """One of them: who, why, what it is, and what would be asked for.

    Example: companion assignment show 3f2a
    """
    from companion.services.between.assignments import assigned

    with opened() as journal:
        _show(journal, assigned(journal, id_)[0], wants_json)


@assignment.command()
@click.argument("id_", metavar="ID")
@passphrase_option
def decline(id_: str) -> None:
    """Say no to it, for yourself. It stays in your journal, and nobody is told.

    Example: companion assignment decline 3f2a
    """
    from companion.services.between.assignments import decide

    with opened(writable=True) as journal:
        decide(journal, id_, "declined")
    click.echo(_("Declined, and that is a good answer. Nobody is told unless you tell them."))


@assignment.command()
@click.argument("id_", metavar="ID")
@passphrase_option
def accept(id_: str) -> None:
    """Take a no back.

    Example: companion assignment accept 3f2a
    """
    from companion.services.between.assignments import decide

    with opened(writable=True) as journal:
        decide(journal, id_, "open")
    click.echo(_("It waits for you again."))


@assignment.command("keep-limits")
@click.argument("id_", metavar="ID")
@passphrase_option
def keep_limits(id_: str) -> None:
    """Let what it leaves out be left out of every exercise from now on.

    Example: companion assignment keep-limits 3f2a
    """
    from companion.services.between.assignments import assigned, keep_limits_of

    with opened(writable=True) as journal:
        keep_limits_of(journal, assigned(journal, id_)[0].id)
    click.echo(_("They hold for every exercise now. 'companion limits' shows and changes them."))


def _show(journal: "Journal", entry: "Entry", wants_json: bool) -> None:
    from companion.services.between.assignments import as_data, fit_for, page, state_of

    state = state_of(journal, entry)
    if wants_json:
        print_json(as_data(entry, state))
        return
    for line in page(entry, state, fit_for(journal, entry.id)):
        click.echo(harmless(line))
    if state in ("waiting", "under way"):
        short = entry.id[:SHORT_ID]
        click.echo(_("Begin with: companion session --assignment {short}").format(short=short))
        click.echo(_("Say no with: companion assignment decline {short}").format(short=short))


def _reply(body: object, entry_id: str, wants_json: bool) -> None:
    from companion.domain.assignment import Answered

    assert isinstance(body, Answered)
    if wants_json:
        print_json({"id": entry_id, "therapist": body.therapist, "reply": body.text})
    else:
        click.echo(harmless(_("{therapist} writes:\n{text}").format(therapist=body.therapist, text=body.text)))
