"""A look at everything that has to work on this computer, for `companion doctor`."""

import tempfile
from pathlib import Path

from companion import settings as settings_file
from companion.errors import CompanionError
from companion.files import make_folder
from companion.language import _
from companion.midi.client import launch_server
from companion.midi.probe import Check, probe
from companion.paths import Places
from companion.services.sounding.complaints import explained
from companion.services.sounding.starting import sound_options
from companion.settings import Settings

SMALLEST_ROOM_BYTES = 1_000_000
"""A session with a long recording fits into this."""


def checkup(places: Places) -> tuple[Check, ...]:
    """Sound first, why a device failed, what recording takes off, then the folder that everything is kept in.

    Takes about half a second.
    """
    try:
        settings = settings_file.load(places.settings_file)
    except CompanionError as error:
        return (Check("settings", False, error.message, error.hint),)
    log = places.log_file("sound")
    before = _size(log)
    sound = probe(sound_options(settings), log, lambda log: launch_server(log, places.soundfonts))
    is_heard = all(check.works for check in sound if check.name in ("library", "output"))
    why = explained(_written_since(log, before), is_open=is_heard)
    return (*sound, *why, _latency(settings), _home(places))


def _latency(settings: Settings) -> Check:
    if settings.latency_ms:
        sentence = _("{latency_ms:g} ms are taken off what you record, as 'companion calibrate' found.").format(
            latency_ms=settings.latency_ms
        )
    else:
        sentence = _("Nothing is taken off what you record; 'companion calibrate' finds out how late you hear.")
    return Check("latency", True, sentence)


def _size(log: Path) -> int:
    try:
        return log.stat().st_size
    except OSError:
        return 0


def _written_since(log: Path, before: int) -> str:
    """What was added to a log; all of it where it was begun anew."""
    try:
        content = log.read_bytes()
    except OSError:
        return ""
    return content[before if before <= len(content) else 0 :].decode(errors="replace")


def _home(places: Places) -> Check:
    try:
        make_folder(places.data)
        with tempfile.TemporaryFile(dir=places.data) as file:
            file.write(bytes(SMALLEST_ROOM_BYTES))
            file.flush()
    except CompanionError as error:
        return Check("home", False, error.message, error.hint)
    except OSError as error:
        reason = (error.strerror or _("unknown reason")).lower()
        return Check(
            "home",
            False,
            _("Nothing can be written to {data}: {reason}.").format(data=places.data, reason=reason),
            _("Free some space, or set COMPANION_HOME to a folder that can be written."),
        )
    return Check("home", True, _("Everything is kept in {data}.").format(data=places.data))
