"""A journal whose files are cut or changed behind its back still opens, says so, and throws nothing away."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from companion import age
from companion.domain.entry import Reflection
from companion.journal import log as log_module
from companion.journal import reading
from companion.journal.frames import frame
from companion.journal.log import OwnLog
from companion.journal.pruning import LAST
from companion.journal.reading import generations
from companion.journal.records import Change, Header, Record, as_json, file_of
from companion.journal.state import LogState
from companion.journal.store import TABLE, Journal

DEVICE = "d"


def open_journal(folder: Path, *, writable: bool = True) -> Journal:
    return Journal.open(folder, device=DEVICE, writable=writable)


def texts(journal: Journal) -> list[str]:
    return sorted(entry.title for entry in journal.entries())


def log_folder(journal_folder: Path) -> Path:
    return journal_folder / "logs" / f"{DEVICE}-1"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four entries in one log, no snapshot."""
    folder = tmp_path_factory.mktemp("written")
    with open_journal(folder) as journal:
        for number in range(4):
            journal.add(Reflection("é" * 10), title=str(number))
    return folder


@pytest.fixture(scope="module")
def folded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three generations' worth: 1 to 3 in snapshots and logs, 4 in the newest log."""
    folder = tmp_path_factory.mktemp("folded")
    for number in range(4):
        with open_journal(folder) as journal:
            journal.add(Reflection("text"), title=str(number))
            if number < 3:
                own = journal._storage._own
                assert own is not None
                own.fold()
    return folder


def copies(original: Path, into: Path) -> Iterator[Path]:
    """Fresh copies of a journal, one after the other."""
    while True:
        shutil.rmtree(into, ignore_errors=True)
        shutil.copytree(original, into)
        yield into


def test_a_cut_anywhere_keeps_the_whole_records_before_it(written: Path, tmp_path: Path) -> None:
    log = log_folder(written) / "00000001.log"
    content = log.read_bytes()
    ends = [len(file_of(Header(f"{DEVICE}-1", 1)))]
    while ends[-1] < len(content):
        length = int.from_bytes(content[ends[-1] + 4 : ends[-1] + 8], "little")
        ends.append(ends[-1] + len(frame(b"")) + length)
    assert ends[-1] == len(content)
    fresh = copies(written, tmp_path / "journal")
    for cut in sorted({*range(0, ends[-2], 11), *ends, *range(ends[-2], len(content))}):
        folder = next(fresh)
        (log_folder(folder) / log.name).write_bytes(content[:cut])
        whole = [str(number) for number in range(sum(end <= cut for end in ends) - 1)]
        with open_journal(folder) as journal:
            assert texts(journal) == whole, f"cut at {cut}"
            is_torn = cut not in ends and cut > 0
            assert len(journal.notices) == is_torn
            journal.add(Reflection("text"), title="after")
        if is_torn:
            tail = content[max((end for end in ends if end <= cut), default=0) : cut]
            assert [path.read_bytes() for path in (log_folder(folder) / "aside").iterdir()] == [tail]
        with open_journal(folder) as journal:
            assert texts(journal) == [*whole, "after"]
            assert journal.notices == ()


def test_a_flipped_byte_of_the_log_is_noticed_and_costs_one_entry_at_most(written: Path, tmp_path: Path) -> None:
    name = "00000001.log"
    content = (log_folder(written) / name).read_bytes()
    fresh = copies(written, tmp_path / "journal")
    for position in range(0, len(content), 7):
        folder = next(fresh)
        changed = bytearray(content)
        changed[position] ^= 0x20
        (log_folder(folder) / name).write_bytes(changed)
        with open_journal(folder) as journal:
            assert len(journal.notices) == 1, f"byte {position}"
            left = texts(journal)
            assert len(left) >= 3
        aside = b"".join(path.read_bytes() for path in (log_folder(folder) / "aside").iterdir())
        assert bytes(changed).endswith(aside)
        with open_journal(folder) as journal:
            assert texts(journal) == left
            assert journal.notices == ()


