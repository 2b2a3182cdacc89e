"""Whichever one file of a journal is damaged or gone: everything that was folded is there, and can be written again."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from companion.domain.entry import Reflection
from companion.journal.store import Journal
from companion.journal.vault import Vault


def fold(journal: Journal) -> None:
    own = journal._storage._own
    assert own is not None
    own.fold()


def few_changes(journal: Journal) -> None:
    """Old segments are shared, and have twins."""
    for entry in journal.entries()[:2]:
        journal.update(replace(entry, title=f"{entry.title} again"))
        fold(journal)


def everything_changes(journal: Journal) -> None:
    """The newest generation shares nothing with the one before, which stands in for it."""
    for entry in journal.entries():
        journal.update(replace(entry, title=f"{entry.title} again"))
    fold(journal)


def one_goes(journal: Journal) -> None:
    """Nothing from before stands in any more, since it would hold what was deleted."""
    everything_changes(journal)
    journal.delete(journal.entries()[3].id)
    fold(journal)


def protected(journal: Journal) -> None:
    """Nothing from before stays."""
    everything_changes(journal)
    journal._storage.vault.close_with("three small lamps")
    journal._storage.reseal()


def nothing(_journal: Journal) -> None:
    """One generation."""


@pytest.mark.parametrize("change", [nothing, few_changes, everything_changes, one_goes, protected])
@pytest.mark.parametrize("harm", ["flipped", "gone"])
def test_one_file_of_the_journal_costs_nothing(tmp_path: Path, change: Callable[[Journal], None], harm: str) -> None:
    original = tmp_path / "original"
    vault = Vault(original)
    with Journal.open(original, vault=vault, device="d") as journal:
        for number in range(12):
            journal.add(Reflection("é" * 40), title=str(number))
        fold(journal)
        change(journal)
        expected = {entry.id: entry.title for entry in journal.entries()}
    key = vault.recovery_key() if vault.is_sealed else ""
    parts = sorted(path.relative_to(original) for path in original.glob("logs/d-1/**/*.*") if path.is_file())
    assert len(parts) >= 3
    for part in parts:
        folder = tmp_path / "journal"
        shutil.copytree(original, folder)
        harmed = folder / part
        if harm == "gone":
            harmed.unlink()
        else:
            content = bytearray(harmed.read_bytes())
            content[len(content) // 2] ^= 1
            harmed.write_bytes(content)
        for _ in range(2):
            opened = Vault(folder)
            if key:
                opened.unlock(key)
            with Journal.open(folder, vault=opened, device="d") as journal:
                assert {entry.id: entry.title for entry in journal.entries()} == expected, part
                fold(journal)
        shutil.rmtree(folder)
