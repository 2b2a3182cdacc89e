"""Two devices whose journal lives in a folder that two real Syncthing instances keep in step, on loopback only."""

import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from msgspec.structs import replace

from companion.domain.entry import Reflection
from companion.journal import log
from companion.journal.store import ANOTHER_VERSION, Journal
from companion.journal.vault import Vault

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(shutil.which("syncthing") is None, reason="needs the program syncthing (Debian: syncthing)"),
]

PATIENCE_SECONDS = 120.0

CONFIG = """<configuration version="36">
  <folder id="journal" path="{path}" type="sendreceive" rescanIntervalS="1" fsWatcherEnabled="false">
    <device id="{own}"/><device id="{other}"/>
  </folder>
  <device id="{own}"><address>tcp://127.0.0.1:{port}</address></device>
  <device id="{other}"><address>tcp://127.0.0.1:{other_port}</address></device>
  <gui enabled="false"/>
  <options>
    <listenAddress>tcp://127.0.0.1:{port}</listenAddress>
    <globalAnnounceEnabled>false</globalAnnounceEnabled>
    <localAnnounceEnabled>false</localAnnounceEnabled>
    <relaysEnabled>false</relaysEnabled>
    <natEnabled>false</natEnabled>
    <stunKeepaliveStartS>0</stunKeepaliveStartS>
    <urAccepted>-1</urAccepted>
    <autoUpgradeIntervalH>0</autoUpgradeIntervalH>
    <crashReportingEnabled>false</crashReportingEnabled>
    <startBrowser>false</startBrowser>
    <reconnectionIntervalS>1</reconnectionIntervalS>
  </options>
</configuration>
"""


def free_ports(count: int) -> list[int]:
    with ExitStack() as sockets:
        found = [sockets.enter_context(socket.socket()) for _ in range(count)]
        for each in found:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in found]


class Node:
    """One Syncthing, and the folder that it keeps in step."""

    def __init__(self, home: Path, folder: Path) -> None:
        self.home = home
        self.folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir()
        (folder / ".stfolder").mkdir()
        subprocess.run(
            ["syncthing", "generate", f"--home={home}", "--no-default-folder", "--skip-port-probing"],
            check=True, capture_output=True, timeout=60,
        )  # fmt: skip
        said = subprocess.run(["syncthing", f"--home={home}", "--device-id"], check=True, capture_output=True)
        self.id = said.stdout.decode().strip()

    def start(self) -> None:
        self._process = subprocess.Popen(
            ["syncthing", "serve", f"--home={self.home}", "--no-browser", "--no-restart", "--no-upgrade"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=60)
            self._process = None


@pytest.fixture
def nodes(tmp_path: Path) -> Iterator[tuple[Node, Node]]:
    one, two = (Node(tmp_path / f"syncthing-{name}", tmp_path / name) for name in ("one", "two"))
    ports = free_ports(2)
    for own, other, (port, other_port) in ((one, two, ports), (two, one, ports[::-1])):
        config = CONFIG.format(path=own.folder, own=own.id, other=other.id, port=port, other_port=other_port)
        (own.home / "config.xml").write_text(config)
    try:
        for node in (one, two):
            node.start()
        yield one, two
    finally:
        for node in (one, two):
            node.stop()


def until(agreed: Callable[[], bool]) -> None:
    for _ in range(int(PATIENCE_SECONDS / 0.5)):
        if agreed():
            return
        time.sleep(0.5)
    raise AssertionError("the two folders did not agree in time")


def view(journal: Journal) -> dict[str, str]:
    journal.refresh()
    return {entry.id: entry.title for entry in journal.all()}


def test_two_devices_agree_and_lose_nothing(nodes: tuple[Node, Node], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "FOLD_AT_RECORDS", 10)
    monkeypatch.setattr(log, "OVERDUE", 1)
    one, two = nodes
    here, there = Journal.open(one.folder, device="one"), Journal.open(two.folder, device="two")
    shared = here.add(Reflection("text"), title="shared")
    until(lambda: view(there) == {shared.id: "shared"})

    titles = {"shared"}
    for number in range(60):  # both write at once, and fold now and then
        for name, journal in (("one", here), ("two", there)):
            titles.add(journal.add(Reflection("x" * 500), title=f"{name} {number}").title)
        time.sleep(0.05)
    until(lambda: view(here) == view(there) and set(view(here).values()) == titles)

    two.stop()
    here.update(replace(here.get(shared.id), title="changed here"))
    there.update(replace(there.get(shared.id), title="changed there"))
    gone = next(entry for entry in there.all() if entry.title == "one 7")
    there.delete(gone.id)
    two.start()
    expected = titles - {"shared", "one 7"} | {"changed here", "changed there"}
    until(lambda: view(here) == view(there) and set(view(here).values()) == expected)
    for journal in (here, there):
        assert [ANOTHER_VERSION in entry.tags for entry in journal.versions(shared.id)] == [False, True]
        assert journal.notices == ()
        journal.close()
    until(lambda: not [each for node in nodes for each in node.folder.rglob("*.new")])
    assert not [path for node in nodes for path in node.folder.rglob("*sync-conflict*")]

    with Journal.open(one.folder, device="one") as here:
        key = here.encrypt("the stairs are quiet").recovery_key
    vault = Vault(two.folder)
    until(lambda: vault.is_sealed and len(list((two.folder / "keys").glob("*.age"))) == 2)
    vault.unlock(key)
    with Journal.open(two.folder, device="two", vault=vault) as there:
        until(lambda: set(view(there).values()) == expected)
    vault = Vault(one.folder)
    vault.unlock(key)
    with Journal.open(one.folder, device="one", vault=vault) as here:
        until(lambda: set(view(here).values()) == expected)
        until(lambda: not readable(nodes))


def readable(nodes: tuple[Node, Node]) -> list[Path]:
    files = (path for node in nodes for path in node.folder.rglob("*") if path.is_file())
    return [path for path in files if b"changed here" in path.read_bytes()]
