"""The sentence on safety stands where practice asks for it: the first start, sharing, stopping, an empty card."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from companion import messages
from companion.domain.share import Share
from companion.services.between.assignments import open_file
from companion.services.between.consent import PARTS
from companion.settings import Settings
from companion.tui.screens.people import PeopleScreen
from companion.tui.screens.preview import PreviewScreen
from companion.tui.screens.stopped import StoppedScreen
from tests.commands import CommandLine
from tests.unit.faces import House, house_in
from tests.unit.given import Office
from tests.unit.pilots import program, shown, until, until_home
from tests.unit.talks import at_home


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_in(tmp_path / "home") as made:
        yield made


def says_it(text: str) -> bool:
    """Whether every word of the sentence stands there, in order, however the lines are broken."""
    words = messages.SAFETY.split()
    found = iter(text.replace("│", " ").split())
    return all(any(word == each for each in found) for word in words)


async def until_said(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: says_it(shown(pilot)))


async def test_at_the_first_start_on_the_screen(tmp_path: Path) -> None:
    with house_in(tmp_path, Settings(audio_driver="none", calm_motion=True)) as house:
        async with program(house) as pilot:
            await until_said(pilot)


async def test_at_a_stop_and_on_an_empty_card_on_the_screen(house: House) -> None:
    async with program(house) as pilot:
        await until_home(pilot)
        for screen in (StoppedScreen(), PeopleScreen()):
            await pilot.app.push_screen(screen)
            await until_said(pilot)


async def test_where_something_is_shared_on_the_screen(house: House) -> None:
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.app.push_screen(PreviewScreen("Ana", Share("0" * 32, "1", note="hello")))
        await until_said(pilot)


def test_what_sharing_means_ends_with_it() -> None:
    assert PARTS[-1].text == messages.SAFETY


def test_on_an_empty_card_in_plain_lines_and_on_the_command_line(house: House, companion: CommandLine) -> None:
    assert messages.SAFETY in at_home(house, "people", "").said
    assert messages.SAFETY in companion("contacts", "list").out


def test_where_something_was_shared_on_the_command_line(house: House, companion: CommandLine, tmp_path: Path) -> None:
    path = Office(house.companion, tmp_path).give()
    entry_id = json.loads(companion("assignment", "open", path, "--json").out)["id"]
    ran = companion("share", "--assignment", entry_id, "--note", "x", "--key-compared", "--agreed", "-o", "back.age")
    assert (ran.status, messages.SAFETY in ran.err) == (0, True)


def test_where_something_was_shared_in_plain_lines(house: House, tmp_path: Path) -> None:
    open_file(house.companion.journal, Office(house.companion, tmp_path).give())
    door = next(row.split(".")[0] for row in at_home(house).said if "From your therapist" in row)
    listed = at_home(house, door, "1", "3")
    note = next(row.split(".")[0] for row in listed.said if row.endswith(". a note"))
    talk = at_home(house, door, "1", "3", note, "hello", "write", "2", "2", "2")
    assert f"Not for an emergency. {messages.SAFETY}" in talk.said
    assert messages.SAFETY in talk.said
