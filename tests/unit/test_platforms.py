"""macOS and Windows, as far as their branches can be walked on another system: paths, keys, priorities, syncing."""

import ctypes
import sys
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import platformdirs
import pytest
from platformdirs.macos import MacOS
from platformdirs.windows import Windows

from companion import files
from companion.errors import LockedError
from companion.midi import jack_server, priority
from companion.midi.soundfonts import system_folders
from companion.paths import HOME_VARIABLE, places
from companion.plain import hidden
from companion.plain.keys import ENTER, single_keys


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """It does."""
        return True


class Msvcrt:
    """Windows' keyboard: each press as `getwch` gives it, one or two characters."""

    def __init__(self, *typed: str) -> None:
        self._left = list("".join(typed))

    def kbhit(self) -> bool:
        """Whether a character waits."""
        return bool(self._left)

    def getwch(self) -> str:
        """The next one."""
        return self._left.pop(0)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folder."""
    monkeypatch.delenv(HOME_VARIABLE, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    return tmp_path


def test_on_macos_everything_lies_where_the_readme_says(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(platformdirs, "PlatformDirs", MacOS)
    found = places()
    support = home / "Library" / "Application Support" / "companion"
    assert (found.data, found.config, found.log) == (support, support, home / "Library" / "Logs" / "companion")


def test_on_windows_everything_lies_where_the_readme_says(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(platformdirs, "PlatformDirs", Windows)
    monkeypatch.setattr("platformdirs.windows.get_win_folder", lambda name: str(home / name))
    found = places()
    local = home / "CSIDL_LOCAL_APPDATA" / "companion"
    assert (found.data, found.config, found.log) == (local, local, local / "Logs")


def test_windows_keys_have_the_names_that_terminals_keys_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "msvcrt", Msvcrt("a", "\r", "\xe0H", "\x00;", "\x1b", "\x08", "ü", "\xe0?"))
    with single_keys(Terminal()) as read:
        assert read is not None
        keys = [read(1.0) for _ in range(8)]
        assert read(0.0) is None
    assert keys == ["a", ENTER, "up", "f1", "esc", "backspace", "ü", "f5"]


def test_windows_gives_sound_more_attention(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []

    def set_priority(process: int, priority_class: int) -> int:
        asked.append((process, priority_class))
        return 1

    kernel = SimpleNamespace(GetCurrentProcess=lambda: 7, SetPriorityClass=set_priority)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    monkeypatch.setattr(priority, "os", SimpleNamespace(name="nt"))
    assert priority.raise_priority()
    assert asked == [(7, 0x8000)]


def test_macos_is_asked_for_the_priority_that_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, ...]] = []
    system = SimpleNamespace(name="posix", PRIO_PROCESS=0, setpriority=lambda *given: asked.append(given))
    monkeypatch.setattr(priority, "os", system)
    monkeypatch.setattr(priority, "sys", SimpleNamespace(platform="darwin"))
    assert priority.raise_priority()
    assert asked == [(0, 0, priority.NICENESS)]


def test_a_folder_is_not_synced_where_that_can_not_be_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "os", SimpleNamespace(name="nt"))
    files.sync_folder(tmp_path / "not even there")


def test_a_system_without_proc_and_without_users_has_no_jack_server_that_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jack_server, "SOCKETS", tmp_path / "none")
    monkeypatch.setattr(jack_server, "os", SimpleNamespace(environ={}))
    assert jack_server.listening_server() is None
    assert jack_server.JackServer().is_there()


@pytest.mark.parametrize("is_terminal", [True, False])
def test_windows_asks_for_a_passphrase_on_its_terminal_alone(
    monkeypatch: pytest.MonkeyPatch, is_terminal: bool
) -> None:
    monkeypatch.setattr(hidden, "os", SimpleNamespace(name="nt"))
    monkeypatch.setattr(sys, "stdin", Terminal() if is_terminal else StringIO())
    if is_terminal:
        hidden.require_terminal()
    else:
        with pytest.raises(LockedError):
            hidden.require_terminal()


def test_homebrews_fonts_are_looked_for_where_homebrew_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOMEBREW_PREFIX", "/opt/elsewhere")
    assert Path("/opt/elsewhere/share/soundfonts") in system_folders()
    monkeypatch.delenv("HOMEBREW_PREFIX")
    assert {Path("/opt/homebrew/share/soundfonts"), Path("/usr/local/share/soundfonts")} <= set(system_folders())
