"""Suggestions, the studio and the journal with one switch: the mark goes by itself, a press opens what can be done."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from companion.domain.entry import Entry, Reflection
from companion.domain.song import Song
from companion.services.scanning import ROUNDS, StepScan
from companion.services.songs.studio import Studio
from companion.tui.modals.help import HelpModal
from companion.tui.screens.journal import JournalScreen
from companion.tui.screens.session import SessionScreen
from companion.tui.screens.studio import StudioScreen
from companion.tui.widgets.entry_list import EntryList
from tests.unit.faces import House, house_in
from tests.unit.pilots import session_at, until
from tests.unit.test_one_switch import SWITCH, press, program, scan_to, tick


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_in(tmp_path, SWITCH) as house:
        yield house


def marked(pilot: Pilot[None]) -> Entry:
    """The entry that is marked."""
    entry = pilot.app.screen.query_one(EntryList).entry
    assert entry is not None
    return entry


def test_rows_go_round_and_rest() -> None:
    scan = StepScan()
    scan.begin(2)
    assert [scan.goes_on() for _ in range(2 * ROUNDS + 2)] == [True] * (2 * ROUNDS) + [False] * 2
    scan.begin(0)
    assert not scan.goes_on()


async def test_the_journal(house: House, song: Song) -> None:
    made = house.companion.journal.add(song, title="The stairs")
    house.companion.journal.add(Reflection("the lamp"))
    async with program(house) as pilot:
        await pilot.app.push_screen(JournalScreen())
        await until(pilot, lambda: len(pilot.app.screen.query_one(EntryList).entries) == 2)
        tick(pilot)
        while marked(pilot).id != made.id:
            tick(pilot)
        await press(pilot)
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpModal))
        await scan_to(pilot, "favourite, or not")
        await press(pilot)
        await until(pilot, lambda: house.companion.journal.get(made.id).is_favourite)


async def test_the_studio(house: House, song: Song) -> None:
    forms: list[Song] = []
    studio = Studio(song, forms.append)
    async with program(house) as pilot:
        await pilot.app.push_screen(StudioScreen(studio, lambda screen: None))
        await until(pilot, lambda: len(studio.page) > 1)
        tick(pilot, 2)
        assert studio.line == 1
        tick(pilot, len(studio.page))
        assert studio.line == 1, "from the last line to the first"
        await press(pilot)
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpModal))
        await scan_to(pilot, "slower")
        await press(pilot)
        await until(pilot, lambda: bool(forms))
        assert forms[0].tempo_bpm < song.tempo_bpm


async def test_suggestions(house: House) -> None:
    session = session_at(house, "song")
    session.offer(house.composer.compose(session.song_request()))
    async with program(house) as pilot:
        await pilot.app.push_screen(SessionScreen(session))
        await until(pilot, "SongPanel")
        await scan_to(pilot, session.draft.songs[1].name)
        await press(pilot)
        await until(pilot, lambda: "playing" in pilot.app.screen.query("ChoiceRow")[1].render_line(0).text)
        await scan_to(pilot, session.draft.songs[1].name)
        await press(pilot)
        await until(pilot, lambda: session.draft.chosen == 1)
