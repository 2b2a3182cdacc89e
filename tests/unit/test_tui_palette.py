"""The palette bears keys at any moment."""

import pytest
from textual.command import CommandList

from companion.tui.modals.cover import CoverModal
from companion.tui.modals.help import HelpModal
from companion.tui.modals.palette import Palette
from companion.tui.screens.steady import SteadyScreen
from companion.tui.widgets.choices import Choices
from tests.unit.faces import House
from tests.unit.pilots import program, shown, until, until_home


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


async def test_the_menu_turns_by_pages_and_cuts_no_sentence(house: House) -> None:
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpModal))
        await pilot.press("pagedown")
        rows = pilot.app.screen.query_one(Choices)
        assert rows.marked == 8
        await pilot.press("end")
        await until(pilot, lambda: "what you wrote" in shown(pilot))
        assert "kept" in shown(pilot).split("what you wrote")[1]
        await pilot.press("pageup")
        assert rows.marked < len(rows.children) - 1
