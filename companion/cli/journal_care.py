"""`companion journal verify`, `backup`, `restore` and `merge`: looking after the files."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from companion.cli.journal_opening import json_option, opened, print_json
from companion.cli.passphrase import asker, passphrase_option
from companion.cli.progress import say_progress
from companion.errors import FileProblemError
from companion.exports.plain_text import harmless
from companion.paths import places

if TYPE_CHECKING:
    from companion.journal.verifying import Verified


@click.command()
@json_option
@passphrase_option
def verify(wants_json: bool) -> None:
    """Read every entry and every file, and name what is not as it was written. The exit status is 3 then.

    Example: companion journal verify
    """
    say_progress("Reading every file …")
    with opened() as journal:
        found = journal.verify()
    if wants_json:
        print_json({"is_fine": found.is_fine, **{name: getattr(found, name) for name in found.__struct_fields__}})
    else:
        for sentence in _in_words(found):
            click.echo(harmless(sentence))
    if not found.is_fine:
        raise FileProblemError("Something in the journal is not as it was written.",
                               "A backup can be brought in beside it: 'companion journal merge'.")  # fmt: skip


@click.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@passphrase_option
def backup(file: Path) -> None:
    """Write the journal's own files into one ZIP, protected as they are.

    Example: companion journal backup journal-backup.zip
    """
    say_progress("Writing …")
    with opened() as journal:
        count = journal.backup(file)
        is_sealed = journal.is_sealed
    click.echo(f"Wrote {file}, with {count} entr{'y' if count == 1 else 'ies'}.")
    said = "It opens with the passphrase of today." if is_sealed else "It is not protected: who has it can read it."
    click.echo(said, err=True)


@click.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--replace", "replaces", is_flag=True, help="Put the journal that is here aside first.")
@passphrase_option
def restore(file: Path, replaces: bool) -> None:
    """Put the journal of a backup in place, where there is none yet.

    To bring its entries into a journal that is here, use 'merge'.

    Example: companion journal restore journal-backup.zip
    """
    from companion.services.journal.keeping import restore_backup

    aside = restore_backup(file, places().journal, replaces=replaces)
    click.echo(f"Restored from {file}.")
    if aside is not None:
        click.echo(f"The journal that was here is in {aside}.")


@click.command()
@click.argument("path", type=click.Path(path_type=Path), metavar="FOLDER|FILE")
@passphrase_option
def merge(path: Path) -> None:
    """Bring in all entries of another journal's folder, or of a backup. Where both differ, both stay.

    If the other one has a passphrase of its own, it is asked for too.

    Example: companion journal merge /media/stick/companion/journal
    """
    from companion.services.journal.keeping import merge_from

    with opened(writable=True) as journal:
        say_progress("Reading …")
        brought = merge_from(journal, path, asker(f"Passphrase of {path}: "))
    told = [f"{brought.added} new"]
    told += [f"{brought.both_kept} differ from what is here, and both are kept"] if brought.both_kept else []
    told += [f"{brought.same} were here already"] if brought.same else []
    told += [f"{brought.deleted} were deleted here, and stayed out"] if brought.deleted else []
    click.echo(f"{'; '.join(told)}.")


def _in_words(found: "Verified") -> list[str]:
    """What was found, a line each."""
    entries = f"{found.entries} entr{'y' if found.entries == 1 else 'ies'}"
    lines = [f"{entries}: everything reads."] if found.is_fine else [f"{entries} read."]
    lines += [f"Not to be read by this version: {each.id} ({each.reason})." for each in found.unreadable]
    lines += [f"Damaged: {each}" for each in (*found.damaged, *found.damaged_blobs)]
    lines += [f"Missing: {each}" for each in found.missing_blobs]
    lines += [f"Belongs to no entry: {each}" for each in found.orphans]
    return lines
