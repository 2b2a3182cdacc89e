"""Which inputs are opened, as they come and go."""

from pathlib import Path

import pytest

from companion.domain.units import Seconds
from companion.midi import jack_server
from companion.midi.keyboards import FIRST_RETRY_ROUNDS, RESTART_ROUNDS, Keyboards
from companion.midi.ports import NO_SYSTEM, MessageHandler, Port, PortSystem
from companion.midi.protocol import DeviceFound, DeviceLost, Missing


class FakePort:
    def __init__(self) -> None:
        self.is_closed = False

    def close(self) -> None:
        self.is_closed = True


class FakeSystem:
    """Inputs that a test plugs in and out; those in `busy` refuse to open."""

    def __init__(self, *there: str) -> None:
        self.there = list(there)
        self.lives = True
        self.busy: set[str] = set()
        self.opened: dict[str, FakePort] = {}
        self.is_closed = False

    def is_alive(self) -> bool:
        return self.lives

    def names(self) -> tuple[str, ...]:
        return tuple(self.there)

    def open(self, name: str, handler: MessageHandler) -> Port | None:
        if name in self.busy:
            return None
        self.opened[name] = FakePort()
        return self.opened[name]

    def close(self) -> None:
        self.is_closed = True


def ignore(source: str, raw: list[int], when: Seconds) -> None:
    """A handler for tests in which nothing is played."""


def keyboards(system: PortSystem | Missing, wanted: str = "any") -> Keyboards:
    return Keyboards(wanted, lambda: system, ignore)


def test_any_opens_all_and_says_so_once() -> None:
    system = FakeSystem("Piano", "Pads")
    listened = keyboards(system)
    assert listened.refresh() == [DeviceFound("Piano"), DeviceFound("Pads")]
    assert listened.refresh() == []
    assert listened.names == listened.available() == ("Piano", "Pads")


def test_a_name_opens_what_has_it_in_its_own() -> None:
    listened = keyboards(FakeSystem("USB Piano MIDI 1 20:0", "Pads"), "usb piano")
    assert listened.refresh() == [DeviceFound("USB Piano MIDI 1 20:0")]
    assert listened.available() == ("USB Piano MIDI 1 20:0", "Pads")


def test_none_opens_nothing() -> None:
    system = FakeSystem("Piano")
    assert keyboards(system, "none").refresh() == []
    assert system.opened == {}


def test_other_keyboards_are_chosen_while_one_plays() -> None:
    system = FakeSystem("Piano", "Pads")
    listened = keyboards(system)
    listened.refresh()
    listened.want("PADS")
    assert listened.refresh() == [DeviceLost("Piano", is_let_go=True)]
    assert system.opened["Piano"].is_closed
    listened.want("none")
    assert listened.refresh() == [DeviceLost("Pads", is_let_go=True)]
    assert listened.refresh() == []
    listened.want("any")
    assert listened.refresh() == [DeviceFound("Piano"), DeviceFound("Pads")]


def test_unplugged_and_plugged_in_again() -> None:
    system = FakeSystem("Piano")
    listened = keyboards(system)
    listened.refresh()
    system.there.clear()
    assert listened.refresh() == [DeviceLost("Piano")]
    assert system.opened["Piano"].is_closed
    system.there.append("Piano")
    assert listened.refresh() == [DeviceFound("Piano")]


def test_an_input_that_refuses_is_tried_again() -> None:
    system = FakeSystem("Piano")
    system.busy.add("Piano")
    listened = keyboards(system)
    assert listened.refresh() == []
    system.busy.clear()
    assert listened.refresh() == [DeviceFound("Piano")]


def test_without_a_midi_system_it_says_why_and_looks_again_later() -> None:
    found: list[PortSystem | Missing] = [NO_SYSTEM, NO_SYSTEM, FakeSystem("Piano")]
    listened = Keyboards("any", lambda: found.pop(0), ignore)
    assert listened.refresh() == []
    assert listened.missing == NO_SYSTEM
    for _ in range(FIRST_RETRY_ROUNDS + 1 + 2 * FIRST_RETRY_ROUNDS):
        assert listened.refresh() == []
    assert listened.refresh() == [DeviceFound("Piano")]
    assert listened.missing is None


def test_close_closes_everything() -> None:
    system = FakeSystem("Piano", "Pads")
    listened = keyboards(system)
    listened.refresh()
    listened.close()
    assert all(port.is_closed for port in system.opened.values())
    assert system.is_closed
    listened.close()


def test_a_system_that_goes_is_closed_with_its_ports_and_soon_looked_for_again() -> None:
    first, second = FakeSystem("Piano", "Pads"), FakeSystem("Piano")
    systems: list[FakeSystem | Missing] = [first, NO_SYSTEM, second]
    listened = Keyboards("any", lambda: systems.pop(0), ignore)
    listened.refresh()
    first.lives = False
    assert listened.refresh() == [DeviceLost("Piano"), DeviceLost("Pads")]
    assert all(port.is_closed for port in first.opened.values())
    assert first.is_closed
    assert listened.available() == ()
    rounds = [listened.refresh() for _ in range(2 * RESTART_ROUNDS + 2)]
    assert [found for found in rounds if found] == [[DeviceFound("Piano")]]
    assert systems == []


LISTS = """Num       RefCount Protocol Flags    Type St Inode Path
0000000060421620: 00000003 00000000 00000000 0001 03 592892
0000000060421621: 00000002 00000000 00010000 0001 01 1111 /dev/shm/jack_mine_7_0
0000000060421622: 00000003 00000000 00000000 0001 03 2222 /dev/shm/jack_other_7_0
0000000060421623: 00000002 00000000 00010000 0001 01 3333 /dev/shm/jack_other_7_0
"""


def test_a_jack_server_is_known_by_the_socket_on_which_it_listens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sockets = tmp_path / "unix"
    sockets.write_text(LISTS)
    monkeypatch.setattr(jack_server, "SOCKETS", sockets)
    monkeypatch.setattr("os.getuid", lambda: 7, raising=False)
    monkeypatch.setenv("JACK_DEFAULT_SERVER", "other")
    assert jack_server.listening_server() == "3333"
    server = jack_server.JackServer()
    assert server.is_there()
    sockets.write_text(LISTS.replace("3333", "4444"))
    assert not server.is_there()
    sockets.unlink()
    assert not server.is_there()
    assert jack_server.JackServer().is_there(), "what is not known never goes"
