"""The flags that change a song which is there: simpler, lower, another tune, bars and rhythm kept."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from companion.cli.person import journal_here
from companion.errors import WrongUseError
from companion.language import _

if TYPE_CHECKING:
    from companion.domain.song import Song
    from companion.engine.revising import Wish

FLAGS: dict[str, "Wish"] = {
    "simpler": "simpler",
    "more_movement": "more movement",
    "lower": "lower",
    "higher": "higher",
    "another": "another",
    "keep_rhythm": "keep rhythm",
}
"""The name of each flag's value, and the wish that it stands for, in the order in which they are done."""

_MOST_DIGITS = 6

_HELP = {
    "simpler": _("Smaller moves, an evener rhythm."),
    "more_movement": _("Wider moves."),
    "lower": _("The whole song lower."),
    "higher": _("The whole song higher."),
    "another": _("Another tune, the same words and chords."),
    "keep_rhythm": _("Another tune on the same rhythm."),
}


def wish_options(command: Any) -> Any:
    """A flag for each wish, the bars that stay, and the song to start from."""
    like = click.option("--like", metavar="SONG.json|ID", help=_("Start from this song: a file of 'suggest --json', "
                        "or a song in the journal."))  # fmt: skip
    keep = click.option("--keep-bars", metavar="1-4", help=_("These bars stay as they are."))
    command = keep(like(command))
    for name in reversed(FLAGS):
        flag = f"--{name.replace('_', '-')}"
        command = click.option(flag, name, is_flag=True, help=_HELP[name])(command)
    return command


def wishes_in(options: dict[str, Any]) -> tuple["Wish", ...]:
    """Take the flags out of the options of a command; the wishes that were given. Bars alone ask for another tune."""
    found = tuple(wish for name, wish in FLAGS.items() if options.pop(name))
    return found or (("another",) if options["keep_bars"] is not None else ())


def granted(song: "Song", wishes: tuple["Wish", ...], keep_bars: str | None, seed: int) -> "Song":
    """The song with every wish done in turn. Raises CompanionError."""
    from companion.engine.revising import revise

    bars = bars_from(keep_bars)
    for wish in wishes:
        song = revise(song, wish, seed, bars)
    return song


def bars_from(text: str | None) -> tuple[int, int] | None:
    """The first and the last bar of "1-4", or of "3". Raises WrongUseError."""
    if text is None:
        return None
    first, dash, last = (each.strip() for each in text.replace("–", "-").partition("-"))
    ends = (first, last if dash else first)
    if not all(end.isdecimal() and len(end) <= _MOST_DIGITS for end in ends):
        raise WrongUseError(
            _("'{text}' does not name bars.").format(text=text), _("Write them like this: --keep-bars 1-4.")
        )
    return int(ends[0]), int(ends[1])


def song_like(source: str) -> "Song":
    """The song in a file of `suggest --json`, or the one in the journal with that id. Raises CompanionError."""
    from companion.services.songs.suggestion import read_song

    if Path(source).suffix.lower() == ".json" or Path(source).is_file():
        return read_song(Path(source))
    from companion.domain.song import Song

    with journal_here() as journal:
        entry = journal.get(source)
    if not isinstance(entry.body, Song):
        raise WrongUseError(
            _("'{source}' is a {kind}, not a song.").format(source=source, kind=entry.kind),
            _("'companion journal list' shows the ids."),
        )
    return entry.body
