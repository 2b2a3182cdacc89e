"""Starting the sound process with a person's settings."""

from functools import partial

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


def start_sound(settings: Settings, places: Places) -> SoundClient:
    """Start the sound process; it gets ready while the screen is painted."""
    client = SoundClient(partial(launch_server, own_fonts=places.soundfonts))
    client.start(sound_options(settings), places.log_file("sound"))
    return client
