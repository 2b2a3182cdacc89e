"""The palette bears keys at any moment."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.command import CommandList

from companion.tui.modals.cover import CoverModal
from companion.tui.modals.palette import Palette
from companion.tui.screens.steady import SteadyScreen
from tests.unit.faces import House, house_in
from tests.unit.pilots import program, until


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_in(tmp_path) as house:
        yield house


@pytest.mark.parametrize("key", ["pagedown", "pageup"])
async def test_a_page_key_before_the_list_is_drawn_does_nothing(house: House, key: str) -> None:
    async with program(house) as pilot:
        await pilot.press("ctrl+p")
        palette = pilot.app.screen
        assert isinstance(palette, Palette)
        listed = palette.query_one(CommandList)
        listed.styles.height = 0
        await pilot.pause()
        listed.clear_options().add_options(["a command"])
        listed.highlighted = 0
        await pilot.press(key)
        assert pilot.app.is_running
        await pilot.press("escape")
        assert not isinstance(pilot.app.screen, Palette)


async def test_there_is_one_palette_however_often_it_is_asked_for(house: House) -> None:
    async with program(house) as pilot:
        for key in ("ctrl+p", "ctrl+p", "f6", "ctrl+p"):
            await pilot.press(key)
        await until(pilot, lambda: isinstance(pilot.app.screen, SteadyScreen))
        await pilot.press("ctrl+p")
        assert sum(isinstance(screen, Palette) for screen in pilot.app.screen_stack) == 1


async def test_a_cover_is_lifted_before_the_palette_opens(house: House) -> None:
    async with program(house) as pilot:
        await pilot.press("f12", "ctrl+p")
        assert isinstance(pilot.app.screen, CoverModal)
