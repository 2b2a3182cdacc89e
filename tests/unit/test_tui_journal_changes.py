"""The journal on the screen: marked, named, written, taken out and taken back, and looked after."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from companion import paths
from companion.domain.entry import Reflection, Words
from companion.errors import FileProblemError
from companion.journal.store import Journal
from companion.services.journal.desk import JournalDesk
from companion.tui.modals.line import LineModal
from companion.tui.modals.pick import PickModal
from companion.tui.screens.journal import JournalScreen
from companion.tui.screens.looking_after import DOES_NOT_OPEN
from companion.tui.widgets.fields import WordField
from tests.unit.faces import House, house_in
from tests.unit.journals import WORDS, entries_in, go_to, journal, put, put_session, stored, titles
from tests.unit.pilots import choose_in_menu, shown, told, until, until_home, until_shown


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_in(tmp_path / "my home 🎵") as house:
        yield house


async def test_marks_tags_and_names_are_kept_at_once(house: House) -> None:
    put(house, Reflection("the stairs"))
    async with journal(house) as pilot:
        await pilot.press("f")
        await until_shown(pilot, "★ a favourite")
        await pilot.press("number_sign")
        await until(pilot, lambda: isinstance(pilot.app.screen, LineModal))
        await pilot.press(*"night, kitchen", "enter")
        await until_shown(pilot, "#night #kitchen")
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, LineModal))
        await pilot.press("end", *" and [b]", "enter")
        await until_shown(pilot, "the stairs and [b]")
        (entry,) = stored(house)
        assert (entry.title, entry.tags, entry.is_favourite) == ("the stairs and [b]", ("night", "kitchen"), True)
        await pilot.press("number_sign")
        await until_shown(pilot, "It has night, kitchen.")
        await pilot.press(*"night", "enter")
        await until(pilot, lambda: stored(house)[0].tags == ("kitchen",))
        await pilot.press("f")
        await until(pilot, lambda: not stored(house)[0].is_favourite)


async def test_a_name_that_is_too_long_is_refused_and_nothing_lost(house: House) -> None:
    put(house, Reflection("the stairs"))
    async with journal(house) as pilot:
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, LineModal))
        pilot.app.screen.query_one(WordField).value = "x" * 10_000
        await pilot.press("enter")
        await until(pilot, lambda: any("A title has up to" in each for each in told(pilot)))
        assert stored(house)[0].title == ""


async def test_a_deletion_can_be_undone_until_the_program_closes(house: House) -> None:
    made = put_session(house)
    async with journal(house) as pilot:
        await go_to(pilot, made["session"])
        await pilot.press("d")
        await until(pilot, lambda: isinstance(pilot.app.screen, PickModal))
        assert "With it goes:" in shown(pilot)
        assert "of 10" not in shown(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, JournalScreen))
        assert len(stored(house)) == 6, "the first answer keeps it"
        await pilot.press("d")
        await until(pilot, lambda: isinstance(pilot.app.screen, PickModal))
        await pilot.press("2")
        await until(pilot, lambda: titles(pilot) == ["6"])
        assert any("SSD" in each for each in told(pilot))
        await pilot.press("d")
        await until(pilot, lambda: isinstance(pilot.app.screen, PickModal))
        await pilot.press("2")
        await until_shown(pilot, "Nothing here yet.")
        await pilot.press("escape")
        await until_home(pilot)
        assert not any("SSD" in each for each in told(pilot)), "what was said there stays there"
        await pilot.press("4")
        await until(pilot, lambda: isinstance(pilot.app.screen, JournalScreen))
        await pilot.press("u")
        await until(pilot, lambda: titles(pilot) == ["6"])
        await pilot.press("u")
        await until(pilot, lambda: len(entries_in(pilot).entries) == 6)
        await pilot.press("u")
        await until(pilot, lambda: any("nothing more to bring back" in each for each in told(pilot)))
        assert not any("It is back" in each for each in told(pilot)), "the newest stands alone"
    assert len(stored(house)) == 6


async def test_an_entry_and_everything_are_written_as_files(house: House) -> None:
    put(house, Words(WORDS), "stairs")
    async with journal(house) as pilot:
        await pilot.press("e")
        await until_shown(pilot, "Write it as which file?")
        await pilot.press("1")
        await until(pilot, lambda: any(each.startswith("Written: ") for each in told(pilot)))
        (file,) = house.places.exports.iterdir()
        assert (file.suffix, WORDS[1] in file.read_text("utf-8")) == (".md", True)
        await choose_in_menu(pilot, "Everything as one file")
        await until(pilot, lambda: sum(each.startswith("Written: ") for each in told(pilot)) == 2)
        assert {each.suffix for each in house.places.exports.iterdir()} == {".md", ".zip"}


async def test_a_folder_that_takes_no_files_is_told(house: House) -> None:
    put(house, Words(WORDS), "stairs")
    house.places.exports.write_text("a file in the way")
    async with journal(house) as pilot:
        await pilot.press("e")
        await until_shown(pilot, "Write it as which file?")
        await pilot.press("1")
        await until(pilot, lambda: any(str(house.places.exports) in each for each in told(pilot)))
        assert not any(each.startswith("Written: ") for each in told(pilot))


async def test_a_full_disk_is_told_and_the_list_shows_what_is_there(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(house, Reflection("the stairs"))

    def full(*_: object, **__: object) -> None:
        raise FileProblemError("Could not write: no space left on device.")

    async with journal(house) as pilot:
        monkeypatch.setattr(Journal, "update", full)
        monkeypatch.setattr(Journal, "delete", full)
        await pilot.press("f")
        await until(pilot, lambda: any("no space left" in each for each in told(pilot)))
        assert "★" not in shown(pilot)
        await pilot.press("d")
        await until(pilot, lambda: isinstance(pilot.app.screen, PickModal))
        await pilot.press("2")
        await until(pilot, lambda: isinstance(pilot.app.screen, JournalScreen))
        assert titles(pilot) == ["1"]


async def test_what_another_window_did_meanwhile_is_found(house: House) -> None:
    entry = put(house, Reflection("the stairs"))
    put(house, Reflection("another"))
    async with journal(house) as pilot:
        other = house.another_window()
        other.journal.delete(entry.id)
        other.journal.add(Reflection("from there"))
        other.close()
        await pilot.press("slash", "t", "h")
        await until_shown(pilot, "found")
        await pilot.press("escape")
        await until(pilot, lambda: entry not in entries_in(pilot).entries and len(entries_in(pilot).entries) == 2)


async def test_the_journal_is_looked_after_on_the_screen(house: House, tmp_path: Path) -> None:
    put(house, Reflection("here"))
    there = tmp_path / "another"
    with Journal.open(there) as other:
        other.add(Reflection("from the other computer"))
        other.encrypt("three small lamps")
    async with journal(house) as pilot:
        await choose_in_menu(pilot, "Look after it")
        await pilot.press("1")
        await until_shown(pilot, "1 entry: everything reads.")
        await pilot.press("enter")
        await choose_in_menu(pilot, "Look after it")
        await pilot.press("2")
        await until(pilot, lambda: any("journal-backup-" in sentence for sentence in told(pilot)))
        for passphrase in ("wrong", "three small lamps"):
            await choose_in_menu(pilot, "Look after it")
            await pilot.press("3")
            await until(pilot, "LineModal WordField")
            pilot.app.screen.query_one(WordField).value = str(there)
            await pilot.press("enter")
            await until(pilot, "SecretModal WordField")
            pilot.app.screen.query_one(WordField).value = passphrase
            await pilot.press("enter")
            wanted = DOES_NOT_OPEN if passphrase == "wrong" else "1 new."
            await until(pilot, lambda wanted=wanted: wanted in told(pilot))  # type: ignore[misc]
        await until(pilot, lambda: len(titles(pilot)) == 2)


def breaks(*_arguments: object) -> None:
    raise ZeroDivisionError("something nobody thought of")


async def test_a_bug_beside_the_screen_is_told_and_logged_and_all_stays_open(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPANION_HOME", str(house.places.data))
    put(house, Reflection("the stairs"))
    async with journal(house) as pilot:
        monkeypatch.setattr(Journal, "verify", breaks)
        await choose_in_menu(pilot, "Look after it")
        await pilot.press("1")
        await until(pilot, lambda: any("something nobody thought of" in sentence for sentence in told(pilot)))
        log = paths.places().log_file("companion")
        assert "ZeroDivisionError" in log.read_text("utf-8")
        log.unlink()
        monkeypatch.setattr(JournalDesk, "find", breaks)
        await pilot.press("slash", "x")
        await until(pilot, log.exists)
        assert titles(pilot)


async def test_both_sides_of_a_change_stand_on_the_page_and_one_is_chosen(house: House) -> None:
    note = put(house, Reflection("before"))
    with Journal.open(house.places.journal, device="another") as elsewhere:
        house.companion.journal.update(replace(note, body=Reflection("here the lamp")))
        elsewhere.update(replace(note, body=Reflection("there the door")))
    async with journal(house, (120, 40)) as pilot:
        await until_shown(pilot, "changed in two places at once")
        assert "v chooses one of them" in shown(pilot)
        await pilot.press("v")
        await until_shown(pilot, "Which one shall stay?")
        row = next(line for line in shown(pilot).splitlines() if "there the door" in line and "changed" in line)
        await pilot.press("3" if row.strip(" │▸").startswith("3") else "2")
        await until(pilot, lambda: len(titles(pilot)) == 1)
        assert [(each.id, each.body) for each in stored(house)] == [(note.id, Reflection("there the door"))]
        await pilot.press("u")
        await until(pilot, lambda: len(titles(pilot)) == 2)
