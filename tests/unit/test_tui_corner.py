"""What is said in the corner: never over the cursor or the keys, and gone when it is no longer so."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from textual.pilot import Pilot
from textual.widgets._toast import Toast

from companion.domain.entry import Entry, Reflection
from companion.tui import corner
from companion.tui.app import CompanionApp
from companion.tui.beside import beside
from companion.tui.corner import HasCursor
from companion.tui.modals.help import HelpModal
from companion.tui.widgets.keys import KeyRow
from tests.unit.faces import EVENING, House
from tests.unit.pilots import program, told, until, until_home

LONG = "A sentence of some length that is said in the corner. " * 4


def app_in(pilot: Pilot[None]) -> CompanionApp:
    assert isinstance(pilot.app, CompanionApp)
    return pilot.app


def is_clear(pilot: Pilot[None]) -> bool:
    """Whether a message stands on the screen, and covers neither the cursor nor the row of keys."""
    screen = pilot.app.screen
    toasts = [each.region for each in screen.query(Toast) if each.region.height]
    focused = screen.focused
    assert isinstance(focused, HasCursor)
    kept = (focused.cursor_region, *(row.region for row in screen.query(KeyRow)))
    return bool(toasts) and not any(toast.overlaps(each) for toast in toasts for each in kept)


@pytest.mark.parametrize("keys", [("home",), ("end",), ("c", "pageup"), ("c", "down", "down", "down")])
async def test_a_message_covers_neither_the_marked_row_nor_the_keys(
    house: House, keys: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corner, "READING_SECONDS", 3600.0)  # however slow this machine is now
    for number in range(20):
        moment = EVENING - timedelta(days=number)
        house.companion.journal.put_new(Entry(str(UUID(int=number + 1)), moment, moment, "", Reflection("A thought.")))
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.press("4")
        await until(pilot, "EntryList:focus")
        app_in(pilot).say(LONG)
        await until(pilot, lambda: is_clear(pilot))
        await pilot.press(*keys)
        await until(pilot, lambda: is_clear(pilot))


async def test_a_message_does_not_lie_over_the_menu(house: House) -> None:
    async with program(house) as pilot:
        await until_home(pilot)
        app_in(pilot).say(LONG)
        await until(pilot, lambda: is_clear(pilot))
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpModal))
        assert not any(each.region.height for each in pilot.app.screen.query(Toast))


def bug() -> Callable[[], None]:
    raise LookupError("a bug")


async def test_what_is_under_way_stands_there_no_longer_than_it_is(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPANION_HOME", str(house.folder))
    async with program(house) as pilot:
        await until_home(pilot)
        app = app_in(pilot)
        beside(app, "Reading every file …", lambda: lambda: app.say("All is well."), group="test")
        await until(pilot, lambda: told(pilot) == ["All is well."])
        beside(app, "Reading every file …", bug, group="test")
        await until(pilot, lambda: any("Something went wrong" in each for each in told(pilot)))
        assert "Reading every file …" not in told(pilot)
