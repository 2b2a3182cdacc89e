"""Whatever is done to the journal, after a reopening it equals a dictionary to which the same was done."""

import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tinydb import TinyDB, operations, where
from tinydb.storages import MemoryStorage

from companion.domain.entry import Reflection, Words
from companion.journal.store import Journal
from companion.journal.table import LogDatabase
from tests.protected import VaultIn

TEXT = st.text(max_size=60)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**80), 2**80) | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
DOCUMENT = st.dictionaries(TEXT, JSON, max_size=4)
OPERATION = st.one_of(
    st.tuples(st.just("insert"), DOCUMENT, st.just(0)),
    st.tuples(st.just("update"), DOCUMENT, st.integers(1, 8)),
    st.tuples(st.just("update all"), DOCUMENT, st.just(0)),
    st.tuples(st.just("set where even"), JSON, st.just(0)),
    st.tuples(st.just("remove"), st.just({}), st.integers(1, 8)),
    st.tuples(st.just("truncate"), st.just({}), st.just(0)),
    st.tuples(st.just("drop"), st.just({}), st.just(0)),
    st.tuples(st.just("reopen"), st.just({}), st.just(0)),
)
MANY = settings(max_examples=60, deadline=None)


def apply(db: TinyDB, table: str, what: str, value: Any, number: int) -> None:
    match what:
        case "insert":
            db.table(table).insert({**value, "even": len(value) % 2 == 0})
        case "update":
            db.table(table).update(value, doc_ids=[number])
        case "update all":
            db.table(table).update(value)
        case "set where even":
            db.table(table).update(operations.set("deep", {"in": [value]}), where("even") == True)  # noqa: E712
        case "remove":
            db.table(table).remove(doc_ids=[number])
        case "truncate":
            db.table(table).truncate()
        case "drop":
            db.drop_table(table)


def contents(db: TinyDB) -> dict[str, dict[int, dict[str, Any]]]:
    return {name: {each.doc_id: dict(each) for each in db.table(name)} for name in sorted(db.tables())}


@MANY
@given(steps=st.lists(st.tuples(st.sampled_from(["a", "b"]), OPERATION), max_size=25))
def test_any_operations_end_as_in_memory_and_after_reopening(
    vault_in: VaultIn, steps: list[tuple[str, tuple[str, Any, int]]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        expected = TinyDB(storage=MemoryStorage)
        vault = vault_in(Path(folder))
        db = LogDatabase(Path(folder), vault=vault)
        for table, (what, value, number) in steps:
            if what == "reopen":
                db.close()
                db = LogDatabase(Path(folder), vault=vault)
                # TinyDB counts ids on while it is open and begins after the highest when it is opened again.
                expected.table("a").clear_cache()
                for name in ("a", "b"):
                    expected.table(name)._next_id = None
            else:
                apply(db, table, what, value, number)
                apply(expected, table, what, value, number)
            assert contents(db) == contents(expected)
        db.close()
        with LogDatabase(Path(folder), vault=vault) as again:
            assert contents(again) == contents(expected)


@MANY
@given(title=TEXT, lines=st.lists(TEXT, max_size=4), tags=st.lists(TEXT, max_size=3), step=st.none() | TEXT)
def test_any_unicode_in_any_field_comes_back(title: str, lines: list[str], tags: list[str], step: str | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        with Journal.open(Path(folder)) as journal:
            added = journal.add(Words(tuple(lines), tuple(tags)), title=title, tags=tags, step=step)
        with Journal.open(Path(folder)) as journal:
            assert journal.entries() == [added]
        assert (added.title, added.tags, added.step) == (title, tuple(tags), step)
        assert added.body == Words(tuple(lines), tuple(tags))


WINDOW_STEP = st.tuples(
    st.sampled_from(["x", "y", "z"]), st.sampled_from(["add", "edit", "delete", "refresh", "reopen"]), st.integers(0, 5)
)


@MANY
@given(st.lists(WINDOW_STEP, max_size=20))
def test_windows_that_take_turns_end_in_one_journal(steps: list[tuple[str, str, int]]) -> None:
    """Each window takes in the others' changes before its own; all that was last said is what all see."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        numbers = iter(range(1, 100))
        windows = {each: Journal.open(folder, new_id=lambda: str(UUID(int=next(numbers)))) for each in "xyz"}
        expected: dict[str, str] = {}
        for window, what, number in steps:
            if what == "reopen":
                windows[window].close()
                windows[window] = Journal.open(folder, new_id=lambda: str(UUID(int=next(numbers))))
            journal = windows[window]
            journal.refresh()
            known = sorted(expected)
            if what == "add":
                expected[journal.add(Reflection("text"), title="new").id] = "new"
            elif known and what == "edit":
                entry = journal.get(known[number % len(known)])
                expected[entry.id] = journal.update(replace(entry, title=f"{window}{number}")).title
            elif known and what == "delete":
                journal.delete(known[number % len(known)])
                del expected[known[number % len(known)]]
        for journal in windows.values():
            journal.refresh()
            assert {entry.id: entry.title for entry in journal.entries()} == expected
            journal.close()
        with Journal.open(folder, device="another") as journal:
            assert {entry.id: entry.title for entry in journal.entries()} == expected
