"""The jam on the screen, for tests: opened, played, and what it shows."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from companion.domain.entry import Entry
from companion.midi.protocol import (
    NoteOn,
)
from companion.services.jamming.opening import open_jam
from companion.services.jamming.state import JamState
from companion.tui.app import CompanionApp
from companion.tui.modals.pick import PickModal
from companion.tui.screens.jam import JamScreen
from companion.tui.widgets.choices import ChoiceRow
from companion.tui.widgets.said import Said
from tests.unit.faces import House
from tests.unit.pilots import SIZE, until


@asynccontextmanager
async def jam(house: House, size: tuple[int, int] = SIZE) -> AsyncIterator[Pilot[None]]:
    """The program straight in a jam that runs."""
    app = CompanionApp(house.companion, first_jam=lambda playback: open_jam(house.companion, playback))
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, JamScreen))
        await until(pilot, lambda: place(pilot).state is not None and state(pilot).beats is not None)
        yield pilot


def place(pilot: Pilot[None]) -> JamScreen:
    """The jam's screen, wherever it is."""
    return next(each for each in pilot.app.screen_stack if isinstance(each, JamScreen))


def state(pilot: Pilot[None]) -> JamState:
    """What the jam showed last."""
    found = place(pilot).state
    assert found is not None
    return found


def state_line(pilot: Pilot[None]) -> str:
    """What is going on, in the jam's own words."""
    return str(place(pilot).query_one("#jam-state", Said).content)


def takes(house: House) -> list[Entry]:
    """The kept takes."""
    return house.companion.journal.entries(kind="take")


def pitches(house: House) -> list[int]:
    """The notes that were struck, in order."""
    return [command.pitch for command in house.server.commands if isinstance(command, NoteOn)]


async def play(house: House, pilot: Pilot[None], keys: str = "135") -> None:
    """Play some keys, and wait until the jam has heard them."""
    before = state(pilot).played
    await pilot.press(*keys)
    await until(pilot, lambda: state(pilot).played == before + len(keys))


async def take_row(pilot: Pilot[None], label: str) -> None:
    """Take a row of the question that is open."""
    await until(pilot, lambda: isinstance(pilot.app.screen, PickModal))
    await until(pilot, "ChoiceRow")
    question = pilot.app.screen
    rows = [row.choice.label for row in pilot.app.screen.query(ChoiceRow)]
    await pilot.press(*["down"] * rows.index(label), "enter")
    await until(pilot, lambda: pilot.app.screen is not question)
