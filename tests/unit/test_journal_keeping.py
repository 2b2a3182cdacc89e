"""Large things, backups, other journals, verifying, adding only, and deleting with what came from it."""

import json
import zipfile
from pathlib import Path
from uuid import UUID

import pytest
from msgspec.structs import replace

from companion.domain.entry import Reflection, SessionRecord, Words
from companion.domain.song import Song
from companion.domain.take import Take
from companion.domain.tempo import TempoMap
from companion.errors import FileProblemError, LockedError, WrongUseError
from companion.journal import inbox as inbox_module
from companion.journal.backup import restore
from companion.journal.frames import frame
from companion.journal.inbox import Inbox
from companion.journal.store import ANOTHER_VERSION, Journal, NoSuchEntryError
from companion.journal.vault import Vault


def test_large_things_are_kept_once_by_what_is_in_them(tmp_path: Path) -> None:
    with Journal.open(tmp_path) as journal:
        name = journal.blobs.put(b"sound" * 1000)
        assert journal.blobs.put(b"sound" * 1000) == name
        assert journal.blobs.get(name) == b"sound" * 1000
        assert journal.blobs.names() == [name]
        for wrong in ("../../etc/passwd", "", "sha256-xyz"):
            with pytest.raises(WrongUseError):
                journal.blobs.get(wrong)
        with pytest.raises(FileProblemError):
            journal.blobs.get(f"sha256-{'0' * 64}")


def test_large_things_go_with_the_last_entry_that_names_them(tmp_path: Path) -> None:
    with Journal.open(tmp_path) as journal:
        alone, shared = journal.blobs.put(b"alone"), journal.blobs.put(b"shared")
        gone = journal.add(Reflection(f"{alone} {shared}"))
        journal.add(Reflection(shared))
        journal.delete(gone.id)
        assert journal.blobs.names() == sorted([alone, shared])
    with Journal.open(tmp_path) as journal:
        assert journal.blobs.names() == [shared]


def test_verifying_names_what_is_damaged_missing_or_nobodys(tmp_path: Path) -> None:
    with Journal.open(tmp_path, device="d") as journal:
        good, bad, orphan = (journal.blobs.put(each) for each in (b"good", b"bad", b"orphan"))
        missing = f"sha256-{'0' * 64}"
        journal.add(Reflection(f"{good} {bad} {missing}"))
        assert not journal.verify().is_fine
        (tmp_path / "blobs" / bad).write_bytes(b"changed")
        found = journal.verify()
        assert (found.damaged_blobs, found.missing_blobs, found.orphans) == ((bad,), (missing,), (orphan,))
        assert (found.entries, found.unreadable, found.damaged) == (1, (), ())
    log = tmp_path / "logs" / "d-1" / "00000001.log"
    log.write_bytes(log.read_bytes()[:-3])
    with Journal.open(tmp_path, device="d", writable=False) as journal:
        assert journal.verify().damaged == ("logs/d-1/00000001.log",)


def test_a_backup_is_the_whole_journal(tmp_path: Path) -> None:
    with Journal.open(tmp_path / "journal") as journal:
        entries = [journal.add(Reflection(str(number))) for number in range(300)]
        name = journal.blobs.put(b"sound")
        journal.add(Reflection(name))
        assert journal.backup(tmp_path / "backup.zip") == 301
        journal.add(Reflection("after"))
    restore(tmp_path / "backup.zip", tmp_path / "restored")
    with Journal.open(tmp_path / "restored") as journal:
        assert journal.all()[1:] == entries[::-1]
        assert journal.blobs.get(name) == b"sound"
        assert journal.verify().is_fine
        assert journal.notices == ()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.zip", "journal", "restored"]
    with pytest.raises(FileProblemError, match="not empty"):
        restore(tmp_path / "backup.zip", tmp_path / "restored")


