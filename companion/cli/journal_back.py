"""`companion journal restore` and `generations`: back to a backup, or to what entries were on an earlier day."""

from datetime import datetime
from pathlib import Path

import click

from companion.cli.helping import Command
from companion.cli.journal_opening import SHORT_ID, json_option, opened, print_json
from companion.cli.passphrase import passphrase_option
from companion.cli.progress import say_progress
from companion.errors import WrongUseError
from companion.exports.entry_words import when
from companion.language import _, ngettext
from companion.paths import places


@click.command(cls=Command)
@click.argument("file", type=click.Path(path_type=Path), metavar="[FILE]", required=False)
@click.option("--replace", "replaces", is_flag=True, help=_("Put the journal that is here aside first."))
@click.option("--generation", metavar="NAME", help=_("Put changed entries back to what they were in this generation."))
@passphrase_option
def restore(file: Path | None, replaces: bool, generation: str | None) -> None:
    """Put the journal of a backup in place, where there is none yet; or put entries back to an earlier state.

    To bring a backup's entries into a journal that is here, use 'merge'. With --generation, entries that were changed
    since get their earlier words; what is new stays, and what was deleted stays deleted. That can be undone.

    Example: companion journal restore journal-backup.zip
    """
    if (file is None) == (generation is None) or (replaces and file is None):
        raise WrongUseError(_("Say which backup, or --generation."), _("'companion journal generations' shows them."))
    if file is not None:
        _restore_backup(file, replaces)
    else:
        _go_back(generation or "")


def _restore_backup(file: Path, replaces: bool) -> None:
    from companion.services.journal.keeping import restore_backup

    aside = restore_backup(file, places().journal, replaces=replaces)
    click.echo(_("Restored from {file}.").format(file=file))
    if aside is not None:
        click.echo(_("The journal that was here is in {aside}.").format(aside=aside))


def _go_back(name: str) -> None:
    with opened(writable=True) as journal:
        say_progress(_("Looking at what was …"))
        done = journal.go_back(name)
    if not done.entries:
        click.echo(_("Nothing was changed since. Everything is as it was."))
        return
    count = len(done.entries)
    said = ngettext("{count} entry is as before: {names}.", "{count} entries are as before: {names}.", count)
    click.echo(said.format(count=count, names=", ".join(each[:SHORT_ID] for each in done.entries)))
    click.echo(_("'companion journal restore --generation {undo}' undoes it.").format(undo=done.undo), err=True)


@click.command(cls=Command)
@json_option
@passphrase_option
def generations(wants_json: bool) -> None:
    """List earlier states of the journal, the newest first: when, how many entries, and a name for 'restore'.

    The last five of each device are kept, and the last one of each day for thirty days.

    Example: companion journal generations
    """
    with opened() as journal:
        say_progress(_("Reading …"))
        found = journal.generations()
    now = datetime.now().astimezone()
    made = {each.name: datetime.fromtimestamp(each.made).astimezone() for each in found}
    if wants_json:
        print_json([{"name": each.name, "made": made[each.name], "entries": each.entries} for each in found])
        return
    if not found:
        click.echo(_("No earlier state yet. One is made when there is enough to keep."))
    for each in found:
        entries = ngettext("{} entry", "{} entries", each.entries).format(each.entries)
        click.echo(f"{when(made[each.name], now):<24}  {entries:<14}  {each.name}")
