"""Nothing readable ever touches the disk once there is a passphrase: a marked sentence through every path."""

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from companion.age import Identity
from companion.domain.entry import Reflection, SessionRecord, Words
from companion.domain.take import Take
from companion.domain.tempo import TempoMap
from companion.errors import FileProblemError, LockedError, SealedError, WrongUseError
from companion.journal import log
from companion.journal.backup import restore
from companion.journal.drafts import DraftFile
from companion.journal.inbox import Inbox
from companion.journal.sealed_files import KeyMissingError
from companion.journal.store import Journal
from companion.journal.telling import ONLY_RECOVERY_KEY
from companion.journal.vault import Vault
from companion.paths import Places
from companion.services.container import Companion
from companion.services.journal.protecting import destroy_everything, protect, unprotect

MARK = "Zwetschgenkuchen am Fenster"
PASSPHRASE = "seven quiet stairs"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The keys of a journal with a passphrase; making them takes a second."""
    folder = tmp_path_factory.mktemp("keys")
    vault = Vault(folder)
    vault.close_with(PASSPHRASE)
    (folder / "recovery").write_text(vault.recovery_key())
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Places:
    return Places(tmp_path / "home", tmp_path / "home", tmp_path / "home" / "logs")


@pytest.fixture
def sealed(home: Places, keys: Path) -> tuple[Path, Vault]:
    """A journal's folder with a passphrase and nothing else in it, and its vault, unlocked."""
    shutil.copytree(keys / "keys", home.journal / "keys")
    return home.journal, unlocked(home.journal, keys)


def unlocked(folder: Path, keys: Path) -> Vault:
    vault = Vault(folder)
    vault.unlock((keys / "recovery").read_text())
    return vault


def readable(folder: Path) -> list[str]:
    """Files with the sentence in them, as it is or as JSON might write it."""
    marks = [MARK.encode(), MARK.encode("utf-16-le"), MARK.replace(" ", "\\u0020").encode()]
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path.relative_to(folder).as_posix() for path in files if any(each in path.read_bytes() for each in marks)]


def write_everything(journal: Journal) -> None:
    """The sentence as words, tag, title, name of a take, in a changed and a deleted entry, and in a large thing."""
    journal.add(Words((MARK, "line"), (MARK,)), title=MARK, tags=(MARK,), step=MARK)
    journal.add(Take(MARK, TempoMap(66.0), (), 1.0, backing_title=MARK), title=MARK)
    journal.add(SessionRecord(MARK, (), True))
    entry = journal.add(Reflection("before"))
    journal.update(replace(entry, body=Reflection(MARK)))
    journal.delete(journal.add(Reflection(MARK)).id)
    journal.blobs.put(MARK.encode() * 100)


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


def test_a_journal_that_gets_a_passphrase_leaves_nothing_readable_behind(
    home: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "FOLD_AT_RECORDS", 3)
    companion = Companion(home)
    for _ in range(3):
        with Journal.open(home.journal) as journal, Journal.open(home.journal) as window:
            write_everything(journal)
            write_everything(window)
    for number in (1, 2):
        draft = home.draft_file if number == 1 else home.draft_file.with_stem("draft-2")
        draft.write_text(f'{{"text": "{MARK}"}}')
        draft.with_name(f"{draft.name}.unreadable-1").write_text(MARK)
    companion.take_checkpoint.save(Reflection(MARK))
    (home.journal / "backups").mkdir()
    (home.journal / "backups" / "before.zip").write_text(MARK)
    with Journal.open(home.journal) as journal:
        before = journal.all()
        own = journal._storage._own
        assert own is not None
        (own.folder / "aside").mkdir()
        (own.folder / "aside" / "00000001.log-1").write_text(MARK)
        assert readable(home.data) != []
        done = protect(home, journal, PASSPHRASE)
        assert done.still_as_before == ()
        assert journal.is_sealed
        assert readable(home.data) == []
        journal.add(Reflection(MARK))
    assert readable(home.data) == []
    with pytest.raises(SealedError):
        Journal.open(home.journal)
    with pytest.raises(SealedError):
        companion.draft_file.load(Reflection)
    vault = Vault(home.journal)
    vault.unlock(PASSPHRASE)
    with Journal.open(home.journal, vault=vault) as journal:
        assert journal.all()[1:] == before
        assert journal.verify().is_fine
        again = unprotect(home, journal)
        assert (again.recovery_key, again.still_as_before, journal.is_sealed) == ("", (), False)
    with Journal.open(home.journal) as journal:
        assert journal.all()[1:] == before
    assert readable(home.data) != []
    assert not [path for path in home.data.rglob("*.segment") if path.read_bytes().startswith(b"age-")]
    companion.close()


