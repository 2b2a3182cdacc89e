"""A journal that a newer version wrote in: said before the first question, and what is written waits."""

from io import StringIO

import pytest

from companion.journal.forms import NewerJournalError
from companion.journal.frames import frame
from companion.journal.records import FORMAT_VERSION, Header, file_of
from companion.plain.playing import PlainPlayer
from companion.plain.session import PlainSession
from companion.services.walking.only_read import WAITS
from companion.tui.screens.session import SessionScreen
from tests.unit.faces import House, composed
from tests.unit.pilots import program, shown, until, until_home, until_shown
from tests.unit.talks import Talk


@pytest.fixture
def newer(house: House) -> House:
    """A house whose journal another device with a newer version writes in."""
    log = house.places.journal / "logs" / "elsewhere-1"
    log.mkdir(parents=True)
    header = file_of(Header("elsewhere-1", 1, format=FORMAT_VERSION + 1))
    (log / "00000001.log").write_bytes(header + frame(b'{"type":"dream"}'))
    house.reopen()
    return house


async def test_the_screen_says_so_before_the_first_question_and_goes_home_again(newer: House) -> None:
    async with program(newer) as pilot:
        await until_home(pilot)
        await pilot.app.push_screen(SessionScreen(newer.companion.new_session()))
        await until_shown(pilot, "A newer version of the program wrote in this journal")
        assert "What you write in a session waits" in shown(pilot)
        await pilot.press("1")
        await until_home(pilot)


async def test_what_is_written_all_the_same_waits_and_is_gone_on_from(newer: House) -> None:
    async with program(newer) as pilot:
        await until_home(pilot)
        session = newer.companion.new_session()
        await pilot.app.push_screen(SessionScreen(session))
        await until_shown(pilot, "Go on all the same")
        await pilot.press("2")
        await until(pilot, ".panel")
        await pilot.press("pagedown", "pagedown")
        await until(pilot, "#blank:focus")
        await pilot.press(*"kettle", "enter")
        await until(pilot, lambda: "kettle" in session.draft.blanks["words"])
        with pytest.raises(NewerJournalError):
            session.put_by()
    waiting = newer.reopen().waiting_session()
    assert waiting is not None
    assert "kettle" in waiting.draft.blanks["words"]


def test_plain_mode_says_so_first(newer: House) -> None:
    talk = Talk(["stop", "1"])
    player = PlainPlayer(newer.companion, talk.console, StringIO())
    session = newer.companion.new_session()
    PlainSession(newer.companion, session, talk.console, player, composed, lambda _: None).run()
    assert talk.said.index(WAITS) < next(n for n, each in enumerate(talk.said) if each.startswith("Step 1"))
