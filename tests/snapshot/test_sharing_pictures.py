"""Pictures of what goes between two people: given, picked, seen before it goes, noted; and the therapist's side."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from textual.pilot import Pilot

from companion.age import Identity
from companion.domain.affect import Affect, CheckIn
from companion.domain.assignment import Assigned
from companion.domain.entry import Entry
from companion.domain.share import Received, Share, SharedCheckIn
from companion.journal.store import Journal
from companion.services.between.assignments import assigned
from companion.services.between.choosing import Choosing
from companion.services.between.sharing import Picked, offer_of, send
from companion.settings import Settings
from companion.tui.app import CompanionApp
from companion.tui.screens.assignment import AssignmentScreen
from companion.tui.screens.given import GivenScreen
from companion.tui.screens.return_page import ReturnScreen
from companion.tui.screens.review import ClientScreen, ReviewScreen
from companion.tui.screens.shared import SharedScreen
from companion.tui.screens.sharing import SharingScreen
from tests.snapshot.songs import SONGS
from tests.unit.clients import done, take
from tests.unit.faces import EVENING, House, house_in
from tests.unit.given import Office
from tests.unit.pilots import until, until_home, until_shown

Compare = Callable[..., bool]
Look = Callable[[House, Entry, Journal, Pilot[None]], Awaitable[None]]

NOBODYS_KEY = "AGE-SECRET-KEY-12LU4C64F3WQQ3Z5C23UTW3MJ5U5PRAVJRVG759CLFU9RYWQME24Q3C7NVA"
"""So that the figures stand still; it was made for these pictures and opens nothing else."""

WORDS = ("There is a place where it is quiet", "and I can hear the kettle there")


def fill(records: Journal) -> None:
    """Two clients: one shared something most weeks, one said why not, and one more was given something."""
    for number, name in enumerate(("Robin", "Kim", "Sasha"), start=1):
        body = Assigned(f"{number:032x}", "Ana", name, "A steady place", "age1", "{}")
        records.put_new(Entry(str(UUID(int=number)), EVENING, EVENING, "A steady place", body))
    for week in range(5):
        before, after = CheckIn("tender", Affect(week % 4 - 2, 1), 7 - week % 3), CheckIn("calm", Affect(1, -2), 3)
        said = (SharedCheckIn("before", before), SharedCheckIn("after", after))
        day = (EVENING - timedelta(days=40 - 7 * week)).date()
        share = Share(f"{1:032x}", f"r{week}", completion="done", day=day, minutes=14 + week, words=WORDS,
                      check_ins=said[: 2 if week % 4 else 1], note="Until Tuesday.")  # fmt: skip
        keep(records, 10 + week, "Robin", share)
    keep(records, 20, "Kim", Share(f"{2:032x}", "k", completion="skipped", couldnt="I was too tired this week."))


def keep(records: Journal, number: int, client: str, share: Share) -> None:
    came = EVENING - timedelta(days=30 - number)
    records.put_new(Entry(str(UUID(int=number)), came, came, "", Received(client, "A steady place", share)))


async def choosing(house: House, entry: Entry, _: Journal, pilot: Pilot[None]) -> None:
    offer = offer_of(house.companion.journal, assigned(house.companion.journal, entry.id)[0])
    await pilot.app.push_screen(SharingScreen(Choosing(offer)))
    await until(pilot, "Choices:focus")


async def picked(house: House, entry: Entry, records: Journal, pilot: Pilot[None]) -> None:
    await choosing(house, entry, records, pilot)
    await take(pilot, "the words of the song")
    await take(pilot, "minutes")


async def preview(house: House, entry: Entry, records: Journal, pilot: Pilot[None]) -> None:
    await picked(house, entry, records, pilot)
    await pilot.press("s")
    await until_shown(pilot, "would see this, and nothing else")


async def compare(house: House, entry: Entry, records: Journal, pilot: Pilot[None]) -> None:
    await preview(house, entry, records, pilot)
    await take(pilot, "Write the file")
    await until_shown(pilot, "Are they the same on both sides?")


async def shared(house: House, entry: Entry, _: Journal, pilot: Pilot[None]) -> None:
    journal = house.companion.journal
    choice = Choosing(offer_of(journal, assigned(journal, entry.id)[0]))
    choice.write("couldnt", "too tired")
    send(journal, choice.offer, choice.share("s"), house.places.data / "one.age", compared=True, agreed=True)
    assert choice.picked != Picked()
    await pilot.app.push_screen(SharedScreen())
    await until(pilot, "Choices:focus")


async def assignment(_: House, entry: Entry, __: Journal, pilot: Pilot[None]) -> None:
    await pilot.app.push_screen(AssignmentScreen(entry.id))
    await until(pilot, "Choices:focus")


async def given(_: House, __: Entry, ___: Journal, pilot: Pilot[None]) -> None:
    await pilot.app.push_screen(GivenScreen())
    await until(pilot, "Choices:focus")


async def review(_: House, __: Entry, records: Journal, pilot: Pilot[None]) -> None:
    await pilot.app.push_screen(ReviewScreen(records))
    await until_shown(pilot, "Robin")


async def client(_: House, __: Entry, records: Journal, pilot: Pilot[None]) -> None:
    await pilot.app.push_screen(ClientScreen(records, "Robin"))
    await until(pilot, "Choices:focus")


async def numbers(house: House, entry: Entry, records: Journal, pilot: Pilot[None]) -> None:
    await client(house, entry, records, pilot)
    await pilot.press("n")
    await pilot.pause(0.1)


async def one_return(_: House, __: Entry, records: Journal, pilot: Pilot[None]) -> None:
    await pilot.app.push_screen(ReturnScreen(records, records.get(str(UUID(int=14)))))
    await until_shown(pilot, "Until Tuesday.")


PLACES: dict[str, Look] = {
    "given": given,
    "assignment": assignment,
    "sharing": choosing,
    "sharing-picked": picked,
    "preview": preview,
    "compare": compare,
    "shared": shared,
    "review": review,
    "client": client,
    "client-numbers": numbers,
    "return": one_return,
}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Everything that could change stands still: the clock, the seed, the key, the screen."""
    settings = Settings(welcomed=True, audio_driver="none", calm_motion=True, protection_offered=True)
    with house_in(tmp_path / "home", settings) as house:
        house.composer.fixed = SONGS
        yield house


@pytest.fixture
def entry(house: House, tmp_path: Path) -> Entry:
    """An assignment that was done."""
    office = Office(house.companion, tmp_path)
    office.key = Identity(NOBODYS_KEY)
    return done(house, office)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Journal]:
    """What came back to a therapist."""
    with Journal.open(tmp_path / "records", clock=lambda: EVENING) as journal:
        fill(journal)
        yield journal


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
@pytest.mark.parametrize("place", PLACES)
def test_between_two_people(
    snap_compare: Compare, house: House, entry: Entry, records: Journal, place: str, size: tuple[int, int]
) -> None:
    async def look(pilot: Pilot[None]) -> None:
        await until_home(pilot)
        await PLACES[place](house, entry, records, pilot)
        await pilot.pause(0.1)

    assert snap_compare(CompanionApp(house.companion), run_before=look, terminal_size=size)
