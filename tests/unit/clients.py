"""A client at the screen, step by step, for tests of what goes between two people."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from companion.domain.entry import Entry
from companion.services.between.assignments import begin, open_file
from companion.services.walking import questions as q
from companion.services.walking.session import Session
from companion.tui.screens.agreeing import AgreeingScreen
from companion.tui.screens.assignment import AssignmentScreen
from companion.tui.screens.preview import PreviewScreen
from companion.tui.screens.sharing import SharingScreen
from companion.tui.widgets.choices import ChoiceRow, Choices
from tests.unit.faces import House
from tests.unit.given import Office
from tests.unit.pilots import program, until, until_home, until_shown

WORD = "zebra lantern"


def given(house: House, office: Office) -> Entry:
    """An assignment that was opened already."""
    return open_file(house.companion.journal, office.give())


def walk(house: House, session: Session) -> None:
    """The session to its end, with one word of the person's own."""
    while not session.is_finished:
        match session.question:
            case q.BlankQuestion(number=1):
                session.answer(q.Filled(WORD))
            case q.FeelingQuestion():
                session.answer(q.Feeling("tender"))
            case q.SongQuestion(songs=()):
                session.offer(house.composer.compose(session.song_request()))
            case q.SongQuestion():
                session.answer(q.Chose(1))
            case _:
                session.answer(q.Done())


def done(house: House, office: Office) -> Entry:
    """An assignment that was done."""
    entry = given(house, office)
    walk(house, begin(house.companion, entry.id))
    return entry


async def until_at(pilot: Pilot[None], place: type) -> None:
    """Wait until a screen of this type is there."""
    await until(pilot, lambda: isinstance(pilot.app.screen, place))
    await pilot.pause()


async def take(pilot: Pilot[None], label: str) -> None:
    """Go to the row that says `label`, and take it."""
    rows = [row.choice.label for row in pilot.app.screen.query(ChoiceRow)]
    wanted = next(number for number, row in enumerate(rows) if label in row)
    choices = pilot.app.screen.query_one(Choices)
    await pilot.press("home", *["down"] * wanted)
    assert choices.marked == wanted
    await pilot.press("enter")
    await pilot.pause()


async def type_over(pilot: Pilot[None], text: str) -> None:
    """Another answer on the line that is asked for."""
    await until(pilot, "LineModal #answer:focus")
    pilot.app.screen.query_one("#answer").value = text  # type: ignore[attr-defined]
    await pilot.press("enter")
    await pilot.pause()


@asynccontextmanager
async def sharing(house: House, entry: Entry) -> AsyncIterator[Pilot[None]]:
    """Choosing what to share of an assignment."""
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.app.push_screen(AssignmentScreen(entry.id))
        await until(pilot, "Choices:focus")
        await take(pilot, "Share something")
        await until_at(pilot, SharingScreen)
        yield pilot


async def write_first_file(pilot: Pilot[None], path: str) -> None:
    """See what goes, compare the key, agree, and say where the file shall be."""
    await pilot.press("s")
    await until_at(pilot, PreviewScreen)
    await take(pilot, "Write the file")
    await until_shown(pilot, "by telephone")
    await take(pilot, "Yes, we compared")
    await until_at(pilot, AgreeingScreen)
    await take(pilot, "Yes, I agree")
    await type_over(pilot, path)
