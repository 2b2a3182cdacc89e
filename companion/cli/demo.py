"""`companion demo`: a whole session on shipped words, without questions."""

from pathlib import Path

import click

from companion.cli.helping import Command
from companion.cli.passphrase import passphrase_option
from companion.cli.person import companion_here
from companion.cli.progress import say_progress
from companion.language import _


@click.command(cls=Command)
@click.option("-o", "folder", type=click.Path(path_type=Path), metavar="DIR", help=_("Where the files go."))
@click.option("--seed", type=int, default=7, show_default=True, help=_("The same seed gives the same music."))
@passphrase_option
def demo(folder: Path | None, seed: int) -> None:
    """A whole session on shipped words, without questions: journal entry, MIDI, sound, lead sheet.

    Example: companion demo -o demo
    """
    from companion.services.songs.demonstration import demonstrate

    companion = companion_here(seed)
    say_progress(_("Walking a session; a few notes are played in their own time …"))
    try:
        for line in demonstrate(companion, folder or companion.places.exports / "demo"):
            click.echo(line)
    finally:
        companion.close()
