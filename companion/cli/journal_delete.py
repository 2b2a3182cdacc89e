"""`companion journal delete`: an entry and everything that came from it, or the whole journal."""

from datetime import datetime

import click

from companion.cli.helping import Command
from companion.cli.journal_opening import SHORT_ID, is_asked, line, opened
from companion.cli.passphrase import passphrase_option
from companion.errors import WrongUseError
from companion.language import _
from companion.messages import DELETED_HONESTLY
from companion.paths import places

KEPT = _("Nothing was deleted.")


@click.command(cls=Command)
@click.argument("entry_id", metavar="ID", required=False)
@click.option("--only", is_flag=True, help=_("Only this entry; what came from it stays."))
@click.option("--everything", is_flag=True, help=_("The whole journal."))
@click.option("--yes", is_flag=True, help=_("Do not ask."))
@passphrase_option
def delete(entry_id: str | None, only: bool, everything: bool, yes: bool) -> None:
    """Take an entry out of the journal, with everything that came from it: a session's songs, a song's takes.

    Where it asks on a terminal, it first names what would go.

    Example: companion journal delete 3f2a91c0
    """
    if everything == (entry_id is not None):
        raise WrongUseError(_("Say which entry, or --everything."), _("The beginning of its id is enough."))
    if entry_id is None:
        _delete_everything(yes)
    else:
        _delete_one(entry_id, only, yes)


def _delete_one(entry_id: str, only: bool, yes: bool) -> None:
    from companion.services.journal.opening import came_from

    with opened(writable=True) as journal:
        entry = journal.get(entry_id)
        others = [] if only else came_from(entry, journal.entries())
        now = datetime.now().astimezone()
        for each in (entry, *others):
            click.echo(line(each, now), err=True)
        if not (yes or is_asked(_("Delete {many}?").format(many=_many(len(others))), otherwise=True)):
            click.echo(KEPT)
            return
        journal.delete(entry.id, also=[each.id for each in others])
    click.echo(
        _("Deleted {id}{others}.").format(
            id=entry.id[:SHORT_ID],
            others=_(" and {count} more that came from it").format(count=len(others)) if others else "",
        )
    )
    click.echo(DELETED_HONESTLY, err=True)


def _many(others: int) -> str:
    return _("these {others} entries").format(others=others + 1) if others else _("this entry")


def _delete_everything(yes: bool) -> None:
    from companion.services.journal.protecting import destroy_everything

    question = _("Delete the whole journal? Every song, every word and every take in it goes, for good.")
    if not (yes or is_asked(question, otherwise=False)):
        raise WrongUseError(KEPT, _("'--yes' deletes the whole journal without asking."))
    destroy_everything(places())
    click.echo(_("The journal is gone. Files that you exported are where you put them."))
    click.echo(DELETED_HONESTLY, err=True)