@pytest.mark.parametrize("rubbish", ["half", "empty", "no zip", "climbs", "another zip", "missing", "too large"])
def test_what_is_no_backup_restores_nothing(tmp_path: Path, rubbish: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Journal.open(tmp_path / "journal") as journal:
        journal.add(Reflection("text"))
        journal.backup(tmp_path / "backup.zip")
    backup = tmp_path / "backup.zip"
    match rubbish:
        case "half":
            backup.write_bytes(backup.read_bytes()[:-100])
        case "empty":
            backup.write_bytes(b"")
        case "no zip":
            backup.write_bytes(b"words" * 100)
        case "climbs" | "another zip":
            with zipfile.ZipFile(backup, "w") as archive:
                archive.writestr("../outside.log" if rubbish == "climbs" else "holiday.jpg", b"text")
        case "missing":
            backup.unlink()
        case "too large":
            monkeypatch.setattr("companion.journal.backup.MOST_BYTES", 10)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(FileProblemError):
        restore(backup, tmp_path / "restored")
    assert sorted(tmp_path.rglob("*")) == before


def test_another_journal_is_brought_in_whole_and_only_once(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    with Journal.open(here, device="here") as journal:
        same, mine, gone = (journal.add(Reflection(each), title=each) for each in ("same", "differs", "deleted"))
        journal.backup(tmp_path / "backup.zip")
        journal.delete(gone.id)
    restore(tmp_path / "backup.zip", there)
    with Journal.open(there, device="there") as journal:
        journal.update(replace(mine, title="differs there"))
        name = journal.blobs.put(b"sound")
        new = journal.add(Reflection(name), title="new")
        journal.backup(tmp_path / "theirs.zip")
    with Journal.open(here, device="here") as journal:
        done = journal.merge(there)
        assert (done.added, done.both_kept, done.same, done.deleted) == (1, 1, 1, 1)
        after = journal.all()
        assert {entry.title for entry in after} == {"same", "differs", "differs there", "new"}
        assert journal.get(new.id) == new
        assert journal.get(same.id) == same
        assert [ANOTHER_VERSION in entry.tags for entry in after if entry.title == "differs there"] == [True]
        assert journal.blobs.get(name) == b"sound"
        journal.merge(tmp_path / "theirs.zip")
        journal.merge(there)
        assert journal.all() == after
        for nothing in (tmp_path / "nowhere", tmp_path, tmp_path / "backup.zip" / "x"):
            with pytest.raises(FileProblemError):
                journal.merge(nothing)
        assert journal.all() == after


def test_a_journal_with_a_passphrase_is_brought_in_with_its_key(tmp_path: Path) -> None:
    with Journal.open(tmp_path / "there", device="there") as journal:
        entry = journal.add(Reflection("text"))
        key = journal.encrypt("the stairs").recovery_key
        journal.backup(tmp_path / "theirs.zip")
    with Journal.open(tmp_path / "here", device="here") as journal:
        for path in (tmp_path / "there", tmp_path / "theirs.zip"):
            with pytest.raises(LockedError):
                journal.merge(path)
        vault = Vault(tmp_path / "there")
        vault.unlock(key)
        journal.merge(tmp_path / "theirs.zip", vault)
        assert journal.all() == [entry]
        assert journal.merge(tmp_path / "there", vault).same == 1


def test_many_entries_come_in_at_once_with_their_ids_and_times(tmp_path: Path) -> None:
    with Journal.open(tmp_path / "there") as journal:
        entries = [journal.add(Reflection(str(number))) for number in range(20)]
    with Journal.open(tmp_path / "here") as journal:
        assert journal.put_all(entries) == tuple(entries)
        assert journal.put_all(reversed(entries)) == tuple(reversed(entries))
        assert len(journal) == 20
        other = replace(entries[0], title="another")
        twice = [journal.put_new(other), journal.put_new(other)]
        assert twice[0] == twice[1] == replace(other, id=twice[0].id, tags=(ANOTHER_VERSION,))
        assert len(journal) == 21


def test_what_came_from_an_entry_goes_with_it_in_one_step(tmp_path: Path, song: Song) -> None:
    with Journal.open(tmp_path) as journal:
        words = journal.add(Words(("line",)), session_id="walk")
        made = journal.add(song, session_id="walk")
        take = journal.add(Take("t", TempoMap(66.0), (), 1.0, song_id=made.id))
        session = journal.add(SessionRecord("title", (words.id,), True), session_id="walk")
        other = journal.add(Reflection("other"))
        records = journal._storage.revision
        gone = journal.delete(session.id, also=[words.id, made.id, take.id, str(UUID(int=9))])
        assert journal._storage.revision == records + 1, "all of it is one record"
        assert {each.id for each in gone} == {words.id, made.id, session.id, take.id}
        assert journal.all() == [other]
        journal.put_back(gone)
        journal.delete(made.id)
        assert {each.id for each in journal.all()} == {words.id, take.id, session.id, other.id}


def test_adding_only_needs_nothing_and_reads_nothing(tmp_path: Path) -> None:
    with Journal.append_only(tmp_path, device="d") as inbox:
        first = inbox.add(Reflection("first"), title="t", tags=["one"], step="s", session_id="w", exercise="e")
    with Journal.open(tmp_path, device="d") as journal:
        assert journal.all() == [first]
        changed = journal.update(replace(first, title="changed"))
        own = journal._storage._own
        assert own is not None
        own.fold()
        with Inbox.open(tmp_path, device="d") as beside:
            second = beside.add(Reflection("second"))
        journal.refresh()
        assert journal.all() == [second, changed]
    with Journal.append_only(tmp_path, device="d") as inbox:
        third = inbox.add(Reflection("third"))
    with Journal.open(tmp_path, device="d") as journal:
        assert journal.all() == [third, second, changed]
        assert journal.notices == ()


def test_adding_only_goes_on_after_a_torn_record(tmp_path: Path) -> None:
    with Journal.append_only(tmp_path, device="d") as inbox:
        first = inbox.add(Reflection("first"))
    log = tmp_path / "logs" / "d-1" / "00000001.log"
    log.write_bytes(log.read_bytes() + frame(b"half a record")[:-4])
    with Journal.append_only(tmp_path, device="d") as inbox:
        second = inbox.add(Reflection("second"))
    with Journal.open(tmp_path, device="d") as journal:
        assert journal.all() == [second, first]
        assert len(journal.notices) == 1


def test_adding_only_says_when_it_can_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox_module, "MOST_LOGS", 1)
    with Inbox.open(tmp_path, device="d"), pytest.raises(LockedError):
        Inbox.open(tmp_path, device="d")
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FileProblemError):
        Inbox.open(tmp_path / "file" / "journal")


def test_an_entry_with_a_field_of_the_wrong_type_is_kept_and_named(tmp_path: Path) -> None:
    with Journal.open(tmp_path) as journal:
        entry = journal.add(Reflection("text"), title="t")
        journal._table.update({"title": ["not", "a", "title"]})
        assert journal.all() == []
        assert [each.id for each in journal.unreadable()] == [entry.id]
        assert not journal.verify().is_fine
        (gone,) = journal.delete(entry.id)
        journal.put_back([gone])
        assert json.dumps(journal._storage.documents("entries")[str(UUID(entry.id).int)]["title"]) != ""
        with pytest.raises(NoSuchEntryError):
            journal.delete(str(UUID(int=3)))
