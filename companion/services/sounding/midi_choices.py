"""What a person can choose about MIDI while they play: the keyboard, its touch and channel, a port that plays too."""

from msgspec import Struct
from msgspec.structs import replace

from companion.language import _
from companion.midi import protocol as p
from companion.midi.keyboards import ANY, NONE
from companion.services.container import Companion
from companion.settings import Settings

TOUCHES = ((0.6, _("for light hands")), (1.0, _("as it is played")), (1.6, _("for heavy hands")))
CHANNELS = 16


class MidiOption(Struct, frozen=True):
    """One answer, and what it makes of the settings."""

    label: str
    settings: Settings


class MidiChoice(Struct, frozen=True):
    """One thing to choose, with its answers; the one that holds now says so."""

    label: str
    options: tuple[MidiOption, ...]


def midi_choices(settings: Settings, ready: p.Ready | None) -> tuple[MidiChoice, ...]:
    """Everything there is to choose, with the ports that are there."""
    inputs = ready.midi_inputs if ready is not None else ()
    outputs = ready.midi_outputs if ready is not None else ()
    keyboards = ((ANY, _("any keyboard")), (NONE, _("no keyboard")), *((name, name) for name in inputs))
    channels = ((0, _("every channel")), *((number, str(number)) for number in range(1, CHANNELS + 1)))
    ports = (("", _("no port")), *((name, name) for name in outputs))
    alone = ((False, _("here and at the port")), (True, _("at the port alone")))
    clock = ((False, _("no clock")), (True, _("with MIDI clock")))
    return (
        _choice(_("Which keyboard is heard"), settings, "midi_input", keyboards),
        _choice(_("How its keys answer"), settings, "velocity_curve", TOUCHES),
        _choice(_("Its channel"), settings, "midi_channel", channels),
        _choice(_("A port that plays the music too"), settings, "midi_output", ports),
        _choice(_("Where the music sounds"), settings, "midi_output_alone", alone),
        _choice(_("Clock for that port"), settings, "midi_clock", clock),
    )


def choose(companion: Companion, option: MidiOption) -> None:
    """Use it from now on. Raises FileProblemError where it could not be written down (it holds all the same)."""
    settings = option.settings
    channel = settings.midi_channel - 1 if settings.midi_channel else None
    companion.sound.send(p.SetMidiInput(settings.midi_input))
    companion.sound.send(p.SetKeyboard(settings.velocity_curve, channel))
    port = settings.midi_output or None
    also_here = port is None or not settings.midi_output_alone
    companion.sound.send(p.SetMidiOutput(port, also_here, settings.midi_clock))
    companion.change(settings)


def _choice(label: str, settings: Settings, name: str, values: tuple[tuple[object, str], ...]) -> MidiChoice:
    now = getattr(settings, name)
    said = ((value, _("{label} (now)").format(label=words) if value == now else words) for value, words in values)
    return MidiChoice(label, tuple(MidiOption(words, replace(settings, **{name: value})) for value, words in said))
