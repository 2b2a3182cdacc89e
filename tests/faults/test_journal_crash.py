"""A crash before each single step that the journal takes on the disk: nothing acknowledged is ever lost."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from companion.domain.entry import Reflection
from companion.journal import log
from companion.journal.store import Journal

STEPS = ("write", "fsync", "fdatasync", "replace", "ftruncate", "unlink", "open")
"""What the journal asks of the system, by the names in `os` (those that the platform has)."""


class CrashError(BaseException):
    """Stands for the end of the process: nothing may catch it."""


class Crashing:
    """Lets so many steps pass; then this process does nothing to the disk any more."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
        self.left = after
        for name in STEPS:
            if hasattr(os, name):
                monkeypatch.setattr(os, name, self._counted(getattr(os, name)))

    def _counted(self, step: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **named: Any) -> Any:
            if self.left == 0:
                raise CrashError
            self.left -= 1
            return step(*arguments, **named)

        return counted


def write_until_crash(folder: Path, acknowledged: dict[str, str], deleted: set[str]) -> bool:
    """Add, delete and fold a few times, noting what was acknowledged. Whether it came to the end."""
    journal: Journal | None = None
    try:
        journal = Journal.open(folder, device="d")
        for number in range(5):
            entry = journal.add(Reflection("text"), title=str(number))
            acknowledged[entry.id] = entry.title
        del acknowledged[entry.id]  # from here on it may be there or not, until the deletion is acknowledged
        journal.delete(entry.id)
        deleted.add(entry.id)
        journal.close()
    except CrashError:
        let_go(journal)
        return False
    return True


def let_go(journal: Journal | None) -> None:
    """What the system does when a process ends: its locks and descriptors are closed."""
    own = journal._storage._own if journal else None
    if own is not None:
        own._file.close()
        own._lock.release()


def test_a_crash_before_any_step_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "FOLD_AT_RECORDS", 1)
    monkeypatch.setattr(log, "OVERDUE", 2)
    folder = tmp_path / "journal"
    acknowledged: dict[str, str] = {}
    deleted: set[str] = set()
    is_done, steps = False, 0
    while not is_done:
        with monkeypatch.context() as patch:
            Crashing(patch, steps)
            is_done = write_until_crash(folder, acknowledged, deleted)
        steps += 1
        with Journal.open(folder, device="d") as journal:
            kept = {entry.id: entry.title for entry in journal.entries()}
        assert acknowledged.items() <= kept.items(), f"after {steps} steps"
        assert not deleted & kept.keys()
        assert not list(folder.rglob("*.new"))
    assert steps > 50


@pytest.mark.skipif(not hasattr(os, "fdatasync"), reason="needs fdatasync, which this system does not have")
def test_what_is_acknowledged_was_synced_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: dict[int, int] = {}
    sync = os.fdatasync

    def noted(descriptor: int) -> None:
        sync(descriptor)
        found = os.fstat(descriptor)
        synced[found.st_ino] = found.st_size

    monkeypatch.setattr(os, "fdatasync", noted)
    with Journal.open(tmp_path, device="d") as journal:
        for number in range(5):
            entry = journal.add(Reflection("text"), title=str(number))
            (written,) = tmp_path.rglob("*.log")
            assert entry.id.encode() in written.read_bytes()
            assert synced[written.stat().st_ino] == written.stat().st_size
