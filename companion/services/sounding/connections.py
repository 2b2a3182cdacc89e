"""The MIDI ports of this computer, and which of them the program uses."""

from pathlib import Path

from msgspec import Struct

from companion.errors import NoDeviceError
from companion.language import _
from companion.midi.client import SoundClient
from companion.midi.keyboards import ANY, NONE
from companion.midi.protocol import Open
from companion.settings import Settings

READY_SECONDS = 10.0


class Connections(Struct, frozen=True):
    """The names of the inputs and outputs that are there; `listens_to` are the inputs that the settings choose.

    `problem` says in a sentence or two why there are none, empty where MIDI works.
    """

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    listens_to: tuple[str, ...]
    problem: str = ""


def connections(settings: Settings, log: Path | None = None) -> Connections:
    """Ask the sound process, as the program would. Takes about a third of a second.

    Raises NoDeviceError where it does not start.
    """
    sound = SoundClient()
    sound.start(Open("none", None, None, ANY, 0.0, 0.0), log)
    ready = sound.wait_until_ready(READY_SECONDS)
    sound.close()
    if ready is None:
        raise NoDeviceError(_("The sound process did not start."), _("'companion doctor' says what works here."))
    missing = next((one for one in ready.missing if one.what == "midi"), None)
    wanted = settings.midi_input.strip().casefold() or ANY
    chosen = () if wanted == NONE else ready.midi_inputs
    if wanted not in (ANY, NONE):
        chosen = tuple(name for name in chosen if wanted in name.casefold())
    return Connections(ready.midi_inputs, ready.midi_outputs, chosen, missing.sentence if missing else "")


def as_text(found: Connections) -> str:
    """The same in lines for people."""
    if found.problem:
        return found.problem
    lines = [
        _("MIDI keyboards and other inputs:") if found.inputs else _("No MIDI keyboard is plugged in; that is fine.")
    ]
    lines += [f"  {name}{'  (listened to)' if name in found.listens_to else ''}" for name in found.inputs]
    if found.outputs:
        lines += [_("MIDI outputs:"), *(f"  {name}" for name in found.outputs)]
    return "\n".join(lines)
