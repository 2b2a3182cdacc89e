"""What someone made, in plain mode: browsing, finding, hearing, marking, writing to files, taking out and back."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from msgspec.structs import replace

from companion import messages
from companion.domain.affect import CheckIn
from companion.domain.entry import Reflection
from companion.domain.song import Song
from companion.domain.take import NOTE_ON, PlayedEvent, Take
from companion.domain.tempo import TempoMap
from companion.journal.store import Journal
from companion.midi.protocol import Play
from companion.plain.journal import PlainJournal
from companion.plain.playing import PlainPlayer
from companion.services.journal.caring import REPAIR
from companion.services.journal.versions import BOTH_KEPT
from tests.unit.faces import House, house_in
from tests.unit.talks import Talk


@pytest.fixture
def house(tmp_path: Path, song: Song) -> Iterator[House]:
    """Someone's home with a song, a take over it, and a thought."""
    with house_in(tmp_path / "my home 🎵") as house:
        journal = house.companion.journal
        made = journal.add(song, title=song.title)
        take = Take("Played", TempoMap(60.0), (PlayedEvent(0.5, NOTE_ON, 60, 80),), 2.0, song_id=made.id)
        journal.add(take, title="Over the stairs")
        journal.add(Reflection("the lamp by the window"), tags=("night",))
        yield house


def opened(house: House, *answers: str) -> list[str]:
    """What is said in the journal to someone who types these lines and then goes home."""
    talk = Talk([*answers, ""])
    player = PlainPlayer(house.companion, talk.console, StringIO())
    PlainJournal(house.companion, talk.console, player).browse()
    assert talk.left == []
    return talk.said


def rows(said: list[str]) -> list[str]:
    """The numbered lines of the last list."""
    last = max(number for number, line in enumerate(said) if line.startswith("Which one?"))
    found = []
    for line in reversed(said[:last]):
        if not line.partition(". ")[0].isdigit():
            break
        found.append(line)
    return found[::-1]


def test_finding_reading_and_going_back(house: House) -> None:
    said = opened(house, "find lmap")
    assert "Nothing holds “lmap”; “lamp” was looked for." in said
    assert "2 found: “lamp”. 'all' names everything again." in said
    assert [row[-6:] for row in rows(said)] == ["19:30.", "… I keep a lamp beside the stairs."[-6:]]
    assert len(rows(opened(house, "find lamp", "all"))) == 3
    assert rows(opened(house, "find #night")) == rows(opened(house, "SEARCH notes"))
    assert len(rows(opened(house, "find today"))) == 3
    assert "Nothing found: “xylophone”. 'all' names everything again." in opened(house, "find xylophone")
    assert any("no kind of entry" in line for line in opened(house, "find kind:poem"))


def test_what_is_not_understood_is_answered_with_what_can_be_typed(house: House) -> None:
    said = opened(house, "dance", "0", "99", "find")
    assert sum("A number from 1 to 3" in line for line in said) == 4
    assert any("'find stairs'" in line for line in said)


def test_marking_renaming_and_tags(house: House) -> None:
    said = opened(house, "1", "favourite", "title A small thing", "tag home, NIGHT", "tag", "back", "", "favourites")
    assert "Marked as a favourite." in said
    assert "It is called “A small thing”." in said
    assert "Tags: home." in said
    assert rows(said)[0].startswith("1. A small thing. a thought, today")
    assert rows(said)[0].endswith("A favourite.")
    assert len(rows(said)) == 1
    (entry,) = house.companion.journal.entries("reflection")
    assert (entry.title, entry.tags, entry.is_favourite) == ("A small thing", ("home",), True)
    assert "No favourite any more." in opened(house, "1", "favourite", "")


def test_a_title_that_is_too_long_is_said_and_nothing_is_lost(house: House) -> None:
    said = opened(house, "1", "title " + "long " * 2000, "")
    assert any("A title has up to 300 letters" in line for line in said)
    assert house.companion.journal.entries("reflection")[0].title == ""


def test_songs_and_takes_are_heard(house: House) -> None:
    opened(house, "2", "hear", "", "3", "hear", "")
    house.server.wait_for(Play, 2)
    assert any("One of the words above" in line for line in opened(house, "1", "hear", ""))


def test_deleting_tells_what_goes_with_it_and_can_be_undone(house: House) -> None:
    said = opened(house, "3", "delete", "1", "")
    assert len(house.companion.journal) == 3, "kept"
    said = opened(house, "3", "delete", "2")
    assert "With it goes: a take “Over the stairs”." in said
    assert messages.DELETED_HONESTLY in said
    assert len(rows(said)) == 1
    said = opened(house, "1", "delete", "2", "undo", "undo")
    assert "1 came back." in said
    assert "There is nothing more to bring back." in said
    assert "Nothing was deleted since the program was opened." in opened(house, "undo")


