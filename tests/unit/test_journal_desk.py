"""The journal under someone's hands: finding, changing, taking out and taking back."""

import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from companion.domain.affect import CheckIn
from companion.domain.entry import Entry, Reflection, SessionRecord, Words
from companion.domain.song import Song
from companion.domain.take import Take
from companion.domain.tempo import TempoMap
from companion.errors import CompanionError, WrongUseError
from companion.journal.store import Journal
from companion.services.journal.desk import JournalDesk
from companion.services.journal.noting import LONGEST_TITLE
from companion.services.journal.opening import felt, reworded, tagged, titled

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    moments = (NOW + timedelta(minutes=minute) for minute in range(10_000))
    with Journal.open(tmp_path / "journal", clock=lambda: next(moments)) as journal:
        yield journal


@pytest.fixture
def walk(journal: Journal, song: Song) -> dict[str, Entry]:
    """A session with everything that came of it, and a thought beside it."""
    made = {
        "words": journal.add(Words(("When the house is still",)), session_id="walk"),
        "song": journal.add(song, title=song.title, session_id="walk"),
        "take": journal.add(_take(), session_id="walk"),
        "after": journal.add(CheckIn("calm"), session_id="walk"),
    }
    made["session"] = journal.add(
        SessionRecord("A steady place", tuple(entry.id for entry in made.values()), True), session_id="walk"
    )
    made["later take"] = journal.add(_take(made["song"].id))
    made["thought"] = journal.add(Reflection("a thought of its own"), tags=("night",))
    return made


@pytest.fixture
def desk(journal: Journal) -> JournalDesk:
    return JournalDesk(journal, lambda: NOW)


def _take(song_id: str | None = None) -> Take:
    return Take("Played", TempoMap(60.0), (), 2.0, song_id=song_id)


@pytest.mark.parametrize(
    ("what", "goes"),
    [
        ("session", {"session", "words", "song", "take", "after"}),
        ("words", {"words", "song", "take", "later take"}),
        ("song", {"song", "take", "later take"}),
        ("take", {"take"}),
        ("after", {"after"}),
        ("thought", {"thought"}),
    ],
)
def test_what_came_from_it_goes_with_it_and_comes_back(
    desk: JournalDesk, journal: Journal, walk: dict[str, Entry], what: str, goes: set[str]
) -> None:
    before = desk.entries
    gone = desk.delete(walk[what], desk.came_from(walk[what]))
    assert {name for name, entry in walk.items() if entry in gone} == goes
    assert {entry.id for entry in desk.entries} == {e.id for name, e in walk.items() if name not in goes}
    assert desk.can_undo
    assert desk.undo() == len(goes)
    assert set(desk.entries) == set(before)
    assert not desk.can_undo
    assert desk.undo() == 0


def test_the_last_deletion_comes_back_first(desk: JournalDesk, walk: dict[str, Entry]) -> None:
    desk.delete(walk["thought"])
    desk.delete(walk["after"])
    desk.undo()
    assert walk["after"] in desk.entries
    assert walk["thought"] not in desk.entries
    desk.undo()
    assert walk["thought"] in desk.entries


def test_what_was_deleted_is_gone_once_the_program_closed(
    tmp_path: Path, desk: JournalDesk, journal: Journal, walk: dict[str, Entry]
) -> None:
    desk.delete(walk["thought"])
    journal.close()
    with Journal.open(tmp_path / "journal") as again:
        assert walk["thought"].id not in {entry.id for entry in again.entries()}


def test_another_window_is_seen(tmp_path: Path, desk: JournalDesk, walk: dict[str, Entry]) -> None:
    assert len(desk.entries) == len(walk)
    with Journal.open(tmp_path / "journal") as other:
        other.add(Reflection("from the other window"))
    assert desk.find("other window").entries[0].body == Reflection("from the other window")


def test_changes_are_kept_and_found(desk: JournalDesk, journal: Journal, walk: dict[str, Entry]) -> None:
    thought = desk.tag(walk["thought"], ["#for later", "Night"], [])
    assert thought.tags == ("night", "for later", "Night")
    thought = desk.tag(thought, [], ["NIGHT"])
    assert thought.tags == ("for later",)
    thought = desk.mark(thought, True)
    thought = desk.title(thought, "  A   small\nthing ")
    thought = desk.reword(thought, "quite other words\n")
    thought = desk.feel(thought, "tender")
    kept = journal.get(thought.id)
    assert (kept.title, kept.is_favourite) == ("A small thing", True)
    assert kept.body == Reflection("quite other words", "tender")
    assert desk.find("feeling:tender other").entries == (kept,)
    assert desk.mark(kept, True) is kept, "nothing is written where nothing changes"


def test_searching_says_how_it_was_read(desk: JournalDesk, walk: dict[str, Entry]) -> None:
    sought = desk.find("thougt")
    assert sought.read_as == "Nothing holds “thougt”; “thought” was looked for."
    assert sought.asked == "“thought”"
    assert sought.entries == (walk["thought"],)
    assert desk.find("").entries == desk.entries
    with pytest.raises(WrongUseError, match="no kind of entry"):
        desk.find("kind:poem")


def test_everything_goes_into_a_zip(tmp_path: Path, desk: JournalDesk, walk: dict[str, Entry]) -> None:
    desk.write_all(tmp_path / "out" / "all.zip")
    with zipfile.ZipFile(tmp_path / "out" / "all.zip") as archive:
        assert sum(name.startswith("entries/") for name in archive.namelist()) == len(walk)


def test_what_an_entry_has_not_can_not_be_changed(walk: dict[str, Entry]) -> None:
    changes: tuple[Callable[[], Entry], ...] = (
        lambda: reworded(walk["song"], "other words"),
        lambda: reworded(walk["take"], "words"),
        lambda: reworded(walk["thought"], "  \n"),
        lambda: felt(walk["song"], "sad"),
        lambda: titled(walk["thought"], "t" * 10_000),
    )
    for change in changes:
        with pytest.raises(CompanionError):
            change()
    assert titled(walk["song"], "New").body.title == "New"  # type: ignore[union-attr]
    assert titled(walk["song"], "").body == walk["song"].body
    assert titled(walk["thought"], "t" * LONGEST_TITLE).title == "t" * LONGEST_TITLE
    assert reworded(walk["words"], "one\n\ntwo\n").body == Words(("one", "", "two"))
    assert tagged(walk["thought"], ["@a  b", "", "#"]).tags == ("night", "a b")


def test_what_another_part_of_the_program_wrote_is_found(desk: JournalDesk, journal: Journal) -> None:
    assert not desk.entries
    written = journal.add(Reflection("written past the desk"))
    assert desk.entries == (written,)
    assert desk.find("past").entries == (written,)
