"""What of the sound works on this machine, found by starting the sound process as the program does."""

from pathlib import Path

from msgspec import Struct

from companion.domain.units import Seconds
from companion.language import _
from companion.midi.client import Launch, SoundClient, launch_server
from companion.midi.protocol import Open, Ready

NOT_STARTED = _("The sound process did not start.")
NOT_STARTED_REMEDY = _("Look into the log of the sound process; it ends with the reason.")


class Check(Struct, frozen=True):
    """One thing that sound needs: whether it works, a sentence about it, and a remedy where it doesn't."""

    name: str
    works: bool
    sentence: str
    remedy: str = ""


def probe(
    options: Open, log: Path | None = None, launch: Launch = launch_server, timeout: Seconds = 8.0
) -> tuple[Check, ...]:
    """Start the sound process with these options, ask it, and end it. Takes about half a second."""
    client = SoundClient(launch)
    client.start(options, log)
    ready = client.wait_until_ready(timeout)
    client.close()
    return checks(ready)


def checks(ready: Ready | None) -> tuple[Check, ...]:
    """What the sound process said of itself, one by one; `ready` is None where it never came up."""
    if ready is None:
        return (Check("library", False, NOT_STARTED, NOT_STARTED_REMEDY),)
    names = ", ".join(ready.midi_inputs)
    fine: dict[str, str | None] = {
        "library": _("FluidSynth {library} makes the sound.").format(library=ready.library) if ready.library else None,
        "soundfont": _("The sounds come from {soundfont}.").format(soundfont=ready.soundfont)
        if ready.soundfont
        else None,
        "output": _("Sound goes out through {driver}.").format(driver=ready.driver) if ready.driver else None,
        "midi": _("MIDI keyboards: {names}.").format(names=names)
        if names
        else _("No MIDI keyboard is plugged in; that is fine."),
    }
    found: list[Check] = []
    for name, sentence in fine.items():
        missing = next((one for one in ready.missing if one.what == name), None)
        if missing is not None:
            found.append(Check(name, False, missing.message, missing.hint))
        elif sentence is not None:
            found.append(Check(name, True, sentence))
    return tuple(found)