def test_everything_deleted_can_still_be_undone(house: House) -> None:
    said = opened(house, "1", "delete", "2", "2", "delete", "2", "undo", "undo")
    assert len(rows(said)) == 3


def test_one_thing_and_everything_go_into_files(house: House) -> None:
    said = opened(house, "1", "export md", "", "2", "export", "1", "", "3", "export nonsense", "", "", "export")
    exports = house.places.exports
    written = sorted(path.suffix for path in exports.iterdir())
    assert written == [".md", ".mid", ".zip"]
    for path in exports.iterdir():
        assert f"Written: {path}" in said
    assert any("Anybody who has that file" in line for line in said)
    opened(house, "export", "export")
    assert sorted(path.name for path in exports.glob("*.zip")) == [
        "journal-2026-03-01-2.zip", "journal-2026-03-01-3.zip", "journal-2026-03-01.zip",
    ]  # fmt: skip


def test_a_full_disk_is_said(house: House) -> None:
    house.places.exports.write_text("in the way")
    said = opened(house, "1", "export md", "", "export")
    assert sum("exports" in line and "Could not" in line for line in said) == 2


def test_words_that_a_terminal_would_obey_are_shown_harmlessly(house: House) -> None:
    house.companion.journal.add(Reflection("\x1b[2Jgone"), title="\x1b]0;title\x07", tags=("\x1b[31m",))
    assert not any("\x1b" in line for line in opened(house, "1", "", "find gone", "find \x1b[2J"))


def test_the_journal_is_checked_copied_and_another_one_brought_in(house: House, tmp_path: Path) -> None:
    there = tmp_path / "another"
    with Journal.open(there) as other:
        other.add(Reflection("from the other computer"))
    nowhere = tmp_path / "nowhere"
    said = opened(house, "care", "1", "care", "2", "care", "3", str(there), "care", "3", str(nowhere), "care", "")
    assert "3 entries: everything reads." in said
    (copy,) = house.places.exports.glob("journal-backup-*.zip")
    assert f"Wrote {copy}, with 3 entries." in said
    assert "It is not protected: who has it can read it." in said
    assert "1 new." in said
    assert f"There is no {nowhere}. Name a journal's folder, or a backup of one." in said
    assert len(rows(said)) == 4


def test_damage_is_named_with_what_helps(house: House) -> None:
    blob = house.companion.journal.blobs.put(b"sound")
    take = Take("Heard", TempoMap(60.0), (), 2.0)
    house.companion.journal.add(take, tags=(blob,))
    for path in house.places.journal.glob("logs/*/*.log"):
        path.write_bytes(path.read_bytes()[:-20] + b"x" * 20)
    said = opened(house, "care", "1")
    assert any(line.startswith("Damaged: ") for line in said)
    assert REPAIR in said


def test_both_sides_of_a_change_are_told_and_either_is_chosen(house: House) -> None:
    note = next(each for each in house.companion.journal.entries("reflection"))
    with Journal.open(house.places.journal, device="another") as elsewhere:
        here, there = (replace(note, body=Reflection(text)) for text in ("here the lamp", "there the lamp"))
        house.companion.journal.refresh()
        house.companion.journal.update(here)
        elsewhere.update(there)
    said = opened(house, "find here lamp", "1", "versions", "", "")
    assert BOTH_KEPT in said
    texts = {line.rpartition(": ")[2] for line in said if ", changed " in line or line[1:].startswith(". changed")}
    assert texts == {"here the lamp", "there the lamp"}
    said = opened(house, "find there", "1", "versions", number_of(said, "there the lamp"), "undo", "all")
    assert "It stands in its place now. 'undo' in the list brings the other one back." in said
    assert {each.body for each in house.companion.journal.entries("reflection")} == {here.body, there.body}
    opened(house, "find there", "1", "versions", number_of(said, "there the lamp"))
    (left,) = house.companion.journal.entries("reflection")
    assert (left.id, left.body, left.tags) == (note.id, Reflection("there the lamp"), ("night",))


def number_of(said: list[str], text: str) -> str:
    """The number of the row that ends so."""
    return next(line.partition(".")[0] for line in said if line.endswith(text) and line[0].isdigit())


def test_a_song_is_played_over_from_its_page(house: House) -> None:
    (song,) = house.companion.journal.entries("song")
    number = [entry.id for entry in house.companion.journal.entries()].index(song.id) + 1
    opened(house, str(number), "play", "135", "", "1", "")
    takes = [entry.body for entry in house.companion.journal.entries("take")]
    assert sum(isinstance(take, Take) and take.song_id == song.id and len(take.notes()) == 3 for take in takes) == 1


def test_numbers_are_named_when_asked_for(house: House) -> None:
    assert messages.NO_NUMBERS in opened(house, "numbers")
    house.companion.journal.add(CheckIn(feeling="calm", distress=3), title="calm")
    assert [line for line in opened(house, "numbers") if "distress 3 of 10" in line and "“calm”" in line]
