"""`companion take`: a take's tidied copy, and a take as the tune of a song."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from companion.cli.helping import Command
from companion.cli.lazy import LazyGroup, Table
from companion.cli.passphrase import passphrase_option
from companion.cli.person import companion_here, journal_here
from companion.cli.progress import say_progress
from companion.errors import WrongUseError
from companion.language import _

if TYPE_CHECKING:
    from companion.domain.entry import Entry
    from companion.domain.song import Song
    from companion.domain.take import Take
    from companion.journal.store import Journal

COMMANDS: Table = {
    "tidy": ("companion.cli.take:tidy", _("A copy nearer to the beat, as a file; the take stays as it is.")),
    "song": ("companion.cli.take:song", _("Bars that you pick become the tune of a new song.")),
}
GRIDS = {"straight": 1 / 4, "triplets": 1 / 3}


@click.group(cls=LazyGroup, table=COMMANDS)
def take() -> None:
    """What you played: tidied, or as the tune of a song. The take itself never changes.

    Example: companion take song 3f2a91c0 --bars 1-4 -o song.mid
    """


@click.command(cls=Command)
@click.argument("take_id", metavar="ID")
@click.option("--strength", type=click.FloatRange(0, 1), default=0.6, show_default=True,
              help=_("How far notes move to their beat; 1 is all the way."))  # fmt: skip
@click.option("--grid", type=click.Choice(list(GRIDS)), help=_("Four or three to a beat; as it was played otherwise."))
@click.option("-o", "outputs", multiple=True, required=True, type=click.Path(path_type=Path), metavar="FILE",
              help=".mid .wav .flac .ogg; may be given more than once.")  # fmt: skip
@click.option("--soundfont", help=_("A SoundFont for sound files."))
@passphrase_option
def tidy(take_id: str, strength: float, grid: str | None, outputs: tuple[Path, ...], soundfont: str | None) -> None:
    """Write a tidied copy: nearer to the beat, overlaps cleaned. The take in the journal stays as you played it.

    Example: companion take tidy 3f2a91c0 --strength 0.5 -o tidied.mid
    """
    from companion.services.songs.exporting import TAKE_FORMATS, check_suffixes, write_tidied

    check_suffixes(outputs, TAKE_FORMATS)
    with _open() as journal:
        played, under, _other = _found(take_id, journal)
    for path in outputs:
        write_tidied(played, under, path, strength, None if grid is None else GRIDS[grid], soundfont)
        click.echo(_("Wrote {path}.").format(path=path))


@click.command(cls=Command)
@click.argument("take_id", metavar="ID")
@click.option("--bars", required=True, metavar="1-4", help=_("The bars of the take, counted through all rounds."))
@click.option("--lyrics", type=click.Path(path_type=Path), metavar="FILE",
              help=_("Words for a take that was played over chords; a song has its own."))  # fmt: skip
@click.option("--title", default="", help=_("The song's title."))
@click.option("-o", "outputs", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
              help=".mid .musicxml .wav .flac .ogg .svg .pdf .html .md; may be given more than once.")  # fmt: skip
@click.option("--soundfont", help=_("A SoundFont for sound files."))
@click.option("--keep", is_flag=True, help=_("Put the song into the journal and print its id."))
@passphrase_option
def song(
    take_id: str, bars: str, lyrics: Path | None, title: str, outputs: tuple[Path, ...], soundfont: str | None,
    keep: bool,
) -> None:  # fmt: skip
    """Bars of a take become the tune of a new song, on the chords and under the words that it was played to.

    Example: companion take song 3f2a91c0 --bars 1-4 -o song.mid --keep
    """
    from companion.services.songs.exporting import check_suffixes, write_song

    check_suffixes(outputs)
    if not outputs and not keep:
        raise WrongUseError(_("Say where the song goes."), _("Use -o FILE, or --keep to put it into the journal."))
    with _open() as journal:
        played, under, entry = _found(take_id, journal)
    made = _song(played, under, _bars(bars), lyrics, title)
    for path in outputs:
        say_progress(_("Writing {path} …").format(path=path))
        write_song(made, path, soundfont)
        click.echo(_("Wrote {path}.").format(path=path))
    if keep:
        companion = companion_here()
        try:
            kept = companion.journal.add(made, title=made.title, session_id=entry.session_id)
        finally:
            companion.close()
        click.echo(_("Kept as {id}.").format(id=kept.id))


def _song(played: "Take", under: "Song | None", bars: tuple[int, int], lyrics: Path | None, title: str) -> "Song":
    from msgspec.structs import replace

    from companion.services.takes.melody import melody_from, song_for
    from companion.services.words.file import read_words

    if under is not None and lyrics is not None:
        raise WrongUseError(_("The song that was played to has words of its own."), _("Leave --lyrics out."))
    words = read_words(lyrics).lines if lyrics is not None else ()
    made = melody_from(played, under or song_for(played, words, title), bars)
    return replace(made, title=title) if title else made


def _found(take_id: str, journal: "Journal") -> "tuple[Take, Song | None, Entry]":
    from companion.domain.take import Take
    from companion.services.songs.exporting import song_of

    entry = journal.get(take_id)
    if not isinstance(entry.body, Take):
        raise WrongUseError(
            _("'{take_id}' is a {kind}, not a take.").format(take_id=take_id, kind=entry.kind),
            _("'companion journal list --kind take' shows them."),
        )
    return entry.body, song_of(entry, journal), entry


def _bars(text: str) -> tuple[int, int]:
    """The first and the last bar of "1-4", or of "3"."""
    first, dash, last = (part.strip() for part in text.replace("–", "-").partition("-"))
    if not first.isdecimal() or (dash and not last.isdecimal()):
        raise WrongUseError(_("'{text}' does not name bars.").format(text=text), _("Write them like this: --bars 1-4."))
    return int(first), int(last or first)


def _open() -> "Journal":
    return journal_here()
