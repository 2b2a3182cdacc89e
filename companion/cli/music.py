"""`companion suggest`, `compose` and `render`: music without the screen."""

from pathlib import Path
from typing import Any

import click

from companion.cli.helping import Command
from companion.cli.musical import musical_options, request_from, say_notes, say_unknown
from companion.cli.passphrase import passphrase_option
from companion.cli.progress import say_progress
from companion.cli.wishes import granted, song_like, wish_options, wishes_in
from companion.errors import WrongUseError
from companion.language import _


@click.command(cls=Command)
@musical_options
@click.option("--bars", type=click.IntRange(1, 256), default=8, show_default=True, help=_("Without words: how long."))
@click.option("--lyrics", type=click.Path(path_type=Path), help=_("Words for the melody, a line each."))
@click.option("--motif", type=click.Path(path_type=Path), metavar="FILE.mid",
              help=_("A few played notes; the tune begins with them, and brings them back."))  # fmt: skip
@wish_options
@click.option("--count", type=click.IntRange(1, 100), default=1, show_default=True, help=_("How many different ones."))
@click.option("--json", "as_json", is_flag=True, help=_("One JSON document on stdout."))
@passphrase_option
def suggest(
    bars: int, lyrics: Path | None, motif: Path | None, count: int, as_json: bool, like: str | None, **options: Any
) -> None:
    """Chords and melody for a feeling, with the reasons.

    Example: companion suggest --feeling calm --bars 8 --seed 7 --json;
    companion suggest --like song.json --simpler --keep-bars 1-4 --json
    """
    from companion.engine import composing
    from companion.services.songs.suggestion import as_data, as_text
    from companion.services.words.file import read_words

    wishes = wishes_in(options)
    keep_bars = options.pop("keep_bars")
    seed = options["seed"]
    words = read_words(lyrics) if lyrics is not None else None
    say_notes(words.notes if words is not None else ())
    say_unknown(options["feeling"])
    say_progress(_("Finding a tune …"))
    if like is not None:
        songs = tuple(granted(song_like(like), wishes or ("another",), keep_bars, seed + at) for at in range(count))
    else:
        request = request_from(words.lines if words is not None else (), "", count, bars, motif=motif, **options)
        songs = tuple(granted(song, wishes, keep_bars, seed) for song in composing.suggest(request))
    if as_json:
        import msgspec

        data = [as_data(song) for song in songs]
        click.echo(msgspec.json.format(msgspec.json.encode(data[0] if count == 1 else data), indent=2))
    else:
        click.echo("\n\n".join(map(as_text, songs)))


@click.command(cls=Command)
@click.argument("lyrics", type=click.Path(path_type=Path))
@musical_options
@click.option(
    "-o",
    "outputs",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=".mid .musicxml .wav .flac .ogg .svg .pdf .html .md; give -o again, or more names, for more files.",
)
@click.argument("more", nargs=-1, type=click.Path(path_type=Path))
@wish_options
@click.option("--title", default="", help=_("The song's title; the first line otherwise."))
@click.option("--soundfont", help=_("A SoundFont for sound files."))
@click.option("--keep", is_flag=True, help=_("Put the song into the journal too."))
def compose(
    lyrics: Path,
    outputs: tuple[Path, ...],
    more: tuple[Path, ...],
    title: str,
    soundfont: str | None,
    keep: bool,
    like: str | None,
    **options: Any,
) -> None:
    """Words in a file to a whole song.

    Example: companion compose words.txt --feeling sad --to hopeful -o song.mid song.musicxml song.wav
    """
    from companion.engine import composing
    from companion.services.songs.exporting import check_suffixes, write_song
    from companion.services.words.file import read_words

    paths = (*outputs, *more)
    check_suffixes(paths)
    wishes = wishes_in(options)
    keep_bars = options.pop("keep_bars")
    if like is not None:
        raise WrongUseError(_("'--like' starts from a song that has its words."), _("Use it with 'companion suggest'."))
    words = read_words(lyrics)
    say_notes(words.notes)
    say_unknown(options["feeling"])
    say_progress(_("Finding a tune …"))
    (made,) = composing.suggest(request_from(words.lines, title, 1, 8, **options))
    song = granted(made, wishes, keep_bars, options["seed"])
    for path in paths:
        say_progress(_("Writing {path} …").format(path=path))
        write_song(song, path, soundfont)
        click.echo(_("Wrote {path}.").format(path=path))
    if keep:
        from companion.journal.inbox import Inbox
        from companion.paths import places

        with Inbox.open(places().journal) as journal:
            click.echo(_("Kept as {id}.").format(id=journal.add(song, title=song.title).id))


@click.command(cls=Command)
@click.argument("midi", type=click.Path(path_type=Path))
@click.option("-o", "output", required=True, type=click.Path(path_type=Path), metavar="FILE.wav")
@click.option("--soundfont", help=_("A SoundFont of your own."))
def render(midi: Path, output: Path, soundfont: str | None) -> None:
    """Sound from any MIDI file.

    Example: companion render song.mid -o song.wav
    """
    from companion.services.songs.exporting import AUDIO, check_suffixes, write_sound_of_file

    check_suffixes((output,), AUDIO)
    say_progress(_("Writing {output} …").format(output=output))
    write_sound_of_file(midi, output, soundfont)
    click.echo(_("Wrote {output}.").format(output=output))
