"""Nothing readable ever touches the disk once there is a passphrase: a marked sentence through every path."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from companion.domain.entry import Reflection, Words
from companion.errors import LockedError
from companion.journal import log
from companion.journal.backup import restore
from companion.journal.inbox import Inbox
from companion.journal.store import Journal
from companion.journal.vault import Vault
from companion.paths import Places
from companion.services.container import Companion
from tests.faults.marked import MARK, readable, write_everything


def test_nothing_of_a_sealed_journal_is_readable(
    sealed: tuple[Path, Vault], home: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, vault = sealed
    monkeypatch.setattr(log, "FOLD_AT_RECORDS", 3)
    with Journal.open(folder, vault=vault) as journal, Journal.open(folder, vault=vault) as window:
        write_everything(journal)
        write_everything(window)
        assert readable(home.data) == []
    with Inbox.open(folder) as inbox:
        inbox.add(Reflection(MARK), title=MARK, tags=(MARK,))
    companion = Companion(home)
    companion.vault.unlock(vault.recovery_key())
    for draft in (companion.draft_file, companion.take_checkpoint, companion.seat.studio_file):
        draft.save(Reflection(MARK))
        assert draft.load(Reflection) == Reflection(MARK)
    companion.close()
    with Journal.open(folder, vault=vault) as journal:
        journal.backup(home.data / "backup.zip")
        assert len([each for each in journal.all() if isinstance(each.body, Words)]) == 2
        assert journal.verify().is_fine
    restore(home.data / "backup.zip", home.data / "restored")
    assert readable(home.data) == []
    with Journal.open(home.data / "restored", vault=unlocked_as(home.data / "restored", vault)) as journal:
        assert sum(each.title == MARK for each in journal.all()) == 5
    assert readable(home.data) == []


def unlocked_as(folder: Path, vault: Vault) -> Vault:
    other = Vault(folder)
    other.unlock(vault.recovery_key())
    return other


def test_what_a_damaged_journal_sets_aside_is_not_readable(sealed: tuple[Path, Vault], home: Places) -> None:
    folder, vault = sealed
    with Journal.open(folder, vault=vault, device="d") as journal:
        journal.add(Words((MARK,)), title=MARK)
    for generation in (1, 2):
        newest = folder / "logs" / "d-1" / f"{generation:08}.log"
        newest.write_bytes(newest.read_bytes()[:-5])
        with Journal.open(folder, vault=vault, device="d") as journal:
            assert "half written" in journal.notices[0]
            journal.add(Reflection(MARK))
            own = journal._storage._own
            assert own is not None
            own.fold()
            journal.add(Reflection(MARK))
    assert len(list(folder.rglob("aside/*"))) == 2
    assert readable(home.data) == []


WRITER = """
import sys
from pathlib import Path
from companion.domain.entry import Reflection
from companion.journal import log
from companion.journal.sealed_files import KeyMissingError
from companion.journal.store import Journal
from companion.journal.vault import Vault
from companion.paths import Places
from companion.services.container import Companion

log.FOLD_AT_RECORDS = 3
home = Path(sys.argv[1])
companion = Companion(Places(home, home, home / "logs"))
companion.vault.unlock(sys.stdin.readline())
print("open", flush=True)
while True:
    companion.draft_file.save(Reflection(sys.argv[2] * 200))
    print(companion.journal.add(Reflection(sys.argv[2] * 200), title=sys.argv[2]).id, flush=True)
"""


@pytest.mark.parametrize("kills", [6, pytest.param(200, marks=pytest.mark.long)])
def test_killed_while_it_writes_it_loses_nothing_and_leaves_nothing_readable(
    sealed: tuple[Path, Vault], home: Places, kills: int
) -> None:
    folder, vault = sealed
    acknowledged: set[str] = set()
    for number in range(kills):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(home.data), MARK],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        assert writer.stdin is not None
        assert writer.stdout is not None
        writer.stdin.write(f"{vault.recovery_key()}\n")
        writer.stdin.flush()
        assert writer.stdout.readline() == "open\n"
        said = [writer.stdout.readline() for _ in range(1 + number % 11)]
        writer.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
        said += writer.stdout.readlines()
        writer.wait()
        writer.stdin.close()
        writer.stdout.close()
        acknowledged |= {line.strip() for line in said if line.endswith("\n")}
        assert readable(home.data) == []
        with Journal.open(folder, vault=vault, writable=False) as reader:
            assert acknowledged <= {entry.id for entry in reader.entries()}
            assert reader.notices == ()
    assert len(acknowledged) >= kills


def test_without_the_passphrase_one_can_add_and_not_read(sealed: tuple[Path, Vault]) -> None:
    folder, vault = sealed
    with Journal.append_only(folder) as inbox:
        note = inbox.add(Reflection("a thought"), tags=("evening",))
    with pytest.raises(LockedError) as problem:
        Journal.open(folder)
    assert problem.value.exit_status == 5
    with Journal.open(folder, vault=vault) as journal:
        assert journal.all() == [note]
