"""A journal in which a newer version wrote: it is read as far as it is known, and nothing in it is changed."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from msgspec.structs import replace

from companion.domain.entry import Reflection
from companion.journal.backup import restore
from companion.journal.forms import NewerJournalError
from companion.journal.frames import frame
from companion.journal.records import FORMAT_VERSION, Change, Header, Record, as_json, file_of
from companion.journal.store import TABLE, Journal
from companion.journal.vault import Vault
from companion.paths import Places
from companion.services.container import Companion
from companion.services.home import Home
from companion.services.journal.protecting import protect
from tests.commands import CommandLine

NEWER = FORMAT_VERSION + 1
DEVICE = "d"


def in_form(log: str, generation: int, form: int = NEWER) -> bytes:
    """A log's file as a newer version might write it: its header says so."""
    return file_of(Header(log, generation, format=form)) + frame(b'{"type":"dream","of":"later"}')


def contents(folder: Path) -> dict[Path, bytes]:
    """Every file but locks, which hold nothing."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != "lock"}


@pytest.fixture(params=["own log", "another device", "a frame inside"])
def newer(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A journal with two entries of this version, and a file of a newer one."""
    folder = tmp_path / "home" / "journal"
    with Journal.open(folder, device=DEVICE) as journal:
        for title in ("first", "second"):
            journal.add(Reflection(title), title=title)
    match request.param:
        case "own log":
            (folder / "logs" / "d-1" / "00000002.log").write_bytes(in_form("d-1", 2))
        case "another device":
            (folder / "logs" / "elsewhere-1").mkdir()
            (folder / "logs" / "elsewhere-1" / "00000001.log").write_bytes(in_form("elsewhere-1", 1))
        case _:
            known = as_json(Record(99, (Change(TABLE, "1", {"id": "1"}),)))
            unheard_of = file_of(Header("d-1", 2)) + frame(known) + frame(b'{"type":"unheard of"}')
            (folder / "logs" / "d-1" / "00000002.log").write_bytes(unheard_of)
    return folder


WRITES: dict[str, Callable[[Journal, Path], object]] = {
    "add": lambda journal, _: journal.add(Reflection("text")),
    "change": lambda journal, _: journal.update(journal.all()[0]),
    "delete": lambda journal, _: journal.delete(journal.all()[0].id),
    "put": lambda journal, _: journal.put_new(replace(journal.all()[0], id=str(UUID(int=7)))),
    "merge": lambda journal, backup: journal.merge(backup),
    "encrypt": lambda journal, _: journal.encrypt("the stairs are quiet"),
    "decrypt": lambda journal, _: journal.decrypt(),
}


def test_it_is_read_and_nothing_in_it_is_changed(newer: Path, tmp_path: Path) -> None:
    with Journal.open(tmp_path / "other", device="o") as other:
        other.add(Reflection("other"))
        other.backup(tmp_path / "other.zip")
    before = contents(newer)
    with Journal.open(newer, device=DEVICE) as journal:
        assert {entry.title for entry in journal.all()} == {"first", "second"}
        (told,) = journal.notices
        assert f"in the form {NEWER}; this version knows forms up to {FORMAT_VERSION}" in told
        for write in WRITES.values():
            with pytest.raises(NewerJournalError) as problem:
                write(journal, tmp_path / "other.zip")
            assert str(problem.value) == told
        assert journal.backup(tmp_path / "backup.zip") == 2
    assert contents(newer) == before
    restore(tmp_path / "backup.zip", tmp_path / "restored")
    with Journal.open(tmp_path / "restored", writable=False) as journal:
        assert len(journal) == 2


def test_one_that_arrives_while_the_journal_is_open_stops_writing(tmp_path: Path) -> None:
    with Journal.open(tmp_path, device=DEVICE) as journal:
        kept = journal.add(Reflection("kept"))
        (tmp_path / "logs" / "elsewhere-1").mkdir()
        (tmp_path / "logs" / "elsewhere-1" / "00000001.log").write_bytes(in_form("elsewhere-1", 1))
        journal.refresh()
        before = contents(tmp_path)
        with pytest.raises(NewerJournalError):
            journal.add(Reflection("not kept"))
        assert journal.all() == [kept]
    assert contents(tmp_path) == before
    shutil.rmtree(tmp_path / "logs" / "elsewhere-1")
    with Journal.open(tmp_path, device=DEVICE) as journal:
        assert journal.all() == [kept]
        assert journal.notices == ()
        journal.add(Reflection("again"))


def test_home_tells_it_once_and_what_was_being_recorded_stays(newer: Path) -> None:
    home = newer.parent
    companion = Companion(Places(home, home, home / "logs"))
    companion.draft_file.save(Reflection("under way"))
    house = Home(companion)
    told = house.look().news
    assert sum("newer version" in each for each in told) == 1
    assert house.look().news == ()
    with pytest.raises(NewerJournalError):
        protect(companion.places, companion.journal, "the stairs are quiet")
    assert not Vault(newer).is_sealed
    companion.close()


def test_on_the_command_line_each_command_says_it(companion: CommandLine) -> None:
    kept = companion("note", "from this version").out.strip()
    elsewhere = companion.home / "journal" / "logs" / "abcdefabcdef-1"
    elsewhere.mkdir()
    (elsewhere / "00000001.log").write_bytes(in_form("abcdefabcdef-1", 1, form=99))
    before = contents(companion.home / "journal")
    listed = companion("journal", "list", "--json")
    assert (listed.status, [each["id"] for each in json.loads(listed.out)]) == (0, [kept])
    assert "in the form 99" in listed.err
    Path("secret").write_text("the stairs are quiet")
    Path("words.txt").write_text("the quiet house\n")
    Path("entry.json").write_bytes(b'{"entries": [{"title": "t", "body": "b", "date": "2026-11-21", "time": "09:00"}]}')
    for arguments in (
        ("note", "not kept"),
        ("journal", "edit", kept, "other"),
        ("journal", "tag", kept, "night"),
        ("journal", "favourite", kept),
        ("journal", "delete", kept, "--yes"),
        ("journal", "import", "entry.json"),
        ("journal", "merge", "anywhere"),
        ("journal", "encrypt", "--passphrase-file", "secret"),
        ("compose", "words.txt", "--feeling", "calm", "-o", "song.mid", "--keep"),
    ):
        companion(*arguments).told(3, "in the form 99", "nothing in it is changed")
    assert contents(companion.home / "journal") == before
    assert companion("journal", "backup", "backup.zip").status == 0
    assert companion("journal", "export", "--all", "-o", "all.zip").status == 0
