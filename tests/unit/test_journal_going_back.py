"""Earlier generations: listed with their days, and entries put back from them in a way that can be undone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from companion.domain.entry import Entry, Reflection
from companion.errors import WrongUseError
from companion.journal.generations import Generations
from companion.journal.store import Journal

START = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


class Days:
    """A clock that a test moves on."""

    def __init__(self) -> None:
        self.moment = START

    def pass_by(self, days: float = 1) -> None:
        self.moment += timedelta(days=days)

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment


@pytest.fixture
def days() -> Days:
    return Days()


def opened(folder: Path, days: Days, device: str = "d") -> Journal:
    return Journal.open(folder, device=device, clock=days, now=lambda: days().timestamp())


@pytest.fixture
def journal(tmp_path: Path, days: Days) -> Iterator[Journal]:
    with opened(tmp_path, days) as journal:
        yield journal


def fold(journal: Journal) -> str:
    return f"d-1.{journal._storage.fold()}"


def text_of(journal: Journal, entry: Entry) -> str:
    body = journal.get(entry.id).body
    assert isinstance(body, Reflection)
    return body.text


def reword(journal: Journal, entry: Entry, text: str) -> None:
    journal.update(replace(journal.get(entry.id), body=Reflection(text)))


def test_they_are_listed_with_their_days_and_entries(journal: Journal, days: Days) -> None:
    assert journal.generations() == []
    for number in range(3):
        journal.add(Reflection(str(number)))
        fold(journal)
        days.pass_by()
    found = journal.generations()
    assert [(each.name, each.entries) for each in found] == [("d-1.4", 3), ("d-1.3", 2), ("d-1.2", 1)]
    assert [datetime.fromtimestamp(each.made, UTC).day for each in found] == [3, 2, 1]


def test_changed_entries_are_put_back_and_that_is_undone(journal: Journal, days: Days, tmp_path: Path) -> None:
    changed, same, gone = (journal.add(Reflection(text)) for text in ("first", "same", "gone later"))
    before = fold(journal)
    days.pass_by()
    reword(journal, changed, "second")
    new = journal.add(Reflection("new"))
    journal.delete(gone.id)
    done = journal.go_back(before)
    assert done.entries == (changed.id,)
    assert (text_of(journal, changed), text_of(journal, new)) == ("first", "new")
    assert journal.get(same.id) == same
    assert gone.id not in {entry.id for entry in journal.all()}, "what was deleted stays deleted"
    assert journal.get(changed.id).created == changed.created
    assert journal.go_back(done.undo).entries == (changed.id,)
    assert text_of(journal, changed) == "second"
    journal.close()
    with opened(tmp_path, days) as again:
        assert text_of(again, changed) == "second"
        assert again.verify().is_fine


def test_nothing_changed_is_nothing_written(journal: Journal) -> None:
    journal.add(Reflection("first"))
    name = fold(journal)
    revision = journal.revision
    assert journal.go_back(name).entries == ()
    assert journal.revision == revision
    with pytest.raises(WrongUseError, match="no generation"):
        journal.go_back("d-1.99")


def test_what_another_device_wrote_before_that_moment_is_not_taken_back(
    journal: Journal, days: Days, tmp_path: Path
) -> None:
    entry = journal.add(Reflection("first"))
    fold(journal)
    days.pass_by()
    with opened(tmp_path, days, "other") as other:
        reword(other, entry, "by the other device")
    days.pass_by()
    journal.refresh()
    journal.add(Reflection("later"))
    name = fold(journal)
    assert journal.go_back(name).entries == ()
    assert text_of(journal, entry) == "by the other device"
    days.pass_by()
    reword(journal, entry, "here again")
    assert journal.go_back(name).entries == (entry.id,)
    assert text_of(journal, entry) == "first", "no generation holds what the other device had not folded"


def test_a_sealed_journal_goes_back_too(tmp_path: Path, days: Days) -> None:
    with opened(tmp_path, days) as journal:
        entry = journal.add(Reflection("Zwetschgenkuchen"))
        journal.encrypt("the stairs are quiet")
        name = fold(journal)
        reword(journal, entry, "something else")
        done = journal.go_back(name)
        assert text_of(journal, entry) == "Zwetschgenkuchen"
        journal.go_back(done.undo)
        assert text_of(journal, entry) == "something else"
    left = [path for path in tmp_path.rglob("*") if path.is_file() and b"Zwetschgen" in path.read_bytes()]
    assert left == []


def test_what_was_written_twice_for_safety_is_one_generation(tmp_path: Path) -> None:
    with Journal.open(tmp_path, device="d", now=lambda: 1.77e9) as journal:
        journal.add(Reflection("Zwetschgenkuchen"))
        journal._storage.fold()
        journal.delete(journal.all()[0].id)
        journal.add(Reflection("kept"))
        journal._storage.fold()
        journal._storage.vault.close_with("three small lamps")
        journal._storage.reseal()
        assert len(list(tmp_path.glob("logs/d-1/*.snapshot"))) == 2
        assert [each.entries for each in Generations(tmp_path, journal._storage.vault)] == [1]
