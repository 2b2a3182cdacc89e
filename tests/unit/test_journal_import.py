"""Our own ZIP and JSON, taken in; and files that are no journal, or half of one."""

import json
import zipfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID

import pytest
from msgspec.structs import replace

from companion.domain.affect import Affect, CheckIn
from companion.domain.entry import Body, Entry, Reflection, SessionRecord, Words
from companion.domain.song import Song
from companion.domain.take import NOTE_ON, PlayedEvent, Take
from companion.domain.tempo import TempoMap
from companion.errors import FileProblemError
from companion.exports.markdown import entries_as_json, entry_as_json
from companion.journal.blobs import Blobs
from companion.journal.documents import ANOTHER_VERSION
from companion.journal.vault import Vault
from companion.services.journal.archive import write_archive
from companion.services.journal.importing import Brought, compare, read_import

WRITTEN = datetime(2024, 2, 29, 23, 30, tzinfo=timezone(timedelta(hours=1)))


@pytest.fixture
def entries(song: Song) -> list[Entry]:
    """One of each kind, the newest first."""
    take = Take("Played", TempoMap(60.0), (PlayedEvent(0.5, NOTE_ON, 60, 80),), 2.0, song_id=str(UUID(int=4)))
    bodies: list[Body] = [
        CheckIn("tender", Affect(2, -1), 3),
        Words(("When the *house* is still", "", "ich bleibe – 🎵")),
        Reflection("a thought\x00 with \u2028 everything", "calm"),
        song,
        take,
        SessionRecord("A steady place", (str(UUID(int=1)), "gone since"), is_finished=True),
    ]
    made = [
        Entry(str(UUID(int=number)), WRITTEN + timedelta(minutes=number), WRITTEN + timedelta(days=1), f"no {number}",
              body, ("night",), session_id="walk", is_favourite=number == 2)
        for number, body in enumerate(bodies, start=1)
    ]  # fmt: skip
    return list(reversed(made))


def archive_of(entries: list[Entry], path: Path) -> Path:
    songs = {entry.id: entry.body for entry in entries if isinstance(entry.body, Song)}
    nothing_large = Blobs(path.parent, Vault(path.parent))
    assert write_archive(entries, lambda take: songs.get(getattr(take.body, "song_id", "") or ""), path,
                         nothing_large) == ()  # fmt: skip
    return path


def test_our_zip_brings_everything_back(entries: list[Entry], tmp_path: Path) -> None:
    arriving = read_import(archive_of(entries, tmp_path / "all.zip"), UTC)
    assert arriving.entries == tuple(entries)
    assert (arriving.unreadable, arriving.left_out) == ((), ())


def test_our_zip_can_be_read_without_us(entries: list[Entry], tmp_path: Path) -> None:
    with zipfile.ZipFile(archive_of(entries, tmp_path / "all.zip")) as archive:
        names = archive.namelist()
        assert names[:2] == ["README.txt", "journal.json"]
        assert "entries/2024/2024-02-29-no-2-00000000.md" in names
        assert sum(name.startswith("entries/") for name in names) == len(entries)
        assert archive.read("music/2024/2024-02-29-no-4-00000000.mid")[:4] == b"MThd"
        assert archive.read("music/2024/2024-02-29-no-5-00000000.mid")[:4] == b"MThd"
        assert "ich bleibe – 🎵" in archive.read("entries/2024/2024-02-29-no-2-00000000.md").decode()
        assert b"not protected" in archive.read("README.txt")


def test_the_same_entries_give_the_same_bytes(entries: list[Entry], tmp_path: Path) -> None:
    first, second = archive_of(entries, tmp_path / "1.zip"), archive_of(entries, tmp_path / "2.zip")
    assert first.read_bytes() == second.read_bytes()


def test_entries_that_look_alike_have_files_of_their_own(entries: list[Entry], tmp_path: Path) -> None:
    twins = [replace(entries[0], id=str(UUID(int=number)), title="twin") for number in (1, 2, 3)]
    with zipfile.ZipFile(archive_of(twins, tmp_path / "all.zip")) as archive:
        assert len(set(archive.namelist())) == len(archive.namelist()) == 5


def test_json_of_all_and_of_one(entries: list[Entry], tmp_path: Path) -> None:
    everything, one = tmp_path / "all.json", tmp_path / "one.json"
    everything.write_bytes(entries_as_json(entries))
    one.write_bytes(entry_as_json(entries[0]))
    assert read_import(everything, UTC).entries == tuple(entries)
    assert read_import(one, UTC).entries == (entries[0],)


