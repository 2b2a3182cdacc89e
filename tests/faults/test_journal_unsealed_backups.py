"""A backup without a passphrase, put or brought into a journal with one: nothing of it meets the disk readable."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from companion.domain.entry import Entry, Reflection
from companion.errors import FileProblemError, SealedError
from companion.journal.backup import back_up
from companion.journal.forms import NewerJournalError
from companion.journal.passing import UNPACKED, PassingFolder
from companion.journal.records import FORMAT_VERSION, Header, file_of
from companion.journal.sealed_files import KeyMissingError
from companion.journal.store import Journal
from companion.journal.vault import Vault
from companion.paths import Places
from companion.services.journal.caring import still_as_before
from companion.services.journal.keeping import merge_from, restore_backup
from companion.services.journal.protecting import destroy_everything, protect

MARK = "Zwetschgenkuchen am Fenster"
STORED = Path(__file__).parents[1] / "data" / "journals" / "format-1"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where the protected journal and all that is unpacked beside it are; the backups are not."""
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.fixture
def sealed(home: Path, keys: Path) -> Path:
    """A journal with a passphrase and one entry."""
    shutil.copytree(keys / "keys", home / "journal" / "keys")
    with Journal.open(home / "journal", vault=unlocked(home / "journal", keys), device="here") as journal:
        journal.add(Reflection("here"), title="here")
    return home / "journal"


def unlocked(folder: Path, keys: Path) -> Vault:
    vault = Vault(folder)
    vault.unlock((keys / "recovery").read_text())
    return vault


def readable(folder: Path) -> list[str]:
    return [str(path) for path in folder.rglob("*") if path.is_file() and MARK.encode() in path.read_bytes()]


