"""Suggestions changed one at a time: by a wish, back again, and on a page of their own."""


import pytest

from companion.domain.song import Song
from companion.engine.changes import Wished
from companion.midi.protocol import Play
from companion.tui.screens.session import SessionScreen
from companion.tui.screens.studio import StudioScreen
from tests.unit.faces import House
from tests.unit.pilots import choose_in_menu, question, session_of, shown, told, until, until_shown


def mean_pitch(song: Song) -> float:
    """How high a tune lies."""
    return sum(note.pitch for note in song.melody) / len(song.melody)


@pytest.mark.parametrize(
    ("key", "wish"),
    [
        ("i", "simpler"), ("v", "more movement"), ("l", "lower"), ("h", "higher"), ("n", "another"),
        ("y", "keep rhythm"),
    ],
)  # fmt: skip
async def test_a_wish_changes_the_marked_one_alone_and_lets_it_be_heard(house: House, key: str, wish: str) -> None:
    async with question(house, "song") as pilot:
        await until(pilot, "SongPanel Choices:focus")
        before = session_of(pilot).draft.songs
        await pilot.press("down", key)
        await until(pilot, lambda: session_of(pilot).draft.songs[1] != before[1] or bool(told(pilot)))
        change = house.composer.changes[-1]
        assert isinstance(change, Wished)
        assert change.wish == wish
        after = session_of(pilot).draft.songs
        assert (after[0], after[2]) == (before[0], before[2])
        if after[1] == before[1]:
            assert told(pilot), "a wish that can't be fulfilled is told"
            assert "a moment" not in shown(pilot)
        else:
            assert house.server.wait_for(Play)
            await until_shown(pilot, "playing · enter to choose it")


async def test_some_bars_are_kept_while_the_rest_changes(house: House) -> None:
    async with question(house, "song") as pilot:
        await until(pilot, "SongPanel Choices:focus")
        before = session_of(pilot).draft.songs[1]
        await pilot.press("down", "b")
        await until_shown(pilot, "Bars 5 to 8")
        await pilot.press("1")
        await until_shown(pilot, "Bars 1 to 4 stay as they are.")
        await pilot.press("3")
        await until(pilot, lambda: session_of(pilot).draft.songs[1] != before)
        after = session_of(pilot).draft.songs[1]
        first_four = 4 * before.meter.bar_beats
        assert [note for note in after.melody if note.start_beats < first_four] == [
            note for note in before.melody if note.start_beats < first_four
        ]
        assert after.melody != before.melody
        await pilot.press("u")
        await until(pilot, lambda: session_of(pilot).draft.songs[1] == before)


async def test_asking_for_bars_and_thinking_better_of_it_changes_nothing(house: House) -> None:
    async with question(house, "song") as pilot:
        await until(pilot, "SongPanel Choices:focus")
        before = session_of(pilot).draft.songs
        for keys in (("b", "escape"), ("b", "1", "escape")):
            for key in keys:
                await pilot.press(key)
                await pilot.pause()
            await until(pilot, "SongPanel Choices:focus")
        assert session_of(pilot).draft.songs == before
        assert house.composer.changes == []


async def test_lower_is_lower_and_later_suggestions_lie_there_too(house: House) -> None:
    async with question(house, "song") as pilot:
        await until(pilot, "SongPanel Choices:focus")
        before = session_of(pilot).draft.songs
        await pilot.press("l")
        await until(pilot, lambda: session_of(pilot).draft.songs[0] != before[0])
        assert mean_pitch(session_of(pilot).draft.songs[0]) < mean_pitch(before[0])
        await pilot.press("o")
        await until(pilot, lambda: len(house.composer.requests) == 2)
        assert house.composer.requests[-1].voice == "low"


async def test_wishes_are_undone_one_after_the_other_to_the_first(house: House) -> None:
    async with question(house, "song") as pilot:
        await until(pilot, "SongPanel Choices:focus")
        before = session_of(pilot).draft.songs
        await pilot.press("n")
        await until(pilot, lambda: session_of(pilot).draft.songs[0] != before[0])
        once = session_of(pilot).draft.songs
        await pilot.press("down", "n")
        await until(pilot, lambda: session_of(pilot).draft.songs[1] != before[1])
        await pilot.press("u")
        await until(pilot, lambda: session_of(pilot).draft.songs == once)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: session_of(pilot).draft.songs == before)
        await pilot.press("u")
        await until(pilot, lambda: told(pilot) == ["This is how the song came in."])


async def test_the_menu_names_every_wish(house: House) -> None:
    async with question(house, "song", size=(80, 40)) as pilot:
        await until(pilot, "SongPanel Choices:focus")
        before = session_of(pilot).draft.songs
        await choose_in_menu(pilot, "another tune")
        await until(pilot, lambda: session_of(pilot).draft.songs[0] != before[0])


async def test_a_wish_that_can_not_be_composed_leaves_everything(house: House) -> None:
    async with question(house, "song") as pilot:
        await until(pilot, "SongPanel Choices:focus")
        before = session_of(pilot).draft.songs
        house.composer.problem = "The part that composes has stopped twice."
        await pilot.press("i")
        await until(pilot, lambda: told(pilot) == ["The part that composes has stopped twice."])
        assert "a moment" not in shown(pilot)
        assert session_of(pilot).draft.songs == before


async def test_the_studio_gives_back_the_changed_song_as_the_chosen_one(house: House) -> None:
    async with question(house, "song") as pilot:
        await until(pilot, "SongPanel Choices:focus")
        before = session_of(pilot).draft.songs
        await pilot.press("down", "s")
        await until(pilot, "SongLine")
        assert isinstance(pilot.app.screen, StudioScreen)
        await pilot.press("m", "3")
        await until(pilot, lambda: session_of(pilot).draft.songs[1] != before[1])
        changed = session_of(pilot).draft.songs[1]
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, SessionScreen))
        assert session_of(pilot).draft.chosen == 1
        await pilot.press("enter")
        await until(pilot, "PlayPanel")
        assert session_of(pilot).draft.song == changed


async def test_what_is_changed_in_the_studio_outlives_a_kill(house: House) -> None:
    async with question(house, "song") as pilot:
        await until(pilot, "SongPanel Choices:focus")
        before = session_of(pilot).draft.songs
        await pilot.press("s")
        await until(pilot, "SongLine")
        await pilot.press("m", "3")
        await until(pilot, lambda: session_of(pilot).draft.songs[0] != before[0])
        waiting = house.companion.waiting_session()
        assert waiting is not None
        assert waiting.draft.songs == session_of(pilot).draft.songs
