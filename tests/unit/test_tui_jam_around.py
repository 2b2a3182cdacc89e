"""Around the jam: listening, the steady pulse from anywhere, the night, and playing over a song that was made."""

from itertools import pairwise

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from companion.domain.song import SongRequest
from companion.midi.protocol import Ended, NoteOn, Play, Revise, SetPart, SetVolume, Stop
from companion.midi.testing import FakeClock
from companion.services.jamming.opening import open_jam
from companion.services.sounding.nightfall import DIMMEST, LISTEN_SECONDS, NIGHT_SECONDS, Nightfall
from companion.tui.app import CompanionApp
from companion.tui.screens.jam import JamScreen
from companion.tui.screens.listen import ListenScreen
from companion.tui.screens.steady import SteadyScreen
from tests.unit.faces import House, composed
from tests.unit.pilots import choose_in_menu, program, question, shown, told, until, until_home, until_shown


def app_in(pilot: Pilot[None]) -> CompanionApp:
    """The program, by its own type."""
    assert isinstance(pilot.app, CompanionApp)
    return pilot.app


async def open_jam_at(pilot: Pilot[None], house: House, clock: FakeClock) -> JamScreen:
    """A jam whose night falls by a clock of the test."""
    screen = JamScreen(open_jam(house.companion, app_in(pilot).playback), clock=clock)
    await pilot.app.push_screen(screen)
    await until(pilot, lambda: screen.state is not None and screen.state.beats is not None)
    return screen


def volumes(house: House) -> list[float]:
    """How loud everything was asked to be, in order."""
    return [command.volume for command in house.server.commands if isinstance(command, SetVolume)]


def newest_title(house: House, count: int) -> str:
    """What is played, once so many things were."""
    play = house.server.wait_for(Play, count)
    assert isinstance(play, Play)
    return play.score.title


async def test_listening_begins_with_one_key_and_ends_by_itself(house: House) -> None:
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.press("1")
        await until_shown(pilot, "There is nothing to do")
        play = house.server.wait_for(Play)
        assert isinstance(play, Play)
        assert play.is_loop
        tune = house.server.wait_for(SetPart)
        assert isinstance(tune, SetPart)
        await until(pilot, lambda: app_in(pilot).playback.beats is not None)
        house.clock.move(LISTEN_SECONDS - 5)
        await pilot.pause(0.2)
        assert "There is nothing to do" in shown(pilot)
        house.clock.move(10)
        await until(pilot, lambda: any(isinstance(c, Revise) and c.is_loop is False for c in house.server.commands))
        house.server.say(Ended(play.play_id, is_complete=True))
        await until_shown(pilot, "That was it. Stay as long as you like.")
        await pilot.press("escape")
        await until_home(pilot)


async def test_listening_can_be_stopped_gently(house: House) -> None:
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.press("1")
        await until_shown(pilot, "There is nothing to do")
        house.server.wait_for(Play)
        await choose_in_menu(pilot, "stop gently")
        await until_shown(pilot, "You have stopped")
        house.server.wait_for(Stop)


async def test_who_listens_can_play_along(house: House) -> None:
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.press("1")
        await until_shown(pilot, "There is nothing to do")
        house.server.wait_for(Play)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, JamScreen))
        await pilot.press("5")
        house.server.wait_for(NoteOn)
        assert sum(isinstance(each, Play) for each in house.server.commands) == 1, "the same music goes on"


async def test_steady_from_home_plays_a_pulse_and_nothing_else(house: House) -> None:
    async with program(house) as pilot:
        await until_home(pilot)
        await choose_in_menu(pilot, "Steady")
        await until(pilot, lambda: isinstance(pilot.app.screen, SteadyScreen))
        play = house.server.wait_for(Play)
        assert isinstance(play, Play)
        assert [part.name for part in play.score.parts] == ["pulse"]
        words = shown(pilot).split()
        assert {word for word in words if word.isascii() and word.isalpha()} <= {"esc", "back", "more"}
        await pilot.press("f6")
        await until_home(pilot)
        house.server.wait_for(Stop)


async def test_steady_from_a_jam_gives_the_backing_back(house: House) -> None:
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.press("3")
        await until_shown(pilot, "then ")
        backing = newest_title(house, 1)
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, SteadyScreen))
        assert newest_title(house, 2) == "Steady"
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, JamScreen))
        assert newest_title(house, 3) == backing
        await until_shown(pilot, "then ")
        await pilot.press("3")
        house.server.wait_for(NoteOn)


