"""`companion backing`: a steady backing over chords, as a MIDI file or as sound."""

from pathlib import Path

import click

from companion.cli.helping import Command
from companion.cli.musical import key_from, meter_from, number
from companion.errors import WrongUseError
from companion.language import _


@click.command(cls=Command)
@click.option("--chords", required=True, metavar="ROW", help=_("For example 'C | Am7 | F/A | G'; a bar between two |."))
@click.option("--groove", default="folk", show_default=True, help=_("How it is played; an unknown name lists them."))
@click.option("--tempo", type=click.FloatRange(30, 240), callback=number, metavar="BPM",
              help=_("Beats (quarter notes) a minute; the groove's own otherwise."))  # fmt: skip
@click.option("--meter", help=_("For example 3/4; the groove's own otherwise."))
@click.option("--key", help=_("For example 'F major'; found from the chords otherwise."))
@click.option("--bars", type=click.IntRange(1, 512), help=_("How long; once through the chords otherwise."))
@click.option("--to-tempo", type=click.FloatRange(30, 240), callback=number, metavar="BPM",
              help=_("Glide evenly to this pace by the end."))  # fmt: skip
@click.option("--seed", type=int, default=0, show_default=True, help=_("The same seed gives the same bytes."))
@click.option("--soundfont", help=_("A SoundFont for sound files."))
@click.option("-o", "output", required=True, type=click.Path(path_type=Path), metavar="FILE",
              help=".mid .wav .flac .ogg")  # fmt: skip
def backing(
    chords: str,
    groove: str,
    tempo: float | None,
    meter: str | None,
    key: str | None,
    bars: int | None,
    to_tempo: float | None,
    seed: int,
    soundfont: str | None,
    output: Path,
) -> None:
    """A steady backing to sing or play over.

    Example: companion backing --chords "C | Am | F | G" --groove lullaby --tempo 66 --bars 16 -o backing.mid
    """
    from companion.services.songs.backing_file import backing_score, check_backing_suffix, write_backing

    check_backing_suffix(output)
    try:
        wanted_meter, wanted_key = meter_from(meter), key_from(key)
    except ValueError as error:
        raise WrongUseError(f"{str(error)[:1].upper()}{str(error)[1:]}.") from error
    score = backing_score(
        chords, groove, tempo_bpm=tempo, meter=wanted_meter, key=wanted_key, bars=bars, to_tempo_bpm=to_tempo, seed=seed
    )
    write_backing(score, output, soundfont)
    click.echo(_("Wrote {output}.").format(output=output))
