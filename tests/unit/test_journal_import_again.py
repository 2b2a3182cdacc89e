"""A journal's ZIP taken in twice, and into another journal, and back: nothing doubles, and nothing is lost."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from msgspec.structs import replace

from companion.domain.entry import Entry, Reflection
from companion.journal.store import Journal
from companion.services.journal.export import write_entries
from companion.services.journal.importing import read_import
from companion.services.journal.taking_in import TakenIn, take_in

MOMENT = datetime(2026, 3, 1, 8, tzinfo=UTC)


def zipped(journal: Journal, path: Path) -> Path:
    assert write_entries(journal.entries(), path, journal.blobs) == ()
    return path


def taken_in(path: Path, journal: Journal) -> TakenIn:
    return take_in(read_import(path, None), path, journal)


def said(journal: Journal) -> Counter[tuple[str, str]]:
    return Counter((each.title, each.body.text) for each in journal.entries() if isinstance(each.body, Reflection))


def in_one_moment(*titles: str) -> list[Entry]:
    """What differs in nothing but id and title: the same moment, kind, session and step."""
    return [
        Entry(f"00000000-0000-4000-8000-{number:012}", MOMENT, MOMENT, title, Reflection("same"), session_id="walk")
        for number, title in enumerate(titles, start=1)
    ]


def test_taken_in_again_it_doubles_nothing_also_where_entries_share_a_moment(tmp_path: Path) -> None:
    with Journal.open(tmp_path / "one") as one, Journal.open(tmp_path / "two") as two:
        one.put_all(in_one_moment("first", "second", "second"))
        path = zipped(one, tmp_path / "one.zip")
        assert (taken_in(path, one).new, taken_in(path, one).known) == (0, 3)
        assert (taken_in(path, two).new, taken_in(path, two).new) == (3, 0)
        assert said(one) == said(two) == {("first", "same"): 1, ("second", "same"): 2}


def test_two_journals_that_changed_one_entry_agree_after_going_both_ways_twice(tmp_path: Path) -> None:
    with Journal.open(tmp_path / "one") as one, Journal.open(tmp_path / "two") as two:
        shared = in_one_moment("first", "second")
        one.put_all(shared)
        two.put_all(shared)
        one.update(replace(shared[0], body=Reflection("as it is here")))
        two.update(replace(shared[0], body=Reflection("as it is there")))
        one.add(Reflection("only here"), title="one")
        two.add(Reflection("only there"), title="two")
        for _ in range(2):
            there, here = zipped(one, tmp_path / "one.zip"), zipped(two, tmp_path / "two.zip")
            taken_in(there, two)
            taken_in(here, one)
        words = {"as it is here", "as it is there", "same", "only here", "only there"}
        for journal in (one, two):
            assert {text for _title, text in said(journal)} == words
            assert all(count == 1 for count in said(journal).values()), said(journal)
        before = said(one), said(two)
        assert taken_in(zipped(one, tmp_path / "one.zip"), one).new == 0
        assert taken_in(zipped(two, tmp_path / "again.zip"), one).new == 0
        assert (said(one), said(two)) == before
