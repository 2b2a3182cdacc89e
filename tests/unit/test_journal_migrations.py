"""Journals of every form there was are opened, backed up and written in today's form."""

import shutil
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from companion.domain.entry import Entry, Reflection
from companion.journal import documents, migrations
from companion.journal.backup import restore
from companion.journal.frames import scan
from companion.journal.records import FORMAT_VERSION, Header, decode
from companion.journal.store import TABLE, Journal
from companion.journal.vault import Vault

STORED = Path(__file__).parents[1] / "data" / "journals"


@pytest.fixture(params=sorted(path.name for path in STORED.iterdir()))
def stored(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, list[Entry]]:
    """A journal as an older version left it, and the entries that it held."""
    original = STORED / request.param
    shutil.copytree(original / "logs", tmp_path / "journal" / "logs")
    return tmp_path / "journal", msgspec.json.decode((original / "entries.json").read_bytes(), type=list[Entry])


def formats(folder: Path) -> set[int]:
    headers = (decode(scan(path.read_bytes()).payloads[0]) for path in folder.rglob("*.*") if path.suffix != ".zip"
               and path.suffix in (".log", ".snapshot"))  # fmt: skip
    return {header.format for header in headers if isinstance(header, Header)}


def test_an_older_journal_is_read_without_changing_it(stored: tuple[Path, list[Entry]]) -> None:
    folder, entries = stored
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with Journal.open(folder, writable=False) as journal:
        assert journal.entries() == entries
        assert (journal.notices, journal.verify().is_fine) == ((), True)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_an_older_journal_is_backed_up_and_then_written_anew(stored: tuple[Path, list[Entry]], tmp_path: Path) -> None:
    folder, entries = stored
    before = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}
    for device in ("a", "b"):
        with Journal.open(folder, device=device) as journal:
            assert journal.entries() == entries
            own = journal._storage._own
            assert own is not None
            own.fold()
        with Journal.open(folder, device=device) as journal:
            assert journal.entries() == entries
            assert journal.verify().is_fine
    assert max(formats(folder)) == FORMAT_VERSION
    (backup,) = (folder / "backups").iterdir()
    restore(backup, tmp_path / "restored")
    restored = tmp_path / "restored"
    for path, content in before.items():
        assert (restored / path).read_bytes() == content
    with Journal.open(restored, writable=False) as journal:
        assert journal.entries() == entries


def test_what_was_deleted_leaves_an_older_journal_and_its_backup(stored: tuple[Path, list[Entry]]) -> None:
    folder, entries = stored
    words = next(entry for entry in entries if entry.title == "the house")
    for device in ("a", "b", "a"):
        with Journal.open(folder, device=device) as journal:
            if words.id in {entry.id for entry in journal.entries()}:
                journal.delete(words.id)
    left = [path for path in folder.rglob("*") if path.is_file() and b"The house is still" in path.read_bytes()]
    assert left == []
    assert not list(folder.glob("backups/*"))
    assert not [path for path in folder.rglob("*") if path.is_file() and b"deleted later" in path.read_bytes()]


def test_an_older_journal_that_met_a_passphrase_is_backed_up_sealed(stored: tuple[Path, list[Entry]]) -> None:
    folder, entries = stored
    vault = Vault(folder)
    vault.close_with("the stairs are quiet")
    with Journal.open(folder, device="a", vault=vault) as journal:
        assert journal.entries() == entries
        (backup,) = (folder / "backups").iterdir()
        assert vault.unseal(backup.read_bytes()).startswith(b"PK")
    left = [path.parent.name for path in folder.rglob("*") if path.is_file() and b"still" in path.read_bytes()]
    assert set(left) <= {"b-1"}


def test_entries_of_an_older_schema_are_brought_forward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Journal.open(tmp_path) as journal:
        entry = journal.add(Reflection("text"), title="old")
        journal._table.update({"schema": 0, "name": "old"})
    for module in (documents, migrations):
        monkeypatch.setattr(module, "SCHEMA_VERSION", 1)
    monkeypatch.setattr(migrations, "STEPS", {0: lambda old: {**old, "title": f"{old['name']}, brought forward"}})
    with Journal.open(tmp_path) as journal:
        (found,) = journal.entries()
        assert found == replace(entry, title="old, brought forward")
        journal.update(found)
        document = journal._storage.documents(TABLE)[str(documents.number_of(entry.id))]
        assert (document["schema"], document["title"]) == (1, "old, brought forward")
