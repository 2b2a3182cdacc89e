"""A journal that gets a passphrase, or loses it: with other windows, on a full disk, and killed in the middle."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from companion.domain.entry import Reflection
from companion.errors import SealedError
from companion.journal import log
from companion.journal.store import Journal
from companion.journal.vault import Vault
from companion.paths import Places
from companion.services.container import Companion
from companion.services.journal.protecting import protect, unprotect
from tests.faults.marked import MARK, readable, unlocked, write_everything
from tests.protected import PASSPHRASE


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
