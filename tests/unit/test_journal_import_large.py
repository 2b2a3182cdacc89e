"""Large things in a ZIP: they come back once, what is missing is named, and what is too large is not read."""

import zipfile
from datetime import UTC
from pathlib import Path

import pytest

from companion.domain.entry import Reflection
from companion.errors import FileProblemError
from companion.journal.blobs import name_of
from companion.journal.store import Journal
from companion.services.journal import unpack
from companion.services.journal.export import write_entries
from companion.services.journal.importing import read_import
from companion.services.journal.taking_in import TakenIn, take_in


def test_two_gigabytes_are_refused_before_they_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(2 * 1024**3)
    with pytest.raises(FileProblemError, match="more than 512 MB"):
        read_import(path, UTC)


def test_a_stream_without_end_is_read_no_further_than_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpack, "LARGEST_BYTES", 3 * 1024**2)
    with pytest.raises(FileProblemError, match="more than 3 MB"):
        read_import(Path("/dev/zero"), UTC)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("journal.json", b" " * (4 * 1024**2))
    assert (tmp_path / "bomb.zip").stat().st_size < 10_000
    with pytest.raises(FileProblemError, match="more than 3 MB"):
        read_import(tmp_path / "bomb.zip", UTC)


def test_large_things_go_into_the_zip_readable_and_come_back_once(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    large = {b"MThd" + b"notes" * 9: ".mid", b"RIFF....WAVE": ".wav", b"fLaC": ".flac", bytes(range(256)) * 500: ""}
    with Journal.open(tmp_path / "here") as journal:
        names = {journal.blobs.put(content): content for content in large}
        journal.add(Reflection(" ".join(names)))
        journal.add(Reflection(f"again {next(iter(names))}"))
        journal.blobs.put(b"nobody's")
        assert write_entries(journal.entries(), path, journal.blobs) == ()
        entries = journal.entries()
    with zipfile.ZipFile(path) as archive:
        there = {name for name in archive.namelist() if name.startswith("large/")}
        assert there == {f"large/{name_of(content)}{suffix}" for content, suffix in large.items()}
        for content, suffix in large.items():
            assert archive.read(f"large/{name_of(content)}{suffix}") == content
    with Journal.open(tmp_path / "there") as journal:
        assert take_in(read_import(path, UTC), path, journal) == TakenIn(2, 0, 0, 4, ())
        assert journal.entries() == entries
        assert {name: journal.blobs.get(name) for name in journal.blobs.names()} == names
        assert journal.verify().is_fine
        assert take_in(read_import(path, UTC), path, journal) == TakenIn(0, 0, 2, 0, ())
    with Journal.open(tmp_path / "sealed") as journal:
        journal.encrypt("the stairs are quiet")
        take_in(read_import(path, UTC), path, journal)
        assert {name: journal.blobs.get(name) for name in journal.blobs.names()} == names
    kept = (each.read_bytes() for each in (tmp_path / "sealed").rglob("*") if each.is_file())
    assert not any(b"notesnotes" in content for content in kept)


def test_large_things_that_are_missing_or_changed_are_named(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with Journal.open(tmp_path / "here") as journal:
        good, bad = journal.blobs.put(b"MThd good"), journal.blobs.put(b"MThd bad")
        journal.add(Reflection(f"{good} {bad}"))
        (journal.blobs.folder / bad).write_bytes(b"MThd changed")
        assert write_entries(journal.entries(), path, journal.blobs) == (bad,)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(f"large/{bad}.mid", b"MThd somebody else's")
        archive.writestr(f"large/{name_of(b'unasked')}", b"unasked")
    with Journal.open(tmp_path / "there") as journal:
        assert take_in(read_import(path, UTC), path, journal) == TakenIn(1, 0, 0, 1, (bad,))
        assert journal.blobs.names() == [good]
