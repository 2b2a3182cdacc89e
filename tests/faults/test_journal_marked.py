"""A marked sentence through whole commands on a sealed journal: stopped, killed and broken ones leave it nowhere."""

import logging
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest

from companion.domain.affect import Affect
from companion.domain.entry import Entry, Reflection
from companion.domain.song import SongRequest
from companion.engine import composer_server
from companion.engine.composer_protocol import Failed, Suggest
from companion.exports.markdown import entries_as_json
from companion.journal.store import Journal
from companion.journal.vault import Vault
from companion.services.journal import noting
from tests.commands import CommandLine

MARK = "Zwetschgenkuchen am Fenster"
MANY = 3000


@pytest.fixture
def sealed(companion: CommandLine, keys: Path) -> CommandLine:
    """A command line whose journal has a passphrase."""
    shutil.copytree(keys / "keys", companion.home / "journal" / "keys")
    return companion


def readable(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and MARK.encode() in path.read_bytes()]


def made(count: int) -> list[Entry]:
    moment = datetime(2025, 5, 3, 8, 0, tzinfo=UTC)
    return [
        Entry(str(UUID(int=number + 1)), moment, moment, MARK, Reflection(f"{MARK} " * 20), (MARK,))
        for number in range(count)
    ]


def wait_for(process: "subprocess.Popen[str]", look: Callable[[], object]) -> None:
    while process.poll() is None and not look():
        time.sleep(0.001)


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
@pytest.mark.parametrize("seed", range(2))
def test_an_import_that_is_killed(sealed: CommandLine, keys: Path, seed: int) -> None:
    Path("all.json").write_bytes(entries_as_json(made(MANY)))
    process = sealed.start("journal", "import", "all.json", "--passphrase-file", keys / "recovery")
    wait_for(process, lambda: list((sealed.home / "journal").glob("logs/*/*.log")))
    time.sleep(Random(seed).uniform(0.0, 0.1))
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert readable(sealed.home) == []
    assert sealed("journal", "import", "all.json", "--passphrase-file", keys / "recovery").status == 0
    assert readable(sealed.home) == []
    assert f'"entries": {MANY}' in sealed("journal", "stats", "--json", "--passphrase-file", keys / "recovery").out


@pytest.mark.skipif(os.name == "nt", reason="needs SIGINT")
def test_an_export_that_is_cancelled(sealed: CommandLine, keys: Path) -> None:
    vault = Vault(sealed.home / "journal")
    vault.unlock((keys / "recovery").read_text())
    with Journal.open(sealed.home / "journal", vault=vault) as journal:
        journal.put_all(made(MANY))
    exports = sealed.home / "exports"
    exports.mkdir()
    given = ("--passphrase-file", keys / "recovery")
    process = sealed.start("journal", "export", "--all", "-o", exports / "all.zip", *given)
    wait_for(process, lambda: list(exports.iterdir()))
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    assert (process.returncode, "Stopped" in err) == (130, True), err
    assert list(exports.iterdir()) == []
    assert readable(sealed.home) == []


def test_a_command_that_breaks(sealed: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: Any) -> str:
        try:
            return str({}[arguments[1]])
        except KeyError as error:
            raise ValueError(arguments[1]) from error

    monkeypatch.setattr(noting, "keep_note", broken)
    ran = sealed("note", MARK)
    assert (ran.status, "The details are in" in ran.err) == (1, True)
    log = (sealed.home / "logs" / "companion.log").read_text("utf-8")
    assert ("KeyError\nwhich led to" in log, "ValueError" in log, "in broken" in log) == (True, True, True)
    assert readable(sealed.home) == []


def test_a_song_that_can_not_be_composed(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def broken(request: object) -> None:
        raise KeyError(MARK)

    monkeypatch.setattr(composer_server, "suggest", broken)
    with caplog.at_level(logging.INFO):
        failed = composer_server.answer(Suggest(1, SongRequest((MARK,), affect=Affect(0, 0))))
    assert isinstance(failed, Failed)
    assert "KeyError" in caplog.text
    assert MARK not in caplog.text


CORE = """
import resource, sys
from pathlib import Path
from companion.domain.entry import Reflection
from companion.journal.store import Journal
from companion.journal.vault import Vault

hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
if sys.argv[2]:
    Vault(Path(sys.argv[1])).unlock(Path(sys.argv[2]).read_text())
else:
    with Journal.append_only(Path(sys.argv[1])) as inbox:
        inbox.add(Reflection("a thought"))
print(resource.getrlimit(resource.RLIMIT_CORE)[0])
"""


@pytest.mark.skipif(os.name != "posix", reason="needs limits on core files")
@pytest.mark.parametrize("is_opened", [True, False])
def test_no_picture_of_the_memory_is_written(sealed: CommandLine, keys: Path, is_opened: bool) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CORE, str(sealed.home / "journal"), str(keys / "recovery") if is_opened else ""],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "0\n"
