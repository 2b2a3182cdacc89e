"""Pictures of every place: a change of how it looks is seen before it is wanted.

`pytest tests/snapshot --snapshot-update` takes them again; look at each before it is committed.
"""

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from companion.domain.take import NOTE_ON, PlayedEvent, Take
from companion.domain.tempo import TempoMap
from companion.services.songs.studio import Studio
from companion.settings import Settings, Theme
from companion.tui.app import CompanionApp
from companion.tui.screens.session import SessionScreen
from companion.tui.screens.studio import StudioScreen
from tests.snapshot.songs import SONGS
from tests.unit.faces import House, house_in
from tests.unit.pilots import session_at, until, until_home, until_shown

Look = Callable[[House, Pilot[None]], Awaitable[None]]
Compare = Callable[..., bool]


def at(step_id: str, part: str = "", *keys: str, until_text: str = "", word: str = "quiet") -> Look:
    """A session at a step, after some keys."""

    async def look(house: House, pilot: Pilot[None]) -> None:
        await until_home(pilot)
        await pilot.app.push_screen(SessionScreen(session_at(house, step_id, part, word)))
        await until(pilot, ".panel")
        if step_id == "song":
            await until(pilot, "SongPanel ChoiceRow")
        if step_id == "play":
            await until(pilot, lambda: house.companion.sound.position is not None)
        await pilot.press(*keys)
        if until_text:
            await until_shown(pilot, until_text)
        await pilot.pause(0.1)

    return look


async def home(house: House, pilot: Pilot[None]) -> None:
    """Home with something waiting and something made."""
    session = session_at(house, "words", "1")
    session.typing("ket")
    take = Take("Played over “The quiet stairs”", TempoMap(66.0), (PlayedEvent(0.5, NOTE_ON, 60, 80),), 4.0)
    house.companion.journal.add(take, title=take.title)
    await until_home(pilot)
    await pilot.app.push_screen(SessionScreen(session))
    await until(pilot, ".panel")
    await pilot.press("f9")
    await until(pilot, "#grounding")
    await pilot.press("1")
    await until_shown(pilot, "What you made")


async def made(house: House, pilot: Pilot[None]) -> None:
    """The list and a page."""
    await home(house, pilot)
    await pilot.press("5")
    await until_shown(pilot, "1 note in 4 seconds")


async def closed(house: House, pilot: Pilot[None]) -> None:
    """The end of a session."""
    await at("after", "", "1", until_text="That was enough")(house, pilot)


async def small(house: House, pilot: Pilot[None]) -> None:
    """A window that is too small."""
    await until_home(pilot)
    await pilot.resize_terminal(60, 16)
    await until_shown(pilot, "a little small")


async def menu(house: House, pilot: Pilot[None]) -> None:
    """The menu over home."""
    await until_home(pilot)
    await pilot.press("f1")
    await until_shown(pilot, "Keys and menu")


def in_studio(*keys: str, until_text: str = "") -> Look:
    """A song on its page, after some keys."""

    async def look(house: House, pilot: Pilot[None]) -> None:
        await until_home(pilot)
        await pilot.app.push_screen(StudioScreen(Studio(SONGS[0]), lambda _: None))
        await until(pilot, "SongLine")
        await pilot.press(*keys)
        if until_text:
            await until_shown(pilot, until_text)
        await pilot.pause(0.1)

    return look


PLACES: dict[str, Look] = {
    "home": home,
    "menu": menu,
    "arrive": at("arrive"),
    "breathe": at("arrive", "", "3", until_text="Breathe easily"),
    "feeling": at("before"),
    "own-word": at("before", "", "8", *"tender", until_text="tender"),
    "grid": at("before", "affect", "7", "3", until_text="pleasant 7"),
    "distress": at("before", "distress", "3", until_text="[3]"),
    "distress-high": at("before", "distress", "9", "enter", until_text="a lot to carry"),
    "blank": at("words", "1", "tab", "tab", until_text="neighbours"),
    "whole": at("words", "whole", "f3", until_text="  9"),
    "suggestions": at("song", "", "1", until_text="playing"),
    "theory": at("song", "", "t", until_text="♩"),
    "play": at("play", until_text="then B♭"),
    "recording": at("play", "", "r", until_text="● recording\n"),
    "sing": at("sing", until_text="and I can hear the kettle there"),
    "close": closed,
    "made": made,
    "leave": at("words", "1", "escape", until_text="Stay, go back"),
    "stopped": at("before", "", "f9", until_text="You have stopped"),
    "small-window": small,
    "studio": in_studio("down", "right", "b", until_text="kept"),
    "studio-chord": in_studio("c", until_text="or type one"),
    "studio-wish": in_studio("m", until_text="How would you like"),
}
OTHER_THEMES: list[tuple[Theme, str]] = [
    ("night", "home"),
    ("night", "play"),
    ("night", "leave"),
    ("clear", "feeling"),
    ("clear", "suggestions"),
    ("terminal", "blank"),
    ("terminal", "grid"),
    ("terminal", "play"),
    ("night", "studio"),
    ("terminal", "studio"),
]


@pytest.fixture
def house(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[House]:
    """Everything that could change stands still: the clock, the seed, the songs, the screen."""
    theme: Theme = getattr(request, "param", "paper")
    settings = Settings(welcomed=True, audio_driver="none", calm_motion=True, theme=theme, protection_offered=True)
    with house_in(tmp_path, settings) as house:
        house.composer.fixed = SONGS
        yield house


def compared(snap_compare: Compare, house: House, look: Look, size: tuple[int, int] = (80, 24)) -> bool:
    """Whether the place looks as it did."""
    return snap_compare(
        CompanionApp(house.companion), run_before=lambda pilot: look(house, pilot), terminal_size=size
    )


@pytest.mark.parametrize("place", PLACES)
def test_places_on_paper(snap_compare: Compare, house: House, place: str) -> None:
    assert compared(snap_compare, house, PLACES[place])


@pytest.mark.parametrize(("house", "place"), OTHER_THEMES, indirect=["house"])
def test_places_in_other_colours(snap_compare: Compare, house: House, place: str) -> None:
    assert compared(snap_compare, house, PLACES[place])


@pytest.mark.parametrize("place", ["play", "made", "studio"])
def test_places_in_a_large_window(snap_compare: Compare, house: House, place: str) -> None:
    assert compared(snap_compare, house, PLACES[place], (120, 40))


def test_the_first_start(snap_compare: Compare, tmp_path: Path) -> None:
    with house_in(tmp_path, Settings(audio_driver="none", calm_motion=True)) as house:

        async def look(_: House, pilot: Pilot[None]) -> None:
            await until_shown(pilot, "Did you hear that?")

        assert compared(snap_compare, house, look)
