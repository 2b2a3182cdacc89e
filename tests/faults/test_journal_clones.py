"""Two machines with one id (a copied disk) that write the same log and meet through a synchronising program."""

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from companion.domain.entry import Reflection
from companion.journal import log
from companion.journal.backup import restore
from companion.journal.store import Journal

CONFLICTS = {"Syncthing": "{}.sync-conflict-20260301-120000-ABCDEFG.{}", "Nextcloud": "{} (conflicted copy 2026).{}"}


def open_as(folder: Path, machine: str, monkeypatch: pytest.MonkeyPatch) -> Journal:
    """The journal as this machine opens it: both have the device id "d", their network cards differ."""
    monkeypatch.setattr(log, "narrower_id", lambda device, token: f"{device}{token}{machine}")
    return Journal.open(folder, device="d")


def meet(winner: Path, other: Path, name: str) -> None:
    """What a synchronising program leaves in both folders: the winner's files, and the other's under another name."""
    first, second = winner / "logs" / "d-1", other / "logs" / "d-1"
    for path in [*second.glob("*.log"), *second.glob("*.snapshot")]:
        twin = first / path.name
        if twin.exists() and twin.read_bytes() != path.read_bytes():
            shutil.copy(path, first / name.format(path.stem, path.suffix[1:]))
        elif not twin.exists():
            shutil.copy(path, twin)
    for path in second.glob("segments/*"):
        (first / "segments").mkdir(exist_ok=True)
        shutil.copy(path, first / "segments")
    for log_folder in (other / "logs").iterdir():
        if log_folder.name != "d-1":
            shutil.copytree(log_folder, winner / "logs" / log_folder.name, dirs_exist_ok=True)
    shutil.rmtree(other)
    shutil.copytree(winner, other)


@pytest.mark.parametrize("program", sorted(CONFLICTS))
@pytest.mark.parametrize("folded", [False, True])
def test_two_machines_with_one_id_lose_nothing_and_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, folded: bool
) -> None:
    monkeypatch.setattr(log, "FOLD_AT_RECORDS", 2 if folded else 1000)
    here, there = tmp_path / "here", tmp_path / "there"
    with Journal.open(here, device="d") as journal:
        journal.add(Reflection("text"), title="before the copy")
    shutil.copytree(here, there)
    expected = {"before the copy"}
    for folder in (here, there):
        with Journal.open(folder, device="d") as journal:
            for number in range(5):
                expected.add(journal.add(Reflection("text"), title=f"{folder.name} {number}").title)
    meet(here, there, CONFLICTS[program])
    with Journal.open(there, device="another", writable=False) as reader:
        assert {entry.title for entry in reader.all()} == expected
    for folder in (here, there):
        with open_as(folder, folder.name, monkeypatch) as journal:
            assert {entry.title for entry in journal.all()} == expected
            journal.add(Reflection("text"), title=f"{folder.name} after")
            assert journal._storage.own_log == f"d{folder.name}-1"
        assert not list(folder.rglob("*conflict*"))
    expected |= {"here after", "there after"}
    meet(here, there, CONFLICTS[program])
    for folder in (here, there):
        with open_as(folder, folder.name, monkeypatch) as journal:
            assert {entry.title for entry in journal.all()} == expected
            assert journal._storage.own_log == f"d{folder.name}-1"


def test_what_is_written_after_a_backup_was_put_back_reaches_devices_that_knew_more(tmp_path: Path) -> None:
    """The other device has seen later changes of this log than the backup has, and must not take new ones for them."""
    here, there = tmp_path / "here", tmp_path / "there"
    with Journal.open(here, device="here") as journal:
        entry = journal.add(Reflection("text"), title="first")
        journal.backup(tmp_path / "backup.zip")
        for number in range(5):
            entry = journal.update(replace(entry, title=f"lost {number}"))
    shutil.copytree(here, there)
    with Journal.open(there, device="there") as journal:
        journal.update(replace(entry, title="there"))
    shutil.rmtree(here)
    restore(tmp_path / "backup.zip", here)
    for title in ("after", "after, again"):
        with Journal.open(here, device="here") as journal:
            journal.update(replace(journal.all()[0], title=title))
            assert journal._storage.own_log not in ("here-1", None)
    assert len(list((here / "logs").iterdir())) == 2
    for name in (path.name for path in (here / "logs").iterdir()):
        if not (there / "logs" / name).exists():
            shutil.copytree(here / "logs" / name, there / "logs" / name)
    with Journal.open(there, device="there") as journal:
        assert {each.title for each in journal.all()} == {"there", "after, again"}


def test_what_is_deleted_leaves_a_restored_log_of_another_device_too(tmp_path: Path) -> None:
    """Nobody goes on with that log, so whoever has it takes the words out."""
    with Journal.open(tmp_path / "there", device="there") as journal:
        entry = journal.add(Reflection("Zwetschgenkuchen am Fenster"))
        journal.add(Reflection("stays"))
        journal._storage.fold()
        journal.backup(tmp_path / "backup.zip")
    restore(tmp_path / "backup.zip", tmp_path / "here")
    with Journal.open(tmp_path / "here", device="here") as journal:
        journal.delete(entry.id)
    files = [path for path in (tmp_path / "here").rglob("*") if path.is_file()]
    assert not [path for path in files if b"Zwetschgen" in path.read_bytes()]
    with Journal.open(tmp_path / "here", device="here") as journal:
        assert [each.body for each in journal.all()] == [Reflection("stays")]
        assert journal.notices == ()