def test_nothing_comes_twice_and_what_differs_comes_beside(entries: list[Entry]) -> None:
    assert compare(entries, entries) == Brought((), (), len(entries))
    assert compare([*entries, *entries], []) == Brought(tuple(entries), (), len(entries))
    assert compare(entries, entries[1:]).new == (entries[0],)
    changed = replace(entries[0], body=Reflection("other words"))
    brought = compare([changed], entries)
    (beside,) = brought.beside
    assert beside.body == changed.body
    assert beside.id != changed.id
    assert ANOTHER_VERSION in beside.tags
    assert compare([changed], [*entries, beside]).beside == ()
    assert compare([replace(entries[0], tags=("more",))], entries).known == 1


def test_one_bad_entry_is_named_and_the_others_come(entries: list[Entry], tmp_path: Path) -> None:
    everything = json.loads(entries_as_json(entries))
    everything["entries"][0]["title"] = 7
    everything["entries"][1]["id"] = "no uuid"
    everything["entries"][2]["schema"] = 99
    everything["entries"][3]["created"] = "2024-02-29T23:30:00"
    everything["entries"][4]["body"]["type"] = "poem"
    path = tmp_path / "all.json"
    path.write_text(json.dumps(everything), encoding="utf-8")
    arriving = read_import(path, UTC)
    assert arriving.entries == (entries[5],)
    said = "\n".join(arriving.unreadable)
    assert "Entry 1 (“00000000-0000-0000-0000-000000000006”) can't be read: expected 'str', got 'int'" in said
    assert "(field 'title')" in said
    assert "no UUID" in said
    assert "newer version wrote it (form 99" in said
    assert "no zone" in said
    assert "poem" in said


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not whole"),
        (b"rubbish", "no journal that is known here"),
        (b'{"entries": [', "not whole"),
        (b"\xff\xfe{}", "no journal that is known here"),
        (b"[]", "no journal that is known here"),
        (b"{}", "no journal that is known here"),
        (b'{"entries": []}', "no journal that is known here"),
        (b'{"entries": [1, 2]}', "no journal that is known here"),
        (b'{"format": "companion-entries", "version": 99, "entries": []}', "newer version of this program (form 99"),
        (b"PK\x03\x04 half", "not a whole ZIP"),
    ],
)
def test_what_is_no_journal_is_said(content: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "thing.json"
    path.write_bytes(content)
    with pytest.raises(FileProblemError) as caught:
        read_import(path, UTC)
    assert says in caught.value.message
    assert str(path) in caught.value.message


def test_a_file_that_windows_marked_as_utf8_is_read(entries: list[Entry], tmp_path: Path) -> None:
    path = tmp_path / "all.json"
    path.write_text(entries_as_json(entries).decode(), encoding="utf-8-sig")
    assert read_import(path, UTC).entries == tuple(entries)


def test_half_a_zip(entries: list[Entry], tmp_path: Path) -> None:
    whole = archive_of(entries, tmp_path / "all.zip").read_bytes()
    for end in (10, len(whole) // 2, len(whole) - 1):
        (tmp_path / "half.zip").write_bytes(whole[:end])
        with pytest.raises(FileProblemError, match="not a whole ZIP"):
            read_import(tmp_path / "half.zip", UTC)
    damaged = bytearray(whole)
    damaged[whole.index(b"journal.json") + 40] ^= 0xFF
    (tmp_path / "half.zip").write_bytes(damaged)
    with pytest.raises(FileProblemError, match="not a whole ZIP"):
        read_import(tmp_path / "half.zip", UTC)


@pytest.mark.parametrize("name", ["../evil.json", "/etc/evil", "a/../../b", "..\\evil", "C:\\evil", "\\\\host\\share"])
def test_a_zip_whose_paths_climb_out_is_refused(name: str, entries: list[Entry], tmp_path: Path) -> None:
    path = archive_of(entries, tmp_path / "all.zip")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(zipfile.ZipInfo(name), b"{}")
    with pytest.raises(FileProblemError, match="leads out of it"):
        read_import(path, UTC)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["all.zip"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileProblemError, match="no such file"):
        read_import(tmp_path / "nothing.zip", UTC)
