"""The options that composing commands share, and the request that they make together."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from companion.domain.harmony import Key, Meter
from companion.errors import WrongUseError
from companion.language import _

if TYPE_CHECKING:  # a backing needs none of them
    from companion.domain.affect import Affect
    from companion.domain.score import NoteEvent
    from companion.domain.song import SongRequest

Option = Callable[[Any], Any]


def number(ctx: click.Context, option: click.Parameter, value: float | None) -> float | None:
    """Refuse "nan", which click's range lets through and which is no number."""
    if value is not None and math.isnan(value):
        raise click.BadParameter(_("'nan' is no number."), ctx, option)
    return value


def musical_options(command: Any) -> Any:
    """The options that every composing command takes."""
    options: tuple[Option, ...] = (
        click.option("--feeling", help=_("A feeling word, for example calm, sad or hopeful.")),
        click.option("--affect", metavar="V,A", help=_("A place on the grid, for example 2,-3 (each from -4 to 4).")),
        click.option("--to", "to", metavar="WORD", help=_("A feeling (or V,A) that the song leads to, step by step.")),
        click.option("--key", help=_("For example 'F major' or 'Dm'.")),
        click.option("--meter", help=_("For example 3/4.")),
        click.option(
            "--tempo",
            type=click.FloatRange(30, 240),
            callback=number,
            metavar="BPM",
            help=_("Beats (quarter notes) a minute."),
        ),
        click.option("--groove", help=_("For example lullaby; an unknown name lists them.")),
        click.option("--chords", metavar="ROW", help=_("Your own chords, for example 'C | Am7 | F/A | G'.")),
        click.option("--voice", type=click.Choice(["low", "high"]), default="high", help=_("Where your voice is.")),
        click.option(
            "--language",
            default="en",
            show_default=True,
            metavar="CODE",
            help=_("The language of the words, for example de."),
        ),
        click.option("--seed", type=int, default=0, show_default=True, help=_("The same seed gives the same bytes.")),
    )
    for option in reversed(options):
        command = option(command)
    return command


def request_from(lines: tuple[str, ...], title: str, count: int, bars: int, **musical: Any) -> "SongRequest":
    """A request from the options. Raises WrongUseError naming what can't be used."""
    from companion.domain.song import SongRequest

    try:
        to_feeling, to_affect = _aim(musical["to"])
        return SongRequest(
            lines=lines,
            title=title,
            feeling=musical["feeling"],
            affect=affect_from(musical["affect"]),
            seed=musical["seed"],
            count=count,
            voice=musical["voice"],
            bars=bars,
            key=key_from(musical["key"]),
            meter=meter_from(musical["meter"]),
            tempo_bpm=musical["tempo"],
            groove=musical["groove"],
            language=musical["language"],
            chords=musical["chords"],
            to_feeling=to_feeling,
            to_affect=to_affect,
            motif=_played(musical.get("motif")),
        )
    except ValueError as error:
        raise WrongUseError(f"{str(error)[:1].upper()}{str(error)[1:]}.") from error


def key_from(text: str | None) -> Key | None:
    """The key of an option, None where it was not given. Raises ValueError."""
    return None if text is None else Key.parse(text)


def meter_from(text: str | None) -> Meter | None:
    """The meter of an option, None where it was not given. Raises ValueError."""
    return None if text is None else Meter.parse(text)


def affect_from(text: str | None) -> "Affect | None":
    """A place on the grid from "2,-3", None where it was not given. Raises ValueError."""
    if text is None:
        return None
    from companion.domain.affect import Affect

    valence, comma, arousal = text.partition(",")
    try:
        return Affect(int(valence), int(arousal))
    except ValueError as error:
        if comma and "runs from" in str(error):
            raise
        raise ValueError(_("'{text}' is not a place on the grid; try 2,-3").format(text=text)) from error


def _aim(text: str | None) -> tuple[str | None, "Affect | None"]:
    """Where a song should lead: a word, or a place on the grid. An unknown word has no place, and can't be led to."""
    if text is None:
        return None, None
    if "," in text:
        return None, affect_from(text)
    from companion.domain.feelings import place

    if place(text) is None:
        raise ValueError(
            _("'{text}' is not in the table of feelings; try calm or hopeful, or a place such as 2,-3").format(
                text=text
            )
        )
    return text, None


def _played(path: Path | None) -> "tuple[NoteEvent, ...]":
    """The notes of a MIDI file, in beats: a motif that someone played. Raises FileProblemError."""
    if path is None:
        return ()
    from companion.domain.score import DRUM_CHANNEL
    from companion.midi.smf_read import read

    score = read(path)
    sung = [part for part in score.parts if part.channel != DRUM_CHANNEL]
    found = score.part("take") or score.part("melody") or (sung[0] if sung else None)
    return found.notes if found is not None else ()


def say_notes(notes: tuple[str, ...]) -> None:
    """Tell on stderr what was done to read a file."""
    for note in notes:
        click.echo(note, err=True)


def say_unknown(feeling: str | None) -> None:
    """Tell on stderr that a feeling word has no place in the table."""
    from companion.domain.feelings import place

    if feeling is not None and place(feeling) is None:
        click.echo(
            _("'{feeling}' is not in the table of feelings; a calm middle is used. It stays your word.").format(
                feeling=feeling
            ),
            err=True,
        )
