"""`companion play`: a MIDI file, a song or a take, heard now."""

import click

from companion.cli.helping import Command
from companion.cli.passphrase import passphrase_option
from companion.cli.person import companion_here
from companion.cli.progress import say_progress
from companion.cli.stopping import stopping_gently
from companion.errors import WrongUseError
from companion.language import _


@click.command(cls=Command)
@click.argument("source", metavar="FILE|ID")
@click.option("--from", "from_bar", type=click.IntRange(min=1), default=1, metavar="BAR", help=_("Begin at this bar."))
@passphrase_option
def play(source: str, from_bar: int) -> None:
    """Play a MIDI file, or a song or a take from the journal. ctrl+c lets it fade.

    Example: companion play 3f2a91c0
    """
    from msgspec.structs import replace

    from companion.services.sounding.playing_back import READY_SECONDS, play_through, require_output, score_to_play
    from companion.services.sounding.starting import in_words

    companion = companion_here()
    try:
        score = score_to_play(source, lambda: companion.journal)
        bars = round(score.total_beats / score.meter.bar_beats)
        if from_bar > bars:
            raise WrongUseError(
                _("It has no bar {from_bar}.").format(from_bar=from_bar),
                _("It has bars 1 to {bars}.").format(bars=bars),
            )
        companion.settings = replace(companion.settings, midi_input="none")  # nobody plays along here
        ready = companion.sound.wait_until_ready(READY_SECONDS)
        require_output(ready)
        driver = ready.driver if ready is not None else None
        minutes, seconds = divmod(round(score.total_seconds), 60)
        say_progress(
            _("{title}, {minutes}:{seconds:02} minutes. ctrl+c lets it fade.").format(
                title=score.title, minutes=minutes, seconds=seconds
            )
        )
        with stopping_gently() as is_stopped:
            play_through(
                companion.sound,
                score,
                from_bar=from_bar,
                is_stopped=is_stopped,
                tell=lambda fact: _say(in_words(fact, driver)),
            )
    finally:
        companion.close()


def _say(sentence: str) -> None:
    if sentence:
        click.echo(sentence, err=True)
