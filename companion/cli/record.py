"""`companion record`: a MIDI keyboard over a backing, into the journal, without a screen."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from companion.cli.helping import Command
from companion.cli.musical import key_from, meter_from, number
from companion.cli.passphrase import passphrase_option
from companion.cli.person import companion_here
from companion.cli.progress import say_progress
from companion.cli.stopping import stopping_gently
from companion.errors import CompanionError, FileProblemError, NoDeviceError, WrongUseError
from companion.language import _
from companion.messages import RECOVERED_TAKE

if TYPE_CHECKING:
    from companion.midi.protocol import Fact
    from companion.services.container import Companion
    from companion.services.takes.recording import Ground

WAITING = _("What you played waits on the disk; free some space, and the next start puts it into your journal.")
WAYS = _("Say --song ID, --backing FILE.mid, or --chords with --groove.")


@click.command(cls=Command)
@click.option("--song", "song_id", metavar="ID", help=_("Over the backing of a song in the journal."))
@click.option("--backing", "file", type=click.Path(path_type=Path), metavar="FILE.mid", help=_("Over a MIDI file."))
@click.option("--chords", metavar="ROW", help=_("Over your own chords, for example 'C | Am7 | F/A | G'."))
@click.option("--groove", default="folk", show_default=True, help=_("How the chords are played."))
@click.option("--tempo", type=click.FloatRange(30, 240), callback=number, metavar="BPM", help=_("With --chords."))
@click.option("--meter", help=_("With --chords; for example 3/4."))
@click.option("--key", help=_("With --chords; for example 'F major'."))
@click.option("--bars", type=click.IntRange(1, 512), help=_("With --chords; how long until it comes round."))
@click.option("--seed", type=int, default=0, show_default=True, help=_("With --chords; the same seed plays the same."))
@click.option("--port", default="any", show_default=True, metavar="NAME",
              help=_("The MIDI port to record, or a part of its name; 'companion ports' lists them."))  # fmt: skip
@click.option("--seconds", type=click.FloatRange(0.5, 7200), callback=number, metavar="N",
              help=_("How long, from the backing's first beat; until ctrl+c otherwise."))  # fmt: skip
@click.option("--count-in", type=click.IntRange(0, 4), default=1, show_default=True, metavar="BARS",
              help=_("So many bars are counted in."))  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help=_("One JSON document on stdout."))
@passphrase_option
def record(
    song_id: str | None,
    file: Path | None,
    chords: str | None,
    groove: str,
    tempo: float | None,
    meter: str | None,
    key: str | None,
    bars: int | None,
    seed: int,
    port: str,
    seconds: float | None,
    count_in: int,
    as_json: bool,
) -> None:
    """Record what you play on a MIDI keyboard over a backing; prints the take's id.

    ctrl+c ends it early, and what was played is kept.

    Example: companion record --chords "C | Am | F | G" --groove lullaby --port piano --seconds 60
    """
    if sum(way is not None for way in (song_id, file, chords)) != 1:
        raise WrongUseError(_("A take is played over one backing."), WAYS)
    companion = companion_here()
    try:
        ground = _ground(companion, song_id, file, chords, groove, tempo, meter, key, bars, seed)
        _record(companion, ground, port, seconds, count_in, as_json)
    finally:
        companion.close()


def _ground(
    companion: "Companion", song_id: str | None, file: Path | None, chords: str | None, groove: str,
    tempo: float | None, meter: str | None, key: str | None, bars: int | None, seed: int,
) -> "Ground":  # fmt: skip
    from companion.services.takes import grounds

    if song_id is not None:
        return grounds.ground_of_song(companion.journal.get(song_id))
    if file is not None:
        return grounds.ground_of_file(file)
    try:
        wanted_meter, wanted_key = meter_from(meter), key_from(key)
    except ValueError as error:
        raise WrongUseError(f"{str(error)[:1].upper()}{str(error)[1:]}.") from error
    return grounds.ground_of_chords(
        chords or "", groove, tempo_bpm=tempo, meter=wanted_meter, key=wanted_key, bars=bars, seed=seed
    )


def _record(
    companion: "Companion", ground: "Ground", port: str, seconds: float | None, count_in: int, as_json: bool
) -> None:
    from msgspec.structs import replace

    from companion.services.takes.naming import told_apart
    from companion.services.takes.recording import READY_SECONDS, record, require_port

    companion.settings = replace(companion.settings, midi_input=port)  # for this run only
    if companion.recover_take():
        click.echo(RECOVERED_TAKE, err=True)
    journal = companion.journal  # one that can't be opened is told before anyone plays
    journal.require_known_form()
    ready = companion.sound.wait_until_ready(READY_SECONDS)
    require_port(ready, port)
    driver = ready.driver if ready is not None else None
    say_progress(_("Counting in; then play. ctrl+c ends it, and what was played is kept."))
    with stopping_gently() as is_stopped:
        take = record(
            companion.sound,
            ground,
            companion.take_checkpoint,
            seconds=seconds,
            count_in_beats=count_in * ground.score.meter.bar_beats,
            latency_ms=companion.settings.latency_ms,
            is_stopped=is_stopped,
            tell=lambda news: _tell(news, driver),
        )
        if not take.notes():
            companion.take_checkpoint.clear()
            raise NoDeviceError(
                _("Nothing was played, so nothing was kept."), _("'companion ports' lists what is there.")
            )
        try:
            take = told_apart(take, journal)
            entry = journal.add(take, title=take.title)
        except FileProblemError as error:
            raise FileProblemError(error.message, WAITING) from error
        companion.take_checkpoint.clear()
    say_progress(_("Kept. 'companion play {id}' lets you hear it.").format(id=entry.id[:8]))
    if as_json:
        import msgspec

        made = {"id": entry.id, "title": entry.title, "seconds": take.length_seconds, "notes": len(take.notes())}
        click.echo(msgspec.json.encode(made))
    else:
        click.echo(entry.id)


def _tell(news: "Fact | CompanionError", driver: str | None) -> None:
    """Say on stderr what a person should know of, while the recording goes on."""
    from companion.services.sounding.starting import in_words

    sentence = str(news) if isinstance(news, CompanionError) else in_words(news, driver)
    if sentence:
        click.echo(sentence, err=True)
