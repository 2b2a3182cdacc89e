"""Pictures of the places with music to play and to listen to."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from companion.services.jamming.opening import open_jam
from companion.settings import Settings, Theme
from companion.tui.app import CompanionApp
from companion.tui.screens.jam import JamScreen
from companion.tui.screens.listen import ListenScreen
from tests.snapshot.songs import SONGS
from tests.snapshot.test_pictures import Compare, Look, compared
from tests.unit.faces import House, house_in
from tests.unit.pilots import choose_in_menu, until, until_home, until_shown


@pytest.fixture
def house(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[House]:
    """Everything that could change stands still: the clock, the seed, the song, the screen."""
    theme: Theme = getattr(request, "param", "paper")
    with house_in(tmp_path, Settings(welcomed=True, audio_driver="none", calm_motion=True, theme=theme)) as house:
        yield house


def jam(*keys: str, row: str = "", until_text: str = "then ") -> Look:
    """A jam over a song, after some keys, one after the other, and perhaps a row of the menu."""

    async def look(house: House, pilot: Pilot[None]) -> None:
        await until_home(pilot)
        app = pilot.app
        assert isinstance(app, CompanionApp)
        screen = JamScreen(open_jam(house.companion, app.playback, song=SONGS[0]))
        await app.push_screen(screen)
        await until(pilot, lambda: screen.state is not None and screen.state.beats is not None)
        for key in keys:
            await pilot.press(key)
            await pilot.pause(0.2)
        await until(pilot, lambda: screen.state is not None and screen.state.played == sum(map(str.isdigit, keys)))
        if row:
            await choose_in_menu(pilot, row)
        await until_shown(pilot, until_text)
        await until(pilot, lambda: screen.state is not None and not screen.state.lit)
        await until(pilot, lambda: not screen.query("Pad.-lit"))
        await pilot.pause(0.1)

    return look


async def listening(house: House, pilot: Pilot[None]) -> None:
    """A few quiet minutes."""
    await until_home(pilot)
    app = pilot.app
    assert isinstance(app, CompanionApp)
    await app.push_screen(ListenScreen(open_jam(house.companion, app.playback, song=SONGS[0])))
    await until_shown(pilot, "There is nothing to do")


async def steady(house: House, pilot: Pilot[None]) -> None:
    """The pulse from home."""
    await until_home(pilot)
    await pilot.press("f6")
    await until_shown(pilot, "esc back")


PLACES: dict[str, Look] = {
    "jam": jam("1", "3", "5"),
    "jam-staying": jam("f10", "f2", until_text="it stays on"),
    "jam-ears": jam(row="Ears only", until_text="Any key plays"),
    "jam-parts": jam(row="Parts", until_text="Which part"),
    "jam-leave": jam("escape", until_text="Stop gently"),
    "listen": listening,
    "steady": steady,
}


@pytest.mark.parametrize("place", PLACES)
def test_music_on_paper(snap_compare: Compare, house: House, place: str) -> None:
    assert compared(snap_compare, house, PLACES[place])


@pytest.mark.parametrize("house", ["night", "clear", "terminal"], indirect=True)
def test_the_jam_in_other_colours(snap_compare: Compare, house: House) -> None:
    assert compared(snap_compare, house, jam("1", "3", "5"))


@pytest.mark.parametrize("size", [(64, 20), (120, 40)])
def test_the_jam_in_windows_of_other_sizes(snap_compare: Compare, house: House, size: tuple[int, int]) -> None:
    assert compared(snap_compare, house, jam("1", "3", "5"), size)
