"""The studio on the screen: files, and what becomes of a changed song."""

from companion.domain.entry import Entry
from companion.services.songs.studio_keeping import STUDIO_STEP
from companion.tui.modals.pick import PickModal
from companion.tui.screens.journal import JournalScreen
from companion.tui.widgets.entry_list import EntryList
from tests.unit.faces import House
from tests.unit.pilots import program, told, until, until_home, until_shown
from tests.unit.studios import screen_of, song_of, studio, wish


def songs(house: House) -> list[Entry]:
    """All songs in the journal, newest first."""
    return house.companion.journal.entries(kind="song")


async def test_a_file_is_written_and_its_place_said(house: House) -> None:
    async with studio(house) as pilot:
        await pilot.press("e")
        await until(pilot, lambda: isinstance(pilot.app.screen, PickModal))
        await pilot.press("2")
        await until(pilot, lambda: any(each.startswith("Written: ") for each in told(pilot)))
        (file,) = house.places.exports.iterdir()
        assert file.read_bytes().startswith(b"MThd")


async def test_leaving_asks_only_about_a_changed_song(house: House) -> None:
    async with studio(house) as pilot:
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, JournalScreen))
        assert len(songs(house)) == 1


async def test_a_changed_song_is_kept_beside_the_first(house: House) -> None:
    async with studio(house) as pilot:
        before = song_of(pilot)
        await wish(pilot)
        changed = song_of(pilot)
        await pilot.press("escape")
        await until_shown(pilot, "Keep this form of the song?")
        await pilot.press("3")
        await until(pilot, lambda: pilot.app.screen is screen_of(pilot))
        await pilot.press("escape")
        await until_shown(pilot, "Keep this form of the song?")
        await pilot.press("1")
        await until(pilot, lambda: isinstance(pilot.app.screen, JournalScreen))
        newest, oldest = songs(house)
        assert (newest.body, newest.step, newest.session_id) == (changed, STUDIO_STEP, "walk")
        assert oldest.body == before
        await until(pilot, lambda: len(pilot.app.screen.query_one(EntryList).entries) == 2)
        assert not house.companion.seat.studio_file.path.exists()


async def test_a_changed_song_that_is_not_kept_leaves_nothing(house: House) -> None:
    async with studio(house) as pilot:
        await wish(pilot)
        await pilot.press("escape")
        await until_shown(pilot, "Keep this form of the song?")
        await pilot.press("2")
        await until(pilot, lambda: isinstance(pilot.app.screen, JournalScreen))
        assert len(songs(house)) == 1
        assert not house.companion.seat.studio_file.path.exists()


async def test_a_changed_song_outlives_the_end_of_the_program(house: House) -> None:
    async with studio(house) as pilot:
        await wish(pilot)
        changed = song_of(pilot)
    house.reopen()
    async with program(house) as pilot:
        await until_home(pilot)
        await until(pilot, lambda: any("marked 'found again'" in each for each in told(pilot)))
    assert songs(house)[0].body == changed
