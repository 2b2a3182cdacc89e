"""A look at everything that has to work on this computer, for `companion doctor`."""

import tempfile

from companion import settings as settings_file
from companion.errors import CompanionError
from companion.files import make_folder
from companion.midi.client import launch_server
from companion.midi.probe import Check, probe
from companion.paths import Places
from companion.services.sound import sound_options

SMALLEST_ROOM_BYTES = 1_000_000
"""A session with a long recording fits into this."""


def checkup(places: Places) -> tuple[Check, ...]:
    """Sound first, then the folder that everything is kept in. Takes about half a second."""
    try:
        settings = settings_file.load(places.settings_file)
    except CompanionError as error:
        return (Check("settings", False, error.message, error.hint),)
    sound = probe(sound_options(settings), places.log_file("sound"), lambda log: launch_server(log, places.soundfonts))
    return (*sound, _home(places))


def _home(places: Places) -> Check:
    try:
        make_folder(places.data)
        with tempfile.TemporaryFile(dir=places.data) as file:
            file.write(bytes(SMALLEST_ROOM_BYTES))
            file.flush()
    except CompanionError as error:
        return Check("home", False, error.message, error.hint)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        return Check("home", False, f"Nothing can be written to {places.data}: {reason}.",
                     "Free some space, or set COMPANION_HOME to a folder that can be written.")
    return Check("home", True, f"Everything is kept in {places.data}.")
