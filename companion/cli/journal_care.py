"""`companion journal verify`, `backup` and `merge`: looking after the files."""

from pathlib import Path

import click

from companion.cli.helping import Command
from companion.cli.journal_opening import json_option, opened, print_json
from companion.cli.passphrase import asker, passphrase_option
from companion.cli.progress import say_progress
from companion.errors import FileProblemError
from companion.exports.plain_text import harmless
from companion.language import _


@click.command(cls=Command)
@json_option
@passphrase_option
def verify(wants_json: bool) -> None:
    """Read every entry and every file, and name what is not as it was written. The exit status is 3 then.

    Example: companion journal verify
    """
    from companion.services.journal.caring import READING, verified_in_words

    say_progress(READING)
    with opened() as journal:
        found = journal.verify()
    if wants_json:
        print_json({"is_fine": found.is_fine, **{name: getattr(found, name) for name in found.__struct_fields__}})
    else:
        for sentence in verified_in_words(found):
            click.echo(harmless(sentence))
    if not found.is_fine:
        raise FileProblemError(_("Something in the journal is not as it was written."),
                               _("A backup can be brought in beside it: 'companion journal merge'."))  # fmt: skip


@click.command(cls=Command)
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@passphrase_option
def backup(file: Path) -> None:
    """Write the journal's own files into one ZIP, protected as they are.

    Example: companion journal backup journal-backup.zip
    """
    from companion.services.journal.caring import COPYING, backup_in_words

    say_progress(COPYING)
    with opened() as journal:
        count = journal.backup(file)
        is_sealed = journal.is_sealed
    wrote, who_reads = backup_in_words(file, count, is_sealed=is_sealed)
    click.echo(wrote)
    click.echo(who_reads, err=True)


@click.command(cls=Command)
@click.argument("path", type=click.Path(path_type=Path), metavar="FOLDER|FILE")
@passphrase_option
def merge(path: Path) -> None:
    """Bring in all entries of another journal's folder, or of a backup. Where both differ, both stay.

    If the other one has a passphrase of its own, it is asked for too.

    Example: companion journal merge /media/stick/companion/journal
    """
    from companion.services.journal.caring import BRINGING, brought_in_words
    from companion.services.journal.keeping import merge_from

    with opened(writable=True) as journal:
        say_progress(BRINGING)
        brought = merge_from(journal, path, asker(_("Passphrase of {path}: ").format(path=path)))
    click.echo(brought_in_words(brought))
