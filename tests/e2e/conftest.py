"""Two therapists who were there before, and both people of a test, with every way out of this computer shut."""

import socket

import pytest

from tests.commands import CommandLine
from tests.e2e.two_people import Keyed, People, keyed_in


@pytest.fixture(scope="module")
def therapists(tmp_path_factory: pytest.TempPathFactory) -> tuple[Keyed, Keyed]:
    """Two of them, made once."""
    folder = tmp_path_factory.mktemp("therapists")
    return keyed_in(folder, "Ana at the Lindenhof"), keyed_in(folder, "Ben")


@pytest.fixture
def people(companion: CommandLine, therapists: tuple[Keyed, Keyed], monkeypatch: pytest.MonkeyPatch) -> People:
    """Both, with every way out of this computer shut."""

    def shut(*_: object, **__: object) -> None:
        raise AssertionError("something looked for a connection")

    for name in ("connect", "connect_ex", "bind", "sendto"):
        monkeypatch.setattr(socket.socket, name, shut)
    monkeypatch.setattr(socket, "getaddrinfo", shut)
    return People(companion, therapists[0], lambda home: monkeypatch.setenv("COMPANION_HOME", str(home)))
