"""Pictures of the journal and of its passphrase: list and page, calendar, search, numbers over time, locked."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from companion import messages
from companion.domain.affect import Affect, CheckIn
from companion.domain.entry import Body, Entry, Reflection
from companion.journal.store import Journal
from companion.settings import Settings, Theme
from companion.tui.app import CompanionApp
from companion.tui.screens.journal import JournalScreen
from companion.tui.screens.passphrase import PassphraseScreen
from companion.tui.widgets.entry_list import EntryList
from tests.snapshot.songs import SONGS
from tests.unit.faces import EVENING, House, house_in
from tests.unit.pilots import until, until_home, until_shown

Compare = Callable[..., bool]
PLACES: dict[str, tuple[tuple[str, ...], str]] = {
    "journal": (("down",), "verse"),
    "journal-search": (("slash", *"kettel"), "was looked for"),
    "journal-calendar": (("c", "pageup"), "February 2026"),
    "journal-delete": (("down", "d"), "Yes, delete it"),
    "over-time": (("o", "left"), "distress 9 of 10"),
}


def fill(house: House) -> None:
    """Check-ins over some weeks, a thought with tags, a favourite song."""
    bodies: list[tuple[float, str, Body]] = [
        (30 - 3 * number, "", CheckIn(("calm", "tired", None)[number % 3], Affect(number % 5 - 2, 1), number * 7 % 11))
        for number in range(8)
    ]
    bodies += [(2, "", Reflection("The kettle sang before I did.")), (1, SONGS[0].title, SONGS[0])]
    bodies.append((0, "", CheckIn("light")))
    for number, (days, title, body) in enumerate(bodies, start=1):
        moment = EVENING - timedelta(days=days, minutes=number)
        tags = ("morning", "kitchen") if isinstance(body, Reflection) else ()
        entry = Entry(str(UUID(int=number)), moment, moment, title, body, tags, is_favourite=bool(title))
        house.companion.journal.put_new(entry)


@pytest.fixture
def house(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[House]:
    """Everything that could change stands still: the clock, the seed, the screen."""
    theme: Theme = getattr(request, "param", "paper")
    settings = Settings(welcomed=True, audio_driver="none", calm_motion=True, theme=theme, protection_offered=True)
    with house_in(tmp_path, settings) as house:
        fill(house)
        yield house


def compared(snap_compare: Compare, house: House, place: str, size: tuple[int, int] = (80, 24)) -> bool:
    """Whether the place looks as it did."""
    keys, text = PLACES[place]

    async def look(pilot: Pilot[None]) -> None:
        await until_home(pilot)
        await pilot.app.push_screen(JournalScreen())
        await until(pilot, lambda: len(pilot.app.screen.query_one(EntryList).entries) == 11)
        await pilot.app.workers.wait_for_complete()
        await pilot.press(*keys)
        await until_shown(pilot, text)
        await pilot.pause(0.1)

    return snap_compare(CompanionApp(house.companion), run_before=look, terminal_size=size)


@pytest.mark.parametrize("place", PLACES)
def test_the_journal_on_paper(snap_compare: Compare, house: House, place: str) -> None:
    assert compared(snap_compare, house, place)


@pytest.mark.parametrize(
    ("house", "place"),
    [("night", "journal"), ("clear", "over-time"), ("terminal", "journal-calendar"), ("terminal", "over-time")],
    indirect=["house"],
)
def test_the_journal_in_other_colours(snap_compare: Compare, house: House, place: str) -> None:
    assert compared(snap_compare, house, place)


@pytest.mark.parametrize("place", ["journal", "over-time"])
def test_the_journal_in_a_large_window(snap_compare: Compare, house: House, place: str) -> None:
    assert compared(snap_compare, house, place, (120, 40))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
@pytest.mark.parametrize("is_asked", [False, True], ids=["page", "asked"])
def test_both_sides_of_a_change(snap_compare: Compare, house: House, size: tuple[int, int], is_asked: bool) -> None:
    note = next(entry for entry in house.companion.journal.entries() if isinstance(entry.body, Reflection))
    moment = EVENING - timedelta(hours=3)
    # of two at the same time the later device goes first, and this machine's is a hexadecimal number
    with Journal.open(house.places.journal, device="zebra", clock=lambda: moment) as elsewhere:
        house.companion.journal.update(replace(note, body=Reflection("The kettle sang, and so did I.")))
        elsewhere.update(replace(note, body=Reflection("The kettle sang before I did. Then we both were quiet.")))

    async def look(pilot: Pilot[None]) -> None:
        await until_home(pilot)
        await pilot.app.push_screen(JournalScreen())
        await until(pilot, lambda: len(pilot.app.screen.query_one(EntryList).entries) == 12)
        await pilot.press("down", "down")
        await until_shown(pilot, "v chooses one of them")
        if is_asked:
            await pilot.press("v")
            await until_shown(pilot, "Which one shall stay?")
        await pilot.pause(0.1)

    assert snap_compare(CompanionApp(house.companion), run_before=look, terminal_size=size)


def test_choosing_a_passphrase(snap_compare: Compare, house: House) -> None:
    async def look(pilot: Pilot[None]) -> None:
        await until_home(pilot)
        await pilot.app.push_screen(PassphraseScreen(is_first=True))
        await until(pilot, "#passphrase:focus")
        await pilot.press(*"a heron by the stairs", "enter")
        await until(pilot, "#again:focus")

    assert snap_compare(CompanionApp(house.companion), run_before=look, terminal_size=(80, 24))


@pytest.mark.parametrize("house", ["night"], indirect=True)
def test_a_locked_journal(snap_compare: Compare, house: House) -> None:
    house.companion.journal.encrypt("a heron by the stairs")
    house.reopen()

    async def look(pilot: Pilot[None]) -> None:
        await until_shown(pilot, messages.LOCKED)

    assert snap_compare(CompanionApp(house.companion), run_before=look, terminal_size=(80, 24))
