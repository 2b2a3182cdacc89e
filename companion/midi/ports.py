"""MIDI ports through rtmidi, and the only importer of it.

rtmidi's own callback is used: its queue lost two thirds of a burst of 3,000 messages. A port that is not closed
and deleted before the process ends wedges JACK for everyone else.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

from companion.domain.units import Seconds
from companion.language import _
from companion.midi.jack_server import JackServer
from companion.midi.protocol import Missing

MessageHandler = Callable[[str, list[int], Seconds], None]
"""Takes a port's name, the raw bytes, and the monotonic time of receipt; runs on rtmidi's thread."""

NO_LIBRARY = Missing(
    "midi",
    _("MIDI keyboards can't be used: a system library is missing."),
    _("Install ALSA's library: 'sudo apt-get install libasound2'. The computer's keys play all the same."),
)
NO_SYSTEM = Missing(
    "midi",
    _("This machine has no MIDI system, so no MIDI keyboard can be used."),
    _("Plug a keyboard in, or start JACK; the computer's keys play all the same."),
)

_CLIENT_NAME = "companion"
LAST_MESSAGES_SECONDS = 0.05


class Port(Protocol):
    """One open MIDI input."""

    def close(self) -> None:
        """Let it go."""


class PortSystem(Protocol):
    """What lists and opens MIDI inputs."""

    def is_alive(self) -> bool:
        """Whether it is still there; if not, every port and then the system are to be closed."""

    def names(self) -> tuple[str, ...]:
        """The inputs that are there now."""

    def open(self, name: str, handler: MessageHandler) -> Port | None:
        """Open an input; None where it is gone or refuses."""

    def close(self) -> None:
        """Let the system go."""


class OutPort(Protocol):
    """One open MIDI output."""

    def send(self, raw: bytes) -> None:
        """Send one message. Raises OSError where the port is gone."""

    def close(self) -> None:
        """Let it go."""


class OutPortSystem(Protocol):
    """What lists and opens MIDI outputs."""

    def is_alive(self) -> bool:
        """Whether it is still there; if not, the port and then the system are to be closed."""

    def names(self) -> tuple[str, ...]:
        """The outputs that are there now."""

    def open(self, name: str) -> OutPort | None:
        """Open an output; None where it is gone or refuses."""

    def close(self) -> None:
        """Let the system go."""


class _RtMidi:
    """What inputs and outputs share: rtmidi itself, one of its systems, and a client that only looks what is there."""

    def __init__(self, binding: Any, api: int, watch: Any) -> None:
        self._binding = binding
        self._api = api
        self._watch = watch
        self._server = JackServer() if api == binding.API_UNIX_JACK else None

    def is_alive(self) -> bool:
        """Whether the server is still there that was there at the start."""
        return self._server is None or self._server.is_there()

    def names(self) -> tuple[str, ...]:
        """The ports that are there now and not our own, each once; none where the system went away."""
        try:
            found = tuple(str(name) for name in self._watch.get_ports())
        except (self._binding.RtMidiError, UnicodeDecodeError):
            return ()
        return tuple(name for name in dict.fromkeys(found) if not name.startswith(("Midi Through", _CLIENT_NAME)))


class RtMidiSystem(_RtMidi):
    """The first of rtmidi's systems that works here: ALSA, JACK, CoreMIDI or Windows MM."""

    def open(self, name: str, handler: MessageHandler) -> Port | None:
        """Open the input of that name."""
        port = self._binding.MidiIn(self._api, name=_CLIENT_NAME)
        opened = RtMidiPort(port)
        try:
            port.set_callback(lambda event, _other: handler(name, event[0], time.monotonic()))
            port.open_port(port.get_ports().index(name), name="in")
        except (self._binding.RtMidiError, ValueError):  # ValueError: it went away just now
            opened.close()
            return None
        return opened

    def close(self) -> None:
        """Let the system go."""
        RtMidiPort(self._watch).close()


class RtMidiPort:
    """One open input of rtmidi's."""

    def __init__(self, port: Any) -> None:
        self._port = port

    def close(self) -> None:
        """Close and delete it, so that the system underneath is left whole."""
        with suppress(OSError, RuntimeError):
            self._port.cancel_callback()
        with suppress(OSError, RuntimeError):
            self._port.close_port()
        self._port.delete()


class RtMidiOutSystem(_RtMidi):
    """The outputs of the first of rtmidi's systems that works here."""

    def open(self, name: str) -> OutPort | None:
        """Open the output of that name."""
        port = self._binding.MidiOut(self._api, name=f"{_CLIENT_NAME}-out")
        try:
            port.open_port(port.get_ports().index(name), name="out")
        except (self._binding.RtMidiError, ValueError):  # ValueError: it went away just now
            RtMidiOutPort(port, self._binding.RtMidiError).close()
            return None
        return RtMidiOutPort(port, self._binding.RtMidiError)

    def close(self) -> None:
        """Let the system go."""
        RtMidiOutPort(self._watch, self._binding.RtMidiError).close()


class RtMidiOutPort:
    """One open output of rtmidi's."""

    def __init__(self, port: Any, error: type[Exception]) -> None:
        self._port = port
        self._error = error

    def send(self, raw: bytes) -> None:
        """Send one message."""
        try:
            self._port.send_message(raw)
        except self._error as error:
            raise OSError(str(error)) from error

    def close(self) -> None:
        """Close and delete it, once what was sent has left (JACK takes a period)."""
        time.sleep(LAST_MESSAGES_SECONDS)
        with suppress(OSError, RuntimeError):
            self._port.close_port()
        self._port.delete()


def open_out_system() -> OutPortSystem | Missing:
    """MIDI outputs here, or why there are none."""
    try:
        import rtmidi  # as in open_system
    except (ImportError, OSError):
        return NO_LIBRARY
    for api in rtmidi.get_compiled_api():
        with suppress(rtmidi.RtMidiError):
            return RtMidiOutSystem(rtmidi, api, rtmidi.MidiOut(api, name=f"{_CLIENT_NAME}-outputs"))
    return NO_SYSTEM


def open_system() -> PortSystem | Missing:
    """MIDI inputs here, or why there are none."""
    try:
        import rtmidi  # the library that its wheel needs may be missing
    except (ImportError, OSError):
        return NO_LIBRARY
    for api in rtmidi.get_compiled_api():
        with suppress(rtmidi.RtMidiError):
            return RtMidiSystem(rtmidi, api, rtmidi.MidiIn(api, name=f"{_CLIENT_NAME}-watch"))
    return NO_SYSTEM
