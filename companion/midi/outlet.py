"""Which MIDI output port the backing goes to: the wanted one, as it comes and goes."""

import threading
from collections.abc import Callable

from companion.language import _
from companion.midi.facts import DeviceFound, DeviceLost, Missing, Problem
from companion.midi.keyboards import FIRST_RETRY_ROUNDS, MOST_RETRY_ROUNDS, RESTART_ROUNDS
from companion.midi.ports import OutPort, OutPortSystem
from companion.midi.retrying import Retrying


class Outlet:
    """At most one open port. `use` is told of it, and of None before it is closed; any thread may call.

    `refresh` is called about once a second.
    """

    def __init__(
        self, open_system: Callable[[], OutPortSystem | Missing], use: Callable[[OutPort | None], None]
    ) -> None:
        self._open_system = open_system
        self._use = use
        self._lock = threading.Lock()
        self._system: OutPortSystem | None = None
        self._retrying = Retrying(FIRST_RETRY_ROUNDS, MOST_RETRY_ROUNDS)
        self._wanted: str | None = None
        self._name: str | None = None
        self._port: OutPort | None = None

    def available(self) -> tuple[str, ...]:
        """Every output that is there; none where this machine has no MIDI system."""
        with self._lock:
            return () if self._find_system() is not None else self._names()

    def want(self, name: str | None) -> list[DeviceFound | Problem]:
        """Use the first port in whose name that stands (case doesn't matter), or none; what became of it."""
        with self._lock:
            self._shut()
            self._wanted = name.strip().casefold() if name is not None else None
            if self._wanted is None:
                return []
            if (missing := self._find_system()) is not None:
                return [Problem(missing.message, missing.hint)]
            if (found := self._open()) is not None:
                return [found]
            names = ", ".join(self._names()) or _("none")
            hint = _("Plug it in and it is used; there is: {names}.").format(names=names)
            return [Problem(_("No MIDI output is called '{name}'.").format(name=name), hint)]

    def refresh(self) -> list[DeviceFound | DeviceLost]:
        """Open the wanted port when it comes, close it when it goes, and say so."""
        with self._lock:
            if self._system is not None and not self._system.is_alive():
                return self._lose()
            if self._wanted is None or not self._is_found_again():
                return []
            if self._name is None:
                found = self._open()
                return [found] if found is not None else []
            if self._name in self._names():
                return []
            lost = DeviceLost(self._name)
            self._shut()
            return [lost]

    def close(self) -> None:
        """Close the port and the system."""
        with self._lock:
            self._let_go()

    def _lose(self) -> list[DeviceFound | DeviceLost]:
        """Let go of a system that went away."""
        lost = [] if self._name is None else [DeviceLost(self._name)]
        self._let_go()
        self._retrying.begin_anew(RESTART_ROUNDS)
        return [*lost]

    def _is_found_again(self) -> bool:
        """Whether there is a system; one that was there and went is looked for now and then."""
        if self._system is None and self._retrying.is_due() and self._find_system() is not None:
            self._retrying.failed()
        return self._system is not None

    def _let_go(self) -> None:
        self._shut()
        if self._system is not None:
            self._system.close()
            self._system = None

    def _open(self) -> DeviceFound | None:
        assert self._system is not None
        assert self._wanted is not None
        for name in self._names():
            if self._wanted in name.casefold() and (port := self._system.open(name)) is not None:
                self._name, self._port = name, port
                self._use(port)
                return DeviceFound(name)
        return None

    def _shut(self) -> None:
        if self._port is not None:
            self._use(None)
            self._port.close()
        self._name = self._port = None

    def _names(self) -> tuple[str, ...]:
        return self._system.names() if self._system is not None else ()

    def _find_system(self) -> Missing | None:
        if self._system is None:
            found = self._open_system()
            if isinstance(found, Missing):
                return found
            self._system = found
        return None
