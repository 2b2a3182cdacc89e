"""The journal on the screen: found by typing, read, heard, marked, named, written, taken out and taken back."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from companion import messages, paths
from companion.domain.affect import Affect, CheckIn
from companion.domain.entry import Body, Entry, Reflection, SessionRecord, Words
from companion.domain.song import Song, SongRequest
from companion.domain.take import NOTE_ON, PlayedEvent, Take
from companion.domain.tempo import TempoMap
from companion.errors import FileProblemError
from companion.journal.store import Journal
from companion.midi.protocol import Play, Stop
from companion.services.journal.desk import JournalDesk
from companion.tui.modals.line import LineModal
from companion.tui.modals.pick import PickModal
from companion.tui.modals.reading import ReadingModal
from companion.tui.screens.journal import JournalScreen
from companion.tui.screens.journal_looking import SearchField
from companion.tui.screens.looking_after import DOES_NOT_OPEN
from companion.tui.screens.studio import StudioScreen
from companion.tui.widgets.entry_list import EntryList
from companion.tui.widgets.fields import WordField
from companion.tui.widgets.keys import KeyRow
from companion.tui.widgets.line_plot import LinePlot
from tests.unit.faces import EVENING, House, composed, house_in
from tests.unit.pilots import SIZE, choose_in_menu, program, shown, told, until, until_home, until_shown

WORDS = ("When the house is still and gray,", "I keep the candle close to me")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_in(tmp_path / "my home 🎵") as house:
        yield house


def put(house: House, body: Body, title: str = "", *, days: float = 0, session: str | None = None) -> Entry:
    """An entry of some days ago; the later ones of a test are older by a minute each."""
    journal = house.companion.journal
    number = len(journal) + 1
    moment = EVENING - timedelta(days=days, minutes=number)
    return journal.put_new(Entry(str(UUID(int=number)), moment, moment, title, body, session_id=session))


def put_session(house: House) -> dict[str, Entry]:
    """A session with numbers before and after, its song, and a take over it; a thought from long ago."""
    (song,) = composed(SongRequest(WORDS, feeling="calm", seed=3))
    take = Take("Played softly", TempoMap(66.0), (PlayedEvent(0.5, NOTE_ON, 60, 80),), 4.0)
    made = {
        "before": put(house, CheckIn("heavy", Affect(-3, 1), 7, 2), session="walk"),
        "song": put(house, song, song.title, session="walk"),
        "take": put(house, take, take.title, session="walk"),
        "after": put(house, CheckIn("light", Affect(2, -1), 3, 6), session="walk"),
    }
    ids = tuple(entry.id for entry in made.values())
    made["session"] = put(house, SessionRecord("A steady place", ids, True), session="walk")
    made["thought"] = put(house, Reflection("The kettle sang.\nI liked that."), days=60)
    return made


@asynccontextmanager
async def journal(house: House, size: tuple[int, int] = SIZE) -> AsyncIterator[Pilot[None]]:
    """The journal, opened from home."""
    async with program(house, size) as pilot:
        await until_home(pilot)
        await pilot.press("4")
        await until(pilot, lambda: isinstance(pilot.app.screen, JournalScreen))
        await until(pilot, "EntryList:focus")
        yield pilot


def titles(pilot: Pilot[None]) -> list[str]:
    """Which entries are in the list, by their ids' numbers."""
    return [str(UUID(each.id).int) for each in entries_in(pilot).entries]


def entries_in(pilot: Pilot[None]) -> EntryList:
    """The list."""
    return next(each for each in pilot.app.screen_stack if isinstance(each, JournalScreen)).query_one(EntryList)


def stored(house: House) -> list[Entry]:
    """What the journal holds, as another window reads it."""
    with Journal.open(house.places.journal, writable=False) as journal:
        return journal.entries()


async def go_to(pilot: Pilot[None], entry: Entry) -> None:
    """Mark an entry."""
    ids = [each.id for each in entries_in(pilot).entries]
    await pilot.press("home", *["down"] * ids.index(entry.id))
    marked = entries_in(pilot).entry
    assert marked is not None
    assert marked.id == entry.id


async def test_the_page_shows_a_song_with_its_chords_over_its_words(house: House) -> None:
    made = put_session(house)
    async with journal(house) as pilot:
        await go_to(pilot, made["song"])
        rows = [row.partition("│")[2] for row in shown(pilot).splitlines()]
        words = max(number for number, row in enumerate(rows) if "When the house" in row)
        named = rows[words - 1]
        assert isinstance(made["song"].body, Song)
        assert named.split()[0] == made["song"].body.chords[0].symbol
        await pilot.press("t")
        await until(pilot, lambda: named not in shown(pilot))
        assert "I " in shown(pilot).splitlines()[words - 1]


async def test_numbers_of_before_and_after_are_never_shown_unasked(house: House) -> None:
    made = put_session(house)
    async with journal(house, (120, 40)) as pilot:
        await pilot.press("home")
        pages = []
        for _ in range(len(made)):
            pages.append(shown(pilot))
            await pilot.press("down")
        assert any("heavy" in page for page in pages)
        assert not [page for page in pages if any(each in page for each in ("distress", "of 10", "+2", "-3", "+1"))]


async def test_typing_finds_and_escape_shows_everything_again(house: House) -> None:
    put_session(house)
    async with journal(house) as pilot:
        await pilot.press("slash", *"kettel")
        await until_shown(pilot, "Nothing holds “kettel”; “kettle” was looked for.")
        assert titles(pilot) == ["6"]
        assert "1 found: “kettle”" in shown(pilot)
        await pilot.press("enter")
        await until(pilot, "EntryList:focus")
        await until_shown(pilot, "I liked that.")
        await pilot.press("escape")
        await until(pilot, lambda: len(entries_in(pilot).entries) == 6)
        await pilot.press("escape")
        await until_home(pilot)


