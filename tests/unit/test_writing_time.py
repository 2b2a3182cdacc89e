"""Writing for a few minutes: the time is said once, and nothing stops, counts or is lost."""


import pytest

from companion import messages
from companion.plain.wordhelp import WordHelp
from companion.plain.writing import write_page
from companion.services.walking import questions as q
from companion.services.walking.session import Session
from companion.tui.panels.whole import WholePanel
from companion.tui.screens.session import SessionScreen
from tests.unit.faces import House
from tests.unit.pilots import program, shown, until, until_home, until_shown
from tests.unit.talks import Talk


def writing(house: House) -> Session:
    """A session at the page of free writing."""
    session = house.companion.new_session("blank-page", "smallest")
    assert isinstance(session.question, q.WholeQuestion)
    assert session.question.minutes == 5
    return session


async def test_the_time_is_said_once_and_nothing_stops_on_the_screen(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = writing(house)
    monkeypatch.setattr("companion.tui.panels.whole.SECONDS_A_MINUTE", 0.01)
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.app.push_screen(SessionScreen(session))
        await until(pilot, "WholePanel")
        await until_shown(pilot, messages.TIME_SAID)
        await pilot.press(*"rain")
        assert pilot.app.screen.query_one(WholePanel).text == "rain"
        assert "0:" not in shown(pilot)
        await pilot.press("ctrl+e")
        await until(pilot, "CollagePanel")
        assert session.draft.lines["writing"] == ("rain",)


def test_the_time_is_said_once_and_nothing_stops_in_plain_lines(house: House) -> None:
    session = writing(house)
    question = session.question
    assert isinstance(question, q.WholeQuestion)
    times = iter([0.0, 10.0, 301.0, 302.0, 900.0])
    talk = Talk(["one", "two", "three", "four", "", ""])
    words = WordHelp(talk.console, session, house.companion.journal)
    wrote = write_page(talk.console, session, question, "Step 1 of 3.", words, now=lambda: next(times, 900.0))
    assert wrote.lines == ("one", "two", "three", "four")
    assert talk.said.count(messages.TIME_SAID) == 1
    said_after = talk.said[talk.said.index(messages.TIME_SAID) :]
    assert "Line:" in said_after
