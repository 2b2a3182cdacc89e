"""Starting the sound process with a person's settings."""

from functools import partial

from companion import messages
from companion.midi import protocol as p
from companion.midi.client import SoundClient, launch_server
from companion.paths import Places
from companion.settings import Settings


def sound_options(settings: Settings) -> p.Open:
    """The first command to the sound process, from the settings."""
    return p.Open(
        driver=settings.audio_driver,
        audio_file=settings.audio_file or None,
        soundfont=settings.soundfont or None,
        midi_input=settings.midi_input,
        volume=settings.volume,
        latency_ms=settings.latency_ms,
    )


def midi_wishes(settings: Settings) -> tuple[p.Command, ...]:
    """What a person's settings ask of MIDI ports beyond which keyboard is listened to; empty for most people."""
    wishes: list[p.Command] = []
    if settings.velocity_curve != 1.0 or settings.midi_channel:
        channel = settings.midi_channel - 1 if settings.midi_channel else None
        wishes.append(p.SetKeyboard(settings.velocity_curve, channel))
    if settings.midi_output:
        wishes.append(p.SetMidiOutput(settings.midi_output, not settings.midi_output_alone, settings.midi_clock))
    return tuple(wishes)


def start_sound(settings: Settings, places: Places) -> SoundClient:
    """Start the sound process; it gets ready while the screen is painted."""
    client = SoundClient(partial(launch_server, own_fonts=places.soundfonts))
    client.start(sound_options(settings), places.log_file("sound"))
    for command in midi_wishes(settings):
        client.send(command)
    return client


def volume_changed(volume: float, by: float) -> float:
    """The loudness (0 to 1) after a step, stopping at the ends."""
    return round(max(0.0, min(1.0, volume + by)), 2)


def in_words(fact: p.Fact, driver: str | None) -> str:
    """One sentence or two on a fact that a person should know of, else empty; `driver` is the sound output's name."""
    match fact:
        case p.Problem(message, hint):
            return f"{message} {hint}".rstrip()
        case p.DeviceLost(name, is_let_go=True):
            return messages.DEVICE_LET_GO.format(name)
        case p.DeviceLost(name):
            return messages.OUTPUT_LOST if name == driver else messages.DEVICE_LOST.format(name)
        case p.DeviceFound(name):
            return messages.OUTPUT_FOUND if name == driver else messages.DEVICE_FOUND.format(name)
        case p.Ready():
            return _unheard(fact)
        case _:
            return ""


def no_longer_so(fact: p.Fact, driver: str | None) -> str:
    """What was said of a device and a fact has turned round, else empty: when it turns again, that is news again."""
    match fact:
        case p.DeviceLost(name):
            return in_words(p.DeviceFound(name), driver)
        case p.DeviceFound(name):
            return in_words(p.DeviceLost(name), driver)
        case _:
            return ""


def _unheard(ready: p.Ready) -> str:
    """Why nothing is heard, or not what was wanted. A missing keyboard is no news: most people have none."""
    reasons = [each.sentence for each in ready.missing if each.what != "midi"]
    if not reasons:
        return ""
    return " ".join((messages.NO_SOUND, *reasons) if ready.driver is None else reasons)