def test_another_window_that_is_open_seals_from_then_on(home: Places) -> None:
    window = Journal.open(home.journal)
    entry = window.add(Reflection(MARK))
    with Journal.open(home.journal) as journal:
        done = protect(home, journal, PASSPHRASE)
        assert len(done.still_as_before) == 1
        sizes = {path: path.stat().st_size for path in home.journal.rglob("*.log")}
        window.add(Reflection(MARK), title=MARK)
        grown = [path for path, size in sizes.items() if path.stat().st_size > size]
        assert len(grown) == 1
        assert MARK.encode() not in grown[0].read_bytes()[sizes[grown[0]] :]
        window.close()
        assert readable(home.data) == []
        journal.refresh()
        assert len(journal) == 2
        assert journal.get(entry.id) == entry


def test_another_window_that_is_open_deletes_after_the_journal_was_protected(home: Places) -> None:
    window = Journal.open(home.journal)
    gone, kept = window.add(Reflection(f"gone {MARK}")), window.add(Reflection("kept"))
    with Journal.open(home.journal) as journal:
        protect(home, journal, PASSPHRASE)
        window.delete(gone.id)
        window.close()
        assert readable(home.data) == []
        journal.refresh()
        assert journal.all() == [kept]
        vault = journal._storage.vault
    for _ in range(2):
        with Journal.open(home.journal, vault=vault) as journal:
            assert journal.all() == [kept]
            assert journal.notices == ()


def test_a_device_that_was_offline_seals_its_log_when_it_meets_the_key(home: Places, keys: Path) -> None:
    with Journal.open(home.journal, device="there") as journal:
        journal.add(Reflection(MARK))
    shutil.copytree(keys / "keys", home.journal / "keys")
    vault = unlocked(home.journal, keys)
    with Journal.open(home.journal, vault=vault, device="here") as journal:
        assert len(journal) == 1
        assert [path.rpartition("/")[0] for path in readable(home.data)] == ["journal/logs/there-1"]
    with Journal.open(home.journal, vault=vault, device="there") as journal:
        assert len(journal) == 1
    assert readable(home.data) == []


def test_without_the_passphrase_one_can_add_and_not_read(sealed: tuple[Path, Vault]) -> None:
    folder, vault = sealed
    with Journal.append_only(folder) as inbox:
        note = inbox.add(Reflection("a thought"), tags=("evening",))
    with pytest.raises(LockedError) as problem:
        Journal.open(folder)
    assert problem.value.exit_status == 5
    with Journal.open(folder, vault=vault) as journal:
        assert journal.all() == [note]


def test_destroying_it_leaves_nothing(sealed: tuple[Path, Vault], home: Places) -> None:
    folder, vault = sealed
    companion = Companion(home)
    companion.draft_file.save(Reflection(MARK))
    journal = Journal.open(folder, vault=vault)
    write_everything(journal)
    destroy_everything(home, journal)
    assert not folder.exists()
    assert not companion.draft_file.path.exists()
    companion.close()
    with Journal.open(folder) as journal:
        assert (journal.is_sealed, len(journal)) == (False, 0)


