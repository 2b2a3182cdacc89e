"""The journal on the screen: found by typing, read, heard, and opened."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from companion import messages
from companion.domain.affect import CheckIn
from companion.domain.entry import Entry, Reflection, Words
from companion.domain.song import Song
from companion.midi.protocol import Play, Stop
from companion.tui.modals.reading import ReadingModal
from companion.tui.screens.journal import JournalScreen
from companion.tui.screens.journal_looking import SearchField
from companion.tui.screens.studio import StudioScreen
from companion.tui.widgets.keys import KeyRow
from companion.tui.widgets.line_plot import LinePlot
from tests.unit.faces import EVENING, House, house_in
from tests.unit.journals import WORDS, entries_in, go_to, journal, put, put_session, stored, titles
from tests.unit.pilots import choose_in_menu, shown, until, until_home, until_shown


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_in(tmp_path / "my home 🎵") as house:
        yield house


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
