"""A question is answered once: a key pressed twice in one breath closes it, and nothing below it."""


import pytest
from textual.screen import ModalScreen

from companion.tui.modals.help import HelpModal
from companion.tui.modals.palette import Palette
from companion.tui.modals.pick import PickModal
from companion.tui.screens.home import HomeScreen
from companion.tui.screens.stopped import StoppedScreen
from companion.tui.widgets.choices import Choices
from tests.unit.faces import House
from tests.unit.pilots import program, until, until_home


async def test_two_answers_at_once_close_one_question(house: House) -> None:
    async with program(house) as pilot:
        await until_home(pilot)
        answers: list[int | None] = []
        await pilot.app.push_screen(PickModal("Which?", [("one", ""), ("two", "")]), answers.append)
        rows = pilot.app.screen.query_one(Choices)
        rows.post_message(Choices.Taken(rows, 0))
        rows.post_message(Choices.Taken(rows, 1))
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
        await pilot.pause()
        assert answers == [0]
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_a_place_that_is_left_twice_takes_no_other_along(house: House) -> None:
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.app.push_screen(StoppedScreen())
        rows = pilot.app.screen.query_one(Choices)
        for _ in range(3):
            rows.post_message(Choices.Taken(rows, 0))
        await until_home(pilot)
        await pilot.pause()
        assert isinstance(pilot.app.screen, HomeScreen)


@pytest.mark.parametrize("is_palette", [True, False])
async def test_the_palette_and_the_menu_too(house: House, is_palette: bool) -> None:
    async with program(house) as pilot:
        await until_home(pilot)
        modal: ModalScreen[None] = Palette() if is_palette else HelpModal(pilot.app.screen)
        await pilot.app.push_screen(modal)

        def answer() -> None:
            modal.dismiss()

        modal.call_next(answer)
        modal.call_next(answer)
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
        await pilot.pause()
        assert isinstance(pilot.app.screen, HomeScreen)
