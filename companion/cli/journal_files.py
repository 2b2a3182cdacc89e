"""`companion journal export` and `import`: entries out to files that anyone can read, and in from elsewhere."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from companion.cli.helping import Command
from companion.cli.journal_opening import mention, opened
from companion.cli.passphrase import passphrase_option
from companion.cli.progress import say_progress
from companion.errors import FileProblemError, WrongUseError
from companion.exports.plain_text import harmless
from companion.language import _

MOST_NAMED = 5
"""So many entries that could not be read are named one by one."""


@click.command(cls=Command)
@click.argument("entry_id", metavar="ID", required=False)
@click.option("--all", "everything", is_flag=True, help=_("All entries, into one .zip, .md or .json file."))
@click.option(
    "-o",
    "--output",
    "outputs",
    type=click.Path(path_type=Path),
    multiple=True,
    required=True,
    metavar="FILE",
    help=_("Where to write; the suffix says what. May be given more than once."),
)
@passphrase_option
def export(entry_id: str | None, everything: bool, outputs: tuple[Path, ...]) -> None:
    """Write one entry, or all of them, to files.

    .md and .json hold any entry; a song or a take also goes to music and pictures, as in compose. A .zip holds
    everything as text and MIDI, and 'import' brings it back.

    Example: companion journal export --all -o journal.zip
    """
    if everything == (entry_id is not None):
        raise WrongUseError(_("Say which entry, or --all."), _("'--all -o journal.zip' writes everything."))
    from companion.services.journal.export import write_entries, write_entry

    with opened() as journal:
        write: Callable[[Path], tuple[str, ...] | None]
        if entry_id is None:
            write = partial(write_entries, journal.entries(), blobs=journal.blobs)
            mention(journal.unreadable())
        else:
            write = partial(write_entry, journal.get(entry_id), journal=journal)
        for path in outputs:
            say_progress(_("Writing {path} …").format(path=path))
            missing = write(path)
            click.echo(_("Wrote {path}.").format(path=path))
            for name in missing or ():
                click.echo(_("Not in it, since it is missing or damaged here: {name}.").format(name=name), err=True)
        if journal.is_sealed:
            click.echo(_("What was written is not protected: who has the file can read it."), err=True)


@click.command("import", cls=Command)
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@passphrase_option
def import_file(file: Path) -> None:
    """Bring entries in from our own ZIP or JSON, or from what jrnl or Day One exported as JSON.

    What is here already does not come in twice. The file stays as it is.

    Example: companion journal import journal.zip
    """
    from companion.services.journal.importing import read_import
    from companion.services.journal.taking_in import take_in

    say_progress(_("Reading …"))
    arriving = read_import(file, None)
    with opened(writable=True) as journal:
        say_progress(_("Keeping …"))
        done = take_in(arriving, file, journal)
    told = [_("{new} new from {source}").format(new=done.new, source=arriving.source)]
    told += (
        [_("{beside} differ from what is here and came in beside it").format(beside=done.beside)] if done.beside else []
    )
    told += [_("{known} were here already").format(known=done.known)] if done.known else []
    click.echo(f"{'; '.join(told)}.")
    for name in done.missing:
        click.echo(_("Named by an entry, and not in the file: {name}.").format(name=name), err=True)
    for sentence in arriving.left_out:
        click.echo(sentence)
    if arriving.unreadable:
        for sentence in arriving.unreadable[:MOST_NAMED]:
            click.echo(harmless(sentence), err=True)
        raise FileProblemError(
            _("{count} of the entries in {file} could not be read.").format(count=len(arriving.unreadable), file=file),
            _("The others are in your journal, and the file is as it was."),
        )