def test_a_flipped_byte_of_the_newest_snapshot_is_noticed_and_costs_nothing(folded: Path, tmp_path: Path) -> None:
    name = "00000004.snapshot"
    content = (log_folder(folded) / name).read_bytes()
    header_length = len(file_of(Header(f"{DEVICE}-1", 4)))
    fresh = copies(folded, tmp_path / "journal")
    for position in range(0, len(content), 7):
        folder = next(fresh)
        changed = bytearray(content)
        changed[position] ^= 0x20
        (log_folder(folder) / name).write_bytes(changed)
        with open_journal(folder, writable=False) as reader:
            assert texts(reader) == ["0", "1", "2", "3"], f"byte {position}"
            assert len(reader.notices) == 1
        with open_journal(folder) as journal:
            assert texts(journal) == ["0", "1", "2", "3"]
            assert len(journal.notices) == 1
        if position >= header_length:
            assert not (log_folder(folder) / name).exists()
        assert [path.read_bytes() for path in (log_folder(folder) / "aside").iterdir()] == [bytes(changed)]
        with open_journal(folder) as journal:
            assert texts(journal) == ["0", "1", "2", "3"]
            assert journal.notices == ()


def test_a_snapshot_that_was_cut_or_deleted_costs_nothing(folded: Path, tmp_path: Path) -> None:
    fresh = copies(folded, tmp_path / "journal")
    for size in (0, 1, 50, None):
        folder = next(fresh)
        snapshot = log_folder(folder) / "00000004.snapshot"
        if size is None:
            snapshot.unlink()
        else:
            snapshot.write_bytes(snapshot.read_bytes()[:size])
        with open_journal(folder) as journal:
            assert texts(journal) == ["0", "1", "2", "3"]


def test_when_no_snapshot_reads_the_logs_that_are_left_do(folded: Path, tmp_path: Path) -> None:
    folder = next(copies(folded, tmp_path / "journal"))
    for snapshot in log_folder(folder).glob("*.snapshot"):
        snapshot.write_bytes(b"nothing of it is left")
    for name in ("00000001.log", "00000002.log"):
        (log_folder(folder) / name).unlink()
    for segment in (log_folder(folder) / "segments").iterdir():
        segment.unlink()
    with open_journal(folder) as journal:
        assert texts(journal) == ["2", "3"]
        assert len(journal.notices) == 3
        journal.add(Reflection("text"), title="after")
    with open_journal(folder) as journal:
        assert texts(journal) == ["2", "3", "after"]


def test_what_a_killed_fold_left_is_cleaned(written: Path, tmp_path: Path) -> None:
    folder = next(copies(written, tmp_path / "journal"))
    (log_folder(folder) / "00000002.snapshotabc.new").write_bytes(b"half a snapshot")
    with open_journal(folder) as journal:
        assert len(journal) == 4
    assert not list(log_folder(folder).glob("*.new"))


def test_a_log_that_is_sealed_for_a_key_we_do_not_have_is_left_alone(written: Path, tmp_path: Path) -> None:
    folder = next(copies(written, tmp_path / "journal"))
    (folder / "keys").mkdir()
    (folder / "keys" / "other.open").write_text(age.Identity.generate().reveal())
    record = as_json(Record(99, (Change(TABLE, "1", {"id": "1"}),)))
    sealed = file_of(Header(f"{DEVICE}-1", 1)) + frame(age.seal(record, [age.Identity.generate().recipient]))
    (log_folder(folder) / "00000001.log").write_bytes(sealed)
    with open_journal(folder) as journal:
        assert len(journal.notices) == 1
        journal.add(Reflection("text"), title="beside it")
    assert (log_folder(folder) / "00000001.log").read_bytes() == sealed


def test_a_reader_whose_files_are_folded_away_meanwhile_reads_again(
    folded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = next(copies(folded, tmp_path / "journal"))
    with open_journal(folder) as journal:
        own = journal._storage._own
        assert own is not None
        listings = 0

        def fold_after_the_listing(listed: Path, suffix: str) -> list[int]:
            nonlocal listings
            found = generations(listed, suffix)
            listings += 1
            if listings == 2:
                for _ in range(LAST + 1):
                    own.fold()
            return found

        monkeypatch.setattr(reading, "generations", fold_after_the_listing)
        with open_journal(folder, writable=False) as reader:
            assert texts(reader) == ["0", "1", "2", "3"]
            assert reader.notices == ()
        assert listings > 2


def test_folding_in_the_middle_of_a_run_keeps_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_module, "FOLD_AT_RECORDS", 3)
    with open_journal(tmp_path) as journal:
        first = journal.add(Reflection("text"), title="first")
        for number in range(40):
            journal.add(Reflection("text"), title=str(number))
            journal.update(replace(first, title=f"first {number}"))
        journal.delete(first.id)
        state = own_state(journal)
        assert state.generation > 3
    with open_journal(tmp_path) as journal:
        assert texts(journal) == sorted(map(str, range(40)))


def own_state(journal: Journal) -> LogState:
    own = journal._storage._own
    assert isinstance(own, OwnLog)
    return own.state
