"""The screen for tests: opened at any question of a session, looked at as text, waited for without guessing."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from companion.services.walking import questions as q
from companion.services.walking.session import Session
from companion.tui.app import CompanionApp
from companion.tui.modals.help import HelpModal
from companion.tui.screens.session import SessionScreen
from companion.tui.widgets.choices import ChoiceRow
from companion.tui.widgets.saying import Saying
from tests.unit.faces import House

SIZE = (80, 24)
LOOKS, LOOK_SECONDS = 500, 0.02


def session_at(house: House, step_id: str, part: str = "", word: str = "quiet") -> Session:
    """A new session, walked to a step (and its part) with one word in the first blank."""
    session = house.companion.new_session()
    while not _is_at(session.question.place, step_id, part):
        match session.question:
            case q.FeelingQuestion(offers=offers) if offers and part in ("affect", "distress"):
                session.answer(q.Feeling(None, more=True))
            case q.BlankQuestion(number=1):
                session.answer(q.Filled(word))
            case q.SongQuestion(songs=()):
                session.offer(house.composer.compose(session.song_request()))
            case q.SongQuestion():
                session.answer(q.Chose(1))
            case _:
                session.answer(q.Done())
    return session


def _is_at(place: q.Place, step_id: str, part: str) -> bool:
    return place.step_id == step_id and part in ("", place.part)


@asynccontextmanager
async def program(house: House, size: tuple[int, int] = SIZE) -> AsyncIterator[Pilot[None]]:
    """The program, opened as a person would."""
    async with CompanionApp(house.companion).run_test(size=size, notifications=True) as pilot:
        yield pilot


@asynccontextmanager
async def question(
    house: House, step_id: str, part: str = "", *, word: str = "quiet", size: tuple[int, int] = SIZE
) -> AsyncIterator[Pilot[None]]:
    """The program with a session open at a step."""
    async with program(house, size) as pilot:
        await until_home(pilot)
        session = session_at(house, step_id, part, word)
        await pilot.app.push_screen(SessionScreen(session))
        await until(pilot, ".panel")
        yield pilot


async def until(pilot: Pilot[None], wanted: str | Callable[[], bool]) -> None:
    """Wait until a widget is on the open screen (a selector), or until something holds."""
    for _ in range(LOOKS):
        await pilot.pause(LOOK_SECONDS)
        if pilot.app.screen.query(wanted) if isinstance(wanted, str) else wanted():
            return
    raise AssertionError(f"{wanted} did not come; the screen was:\n{shown(pilot)}")


async def until_home(pilot: Pilot[None]) -> None:
    """Wait until home has its doors, and they the keys."""
    await until(pilot, "#menu:focus")


async def until_shown(pilot: Pilot[None], text: str) -> None:
    """Wait until a text stands on the screen."""
    await until(pilot, lambda: text in shown(pilot))


async def until_at(pilot: Pilot[None], place: str) -> None:
    """Wait until a question is open, by its step and part."""
    await until(pilot, lambda: place_of(pilot) == place)


def shown(pilot: Pilot[None]) -> str:
    """What stands on the screen, as text."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


def told(pilot: Pilot[None]) -> list[str]:
    """What was said, in the corner or on a line of the place, and is not gone yet."""
    lines = (saying for screen in pilot.app.screen_stack for saying in screen.query(Saying))
    return [*(each.message for each in pilot.app._notifications), *(one for line in lines for one in line.sentences)]


def session_of(pilot: Pilot[None]) -> Session:
    """The session that is open."""
    screen = next(each for each in pilot.app.screen_stack if isinstance(each, SessionScreen))
    return screen.session


def place_of(pilot: Pilot[None]) -> str:
    """The open question's step and part."""
    place = session_of(pilot).question.place
    return f"{place.step_id} {place.part}".strip()


async def choose_in_menu(pilot: Pilot[None], label: str) -> None:
    """Open the menu, go down to a row, and take it."""
    await pilot.press("f1")
    await until(pilot, "HelpModal ChoiceRow")
    rows = [row.choice.label for row in pilot.app.screen.query(ChoiceRow)]
    await pilot.press(*["down"] * rows.index(label), "enter")
    await until(pilot, lambda: not isinstance(pilot.app.screen, HelpModal))
    await pilot.pause()
