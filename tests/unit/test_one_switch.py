"""One switch reaches everything: choices come one after the other, and a press takes the one that is marked."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from companion.midi.protocol import NoteOn
from companion.services.jamming.opening import open_jam
from companion.services.scanning import GROUP, ROUNDS, OnePress, RowScan
from companion.settings import Settings
from companion.tui.app import CompanionApp
from companion.tui.modals.cover import CoverModal
from companion.tui.modals.help import HelpModal
from companion.tui.screens.home import HomeScreen
from companion.tui.screens.jam import JamScreen
from companion.tui.screens.session import SessionScreen
from companion.tui.widgets.choices import ChoiceRow
from tests.unit.faces import House, house_in
from tests.unit.pilots import place_of, session_at, shown, until, until_home, until_shown

SWITCH = Settings(welcomed=True, audio_driver="none", midi_input="none", one_switch=60.0)
"""A pace that no test waits for: `tick` lets it go by."""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_in(tmp_path, SWITCH) as house:
        yield house


@asynccontextmanager
async def program(house: House) -> AsyncIterator[Pilot[None]]:
    async with CompanionApp(house.companion).run_test(size=(80, 24), notifications=True) as pilot:
        await until_home(pilot)
        yield pilot


def app_of(pilot: Pilot[None]) -> CompanionApp:
    assert isinstance(pilot.app, CompanionApp)
    return pilot.app


def tick(pilot: Pilot[None], count: int = 1) -> None:
    """Let so many paces go by."""
    for _ in range(count):
        app_of(pilot)._scanner._tick()


async def press(pilot: Pilot[None], key: str = "space") -> None:
    """One press of the switch, well after the last."""
    app_of(pilot)._scanner._press = OnePress()
    await pilot.press(key)
    await pilot.pause()


def marked(pilot: Pilot[None]) -> list[str]:
    return [row.choice.label for row in pilot.app.screen.query(ChoiceRow) if row.is_on]


async def scan_to(pilot: Pilot[None], label: str) -> None:
    """Scan until a row is marked, alone, going into its group where there is one."""
    await until(pilot, "ChoiceRow")
    tick(pilot)
    for _ in range(200):
        if label in marked(pilot):
            if len(marked(pilot)) == 1:
                return
            await press(pilot)
        else:
            tick(pilot)
    raise AssertionError(f"{label} was never marked alone:\n{shown(pilot)}")


def test_rows_come_one_by_one_and_rest_after_a_few_rounds() -> None:
    scan = RowScan(3)
    seen = []
    while not scan.is_resting:
        seen.append(scan.marked.start)
        scan.step()
    assert seen == [0, 1, 2] * ROUNDS
    scan.step()
    assert scan.is_resting
    assert scan.press() is None, "the first press only wakes it"
    assert scan.press() == 0


@pytest.mark.parametrize("count", [1, 2, 8, 9, 12, 37])
def test_every_row_is_reached_by_a_single_key(count: int) -> None:
    for wanted in range(count):
        scan = RowScan(count)
        for _ in range(100):
            if wanted in scan.marked:
                taken = scan.press()
                if taken is not None:
                    break
            else:
                scan.step()
        assert taken == wanted


def test_a_group_in_which_nothing_was_taken_is_left_again() -> None:
    scan = RowScan(12)
    assert scan.marked == range(GROUP)
    assert scan.press() is None
    for _ in range(GROUP):
        scan.step()
    assert scan.marked == range(GROUP, 2 * GROUP)


def test_a_held_or_trembling_press_is_one_press() -> None:
    press = OnePress()
    assert [press.is_new(now) for now in (1.0, 1.03, 1.2, 1.5, 1.7, 2.2)] == [True, False, False, False, False, True]


async def test_home_is_scanned_and_a_press_goes_through_a_door(house: House) -> None:
    async with program(house) as pilot:
        await scan_to(pilot, "Just play")
        await press(pilot)
        await until(pilot, lambda: isinstance(pilot.app.screen, JamScreen))


async def test_more_leads_to_the_menu_and_back_leads_home_again(house: House) -> None:
    async with program(house) as pilot:
        await scan_to(pilot, "More")
        await press(pilot)
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpModal))
        await scan_to(pilot, "Cover the screen")
        await press(pilot)
        await until(pilot, lambda: isinstance(pilot.app.screen, CoverModal))
        await press(pilot)
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
        await scan_to(pilot, "More")
        await press(pilot)
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpModal))
        await scan_to(pilot, "Back")
        await press(pilot)
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))


async def test_a_jam_is_played_kept_and_left_with_one_key(house: House) -> None:
    app = CompanionApp(house.companion, first_jam=lambda playback: open_jam(house.companion, playback))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, JamScreen))
        jam = pilot.app.screen
        assert isinstance(jam, JamScreen)
        await until(pilot, lambda: jam.state is not None and jam.state.beats is not None)
        for _ in range(4):
            house.clock.move(0.5)
            await press(pilot)
        house.server.wait_for(NoteOn)
        await until(pilot, lambda: jam.state is not None and jam.state.played > 0)
        tick(pilot, 3)
        await until_shown(pilot, "a press opens the menu")
        tick(pilot, 2)
        await until_shown(pilot, "a press plays")
        tick(pilot, 3)
        await press(pilot)
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpModal))
        await scan_to(pilot, "Keep that")
        await press(pilot)
        await until(pilot, lambda: len(house.companion.journal.entries("take")) == 1)
        tick(pilot, 4)
        await press(pilot)
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpModal))
        await scan_to(pilot, "back")
        await press(pilot)
        await until_shown(pilot, "Stop gently")
        await scan_to(pilot, "Back")
        await press(pilot)
        await until_home(pilot)


@pytest.mark.parametrize("step", ["arrive", "before", "words"])
async def test_a_question_is_passed_with_one_key(house: House, step: str) -> None:
    async with program(house) as pilot:
        await pilot.app.push_screen(SessionScreen(session_at(house, step)))
        await until(pilot, ".panel")
        before = place_of(pilot)
        for _ in range(12):
            if isinstance(pilot.app.screen, HelpModal):
                await scan_to(pilot, next(label for label in ("on", "skip") if label in labels(pilot)))
            else:
                tick(pilot)
            await press(pilot)
            await pilot.pause()
            if isinstance(pilot.app.screen, SessionScreen) and place_of(pilot) != before:
                return
        raise AssertionError(shown(pilot))


def labels(pilot: Pilot[None]) -> list[str]:
    return [row.choice.label for row in pilot.app.screen.query(ChoiceRow)]


async def test_letters_typed_by_somebody_beside_are_letters(house: House) -> None:
    async with program(house) as pilot:
        await pilot.app.push_screen(SessionScreen(session_at(house, "words")))
        await until(pilot, "WordField")
        await pilot.press("a", "space", "b")
        field = pilot.app.screen.query_one("WordField")
        assert getattr(field, "value", "") == "a b"


async def test_it_can_be_switched_on_and_off_from_the_menu(house: House) -> None:
    async with program(house) as pilot:
        assert app_of(pilot)._scanner.is_on
        app_of(pilot).scan_at(0.0)
        assert not app_of(pilot)._scanner.is_on
        assert house.companion.settings.one_switch == 0.0
        app_of(pilot).scan_at(3.0)
        assert app_of(pilot)._scanner.is_on
