"""The studio for tests: a song of one's own open on its page, looked at, and wished for otherwise."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot
from textual.widgets import Static

from companion.domain.song import Song, SongRequest
from companion.midi.protocol import Play
from companion.tui.modals.pick import PickModal
from companion.tui.screens.journal import JournalScreen
from companion.tui.screens.studio import StudioScreen
from tests.unit.faces import House, composed
from tests.unit.pilots import SIZE, program, until, until_home

WORDS = (
    "When the house is still and gray,",
    "I keep the candle close to me",
    "",
    "[chorus]",
    "Stay a little longer,",
    "stay until it's light",
)


@asynccontextmanager
async def studio(
    house: House, words: tuple[str, ...] = WORDS, size: tuple[int, int] = SIZE
) -> AsyncIterator[Pilot[None]]:
    """A song in the journal, opened from "What you made"."""
    (song,) = composed(SongRequest(words, feeling="calm", seed=3))
    house.companion.journal.add(song, title=song.title, step="song", session_id="walk")
    async with program(house, size) as pilot:
        await until_home(pilot)
        await pilot.press("4")
        await until(pilot, lambda: isinstance(pilot.app.screen, JournalScreen))
        await pilot.press("enter")
        await until(pilot, "SongLine")
        yield pilot


def screen_of(pilot: Pilot[None]) -> StudioScreen:
    """The studio, also below a question."""
    return next(each for each in pilot.app.screen_stack if isinstance(each, StudioScreen))


def song_of(pilot: Pilot[None]) -> Song:
    """The song as it is now."""
    return screen_of(pilot).studio.song


def state_of(pilot: Pilot[None]) -> str:
    """The line that says what sounds, or where one stands."""
    return str(screen_of(pilot).query_one("#studio-state", Static).content)


async def wish(pilot: Pilot[None], number: str = "3") -> None:
    """Wish for the tune in another form, and wait for it."""
    before = song_of(pilot)
    await pilot.press("m")
    await until(pilot, lambda: isinstance(pilot.app.screen, PickModal))
    await pilot.press(number)
    await until(pilot, lambda: song_of(pilot) != before)


async def heard(pilot: Pilot[None], house: House) -> None:
    """Wait until something is played, and let the screen go on meanwhile: it has to take what was composed."""
    await until(pilot, lambda: any(isinstance(each, Play) for each in house.server.commands))