async def test_letters_are_text_in_the_field(house: House) -> None:
    put(house, Reflection("feud"))
    async with journal(house) as pilot:
        await pilot.press("slash", *"feud #?")
        assert pilot.app.screen.query_one(SearchField).value == "feud #?"
        assert isinstance(pilot.app.screen, JournalScreen)
        assert not stored(house)[0].is_favourite
        await until_shown(pilot, "nothing found")


async def test_a_date_that_cannot_be_is_said(house: House) -> None:
    put(house, Reflection("here"))
    async with journal(house) as pilot:
        await pilot.press("slash", *"since:3/4/2025")
        await until_shown(pilot, "read in two ways")
        await pilot.press("escape")
        await until(pilot, lambda: titles(pilot) == ["1"])
        assert "read in two ways" not in shown(pilot)


async def test_the_newest_words_win_however_late_older_answers_come(house: House) -> None:
    for number in range(400):
        put(house, Reflection(f"thought {number} kettle"))
    async with journal(house) as pilot:
        await pilot.press("slash", *"thought 123 kettle")
        await until_shown(pilot, "1 found")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause(0.1)
        assert titles(pilot) == ["124"]


async def test_only_the_rows_that_are_seen_are_drawn(house: House) -> None:
    house.companion.journal.put_all(
        Entry(str(UUID(int=n)), EVENING - timedelta(hours=n), EVENING, f"entry {n}", Reflection("x"))
        for n in range(1, 10_001)
    )
    async with journal(house) as pilot:
        await until(pilot, lambda: len(entries_in(pilot).entries) == 10_000)
        await pilot.press("end")
        await until_shown(pilot, "▸ entry 10000")
        await pilot.press("home", "pagedown")
        marked = entries_in(pilot).marked
        assert 3 < marked < 12
        await until_shown(pilot, f"▸ entry {marked + 1}")


async def test_nothing_sounds_until_a_key_asks_for_it(house: House) -> None:
    made = put_session(house)
    async with journal(house) as pilot:
        house.server.commands.clear()
        await go_to(pilot, made["take"])
        await go_to(pilot, made["song"])
        assert not [each for each in house.server.commands if isinstance(each, Play)]
        await pilot.press("space")
        house.server.wait_for(Play)
        await until_shown(pilot, "▶ When the house is still")
        await pilot.press("space")
        house.server.wait_for(Stop)
        await go_to(pilot, made["take"])
        await until(pilot, lambda: "▶" not in shown(pilot))
        house.server.commands.clear()
        await pilot.press("enter")
        house.server.wait_for(Play)
        await until_shown(pilot, "▶ Played softly")


async def test_a_song_opens_in_the_studio(house: House) -> None:
    made = put_session(house)
    async with journal(house) as pilot:
        await go_to(pilot, made["song"])
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, StudioScreen))


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


async def test_words_that_look_like_orders_to_a_terminal_are_shown_as_text(house: House) -> None:
    put(house, Reflection("[bold]not[/bold] [/] \x1b[2J gone"), "C7[b9] \x1b]0;x\x07")
    async with journal(house) as pilot:
        await until_shown(pilot, "[bold]not[/bold]")
        assert "C7[b9]" in shown(pilot)
        assert "\x1b" not in shown(pilot)


@pytest.mark.parametrize("size", [(80, 24), (64, 20), (120, 40)])
async def test_the_row_of_keys_is_short_and_whole(house: House, size: tuple[int, int]) -> None:
    put_session(house)
    async with journal(house, size) as pilot:
        await until(pilot, lambda: shown(pilot).splitlines()[-1].strip().endswith("? more"))
        assert len(pilot.app.screen.query_one(KeyRow).children) <= 6


async def test_everything_is_in_the_menu(house: House) -> None:
    put(house, Reflection("the stairs"))
    async with journal(house) as pilot:
        await choose_in_menu(pilot, "favourite, or not")
        await until_shown(pilot, "★ a favourite")
        await choose_in_menu(pilot, "calendar")
        await until(pilot, "Month:focus")


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


async def test_enter_opens_words_to_be_read(house: House) -> None:
    put(house, Words(WORDS), "stairs")
    async with journal(house) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReadingModal))
        await until_shown(pilot, WORDS[1])
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, JournalScreen))


async def test_how_it_was_before_is_told_from_how_it_was_after(house: House) -> None:
    for number, step in enumerate(("before", "was-before", "after", "middle"), start=1):
        moment = EVENING - timedelta(minutes=number)
        house.companion.journal.put_new(Entry(str(UUID(int=number)), moment, moment, "", CheckIn("calm"), step=step))
    async with journal(house) as pilot:
        await until(pilot, lambda: len(entries_in(pilot).entries) == 4)
        said = [row.partition("│")[0].strip() for row in shown(pilot).splitlines() if "how it was" in row]
        assert [each.partition(",")[0] for each in said if each] == [
            "how it was before", "how it was before", "how it was after", "how it was"]  # fmt: skip


async def test_where_no_number_was_given_words_say_so_and_no_empty_plot(house: House) -> None:
    put(house, CheckIn("calm"))
    async with journal(house) as pilot:
        await pilot.press("o")
        await until_shown(pilot, messages.NO_NUMBERS)
        assert not pilot.app.screen.query_one(LinePlot).region
