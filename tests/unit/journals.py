"""The journal on the screen for tests: with entries of a session, opened from home, and what stands in its list."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

from textual.pilot import Pilot

from companion.domain.affect import Affect, CheckIn
from companion.domain.entry import Body, Entry, Reflection, SessionRecord
from companion.domain.song import SongRequest
from companion.domain.take import NOTE_ON, PlayedEvent, Take
from companion.domain.tempo import TempoMap
from companion.journal.store import Journal
from companion.tui.screens.journal import JournalScreen
from companion.tui.widgets.entry_list import EntryList
from tests.unit.faces import EVENING, House, composed
from tests.unit.pilots import SIZE, program, until, until_home

WORDS = ("When the house is still and gray,", "I keep the candle close to me")


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
