"""Generations: which stay, what they share, how much room they take, and that nothing deleted is left in one."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from companion.domain.entry import Reflection
from companion.journal import log, pruning, storage
from companion.journal.reading import manifest_of
from companion.journal.records import Item, Manifest, lines_of
from companion.journal.store import TABLE, Journal
from companion.journal.vault import Vault

FOLDER = Path("logs") / "d-1"


def manifests(folder: Path) -> list[Manifest]:
    found = (manifest_of(path) for path in sorted((folder / FOLDER).glob("*.snapshot")))
    return [each for each in found if each is not None]


def fold(journal: Journal) -> None:
    own = journal._storage._own
    assert own is not None
    own.fold()


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def whole(journal: Journal) -> int:
    return len(lines_of(Item(1, TABLE, *each) for each in journal._storage.documents(TABLE).items()))


def test_a_generation_writes_what_changed_and_shares_the_rest(tmp_path: Path) -> None:
    with Journal.open(tmp_path, device="d") as journal:
        for number in range(200):
            journal.add(Reflection("x" * 500), title=str(number))
        fold(journal)
        before = {path: path.stat().st_mtime_ns for path in (tmp_path / FOLDER / "segments").iterdir()}
        journal.add(Reflection("one more"))
        fold(journal)
        new = [path for path in (tmp_path / FOLDER / "segments").iterdir() if path not in before]
        assert sum(path.stat().st_size for path in new if path.suffix == ".segment") < 2000
        assert {path: path.stat().st_mtime_ns for path in before} == before
        *_other, first, second = manifests(tmp_path)
        assert second.segments[:-1] == first.segments
        twins = {path.stem for path in (tmp_path / FOLDER / "segments").glob("*.twin")}
        assert twins == {each.name for each in first.segments}


def test_a_journal_has_few_segments_and_rewrites_a_change_a_few_times(tmp_path: Path) -> None:
    written = 0
    with Journal.open(tmp_path, device="d") as journal:
        for number in range(128):
            known = {path.name for path in (tmp_path / FOLDER).glob("segments/*.segment")}
            journal.add(Reflection("x" * 300), title=f"{number:03}")
            fold(journal)
            new = [path for path in (tmp_path / FOLDER).glob("segments/*.segment") if path.name not in known]
            written += sum(path.stat().st_size for path in new)
        segments = manifests(tmp_path)[-1].segments
    assert len(segments) <= 10
    assert written < 12 * sum(each.length for each in segments)


@pytest.mark.parametrize("is_changing", [False, True], ids=["growing", "changing"])
def test_all_generations_take_at_most_three_times_the_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_changing: bool
) -> None:
    monkeypatch.setattr(log, "FOLD_AT_RECORDS", 10)
    monkeypatch.setattr(pruning, "LEAST_BYTES", 0)
    days = iter(range(10**6))
    chance = random.Random(3)
    for _ in range(40):
        with Journal.open(tmp_path, device="d", now=lambda: 1.77e9 + next(days) * 40_000.0) as journal:
            known = journal.entries()
            for _ in range(12):
                if is_changing and known:
                    journal.update(replace(chance.choice(known), body=Reflection(chance.choice("abc") * 1000)))
                else:
                    journal.add(Reflection("x" * 1000))
            needed = whole(journal)
        assert size(tmp_path) <= 3 * needed + 20_000
        assert len(manifests(tmp_path)) <= pruning.LAST + pruning.DAYS + 1
    assert len(manifests(tmp_path)) >= 2


@pytest.mark.parametrize("is_sealed", [False, True], ids=["plain", "sealed"])
@pytest.mark.parametrize("share", [0.01, 0.1, 1.0])
def test_what_is_changed_every_day_takes_three_times_the_journal_at_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, share: float, is_sealed: bool
) -> None:
    monkeypatch.setattr(pruning, "LEAST_BYTES", 0)
    monkeypatch.setattr(log, "FOLD_AT_BYTES", 0)
    monkeypatch.setattr(log, "FOLD_AT_RECORDS", 60)
    chance, moments, vault = random.Random(5), [1.77e9], Vault(tmp_path)
    if is_sealed:
        vault.close_with("three small lamps")
    with Journal.open(tmp_path, device="d", vault=vault) as journal:
        for _ in range(200):
            journal.add(Reflection("x" * 3000))
    for day in range(40 if share == 0.01 else 4):
        moments.append(moments[-1] + 86_400.0)
        with Journal.open(tmp_path, device="d", vault=vault, now=lambda: moments[-1]) as journal:
            for entry in chance.sample(journal.entries(), round(200 * share)):
                journal.update(replace(entry, title=f"on day {day}"))
            fold(journal)
            needed = whole(journal)
        assert size(tmp_path) <= 3 * needed + 20_000
        assert len(manifests(tmp_path)) >= 2


def test_the_last_five_stay_and_one_a_day_for_thirty_days(tmp_path: Path) -> None:
    start = datetime(2026, 3, 1, 8, tzinfo=UTC)
    made: list[datetime] = []
    with Journal.open(tmp_path, device="d", now=lambda: made[-1].timestamp()) as journal:
        for day in range(45):
            for hour in (0, 4, 8):
                made.append(start + timedelta(days=day, hours=hour))
                journal.add(Reflection(f"{day} {hour}"))
                fold(journal)
    kept = [datetime.fromtimestamp(each.made, UTC) for each in manifests(tmp_path)]
    assert kept[-5:] == made[-5:]
    last_of_day = [moment for moment in made if moment.hour == 16 and made[-1] - moment < timedelta(days=30)]
    assert set(kept) == {*last_of_day, *made[-5:]}
    assert len(last_of_day) == 30


def test_a_clock_that_jumps_back_keeps_the_newest(tmp_path: Path) -> None:
    moments = [1.77e9, 1.2e9, 0.0, -5e9]
    with Journal.open(tmp_path, device="d", now=lambda: moments[0]) as journal:
        for _ in range(4):
            journal.add(Reflection("text"))
            fold(journal)
            moments.append(moments.pop(0))
    with Journal.open(tmp_path, device="d") as journal:
        assert len(journal) == 4
        assert journal.notices == ()


@pytest.mark.parametrize("closing", ["closed", "killed and opened again"])
def test_what_is_deleted_leaves_every_generation_and_the_rest_stays(tmp_path: Path, closing: str) -> None:
    with Journal.open(tmp_path, device="d") as journal:
        for number in range(30):
            entry = journal.add(Reflection("Zwetschgenkuchen" if number == 7 else "text"), title=str(number))
            if number == 7:
                gone = entry
            if number % 6 == 0:
                fold(journal)
        changed = journal.update(replace(gone, body=Reflection("Zwetschgenkuchen again")))
        before = len(manifests(tmp_path))
    journal = Journal.open(tmp_path, device="d")
    assert journal.delete(gone.id[:13]) == (changed,)
    if closing != "closed":
        own = journal._storage._own
        assert own is not None
        own._file.close()
        own._lock.release()
        journal = Journal.open(tmp_path, device="d")
    journal.close()
    assert not [path for path in tmp_path.rglob("*.*") if b"Zwetschgen" in path.read_bytes()]
    assert len(manifests(tmp_path)) >= min(before, 3)
    with Journal.open(tmp_path, device="d") as journal:
        assert sorted(int(entry.title) for entry in journal.entries()) == [each for each in range(30) if each != 7]
        assert journal.verify().is_fine


def test_a_deletion_can_be_undone_until_closing(tmp_path: Path) -> None:
    with Journal.open(tmp_path, device="d") as journal:
        kept = [journal.add(Reflection(str(number))) for number in range(4)]
        gone = journal.delete(kept[1].id) + journal.delete(kept[2].id)
        assert journal.entries() == [kept[3], kept[0]]
        journal.put_back(gone)
        journal.put_back(gone)
        assert journal.all() == kept[::-1]
    with Journal.open(tmp_path, device="d") as journal:
        assert journal.all() == kept[::-1]


def test_words_written_in_one_window_and_deleted_in_another_leave_the_files_of_both(tmp_path: Path) -> None:
    with Journal.open(tmp_path, device="d") as first:
        with Journal.open(tmp_path, device="d") as second:
            entry = second.add(Reflection("Zwetschgenkuchen"))
        first.refresh()
        first.delete(entry.id)
    assert not [path for path in tmp_path.rglob("*.*") if b"Zwetschgen" in path.read_bytes()]


def test_notes_written_beside_an_open_window_are_folded_when_it_closes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "FOLD_AT_RECORDS", 5)
    with Journal.open(tmp_path, device="d") as journal:
        with Journal.append_only(tmp_path, device="d") as inbox:
            for number in range(6):
                inbox.add(Reflection(str(number)))
        assert journal.refresh()
        assert len(journal) == 6
    with Journal.open(tmp_path, device="another") as journal:
        assert [state.records for state in journal._storage.other_states if state.name == "d-2"] == [6]
    monkeypatch.setattr(log, "FOLD_AT_RECORDS", 5)
    with Journal.open(tmp_path, device="d") as journal:
        assert len(journal) == 6
    with Journal.open(tmp_path, device="another") as journal:
        assert [state.records for state in journal._storage.other_states if state.name == "d-2"] == [0]
        assert len(journal) == 6
