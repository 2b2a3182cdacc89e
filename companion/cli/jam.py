"""`companion jam`: straight to playing over a steady backing, on the screen or in plain lines."""

from typing import TYPE_CHECKING

import click

from companion.cli.helping import Command
from companion.cli.passphrase import passphrase_option
from companion.cli.person import companion_here
from companion.errors import NoDeviceError
from companion.language import _

if TYPE_CHECKING:
    from companion.services.container import Companion

READY_SECONDS = 10.0


@click.command(cls=Command)
@click.option("--feeling", metavar="WORD", help=_("What the backing is like, for example calm, sad or hopeful."))
@click.option("--song", "song_id", metavar="ID", help=_("Over a song in the journal, instead of a feeling."))
@click.option("--port", metavar="NAME", help=_("The MIDI keyboard to listen to; 'companion ports' lists them."))
@click.option("--out", metavar="NAME", help=_("A MIDI port that plays the backing too."))
@click.option("--seed", type=int, help=_("The same seed gives the same backing."))
@click.option("--plain", is_flag=True, help=_("Keys and short lines of text, for screen readers."))
@passphrase_option
def jam(
    feeling: str | None, song_id: str | None, port: str | None, out: str | None, seed: int | None, plain: bool
) -> None:
    """Play over a steady backing: the number keys and the rows of letters are notes that fit.

    Nothing needs to be armed: what you played can be kept afterwards.

    Example: companion jam --feeling calm --plain
    """
    companion = companion_here(seed)
    try:
        _look_first(companion, song_id)
        _choose_ports(companion, port, out)
    except BaseException:
        companion.close()
        raise
    if plain or companion.settings.face == "plain":
        from companion.plain.home import run_jam

        run_jam(companion, feeling, song_id)
        return
    from companion.cli.open import require_terminal
    from companion.services.jamming.opening import open_jam
    from companion.tui.app import run

    require_terminal()
    run(companion, first_jam=lambda playback: open_jam(companion, playback, feeling=feeling, song=song_id))


def _look_first(companion: "Companion", song_id: str | None) -> None:
    """A song that is not there is told in the terminal, before anything covers it."""
    if song_id is not None:
        from companion.services.jamming.opening import song_entry

        song_entry(companion, song_id)


def _choose_ports(companion: "Companion", port: str | None, out: str | None) -> None:
    """Use these MIDI ports this time, whatever the settings say. Raises NoDeviceError for one that is not there."""
    if port is None and out is None:
        return
    from msgspec.structs import replace

    from companion.services.sounding.starting import start_sound

    settings = companion.settings
    settings = replace(settings, midi_input=port or settings.midi_input, midi_output=out or settings.midi_output)
    companion.sound = start_sound(settings, companion.places)
    ready = companion.sound.wait_until_ready(READY_SECONDS)
    _require(port, ready.midi_inputs if ready is not None else ())
    _require(out, ready.midi_outputs if ready is not None else ())


def _require(wanted: str | None, there: tuple[str, ...]) -> None:
    if wanted is None or wanted.casefold() in ("any", "none"):
        return
    if not any(wanted.casefold() in name.casefold() for name in there):
        names = (
            _("There are: {there}.").format(there=", ".join(there))
            if there
            else _("Plug it in; 'companion ports' shows what is there.")
        )
        raise NoDeviceError(_("There is no MIDI port called '{wanted}'.").format(wanted=wanted), names)
