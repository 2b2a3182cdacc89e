"""Limits of one's own as they are set: on the screen, in plain lines, on the command line, in two windows at once."""

import json
from pathlib import Path

import pytest

from companion.domain.agreed import Boundaries
from companion.domain.features import Feature
from companion.services.songs.limiting import touched_by
from companion.services.walking.boundaries import boundaries_of, keep_boundaries, said, say, saying_of
from companion.tui.screens.boundaries import BoundariesScreen
from companion.tui.screens.session import SessionScreen
from tests.commands import CommandLine
from tests.unit.faces import House
from tests.unit.pilots import choose_in_menu, program, shown, told, until, until_home
from tests.unit.talks import at_home

BREATH: tuple[Feature, ...] = ("breath",)


async def test_on_the_screen_they_are_turned_and_an_exercise_asks_first(house: House) -> None:
    async with program(house) as pilot:
        await until_home(pilot)
        await choose_in_menu(pilot, "What I would rather not")
        await until(pilot, lambda: isinstance(pilot.app.screen, BoundariesScreen))
        await pilot.press("enter", "down", "n")
        assert "ask me first" in shown(pilot)
        assert boundaries_of(house.companion.journal) == Boundaries(("body focus",), ("breath",))
        await pilot.press("escape")
        await until_home(pilot)
        await pilot.press("2")
        await until(pilot, "#exercises:focus")
        await pilot.press("1")
        await until(pilot, lambda: "You wanted to be asked first" in shown(pilot))
        await pilot.press("1")
        await until(pilot, lambda: isinstance(pilot.app.screen, SessionScreen))
        screen = pilot.app.screen
        assert isinstance(screen, SessionScreen)
        assert "breath" not in touched_by(screen.session.exercise)


async def test_where_nothing_can_be_written_the_screen_says_so_and_shows_what_holds(house: House) -> None:
    house.places.journal.write_text("no folder")
    async with program(house) as pilot:
        await pilot.app.push_screen(BoundariesScreen())
        await pilot.press("enter")
        await until(pilot, lambda: any("not a directory" in each for each in told(pilot)))
        assert "ask me first" not in " ".join(shown(pilot).split("\n")[:-3])


def test_two_windows_set_limits_at_once_and_both_hold(house: House) -> None:
    other = house.another_window()
    say(house.companion.journal, "breath", "never")
    other.journal.refresh()
    keep_boundaries(other.journal, said(boundaries_of(other.journal), "singing", "never"))
    house.companion.journal.refresh()
    assert boundaries_of(house.companion.journal).never == ("breath", "singing")
    other.close()


async def test_a_page_that_was_open_already_keeps_what_another_window_said_since(house: House) -> None:
    other = house.another_window()
    async with program(house) as pilot:
        await pilot.app.push_screen(BoundariesScreen())
        say(other.journal, "singing", "never")
        await pilot.press("n")
        await until(pilot, lambda: "breath" in boundaries_of(house.companion.journal).never)
        assert boundaries_of(house.companion.journal).never == ("breath", "singing")
        assert shown(pilot).count("●") == 2
    other.close()


def test_in_plain_lines_they_are_set_and_an_exercise_asks_first(house: House) -> None:
    talk = at_home(house, "limits", "1", "2", "", "1", "1", "3", "1", "2")
    assert "breathing: ask me first" in talk.text
    assert talk.text.count("There is breathing in this one. You wanted to be asked first.") == 2
    waiting = house.companion.new_session(agreed=BREATH)
    assert "breath" in touched_by(waiting.exercise)
    assert saying_of(boundaries_of(house.companion.journal), "breath") == "ask"


@pytest.mark.parametrize("word", ["limits", "plan"])
def test_a_journal_that_can_not_be_read_is_told_and_ends_nothing(house: House, word: str) -> None:
    house.places.journal.write_text("no folder")
    talk = at_home(house, word, "people", "", "3")
    assert "not a directory" in talk.text
    assert "Nobody stands here yet." in talk.text


def test_on_the_command_line(companion: CommandLine) -> None:
    assert companion("limits", "set", "loud-drums", "never").out == "Drums that could startle: never.\n"
    listed = companion("limits").out
    assert "loud-drums  never" in listed
    assert json.loads(companion("limits", "--json").out) == {"never": ["loud drums"], "ask_first": []}
    companion("limits", "set", "thunder", "never").told(2, "thunder", "loud-drums")
    Path("none.json").write_text("{}")
    companion("session", "drum-it-down", "--answers", "none.json").told(2, "never", "drums that could startle")
