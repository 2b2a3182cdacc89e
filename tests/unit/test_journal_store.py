"""The journal's own door: entries in, entries out, and what can't be read is kept."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID

import pytest
from msgspec.structs import replace
from tinydb.table import Document

from companion.domain.affect import Affect, CheckIn
from companion.domain.entry import SCHEMA_VERSION, Body, Entry, Reflection, SessionRecord, Words
from companion.domain.song import Song
from companion.domain.take import PlayedEvent, Take
from companion.domain.tempo import TempoMap
from companion.errors import FileProblemError, LockedError, WrongUseError
from companion.journal import log
from companion.journal.store import TABLE, Journal, NewerEntryError, NoSuchEntryError
from companion.journal.table import LogDatabase

KATHMANDU = timezone(timedelta(hours=5, minutes=45))
NOON = datetime(2026, 3, 1, 12, tzinfo=KATHMANDU)

BODIES: list[Body] = [
    CheckIn("tender", Affect(2, -1), 3),
    Words(("The house is still", "", "and I stay"), ("still",)),
    Take("humming", TempoMap(66.0), (PlayedEvent(0.5, 0x90, 60, 64), PlayedEvent(1.0, 0x80, 60, 0)), 2.0),
    Reflection("quiet\nand 🎵"),
    SessionRecord("A steady place", ("a", "b"), True),
]


def counting_ids() -> Callable[[], str]:
    numbers = iter(range(1, 1000))
    return lambda: str(UUID(int=next(numbers) << 100))


def ticking(start: datetime = NOON, step: timedelta = timedelta(minutes=1)) -> Callable[[], datetime]:
    def times() -> Iterator[datetime]:
        now = start
        while True:
            yield now
            now += step

    moments = times()
    return lambda: next(moments)


def open_journal(folder: Path, **how: Callable[[], datetime]) -> Journal:
    return Journal.open(folder, clock=how.get("clock", ticking()), new_id=counting_ids())


@pytest.mark.parametrize("body", BODIES, ids=lambda body: type(body).__name__)
def test_each_kind_of_entry_comes_back_as_it_was(tmp_path: Path, body: Body) -> None:
    with open_journal(tmp_path) as journal:
        added = journal.add(
            body, title="a title", tags=["one", "two"], exercise="a-steady-place", step="s1", session_id="walk"
        )
        assert added == Entry(
            added.id, NOON, NOON, "a title", body, ("one", "two"), "a-steady-place", "s1", "walk", SCHEMA_VERSION
        )
    with open_journal(tmp_path) as journal:
        assert journal.get(added.id) == added
        assert journal.get(added.id).created.utcoffset() == timedelta(hours=5, minutes=45)


def test_a_whole_song_comes_back_as_it_was(tmp_path: Path, song: Song) -> None:
    with open_journal(tmp_path) as journal:
        added = journal.add(song, title=song.title)
    with open_journal(tmp_path) as journal:
        assert journal.get(added.id).body == song


def test_entries_come_newest_first_by_kind_and_limit(tmp_path: Path) -> None:
    with open_journal(tmp_path) as journal:
        added = [journal.add(body) for body in BODIES * 2]
        assert journal.entries() == added[::-1]
        assert journal.entries(limit=3) == added[:-4:-1]
        assert journal.entries("words") == [added[6], added[1]]
        assert journal.entries(kind="words", limit=1) == [added[6]]
        assert journal.entries("no such kind") == []
        assert len(journal) == 10


def test_times_in_different_zones_are_ordered_as_moments(tmp_path: Path) -> None:
    moments = iter([NOON, datetime(2026, 3, 1, 7, tzinfo=UTC), datetime(2026, 3, 1, 6, tzinfo=UTC)])
    with open_journal(tmp_path, clock=lambda: next(moments)) as journal:
        noon, later, earlier = (journal.add(Reflection(text)) for text in ("noon", "later", "earlier"))
        assert journal.entries() == [later, noon, earlier]


def test_a_clock_that_stands_or_jumps_back_loses_nothing(tmp_path: Path) -> None:
    with open_journal(tmp_path, clock=ticking(step=timedelta(0))) as journal:
        first, second = journal.add(Reflection("first")), journal.add(Reflection("second"))
        assert journal.entries() == [second, first]
    with open_journal(tmp_path, clock=ticking(NOON - timedelta(days=400))) as journal:
        changed = journal.update(replace(first, title="changed in the past"))
        assert changed.changed < changed.created
    with open_journal(tmp_path) as journal:
        assert journal.get(first.id) == changed


def test_an_update_is_kept_and_dated(tmp_path: Path) -> None:
    with open_journal(tmp_path) as journal:
        entry = journal.add(Words(("one",)), title="old")
        changed = journal.update(replace(entry, title="new", body=Words(("one", "two"))))
        assert changed == replace(entry, title="new", body=Words(("one", "two")), changed=NOON + timedelta(minutes=1))
        with pytest.raises(NoSuchEntryError):
            journal.update(replace(entry, id=str(UUID(int=5))))
    with open_journal(tmp_path) as journal:
        assert journal.entries() == [changed]


def test_the_beginning_of_an_id_is_enough(tmp_path: Path) -> None:
    with open_journal(tmp_path) as journal:
        added = [journal.add(Reflection(str(number))) for number in range(20)]
        assert [entry.id[:8] for entry in (added[0], added[15])] == ["00000010", "00000100"]
        assert journal.get("0000010") == added[15]
        assert journal.get(f" {added[3].id.upper()} ") == added[3]
        with pytest.raises(NoSuchEntryError, match="15 entries have an id that starts with 000000"):
            journal.get("000000")
        for unknown in ("ffff", "", "  ", "x" * 500, "é"):
            with pytest.raises(NoSuchEntryError, match="There is no entry"):
                journal.get(unknown)
        assert issubclass(NoSuchEntryError, WrongUseError)


def test_a_deleted_entry_is_gone(tmp_path: Path) -> None:
    with open_journal(tmp_path) as journal:
        kept, gone = journal.add(Reflection("kept")), journal.add(Reflection("gone"))
        journal.delete(gone.id[:8])
        with pytest.raises(NoSuchEntryError):
            journal.delete(gone.id)
    with open_journal(tmp_path) as journal:
        assert journal.entries() == [kept]


def test_what_came_of_one_session_stands_in_order(tmp_path: Path) -> None:
    with open_journal(tmp_path) as journal:
        mine = [journal.add(body, session_id="mine") for body in BODIES]
        journal.add(Reflection("another's"), session_id="other")
        assert journal.of_session("mine") == tuple(mine)
        assert journal.of_session("nobody's") == ()


def test_an_entry_of_a_newer_version_is_kept_and_never_changed(tmp_path: Path) -> None:
    newer = {"id": str(UUID(int=9)), "schema": SCHEMA_VERSION + 1, "title": "from tomorrow", "body": {"type": "dream"}}
    strange = {"id": str(UUID(int=8)), "schema": SCHEMA_VERSION, "created": "when?", "body": {"type": "song"}}
    with LogDatabase(tmp_path) as db:
        db.table(TABLE).insert_multiple([Document(newer, doc_id=9), Document(strange, doc_id=8)])
    with open_journal(tmp_path) as journal:
        mine = journal.add(Reflection("mine"))
        assert journal.entries(limit=1) == journal.entries() == [mine]
        assert [(each.id[-1], each.title, each.schema) for each in journal.unreadable()] == [
            ("9", "from tomorrow", SCHEMA_VERSION + 1), ("8", "", SCHEMA_VERSION),
        ]  # fmt: skip
        with pytest.raises(NewerEntryError, match="can't be read by this version"):
            journal.get(str(newer["id"]))
        with pytest.raises(NewerEntryError):
            journal.update(replace(mine, id=str(newer["id"])))
    with LogDatabase(tmp_path) as db:
        assert db.table(TABLE).get(doc_id=9) == newer


def test_an_entry_of_a_newer_version_is_not_guessed_at_even_if_it_looks_familiar(tmp_path: Path) -> None:
    with open_journal(tmp_path) as journal:
        entry = journal.add(Reflection("text"))
    with LogDatabase(tmp_path) as db:
        db.table(TABLE).update({"schema": SCHEMA_VERSION + 1})
    with open_journal(tmp_path) as journal:
        assert journal.entries() == []
        assert [each.id for each in journal.unreadable()] == [entry.id]


def test_fields_that_only_a_newer_version_knows_survive_an_update(tmp_path: Path) -> None:
    with open_journal(tmp_path) as journal:
        entry = journal.add(Reflection("text"))
    with LogDatabase(tmp_path) as db:
        db.table(TABLE).update({"is_dreamt": True})
    with open_journal(tmp_path) as journal:
        journal.update(replace(entry, title="new"))
    with LogDatabase(tmp_path) as db:
        assert [(each["title"], each["is_dreamt"]) for each in db.table(TABLE)] == [("new", True)]


def test_reading_only_changes_nothing_on_the_disk(tmp_path: Path) -> None:
    folder = tmp_path / "journal"
    with Journal.open(folder, writable=False) as journal:
        assert journal.entries() == []
    assert not folder.exists()
    with open_journal(folder) as journal:
        entry = journal.add(Reflection("text"))
        before = {path: path.stat().st_mtime_ns for path in sorted(folder.rglob("*"))}
        with Journal.open(folder, writable=False) as reader:
            assert reader.entries() == [entry]
            with pytest.raises(FileProblemError, match="not open for writing"):
                reader.add(Reflection("no"))
        assert {path: path.stat().st_mtime_ns for path in sorted(folder.rglob("*"))} == before


def test_two_windows_write_logs_of_their_own_and_read_each_other(tmp_path: Path) -> None:
    with Journal.open(tmp_path) as first, Journal.open(tmp_path) as second:
        one, two = first.add(Reflection("one")), second.add(Reflection("two"))
        assert not {two} & set(first.entries())
        assert first.refresh()
        assert second.refresh()
        assert not first.refresh()
        assert set(first.entries()) == set(second.entries()) == {one, two}
        changed = second.update(replace(one, title="changed by the second"))
        first.refresh()
        assert first.get(one.id) == changed
        first.delete(two.id)
    with Journal.open(tmp_path) as journal:
        assert journal.entries() == [changed]
    assert len(list((tmp_path / "logs").iterdir())) == 2


def test_when_no_log_is_free_it_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "MOST_LOGS", 1)
    with Journal.open(tmp_path) as journal:
        journal.add(Reflection("text"))
        with pytest.raises(LockedError, match="No log of the journal can be written") as problem:
            Journal.open(tmp_path)
        assert problem.value.exit_status == 5
        with Journal.open(tmp_path, device="another") as other:
            assert len(other) == 1


def test_another_machine_starts_a_log_of_its_own(tmp_path: Path) -> None:
    with Journal.open(tmp_path, device="aaaa") as journal:
        one = journal.add(Reflection("one"))
        for number in range(300):  # enough to be folded
            one = journal.update(replace(one, title=str(number)))
    with Journal.open(tmp_path, device="bbbb") as journal:
        two = journal.update(replace(one, title="two"))
    with Journal.open(tmp_path, device="aaaa") as journal:
        assert journal.entries() == [two]
    assert sorted(path.name for path in (tmp_path / "logs").iterdir()) == ["aaaa-1", "bbbb-1"]


def test_a_log_is_folded_and_keeps_its_last_generations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "FOLD_AT_RECORDS", 3)
    for _ in range(8):
        with Journal.open(tmp_path, device="d") as journal:
            for _ in range(3):
                journal.add(Reflection("x" * 100))
    names = sorted(path.name for path in (tmp_path / "logs" / "d-1").iterdir() if path.is_file())
    assert names[0] == "00000005.log"
    assert [name for name in names if name.endswith("snapshot")] == [f"{each:08}.snapshot" for each in range(5, 10)]
    with Journal.open(tmp_path, device="d") as journal:
        assert len(journal) == 24
        assert journal.notices == ()


def test_a_single_sentence_does_not_rewrite_the_journal(tmp_path: Path) -> None:
    with Journal.open(tmp_path, device="d") as journal:
        for _ in range(300):
            journal.add(Reflection("x" * 1000))

    def sizes() -> dict[str, int]:
        return {path.name: path.stat().st_size for path in (tmp_path / "logs" / "d-1").iterdir()}

    before = sizes()
    with Journal.open(tmp_path, device="d") as journal:
        journal.add(Reflection("one more"))
    grown = {name: size - before.get(name, 0) for name, size in sizes().items() if size != before.get(name)}
    assert set(before) <= set(sizes())
    assert len(grown) == 1
    assert sum(grown.values()) < 1000
