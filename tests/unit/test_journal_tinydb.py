"""TinyDB behaves on our storage as it does on its own: each script runs on both, and after a reopening again."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from tinydb import Query, TinyDB, operations, where
from tinydb.table import Document

from companion.errors import FileProblemError
from companion.journal.storage import LogStorage
from companion.journal.table import LogDatabase

Script = Callable[[TinyDB], Any]


def insert(db: TinyDB) -> Any:
    return [db.insert({"n": 1}), db.insert({"n": 2, "deep": {"list": [1, {"a": None}]}}), db.insert({}), db.all()]


def insert_multiple(db: TinyDB) -> Any:
    return db.insert_multiple({"n": n, "even": n % 2 == 0} for n in range(6))


def insert_with_ids(db: TinyDB) -> Any:
    ids = [db.insert(Document({"n": 1}, doc_id=7)), db.insert({"n": 2})]
    with pytest.raises(ValueError, match="already exists"):
        db.insert(Document({"n": 3}, doc_id=7))
    return ids


def a_failed_insert_of_many_leaves_nothing(db: TinyDB) -> Any:
    with pytest.raises(ValueError, match="not a Mapping"):
        db.insert_multiple([{"n": 1}, "no mapping"])
    return len(db)


def queries(db: TinyDB) -> Any:
    insert_multiple(db)
    entry = Query()
    return [
        db.search(where("n") > 2),
        db.search((entry.n >= 2) & ~(entry.even == True)),  # noqa: E712 - TinyDB's way to ask
        db.search(entry.n.test(lambda n: n in (0, 5))),
        db.count(entry.even == False),  # noqa: E712
        db.get(entry.n == 4),
        db.get(entry.n == 99),
        db.get(doc_id=2),
        db.get(doc_ids=[1, 3]),
        db.contains(entry.n == 5),
        db.contains(doc_id=77),
    ]


def queries_of_every_kind(db: TinyDB) -> Any:
    """Those of TinyDB's chapter "Advanced usage", each once."""
    db.insert_multiple([
        {"name": "Ana", "year": {"born": 1985}, "groups": [{"name": "choir"}, {"name": "band"}], "tags": ["a", "b"]},
        {"name": "Ben", "year": {"born": 1990}, "groups": [{"name": "band"}], "tags": ["b"]},
        {"name": "Čeněk", "groups": [], "tags": []},
    ])  # fmt: skip
    user, group = Query(), Query()
    asked = [
        user.name.exists(), user.year.exists(), user.year.born == 1985, user["year"]["born"] == 1990,
        where("name").exists(), user.name.matches("[A-B].*"), user.name.search("n$"),
        user.name.test(lambda name, size: len(name) == size, 3),
        user.groups.any(group.name == "choir"), user.groups.all(group.name == "band"), user.tags.any(["a", "c"]),
        user.tags.all(["a", "b"]), user.name.one_of(["Ana", "Čeněk"]), user.fragment({"name": "Ben"}),
        user.year.fragment({"born": 1985}), user.noop(), user.name.map(str.lower) == "ana", ~(user.name == "Ana"),
        (user.name == "Ana") | (user.year.born == 1990), (user.name == "Ana") & user.tags.any(["b"]),
        where("year").born > 1985, user.name != "Ana",
    ]  # fmt: skip
    return [db.search(each) for each in asked]


def tables_of_every_kind(db: TinyDB) -> Any:
    """A default table of another name, no cache, one document at a time, a document that knows its id."""
    uncached = db.table("uncached", cache_size=0)
    uncached.insert_multiple({"n": n} for n in range(3))
    uncached.clear_cache()
    found = uncached.get(where("n") == 1)
    assert isinstance(found, Document)
    first = uncached.search(where("n") < 2)
    uncached.update({"n": 9}, where("n") == 0)
    again = uncached.search(where("n") < 2)
    left = uncached.remove(where("n") == 9)
    return found.doc_id, first, again, left, [each.doc_id for each in uncached], uncached.name, len(uncached)


