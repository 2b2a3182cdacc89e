"""Pictures of what is decided beforehand: limits, a plan, what sharing means, and the terms of an assignment."""

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from companion.domain.agreed import Boundaries, Plan
from companion.services.between.consent import text_of
from companion.services.between.planning import keep_plan
from companion.services.walking.boundaries import keep_boundaries
from companion.settings import Settings
from companion.tui.app import CompanionApp
from companion.tui.screens.adapting import AdaptingScreen
from companion.tui.screens.agreeing import AgreeingScreen
from companion.tui.screens.boundaries import BoundariesScreen
from companion.tui.screens.choosing import ChoosingScreen
from companion.tui.screens.giving import TermsScreen
from companion.tui.screens.plan import PlanScreen
from tests.unit.exercises import english
from tests.unit.faces import House, house_in
from tests.unit.pilots import until_home, until_shown

OWN = Boundaries(("loud drums",), ("breath",))
PLAN = Plan("one small song", "at the kitchen table", "twice", "one word", 6, "", "I put it in the drawer")


def adapting() -> AdaptingScreen:
    """A copy of the first exercise, nowhere to be given yet."""
    return AdaptingScreen(english("a-steady-place"), lambda _: None)


Place = tuple[Callable[[], Screen[None] | Screen[bool]], tuple[str, ...], str]
PLACES: dict[str, Place] = {
    "limits": (BoundariesScreen, ("down",), "ask me first"),
    "asks-first": (ChoosingScreen, ("1",), "You wanted to be asked first"),
    "plan": (PlanScreen, ("down",), "one small song"),
    "agreeing": (lambda: AgreeingScreen(text_of("Ana", "I keep it for ten years.")), (), "Do you agree"),
    "terms": (lambda: TermsScreen(english("a-steady-place")), (), "Adapt a copy"),
    "adapting": (adapting, ("down", "down", "d"), "My A steady"),
}
"""Each place, some keys, and what stands there then."""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    settings = Settings(welcomed=True, audio_driver="none", calm_motion=True, protection_offered=True)
    with house_in(tmp_path, settings) as house:
        keep_boundaries(house.companion.journal, OWN)
        keep_plan(house.companion.journal, PLAN)
        yield house


@pytest.mark.parametrize("name", PLACES)
def test_places_on_paper(house: House, name: str, snap_compare: Callable[..., bool]) -> None:
    place, keys, text = PLACES[name]

    async def look(pilot: Pilot[None]) -> None:
        await until_home(pilot)
        await pilot.app.push_screen(place())
        await pilot.pause()
        await pilot.press(*keys)
        await until_shown(pilot, text)
        await pilot.pause(0.1)

    look_at: Callable[[Pilot[None]], Awaitable[None]] = look
    assert snap_compare(CompanionApp(house.companion), run_before=look_at, terminal_size=(80, 24))