def test_while_it_is_destroyed_nothing_is_written_in_the_open(
    sealed: tuple[Path, Vault], home: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, vault = sealed
    journal = Journal.open(folder, vault=vault)
    write_everything(journal)
    left: list[str] = []
    monkeypatch.setattr(shutil, "rmtree", lambda path: left.extend(readable(path)))
    journal.destroy()
    assert left == []
    assert readable(home.data) == []
    assert not list(folder.glob("keys/*"))


def test_a_window_whose_key_is_gone_writes_nothing_in_the_open(sealed: tuple[Path, Vault], home: Places) -> None:
    folder, vault = sealed
    with Journal.open(folder, vault=vault) as journal:
        journal.add(Reflection(MARK))
        other = Vault(folder)
        other.unlock(vault.recovery_key())
        other.destroy()
        for _ in range(2):
            with pytest.raises(FileProblemError, match="key of the journal is gone"):
                journal.add(Reflection(MARK))
        draft = DraftFile(home.draft_file, vault=vault)
        with pytest.raises(FileProblemError):
            draft.save(Reflection(MARK))
    assert readable(home.data) == []


@pytest.fixture
def keyless(sealed: tuple[Path, Vault]) -> tuple[Path, Vault]:
    """A sealed journal with an entry in it, in a generation and in a log, whose keys somebody took away."""
    folder, vault = sealed
    with Journal.open(folder, vault=vault, device="d") as journal:
        journal.add(Reflection(MARK))
        own = journal._storage._own
        assert own is not None
        own.fold()
        journal.add(Reflection(MARK))
    shutil.move(folder / "keys", folder.parent / "taken away")
    return folder, vault


@pytest.mark.parametrize("only", ["segments", "log", "both"])
def test_a_new_program_that_finds_no_key_writes_nothing_in_the_open(
    keyless: tuple[Path, Vault], home: Places, only: str
) -> None:
    folder, _ = keyless
    if only == "segments":
        for path in folder.glob("logs/*/*.log"):
            path.unlink()
    elif only == "log":
        shutil.rmtree(folder / "logs" / "d-1" / "segments")
    before = sorted(home.data.rglob("*"))
    companion = Companion(home)
    take = Take(MARK, TempoMap(66.0), (), 1.0)
    for attempt in (
        lambda: Journal.open(folder),
        lambda: Journal.open(folder, writable=False),
        lambda: Inbox.open(folder),
        lambda: companion.journal,
        lambda: DraftFile(home.draft_file, vault=companion.vault).save(Reflection(MARK)),
        lambda: DraftFile(home.take_checkpoint_file, vault=companion.vault).save(take),
        lambda: companion.vault.unlock(PASSPHRASE),
        lambda: companion.vault.unlock(Identity.generate().reveal()),
        lambda: companion.vault.close_with("another one"),
    ):
        with pytest.raises((KeyMissingError, WrongUseError)):
            attempt()
    assert sorted(home.data.rglob("*")) == before
    shutil.move(folder.parent / "taken away", folder / "keys")
    with Inbox.open(folder) as inbox:
        inbox.add(Reflection(MARK))
    assert readable(home.data) == []


def test_the_recovery_key_brings_back_a_key_that_is_gone(keyless: tuple[Path, Vault], home: Places) -> None:
    folder, earlier = keyless
    vault = Vault(folder)
    vault.unlock(earlier.recovery_key())
    with Journal.open(folder, vault=vault) as journal:
        assert len(journal) == 2
        assert journal.notices == (ONLY_RECOVERY_KEY,)
        journal.add(Reflection(MARK))
    with Inbox.open(folder) as inbox:
        inbox.add(Reflection(MARK))
    assert readable(home.data) == []
    assert [path.suffix for path in (folder / "keys").iterdir()] == [".pub"]
    vault.change_passphrase("another one")
    again = Vault(folder)
    again.unlock("another one")
    with Journal.open(folder, vault=again) as journal:
        assert len(journal) == 4
        assert journal.notices == ()
        assert journal.verify().is_fine


@pytest.mark.parametrize("is_sealed", [False, True], ids=["plain", "sealed"])
def test_a_full_disk_in_the_middle_of_protecting_loses_nothing(
    home: Places, keys: Path, monkeypatch: pytest.MonkeyPatch, is_sealed: bool
) -> None:
    """Taking a passphrase away, or giving one, where nothing more can be written; later it goes on by itself."""
    if is_sealed:
        shutil.copytree(keys / "keys", home.journal / "keys")
    vault = unlocked(home.journal, keys) if is_sealed else Vault(home.journal)
    with Journal.open(home.journal, vault=vault, device="d") as journal:
        entries = [journal.add(Reflection(MARK)) for _ in range(4)][::-1]
        if is_sealed:
            vault.open_for_all()
        else:
            shutil.copytree(keys / "keys", home.journal / "keys")
            vault.unlock((keys / "recovery").read_text())
        with monkeypatch.context() as full:
            def refuse(_: int) -> None:
                raise OSError(errno.ENOSPC, "No space left on device")

            full.setattr(os, "fsync", refuse)
            journal._storage.reseal()
            assert journal.all() == entries
        with Journal.open(home.journal, vault=vault, writable=False, device="d") as reader:
            assert reader.all() == entries
            assert reader.notices == ()
    with Journal.open(home.journal, vault=vault, device="d") as journal:
        assert journal.all() == entries
    assert bool(readable(home.data)) is is_sealed


def test_a_kill_in_the_middle_of_encrypting_loses_nothing(
    home: Places, monkeypatch: pytest.MonkeyPatch, keys: Path
) -> None:
    """Whatever step it stops before: afterwards everything opens, and doing it again goes on with it."""

    class StoppedError(BaseException):
        """Stands for the end of the process."""

    def stopping(step: Callable[..., Any]) -> Callable[..., Any]:
        def stepped(*arguments: Any, **named: Any) -> Any:
            if not left:
                raise StoppedError
            left.pop()
            return step(*arguments, **named)

        return stepped

    with Journal.open(home.journal, device="d") as journal:
        entries = [journal.add(Reflection(MARK)) for _ in range(3)]
    pristine = home.data.parent / "pristine"
    shutil.copytree(home.journal, pristine)
    for after in range(100):
        shutil.rmtree(home.journal)
        shutil.copytree(pristine, home.journal)
        shutil.copytree(keys / "keys", home.journal / "keys")
        vault = unlocked(home.journal, keys)
        left = [None] * after
        journal = Journal.open(home.journal, vault=vault, device="d")
        try:
            with monkeypatch.context() as patch:
                for name in ("replace", "unlink", "fsync"):
                    patch.setattr(os, name, stopping(getattr(os, name)))
                journal._storage.reseal()
            is_done = True
        except StoppedError:
            is_done = False
        own = journal._storage._own
        assert own is not None
        own._file.close()
        own._lock.release()
        with Journal.open(home.journal, vault=vault, device="d") as journal:
            assert journal.all() == entries[::-1]
            journal._storage.reseal()
        assert readable(home.data) == []
        if is_done:
            break
    assert 5 < after < 99