def update(db: TinyDB) -> Any:
    insert_multiple(db)
    return [
        db.update({"seen": True}, where("n") < 2),
        db.update({"n": 50}, doc_ids=[3, 99]),
        db.update({"all": [1]}),
        db.update_multiple([({"n": 60}, where("n") == 4), (operations.delete("even"), where("n") == 5)]),
        db.search(where("seen") == True),  # noqa: E712
    ]


def operations_in_place(db: TinyDB) -> Any:
    insert_multiple(db)
    db.update(operations.increment("n"), where("n") == 0)
    db.update(operations.add("n", 10), doc_ids=[2])
    db.update(operations.subtract("n", 1))
    db.update(operations.set("tags", ["a"]), where("even") == True)  # noqa: E712
    db.update(operations.delete("even"))
    db.update(lambda document: document["tags"].append("b"), where("tags").exists())
    return db.all()


def one_is_not_true(db: TinyDB) -> Any:
    db.insert({"value": 1})
    db.update({"value": True})
    return db.all()[0]["value"] is True


def upsert(db: TinyDB) -> Any:
    return [
        db.upsert({"name": "a", "n": 1}, where("name") == "a"),
        db.upsert({"name": "a", "n": 2}, where("name") == "a"),
        db.upsert(Document({"name": "b"}, doc_id=12)),
        db.upsert(Document({"more": 1}, doc_id=12)),
    ]


def remove(db: TinyDB) -> Any:
    insert_multiple(db)
    removed = [db.remove(where("n") == 1), db.remove(doc_ids=[6, 99])]
    return [*removed, db.insert({"n": "after"}), len(db)]


def what_comes_back_stands_last(db: TinyDB) -> Any:
    insert_multiple(db)
    db.remove(doc_ids=[1])
    db.insert(Document({"n": "again"}, doc_id=1))
    return db.all()


def truncate(db: TinyDB) -> Any:
    insert_multiple(db)
    db.truncate()
    return [db.all(), db.insert({"n": "first again"})]


def several_tables(db: TinyDB) -> Any:
    for name in ("songs", "takes", "songs"):
        db.table(name).insert({"in": name})
    db.table("gone").insert({})
    db.drop_table("gone")
    db.table("empty").insert({})
    db.table("empty").remove(doc_ids=[1])
    return sorted(db.tables()), len(db.table("songs")), len(db.table("gone"))


def drop_tables(db: TinyDB) -> Any:
    insert_multiple(db)
    db.table("other").insert({"n": 1})
    db.drop_tables()
    return [sorted(db.tables()), db.insert({"n": "first again"})]


def what_comes_out_is_the_callers_own(db: TinyDB) -> Any:
    given = {"list": [1]}
    db.insert(given)
    given["list"].append(2)
    db.all()[0]["list"].append(3)
    found = db.get(doc_id=1)
    assert isinstance(found, Document)
    found["list"].append(4)
    next(iter(db))["list"].append(5)
    return db.all()


def keys_and_tuples_become_json(db: TinyDB) -> Any:
    db.insert({1: (1, 2), "x": 2**70, "y": 1.5, "z": "\u0000 é 🎵"})
    return db.all()


SCRIPTS: list[Script] = [
    insert, insert_multiple, insert_with_ids, a_failed_insert_of_many_leaves_nothing, queries, queries_of_every_kind,
    tables_of_every_kind, update,
    operations_in_place, one_is_not_true, upsert, remove,
    what_comes_back_stands_last, truncate, several_tables, drop_tables,
    what_comes_out_is_the_callers_own, keys_and_tuples_become_json,
]  # fmt: skip


def contents(db: TinyDB) -> dict[str, list[tuple[int, dict[str, Any]]]]:
    return {name: [(each.doc_id, dict(each)) for each in db.table(name)] for name in sorted(db.tables())}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.__name__)