@pytest.fixture
def seen(home: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Everything readable that was there whenever something that had been unpacked was deleted again."""
    found: list[str] = []
    deleting = shutil.rmtree

    def looked_at(path: Path, ignore_errors: bool = False) -> None:
        assert any(Path(path).rglob("*")), "something was unpacked"
        found.extend(readable(home))
        deleting(path, ignore_errors)

    monkeypatch.setattr(shutil, "rmtree", looked_at)
    return found


def never_asked() -> str:
    raise AssertionError("nobody needs to be asked for a passphrase")


def plain(path: Path, *, was_sealed: bool = False) -> list[Entry]:
    """Write a backup that everyone can read, of a journal with generations, a log and something large."""
    with Journal.open(path.parent / "plain", device="there") as journal:
        if was_sealed:
            journal.encrypt("for a while")
        for number in range(5):
            journal.add(Reflection(f"{MARK} {number}"), title=MARK, tags=(MARK,))
            own = journal._storage._own
            assert own is not None
            own.fold()
        if was_sealed:
            journal.decrypt()
        journal.add(Reflection(journal.blobs.put(MARK.encode() * 50)), title=MARK)
        journal.backup(path)
        return journal.all()


@pytest.mark.parametrize("was_sealed", [False, pytest.param(True, marks=pytest.mark.long)])
def test_merging_it_leaves_nothing_readable(
    sealed: Path, keys: Path, tmp_path: Path, home: Path, seen: list[str], was_sealed: bool
) -> None:
    entries = plain(tmp_path / "plain.zip", was_sealed=was_sealed)
    with Journal.open(sealed, vault=unlocked(sealed, keys), device="here") as journal:
        assert merge_from(journal, tmp_path / "plain.zip", never_asked).added == 6
        assert {entry.id for entry in entries} < {entry.id for entry in journal.all()}
        assert [journal.get(entry.id) for entry in entries] == entries
        assert journal.blobs.get(journal.blobs.names()[0]) == MARK.encode() * 50
        assert journal.merge(tmp_path / "plain.zip").same == 6
        assert journal.verify().is_fine
        assert readable(home) == []
    assert seen == []
    assert sorted(path.name for path in home.iterdir()) == ["journal"]


@pytest.mark.parametrize("was_sealed", [False, pytest.param(True, marks=pytest.mark.long)])
def test_restoring_it_keeps_the_passphrase(
    sealed: Path, keys: Path, tmp_path: Path, home: Path, was_sealed: bool
) -> None:
    entries = plain(tmp_path / "plain.zip", was_sealed=was_sealed)
    aside = restore_backup(tmp_path / "plain.zip", sealed, replaces=True)
    assert aside is not None
    assert readable(home) == []
    with pytest.raises(SealedError):
        Journal.open(sealed)
    for _ in range(2):
        with Journal.open(sealed, vault=unlocked(sealed, keys), device="there") as journal:
            assert journal.all()[-6:] == entries
            assert journal.notices == ()
            assert journal.verify().is_fine
            journal.add(Reflection(MARK))
    assert readable(home) == []
    assert not list(sealed.glob("keys/*.open"))


def test_a_backup_of_the_oldest_form_is_sealed_too(sealed: Path, keys: Path, tmp_path: Path, home: Path) -> None:
    (tmp_path / "old").mkdir()
    shutil.copytree(STORED / "logs", tmp_path / "old" / "logs")
    back_up(tmp_path / "old", tmp_path / "old.zip")
    with Journal.open(tmp_path / "old", writable=False) as old:
        entries = old.all()
    restore_backup(tmp_path / "old.zip", sealed, replaces=True)
    with Journal.open(sealed, vault=unlocked(sealed, keys), writable=False) as journal:
        assert journal.all() == entries
    left = [path for path in home.rglob("*") if path.is_file() and b"The house is still" in path.read_bytes()]
    assert left == []


def cut(folder: Path) -> None:
    log = max((folder / "logs" / "there-1").glob("*.log"))
    log.write_bytes(log.read_bytes()[:-3])


def flip(folder: Path) -> None:
    for path in (folder / "logs" / "there-1" / "segments").glob("*.segment"):
        path.write_bytes(path.read_bytes().replace(MARK.encode(), MARK.upper().encode(), 1))


@pytest.mark.parametrize("damage", [cut, flip])
def test_a_damaged_one_is_brought_in_as_far_as_it_is_whole(
    sealed: Path, keys: Path, tmp_path: Path, home: Path, seen: list[str], damage: Callable[[Path], None]
) -> None:
    plain(tmp_path / "plain.zip")
    damage(tmp_path / "plain")
    back_up(tmp_path / "plain", tmp_path / "damaged.zip")
    with Journal.open(sealed, vault=unlocked(sealed, keys), device="here") as journal:
        brought = merge_from(journal, tmp_path / "damaged.zip", never_asked)
        assert brought.added == (5 if damage is cut else 6), "the logs of earlier generations hold it too"
        assert journal.verify().is_fine
    assert seen == readable(home) == []


def test_one_of_a_newer_version_is_refused_and_what_was_there_stays(sealed: Path, keys: Path, tmp_path: Path) -> None:
    plain(tmp_path / "plain.zip")
    (tmp_path / "plain" / "logs" / "there-1" / "00000099.log").write_bytes(
        file_of(Header("there-1", 99, format=FORMAT_VERSION + 1))
    )
    back_up(tmp_path / "plain", tmp_path / "newer.zip")
    before = {path: path.read_bytes() for path in sealed.rglob("*") if path.is_file()}
    with pytest.raises(NewerJournalError):
        restore_backup(tmp_path / "newer.zip", sealed, replaces=True)
    assert {path: path.read_bytes() for path in sealed.rglob("*") if path.is_file()} == before
    with Journal.open(sealed, vault=unlocked(sealed, keys), device="here") as journal, pytest.raises(FileProblemError):
        merge_from(journal, tmp_path / "newer.zip", never_asked)


@pytest.fixture
def killed() -> Callable[[Path], Path]:
    """What a process that was killed while it unpacked left beside the journal."""

    def left(home: Path) -> Path:
        script = (
            "import os, sys, pathlib; from companion.journal.passing import UNPACKED, PassingFolder;"
            "held = PassingFolder(pathlib.Path(sys.argv[1]), UNPACKED); folder = held.path;"
            "(folder / 'half').write_text(sys.argv[2]); print(folder, flush=True);"
            "os.kill(os.getpid(), 9) if os.name == 'posix' else os._exit(1)"
        )
        done = subprocess.run([sys.executable, "-c", script, str(home), MARK], capture_output=True, text=True)
        folder = Path(done.stdout.strip())
        assert (folder / "half").exists(), done.stderr
        return folder.parent

    return left


@pytest.fixture
def furniture(home: Path) -> Path:
    """Somebody's own folder, with a name that looks like one of unpacked files."""
    folder = home / "restoring-furniture"
    folder.mkdir()
    (folder / "lock").write_text("the old lock of the cupboard")
    (folder / "table.txt").write_text("sanded")
    (home / "restoring-nothing").mkdir()
    return folder


def test_what_a_kill_left_of_unpacking_is_cleaned(
    sealed: Path, keys: Path, tmp_path: Path, home: Path, killed: Callable[[Path], Path], furniture: Path
) -> None:
    plain(tmp_path / "plain.zip")
    stray, running = killed(home), PassingFolder(home, UNPACKED)
    assert not stray.exists(), "the next one of its kind cleans up"
    stray = killed(home)
    with Journal.open(sealed, vault=unlocked(sealed, keys), device="here") as journal:
        merge_from(journal, tmp_path / "plain.zip", never_asked)
    assert not stray.exists()
    assert running.path.exists(), "another window's"
    running.remove()
    assert sorted(path.name for path in home.iterdir()) == ["journal", "restoring-furniture", "restoring-nothing"]
    assert len(list(furniture.iterdir())) == 2


def test_a_passphrase_comes_with_a_word_on_what_lies_beside_it(
    tmp_path: Path, home: Path, killed: Callable[[Path], Path], furniture: Path
) -> None:
    """What a killed restore left goes; a journal that was put aside is somebody's, so it stays, and is named."""
    plain(tmp_path / "plain.zip")
    with Journal.open(home / "journal") as journal:
        journal.add(Reflection(MARK))
    aside = restore_backup(tmp_path / "plain.zip", home / "journal", replaces=True)
    stray, running = killed(home), PassingFolder(home, UNPACKED)
    with Journal.open(home / "journal") as journal:
        done = protect(Places(home, home, home / "logs"), journal, "seven quiet stairs")
    assert done.put_aside == (str(aside),)
    assert str(aside) in still_as_before(done)
    assert {Path(path).relative_to(home).parts[0] for path in readable(home)} == {"journal-aside-1"}
    assert (stray.exists(), running.path.exists(), furniture.exists()) == (False, True, True)
    running.remove()


def test_destroying_everything_takes_what_a_kill_left_of_unpacking_along(
    home: Path, killed: Callable[[Path], Path], furniture: Path
) -> None:
    killed(home)
    destroy_everything(Places(home, home, home / "logs"))
    assert readable(home) == []
    assert sorted(path.name for path in home.iterdir()) == ["restoring-furniture", "restoring-nothing"]


def test_a_journal_whose_key_is_gone_is_replaced_by_a_backup_with_the_key(
    sealed: Path, keys: Path, tmp_path: Path, home: Path
) -> None:
    back_up(sealed, tmp_path / "sealed.zip")
    plain(tmp_path / "plain.zip")
    shutil.rmtree(sealed / "keys")
    with pytest.raises(KeyMissingError):
        restore_backup(tmp_path / "plain.zip", sealed, replaces=True)
    assert readable(home) == []
    aside = restore_backup(tmp_path / "sealed.zip", sealed, replaces=True)
    assert aside is not None
    assert (aside / "logs").exists()
    with Journal.open(sealed, vault=unlocked(sealed, keys), device="here") as journal:
        assert [entry.body for entry in journal.all()] == [Reflection("here")]
