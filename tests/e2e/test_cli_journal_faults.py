"""The journal's commands when things go wrong: killed, twice at once, a full disk, a newer version, odd homes."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from msgspec.structs import replace
from tinydb.table import Document

from companion.domain.entry import Entry, Reflection
from companion.exports.markdown import entries_as_json
from companion.journal.blobs import Blobs
from companion.journal.frames import frame
from companion.journal.records import Header, as_json
from companion.journal.store import TABLE, Journal
from companion.journal.table import LogDatabase
from companion.journal.vault import Vault
from companion.services.journal.archive import write_archive
from tests.commands import CommandLine

MANY = 4000


def made(count: int) -> list[Entry]:
    """Entries of about half a kilobyte, ids and times of their own."""
    moment = datetime(2025, 5, 3, 8, 0, tzinfo=UTC)
    return [
        Entry(str(UUID(int=number + 1)), moment, moment, f"entry {number}", Reflection("the quiet stairs " * 25))
        for number in range(count)
    ]


def ids(companion: CommandLine) -> list[str]:
    """The ids of all entries that the journal lists, sorted."""
    ran = companion("journal", "list", "--json")
    assert ran.status == 0, ran
    return sorted(each["id"] for each in json.loads(ran.out))


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
@pytest.mark.parametrize("seed", range(3))
def test_a_killed_import_is_gone_on_with_and_doubles_nothing(companion: CommandLine, seed: int) -> None:
    entries = made(MANY)
    Path("all.json").write_bytes(entries_as_json(entries))
    process = companion.start("journal", "import", "all.json")
    logs = companion.home / "journal" / "logs"
    while process.poll() is None and not list(logs.glob("*/*.log")):
        time.sleep(0.002)
    time.sleep(Random(seed).uniform(0.0, 0.15))
    process.send_signal(signal.SIGKILL)
    process.communicate()
    there = ids(companion)
    assert len(set(there)) == len(there)
    ran = companion("journal", "import", "all.json")
    assert ran.status == 0, ran
    assert ids(companion) == sorted(entry.id for entry in entries)


def test_two_imports_at_once_bring_everything_once(companion: CommandLine) -> None:
    entries = made(600)
    Path("all.json").write_bytes(entries_as_json(entries))
    both = [companion.start("journal", "import", "all.json") for _ in range(2)]
    for process in both:
        _, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
    assert ids(companion) == sorted(entry.id for entry in entries)


def test_a_note_beside_an_open_journal_does_not_wait(companion: CommandLine) -> None:
    with Journal.open(companion.home / "journal") as journal:
        notes = [companion("note", f"thought {number}").out.strip() for number in range(3)]
        journal.refresh()
        assert {entry.id for entry in journal.entries()} == set(notes)


@pytest.mark.skipif(os.name == "nt", reason="needs a limit on file sizes")
def test_a_full_disk_leaves_no_half_export(companion: CommandLine) -> None:
    with Journal.open(companion.home / "journal") as journal:
        journal.put_all(made(50))
    before = Path("all.zip")
    before.write_bytes(b"the one from before")
    done = subprocess.run(
        [sys.executable, "-m", "companion", "journal", "export", "--all", "-o", "all.zip", "-o", "all.md"],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048)),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 3, done
    assert "Could not write all.zip" in done.stderr
    assert before.read_bytes() == b"the one from before"
    assert sorted(path.name for path in Path.cwd().iterdir()) == ["all.zip"]


def test_a_journal_of_a_newer_version_is_told_and_left_as_it_is(companion: CommandLine) -> None:
    companion("note", "from this version")
    newer = companion.home / "journal" / "logs" / "abcdefabcdef-1"
    newer.mkdir()
    header = frame(as_json(Header("abcdefabcdef-1", 1, format=99)))
    (newer / "00000001.log").write_bytes(header + frame(b'{"type": "dream"}'))
    ran = companion("journal", "list")
    assert ran.status == 0
    assert "from this version" in ran.out
    assert "newer version" in ran.err
    assert (newer / "00000001.log").read_bytes() == header + frame(b'{"type": "dream"}')


def test_an_entry_with_a_field_of_the_wrong_type_is_named_and_kept(companion: CommandLine) -> None:
    companion("note", "good")
    bad = UUID("12345678-0000-4000-8000-000000000000")
    with LogDatabase(companion.home / "journal") as database:
        database.table(TABLE).insert(Document({"id": str(bad), "title": 7, "schema": 1}, bad.int))
    for arguments in (("list",), ("search", "good"), ("stats",), ("export", "--all", "-o", "all.md")):
        ran = companion("journal", *arguments)
        assert ran.status == 0
        assert ran.err.startswith("12345678 can't be read by this version; it is kept as it is.")
    companion("journal", "show", "12345678").told(1, "can't be read")
    verified = companion("journal", "verify")
    assert verified.status == 3
    assert "12345678-0000-4000-8000-000000000000" in verified.out
    found = json.loads(companion("journal", "verify", "--json").out)
    assert (found["is_fine"], found["entries"], len(found["unreadable"])) == (False, 2, 1)


def test_a_flipped_byte_is_found_by_verify(companion: CommandLine) -> None:
    with Journal.open(companion.home / "journal") as journal:
        journal.put_all(made(20))
    (log,) = (companion.home / "journal" / "logs").glob("*/*.log")
    content = bytearray(log.read_bytes())
    content[len(content) // 2] ^= 1
    log.write_bytes(content)
    ran = companion("journal", "verify")
    assert ran.status == 3
    assert log.name in ran.out


def test_a_home_that_is_a_file_is_said(companion: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("in the way").write_text("x")
    monkeypatch.setenv("COMPANION_HOME", str(Path("in the way").absolute()))
    companion("note", "a thought").told(3, "in the way")
    companion("journal", "import", "in the way").told(3, "no journal that is known here")


def test_a_home_with_spaces_and_emoji_is_a_home(companion: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Path("my songs 🎵 (é)").absolute()
    monkeypatch.setenv("COMPANION_HOME", str(home))
    note = companion("note", "a thought").out.strip()
    assert companion("journal", "edit", note, "another thought").status == 0
    for path in ("all 🎵.zip", "all é.json"):
        assert companion("journal", "export", "--all", "-o", path).status == 0
        assert companion("journal", "import", path).out == "0 new from this program; 1 were here already.\n"
    assert companion("journal", "backup", "backup 🎵.zip").status == 0
    assert companion("journal", "merge", "backup 🎵.zip").out == "0 new; 1 were here already.\n"
    assert "aside" in companion("journal", "restore", "backup 🎵.zip", "--replace").out
    assert ids(companion) == [note]
    assert companion("journal", "verify").status == 0
    assert {path.name for path in home.iterdir()} >= {"journal", "journal-aside-1"}


@pytest.mark.parametrize("beginning", [b"{", b"PK\x03\x04"])
def test_two_gigabytes_are_refused(companion: CommandLine, beginning: bytes) -> None:
    companion("note", "a thought")
    with Path("huge").open("wb") as file:
        file.write(beginning)
        file.truncate(2 << 30)
    companion("journal", "import", "huge").told(3, "huge", "Nothing was imported.")
    for command in (("restore", "huge", "--replace"), ("merge", "huge")):
        companion("journal", *command).told(3, "huge is not whole")
    assert len(ids(companion)) == 1


def test_a_title_of_ten_thousand_letters_is_kept_whole_and_shown_short(companion: CommandLine) -> None:
    (entry,) = made(1)
    Path("long.json").write_bytes(entries_as_json([replace(entry, title="long " * 2000, tags=("t" * 10_000,))]))
    assert companion("journal", "import", "long.json").status == 0
    (line,) = companion("journal", "list").out.splitlines()
    assert len(line) <= 200
    shown = json.loads(companion("journal", "show", entry.id, "--json").out)
    assert shown["title"] == "long " * 2000
    assert companion("journal", "search", "long").status == 0
    assert companion("journal", "export", entry.id, "-o", "long.md", "-o", "long.zip").status == 0
    companion("journal", "edit", entry.id, "--title", "t" * 10_000).told(2, "up to 300 letters")


def test_a_thousand_times_nested_json_is_refused(companion: CommandLine) -> None:
    Path("deep.json").write_text('{"entries": ' + "[" * 100_000 + "]" * 100_000 + "}")
    companion("journal", "import", "deep.json").told(3, "deep.json")


def test_a_zip_that_holds_many_documents_is_read_once_each(companion: CommandLine) -> None:
    write_archive(made(3), lambda _: None, Path("all.zip"), Blobs(companion.home, Vault(companion.home)))
    with zipfile.ZipFile("all.zip", "a") as archive:
        archive.writestr("more.json", entries_as_json(made(5)))
        archive.writestr("other.json", b'{"colour": "blue"}')
    assert companion("journal", "import", "all.zip").out == "5 new from this program; 3 were here already.\n"
