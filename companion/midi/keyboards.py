"""Which MIDI inputs are listened to: the wanted ones, as they come and go."""

from collections.abc import Callable

from companion.midi.ports import MessageHandler, Port, PortSystem
from companion.midi.protocol import DeviceFound, DeviceLost, Missing
from companion.midi.retrying import Retrying

ANY, NONE = "any", "none"
FIRST_RETRY_ROUNDS, MOST_RETRY_ROUNDS = 10, 600
"""Where there is no MIDI system, it is looked for again after so many rounds, then twice as many."""

RESTART_ROUNDS = 2
"""One that went away is looked for this soon: a server that is started again takes a moment."""


class Keyboards:
    """The open inputs. `wanted` is "any", "none", or a part of a port's name (case doesn't matter).

    `refresh` is called about once a second.
    """

    def __init__(self, wanted: str, open_system: Callable[[], PortSystem | Missing], handler: MessageHandler) -> None:
        self.want(wanted)
        self._open_system = open_system
        self._handler = handler
        self._system: PortSystem | None = None
        self._open: dict[str, Port] = {}
        self._retrying = Retrying(FIRST_RETRY_ROUNDS, MOST_RETRY_ROUNDS)
        self.missing: Missing | None = None
        """Why no keyboard can be used, while that is so."""

    def want(self, wanted: str) -> None:
        """Listen to these from the next `refresh` on; may be called from another thread."""
        self._wanted = wanted.strip().casefold() or ANY

    @property
    def names(self) -> tuple[str, ...]:
        """The inputs that are open."""
        return tuple(self._open)

    def available(self) -> tuple[str, ...]:
        """Every input that is there, wanted or not."""
        return self._system.names() if self._system else ()

    def refresh(self) -> list[DeviceFound | DeviceLost]:
        """Open what came, close what went, and say so."""
        if self._system is not None and not self._system.is_alive():
            lost = [DeviceLost(name) for name in self._open]
            self.close()
            self._retrying.begin_anew(RESTART_ROUNDS)
            return [*lost]
        wanted = self._wanted
        if not self._open and (wanted == NONE or not self._has_system()):
            return []
        assert self._system is not None
        there = self._system.names()
        facts: list[DeviceFound | DeviceLost] = []
        for name in [name for name in self._open if name not in there or not _is_in(name, wanted)]:
            self._open.pop(name).close()
            facts.append(DeviceLost(name, is_let_go=name in there))
        for name in there:
            if name not in self._open and _is_in(name, wanted):
                port = self._system.open(name, self._handler)
                if port is not None:
                    self._open[name] = port
                    facts.append(DeviceFound(name))
        return facts

    def close(self) -> None:
        """Close every input and the system."""
        for port in self._open.values():
            port.close()
        self._open.clear()
        if self._system is not None:
            self._system.close()
            self._system = None

    def _has_system(self) -> bool:
        if self._system is not None:
            return True
        if not self._retrying.is_due():
            return False
        found = self._open_system()
        if isinstance(found, Missing):
            self.missing = found
            self._retrying.failed()
            return False
        self._system, self.missing = found, None
        return True


def _is_in(name: str, wanted: str) -> bool:
    return wanted != NONE and (wanted == ANY or wanted in name.casefold())