async def test_steady_while_typing_loses_no_letter_and_gives_the_field_back(house: House) -> None:
    async with question(house, "words", "1") as pilot:
        await until(pilot, "Input:focus")
        await pilot.press(*"ket", "f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, SteadyScreen))
        await pilot.press(*"zzz", "escape")
        await until(pilot, "Input:focus")
        assert pilot.app.screen.query_one(Input).value == "ket"


async def test_steady_in_a_session_that_plays_gives_its_backing_back(house: House) -> None:
    async with question(house, "play") as pilot:
        backing = newest_title(house, 1)
        await until_shown(pilot, "then ")
        await pilot.press("f6")
        assert newest_title(house, 2) == "Steady"
        await pilot.press("f6")
        await until(pilot, "PlayPanel")
        assert newest_title(house, 3) == backing
        await until_shown(pilot, "then ")


async def test_a_covered_screen_stays_covered(house: House) -> None:
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.press("f12", "f6")
        await pilot.pause(0.2)
        assert not isinstance(pilot.app.screen, SteadyScreen)
        assert not any(isinstance(each, Play) for each in house.server.commands)


async def test_the_night_is_dark_fades_and_ends_by_itself(house: House) -> None:
    clock = FakeClock(0.0)
    async with program(house) as pilot:
        await until_home(pilot)
        screen = await open_jam_at(pilot, house, clock)
        volume = house.companion.settings.volume
        await choose_in_menu(pilot, "Night")
        assert pilot.app.theme == "night"
        clock.move(NIGHT_SECONDS * 0.6)
        await until(pilot, lambda: volumes(house) != [])
        assert volume * DIMMEST < volumes(house)[-1] < volume
        assert house.companion.settings.volume == volume, "how loud it is by day stays"
        clock.move(NIGHT_SECONDS * 0.5)
        await until(pilot, lambda: screen.state is not None and screen.state.is_ending)
        await pilot.press("escape", "2")
        await until_home(pilot)
        assert pilot.app.theme == "paper"
        await until(pilot, lambda: volumes(house)[-1] == volume)


async def test_the_night_can_be_ended_by_hand(house: House) -> None:
    clock = FakeClock(0.0)
    async with program(house) as pilot:
        await until_home(pilot)
        screen = await open_jam_at(pilot, house, clock)
        await choose_in_menu(pilot, "Night")
        assert not screen.query_one("Instrument").display
        await choose_in_menu(pilot, "Day again")
        assert pilot.app.theme == "paper"
        assert screen.query_one("Instrument").display


def test_the_night_falls_in_steps_that_can_not_be_heard() -> None:
    night = Nightfall()
    shares = [night.share(second) for second in range(int(NIGHT_SECONDS) + 60)]
    assert shares[0] == 1.0
    assert shares[-1] == pytest.approx(DIMMEST)
    assert all(0 <= before - after < 0.01 for before, after in pairwise(shares))
    assert not night.is_over(NIGHT_SECONDS - 1)
    assert night.is_over(NIGHT_SECONDS)


async def test_a_song_that_was_made_is_played_over_with_one_key(house: House) -> None:
    (song,) = composed(SongRequest(("A candle close beside me",), feeling="calm", seed=3))
    entry = house.companion.journal.add(song, title=song.title)
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.press("4")
        await until_shown(pilot, "play over it")
        await pilot.press("j")
        await until(pilot, lambda: isinstance(pilot.app.screen, JamScreen))
        assert newest_title(house, 1) == song.title
        await pilot.press(*"135")
        house.server.wait_for(NoteOn, 3)
        await until(pilot, lambda: isinstance(pilot.app.screen, JamScreen) and pilot.app.screen.jam.take() is not None)
        await pilot.press("enter")
        await until(pilot, lambda: "Kept in your journal." in told(pilot))
        await pilot.press("escape", "2")
        await until_shown(pilot, "play over it")
    (take,) = house.companion.journal.entries(kind="take")
    assert getattr(take.body, "song_id", None) == entry.id


async def test_the_studio_leads_into_the_jam_and_back(house: House) -> None:
    (song,) = composed(SongRequest(("A candle close beside me",), feeling="calm", seed=3))
    house.companion.journal.add(song, title=song.title)
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.press("4")
        await until_shown(pilot, "play over it")
        await pilot.press("enter")
        await until(pilot, "SongLine")
        await pilot.press("p")
        house.server.wait_for(Play)
        await pilot.press("j")
        await until(pilot, lambda: isinstance(pilot.app.screen, JamScreen))
        house.server.wait_for(Play, 2)
        await pilot.press("escape", "2")
        await until(pilot, "SongLine")


async def test_a_note_of_the_journal_is_no_song_to_play_over(house: House) -> None:
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.press("j")
        await pilot.pause(0.1)
        assert not isinstance(pilot.app.screen, JamScreen | ListenScreen)
