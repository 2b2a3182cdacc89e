"""A journal whose key was destroyed or taken away: nothing is written in the open, and the recovery key helps."""

import shutil
from pathlib import Path

import pytest

from companion.age import Identity
from companion.domain.entry import Reflection
from companion.domain.take import Take
from companion.domain.tempo import TempoMap
from companion.errors import FileProblemError, WrongUseError
from companion.journal.drafts import DraftFile
from companion.journal.inbox import Inbox
from companion.journal.sealed_files import KeyMissingError
from companion.journal.store import Journal
from companion.journal.telling import ONLY_RECOVERY_KEY
from companion.journal.vault import Vault
from companion.paths import Places
from companion.services.container import Companion
from companion.services.journal.protecting import destroy_everything
from tests.faults.marked import MARK, readable, write_everything
from tests.protected import PASSPHRASE


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
