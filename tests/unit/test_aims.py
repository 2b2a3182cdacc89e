"""Where a song leads is asked where songs are chosen: it goes there in small steps, or stays, on both faces."""

import pytest
from textual.widgets import Static

from companion.domain.feelings import FEELINGS
from companion.engine.composing import suggest
from companion.services.walking import aims
from companion.services.walking import questions as q
from companion.services.walking.session import Session
from companion.tui.modals.pick import PickModal
from companion.tui.screens.session import SessionScreen
from tests.unit.faces import House
from tests.unit.pilots import program, session_at, until
from tests.unit.talks import talked


@pytest.fixture
def session(house: House) -> Session:
    session = session_at(house, "song")
    session.offer(house.composer.compose(session.song_request()))
    return session


def test_every_aim_is_a_word_of_the_table() -> None:
    assert set(aims.AIMS) <= set(FEELINGS)


def test_others_lead_there_and_staying_is_as_before(session: Session) -> None:
    before = session.song_request()
    session.answer(q.Others(to_feeling="calm"))
    assert session.song_request().to_feeling == "calm"
    session.offer(suggest(session.song_request()))
    assert any("calm" in reason for song in session.draft.songs for reason in song.why)
    session.answer(q.Others())
    assert session.song_request().to_feeling == "calm", "others of the same way"
    session.offer(suggest(session.song_request()))
    session.answer(q.Others(to_feeling=""))
    assert session.song_request().to_feeling is before.to_feeling is None


def test_what_leads_there_already_stays(session: Session) -> None:
    songs = session.draft.songs
    session.answer(q.Others(to_feeling=""))
    assert session.draft.songs == songs


def test_in_plain_lines(house: House, session: Session) -> None:
    talk = talked(house, session, "where", "3", "where", "", "where", "1", "stop")
    assert f"{aims.QUESTION} {aims.NOTE}" in talk.said
    assert session.draft.to_feeling == ""
    assert talk.left == []


async def test_on_the_screen(house: House, session: Session) -> None:
    async with program(house) as pilot:
        await pilot.app.push_screen(SessionScreen(session))
        await until(pilot, "SongPanel")
        await pilot.press("w")
        await until(pilot, lambda: isinstance(pilot.app.screen, PickModal))
        await pilot.press("2")
        await until(pilot, lambda: session.draft.to_feeling == aims.AIMS[0])
        await until(pilot, lambda: bool(session.draft.songs))
        assert pilot.app.screen.query(Static)
