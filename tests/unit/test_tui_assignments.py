"""What a therapist gave, on the client's screen: opened, declined, done, answered."""

from pathlib import Path

import pytest

from companion.age import Identity
from companion.domain.assignment import Assigned
from companion.services.between.assignments import state_of
from companion.sharing.sealed_file import Reply, seal_reply
from companion.tui.modals.line import LineModal
from companion.tui.modals.reading import ReadingModal
from companion.tui.screens.assignment import AssignmentScreen
from companion.tui.screens.given import GivenScreen
from companion.tui.screens.home import HomeScreen
from companion.tui.screens.session import SessionScreen
from companion.tui.screens.stopped import StoppedScreen
from companion.tui.widgets.choices import ChoiceRow
from tests.unit.clients import given, take, type_over, until_at, walk
from tests.unit.faces import House
from tests.unit.given import CODE, Office
from tests.unit.pilots import choose_in_menu, program, shown, told, until, until_home, until_shown


async def test_home_has_no_row_before_anything_was_given(house: House) -> None:
    async with program(house) as pilot:
        await until_home(pilot)
        assert "From your therapist" not in shown(pilot)
        assert "For your clients" not in shown(pilot)


async def test_a_file_is_opened_from_the_menu_and_says_who_why_and_what(house: House, office: Office) -> None:
    path = office.give(reason="It was calm last time.")
    async with program(house) as pilot:
        await until_home(pilot)
        await choose_in_menu(pilot, "Open a file from your therapist")
        await type_over(pilot, f"'{path}'")
        await until_shown(pilot, "Ana offers Robin an exercise")
        seen = shown(pilot)
        assert "A small one [b]for you[/b]." in seen
        assert "It was calm last time." in seen
        assert "never taken: the words of the song" in " ".join(seen.split())
        await pilot.press("escape")
        await until_home(pilot)
        assert "for when we meet" in shown(pilot)
        assert "Ana" not in shown(pilot)


@pytest.mark.parametrize("content", [b"", b"{}", b"not json [b]", b"\x00" * 50], ids=["empty", "bare", "text", "zeros"])
async def test_a_file_that_is_none_is_told_and_asked_for_again(house: House, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "rubbish.json"
    path.write_bytes(content)
    async with program(house) as pilot:
        await until_home(pilot)
        await choose_in_menu(pilot, "Open a file from your therapist")
        await type_over(pilot, str(path))
        await until(pilot, lambda: any("rubbish.json" in each for each in told(pilot)))
        assert isinstance(pilot.app.screen, LineModal)
        await type_over(pilot, str(tmp_path / "nowhere.json"))
        await until(pilot, lambda: any("nowhere.json" in each for each in told(pilot)))
        await pilot.press("escape")
        await until_home(pilot)
    assert house.companion.journal.entries("assignment") == []


async def test_declining_is_quiet_and_can_be_taken_back(house: House, office: Office) -> None:
    entry = given(house, office)
    async with program(house) as pilot:
        await until_home(pilot)
        await take(pilot, "From your therapist")
        await until_at(pilot, GivenScreen)
        await take(pilot, "A steady place")
        await until_at(pilot, AssignmentScreen)
        await take(pilot, "Decline")
        await until(pilot, lambda: any("Nobody is told" in each for each in told(pilot)))
        assert state_of(house.companion.journal, house.companion.journal.get(entry.id)) == "declined"
        await pilot.press("escape", "escape")
        await until_home(pilot)
        assert "From your therapist" not in shown(pilot)
        await choose_in_menu(pilot, "From your therapist")
        await until_at(pilot, GivenScreen)
        await take(pilot, "A steady place")
        await until_at(pilot, AssignmentScreen)
        await take(pilot, "Take the no back")
        body = house.companion.journal.get(entry.id).body
        assert isinstance(body, Assigned)
        assert body.state == "open"


async def test_at_the_end_of_its_session_stands_what_could_be_shared(house: House, office: Office) -> None:
    entry = given(house, office)
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.app.push_screen(AssignmentScreen(entry.id))
        await until(pilot, "Choices:focus")
        await take(pilot, "Begin")
        await until_at(pilot, SessionScreen)
        screen = pilot.app.screen
        assert isinstance(screen, SessionScreen)
        walk(house, screen.session)
        await pilot.app.screen.query_one("Panel").remove()
        await screen._show()
        await pilot.pause()
        await pilot.press("enter")
        await until_at(pilot, AssignmentScreen)
        assert "You have done it" in shown(pilot)
        rows = [row.choice.label for row in pilot.app.screen.query(ChoiceRow)]
        assert rows[0] == "Share something"


async def test_after_a_gentle_stop_nothing_is_offered_but_home(house: House, office: Office) -> None:
    entry = given(house, office)
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.app.push_screen(AssignmentScreen(entry.id))
        await until(pilot, "Choices:focus")
        await take(pilot, "Begin")
        await until_at(pilot, SessionScreen)
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("f9")
        await until_at(pilot, StoppedScreen)
        await pilot.press("1")
        await until_shown(pilot, "Go on where you were")
        assert isinstance(pilot.app.screen, HomeScreen)
        await until_home(pilot)
        await take(pilot, "Go on where you were")
        await until_at(pilot, SessionScreen)
        assert any(isinstance(each, AssignmentScreen) for each in pilot.app.screen_stack)


async def test_a_few_words_back_are_read_here(house: House, office: Office, tmp_path: Path) -> None:
    entry, answer = given(house, office), tmp_path / "to robin.age"
    assert isinstance(entry.body, Assigned)
    answer.write_bytes(seal_reply(Reply(CODE, "Thank you [for] that."), Identity(entry.body.reply_key).recipient))
    async with program(house) as pilot:
        await until_home(pilot)
        await choose_in_menu(pilot, "Open a file from your therapist")
        await type_over(pilot, str(answer))
        await until_at(pilot, ReadingModal)
        assert "Ana writes" in shown(pilot)
        assert "Thank you [for] that." in shown(pilot)
        await pilot.press("escape")
        await until_home(pilot)


async def test_what_cannot_be_opened_any_more_leaves_a_way_back(house: House, office: Office) -> None:
    entry = given(house, office)
    house.companion.journal.delete(entry.id)
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.app.push_screen(AssignmentScreen(entry.id))
        await until_shown(pilot, "There is no assignment")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
