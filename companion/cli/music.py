"""`companion suggest`, `compose` and `render`: music without the screen."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from companion.cli.progress import say_progress
from companion.domain.affect import Affect
from companion.domain.feelings import place
from companion.domain.harmony import Key, Meter
from companion.domain.song import SongRequest
from companion.errors import WrongUseError

Option = Callable[[Any], Any]


def _number(ctx: click.Context, option: click.Parameter, value: float | None) -> float | None:
    """click's range lets "nan" through, which is no number."""
    if value is not None and math.isnan(value):
        raise click.BadParameter("'nan' is no number.", ctx, option)
    return value


def musical_options(command: Any) -> Any:
    """The options that every composing command takes."""
    options: tuple[Option, ...] = (
        click.option("--feeling", help="A feeling word, for example calm, sad or hopeful."),
        click.option("--affect", metavar="V,A", help="A place on the grid, for example 2,-3 (each from -4 to 4)."),
        click.option("--key", help="For example 'F major' or 'Dm'."),
        click.option("--meter", help="For example 3/4."),
        click.option("--tempo", type=click.FloatRange(30, 240), callback=_number, metavar="BPM",
                     help="Beats (quarter notes) a minute."),
        click.option("--groove", help="For example lullaby; an unknown name lists them."),
        click.option("--voice", type=click.Choice(["low", "high"]), default="high", help="Where your voice is."),
        click.option("--seed", type=int, default=0, show_default=True, help="The same seed gives the same bytes."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def request_from(lines: tuple[str, ...], title: str, count: int, bars: int, **musical: Any) -> SongRequest:
    """A request from the options. Raises WrongUseError naming what can't be used."""
    try:
        return SongRequest(
            lines=lines,
            title=title,
            feeling=musical["feeling"],
            affect=_affect(musical["affect"]),
            seed=musical["seed"],
            count=count,
            voice=musical["voice"],
            bars=bars,
            key=None if musical["key"] is None else Key.parse(musical["key"]),
            meter=None if musical["meter"] is None else Meter.parse(musical["meter"]),
            tempo_bpm=musical["tempo"],
            groove=musical["groove"],
        )
    except ValueError as error:
        raise WrongUseError(f"{str(error)[:1].upper()}{str(error)[1:]}.") from error


@click.command()
@musical_options
@click.option("--bars", type=click.IntRange(1, 256), default=8, show_default=True, help="Without words: how long.")
@click.option("--lyrics", type=click.Path(path_type=Path), help="Words for the melody, a line each.")
@click.option("--count", type=click.IntRange(1, 100), default=1, show_default=True, help="How many different ones.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def suggest(bars: int, lyrics: Path | None, count: int, as_json: bool, **musical: Any) -> None:
    """Chords and melody for a feeling, with the reasons.

    Example: companion suggest --feeling calm --bars 8 --seed 7 --json
    """
    from companion.engine import composing
    from companion.services.suggestion import as_data, as_text
    from companion.services.words_file import read_words

    words = read_words(lyrics) if lyrics is not None else None
    _say_notes(words.notes if words is not None else ())
    _say_unknown(musical["feeling"])
    say_progress("Finding a tune …")
    songs = composing.suggest(request_from(words.lines if words is not None else (), "", count, bars, **musical))
    if as_json:
        import msgspec

        data = [as_data(song) for song in songs]
        click.echo(msgspec.json.format(msgspec.json.encode(data[0] if count == 1 else data), indent=2))
    else:
        click.echo("\n\n".join(map(as_text, songs)))


@click.command()
@click.argument("lyrics", type=click.Path(path_type=Path))
@musical_options
@click.option("-o", "outputs", multiple=True, required=True, type=click.Path(path_type=Path), metavar="FILE",
              help=".mid .musicxml .wav .flac .ogg .svg .pdf .html .md; give -o again, or more names, for more files.")
@click.argument("more", nargs=-1, type=click.Path(path_type=Path))
@click.option("--title", default="", help="The song's title; the first line otherwise.")
@click.option("--soundfont", help="A SoundFont for sound files.")
@click.option("--keep", is_flag=True, help="Put the song into the journal too.")
def compose(
    lyrics: Path, outputs: tuple[Path, ...], more: tuple[Path, ...], title: str, soundfont: str | None, keep: bool,
    **musical: Any,
) -> None:
    """Words in a file to a whole song.

    Example: companion compose words.txt --feeling hopeful -o song.mid song.musicxml song.wav
    """
    from companion.engine import composing
    from companion.engine.titles import title_of
    from companion.services.exporting import check_suffixes, write_song
    from companion.services.words_file import read_words

    paths = (*outputs, *more)
    check_suffixes(paths)
    words = read_words(lyrics)
    _say_notes(words.notes)
    _say_unknown(musical["feeling"])
    say_progress("Finding a tune …")
    song = composing.suggest(request_from(words.lines, title or title_of(words.lines), 1, 8, **musical))[0]
    for path in paths:
        say_progress(f"Writing {path} …")
        write_song(song, path, soundfont)
        click.echo(f"Wrote {path}.")
    if keep:
        from companion.journal.store import Journal
        from companion.paths import places

        with Journal.open(places().journal) as journal:
            click.echo(f"Kept as {journal.add(song, title=song.title).id}.")


@click.command()
@click.argument("midi", type=click.Path(path_type=Path))
@click.option("-o", "output", required=True, type=click.Path(path_type=Path), metavar="FILE.wav")
@click.option("--soundfont", help="A SoundFont of your own.")
def render(midi: Path, output: Path, soundfont: str | None) -> None:
    """Sound from any MIDI file.

    Example: companion render song.mid -o song.wav
    """
    from companion.services.exporting import AUDIO, check_suffixes, write_sound_of_file

    check_suffixes((output,), AUDIO)
    say_progress(f"Writing {output} …")
    write_sound_of_file(midi, output, soundfont)
    click.echo(f"Wrote {output}.")


def _affect(text: str | None) -> Affect | None:
    if text is None:
        return None
    valence, comma, arousal = text.partition(",")
    try:
        return Affect(int(valence), int(arousal))
    except ValueError as error:
        if comma and "runs from" in str(error):
            raise
        raise ValueError(f"'{text}' is not a place on the grid; try 2,-3") from error


def _say_notes(notes: tuple[str, ...]) -> None:
    for note in notes:
        click.echo(note, err=True)


def _say_unknown(feeling: str | None) -> None:
    if feeling is not None and place(feeling) is None:
        click.echo(f"'{feeling}' is not in the table of feelings; a calm middle is used. It stays your word.", err=True)