def test_the_same_as_on_tinydbs_own_storage(tmp_path: Path, script: Script) -> None:
    with TinyDB(tmp_path / "theirs.json") as theirs, LogDatabase(tmp_path / "ours") as ours:
        assert script(ours) == script(theirs)
        expected = contents(theirs)
        assert contents(ours) == expected
    with LogDatabase(tmp_path / "ours") as reopened:
        assert contents(reopened) == expected


def test_an_update_that_fails_midway_changes_nothing(tmp_path: Path) -> None:
    with LogDatabase(tmp_path) as db:
        db.insert_multiple([{"n": 1}, {"no": "n"}])
        with pytest.raises(KeyError):
            db.update(operations.increment("n"))
        assert db.all() == [{"n": 1}, {"no": "n"}]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), [{"deep": float("-inf")}]])
def test_what_json_can_not_hold_is_refused_and_nothing_changes(tmp_path: Path, value: object) -> None:
    with LogDatabase(tmp_path) as db:
        db.insert({"kept": None})
        with pytest.raises(ValueError, match="no place in JSON"):
            db.insert({"value": value})
        assert db.all() == [{"kept": None}]


def test_half_a_surrogate_pair_becomes_the_replacement_character(tmp_path: Path) -> None:
    with LogDatabase(tmp_path) as db:
        db.insert({"text \udc80": ["a \ud800 b", "\ud83c\udfb5"]})
        assert db.all() == [{"text \ufffd": ["a \ufffd b", "🎵"]}]


@pytest.fixture
def hurried_threads() -> Iterator[None]:
    """Threads take turns as often as they can, so that they meet in the middle of things."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("hurried_threads")
def test_threads_share_a_database(tmp_path: Path) -> None:
    with LogDatabase(tmp_path) as db:
        shared = db.table("shared")
        shared.insert({"n": 0})

        def work(name: str) -> None:
            for number in range(40):
                shared.update(operations.increment("n"))
                db.insert({"thread": name, "n": number})
                db.update(operations.increment("n"), where("thread") == name)
                db.search(where("thread") == name)

        threads = [Thread(target=work, args=(name,)) for name in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert shared.all() == [{"n": 160}]
        assert len(db) == 160
        assert len({each.doc_id for each in db}) == 160
        for name in "abcd":
            assert [each["n"] for each in db.search(where("thread") == name)] == [40] * 40


def test_who_reads_is_not_disturbed_by_who_writes(tmp_path: Path) -> None:
    with LogDatabase(tmp_path) as db:
        db.insert_multiple([{"n": 1}, {"n": 2}])
        reading = iter(db)
        assert next(reading) == {"n": 1}
        db.insert({"n": 3})
        assert list(reading) == [{"n": 2}]


def test_a_search_that_was_asked_before_sees_what_another_window_wrote(tmp_path: Path) -> None:
    with LogDatabase(tmp_path) as one, LogDatabase(tmp_path) as other:
        assert one.search(where("n") == 1) == []
        other.insert(Document({"n": 1}, doc_id=2**100))
        assert one.search(where("n") == 1) == []
        assert isinstance(one.storage, LogStorage)
        assert one.storage.refresh()
        assert one.search(where("n") == 1) == [{"n": 1}]


def test_tinydbs_own_table_class_loses_nothing_either(tmp_path: Path) -> None:
    with TinyDB(tmp_path, storage=LogStorage) as db:
        db.insert_multiple([{"n": 1}, {"n": 2}])
        db.update(operations.increment("n"), where("n") == 2)
    with TinyDB(tmp_path, storage=LogStorage) as db:
        assert db.all() == [{"n": 1}, {"n": 3}]


def test_a_closed_database_is_not_written(tmp_path: Path) -> None:
    db = LogDatabase(tmp_path)
    db.insert({"n": 1})
    db.close()
    with pytest.raises(FileProblemError, match="not open for writing"):
        db.insert({"n": 2})
