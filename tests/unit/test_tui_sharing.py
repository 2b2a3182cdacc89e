"""Sharing on the client's screen: what goes is picked, seen, and sealed; the rest stays."""

from pathlib import Path

import pytest

from companion.domain.share import Sent
from companion.sharing.fingerprint import fingerprint
from companion.tui.modals.line import LineModal
from companion.tui.modals.reading import ReadingModal
from companion.tui.screens.agreeing import AgreeingScreen
from companion.tui.screens.assignment import AssignmentScreen
from companion.tui.screens.given import GivenScreen
from companion.tui.screens.preview import PreviewScreen
from companion.tui.screens.shared import SharedScreen
from companion.tui.screens.sharing import SharingScreen
from tests.unit.clients import WORD, done, given, sharing, take, type_over, until_at, write_first_file
from tests.unit.faces import House
from tests.unit.given import Office
from tests.unit.pilots import choose_in_menu, shown, told, until, until_home, until_shown


async def test_everything_is_off_at_first_and_stays_as_it_was_left(house: House, office: Office) -> None:
    entry = done(house, office)
    async with sharing(house, entry) as pilot:
        assert "●" not in shown(pilot)
        await pilot.press("s")
        await until(pilot, lambda: any("Nothing is picked" in each for each in told(pilot)))
        await take(pilot, "the words of the song")
        assert "● the words of the song" in shown(pilot)
        await take(pilot, "what was hard")
        await type_over(pilot, "mornings are still hard")
        await pilot.press("escape")
        await until_at(pilot, AssignmentScreen)
        await take(pilot, "Share something")
        await until_at(pilot, SharingScreen)
        assert "● the words of the song" in shown(pilot)
        assert "● what was hard" in shown(pilot)
        await pilot.press("s")
        await until_at(pilot, PreviewScreen)
        assert "mornings are still hard" in shown(pilot)
    assert house.companion.journal.entries("shared") == []
    kept = [path.read_bytes() for path in house.companion.places.data.rglob("*") if path.is_file()]
    assert not [content for content in kept if b"mornings" in content]


async def test_only_what_was_picked_and_seen_is_in_the_file(house: House, office: Office, tmp_path: Path) -> None:
    entry, target = done(house, office), tmp_path / "for ana.age"
    async with sharing(house, entry) as pilot:
        await take(pilot, "how many minutes")
        await take(pilot, "what was hard")
        await type_over(pilot, "to [begin]")
        await pilot.press("s")
        await until_at(pilot, PreviewScreen)
        seen = shown(pilot)
        assert "to [begin]" in seen
        assert WORD not in seen
        assert "Nobody is watching" in seen
        await take(pilot, "Write the file")
        await until_shown(pilot, fingerprint(office.key.recipient))
        await take(pilot, "Yes, we compared")
        await until_at(pilot, AgreeingScreen)
        await take(pilot, "Yes, I agree")
        await type_over(pilot, str(target))
        await until_at(pilot, ReadingModal)
        await pilot.press("enter")
        await until_at(pilot, AssignmentScreen)
        await take(pilot, "Share something")
        await until_at(pilot, SharingScreen)
        assert "●" not in shown(pilot)
    opened = office.opened(target)
    assert "to [begin]" in opened
    assert WORD not in opened
    assert "tender" not in opened
    (sent,) = house.companion.journal.entries("shared")
    assert isinstance(sent.body, Sent)
    assert sent.body.what == ("the minutes", "what was hard")


@pytest.mark.parametrize("answer", ["Not yet", "They are not the same"])
async def test_before_the_key_was_compared_nothing_is_written(house: House, office: Office, answer: str) -> None:
    entry = done(house, office)
    async with sharing(house, entry) as pilot:
        await take(pilot, "the words of the song")
        await pilot.press("s")
        await until_at(pilot, PreviewScreen)
        await take(pilot, "Write the file")
        await until_shown(pilot, "by telephone")
        await take(pilot, answer)
        await until_at(pilot, SharingScreen)
    assert house.companion.journal.entries("shared") == []


async def test_nothing_is_written_over(house: House, office: Office, tmp_path: Path) -> None:
    entry, target = done(house, office), tmp_path / "mine.txt"
    target.write_text("a poem")
    async with sharing(house, entry) as pilot:
        await take(pilot, "whether you did it")
        await write_first_file(pilot, str(target))
        await until(pilot, lambda: any("is there already" in each for each in told(pilot)))
        assert isinstance(pilot.app.screen, LineModal)
    assert target.read_text() == "a poem"


@pytest.mark.parametrize("typed", ["x" * 300, "{0}/mine.txt/for.age", "{0}"], ids=["long", "in a file", "a folder"])
async def test_a_place_that_cannot_be_written_is_told_and_asked_for_again(
    house: House, office: Office, tmp_path: Path, typed: str
) -> None:
    entry = given(house, office)
    (tmp_path / "mine.txt").write_text("a poem")
    async with sharing(house, entry) as pilot:
        await take(pilot, "I couldn't, because")
        await type_over(pilot, "it was late")
        await write_first_file(pilot, typed.format(tmp_path))
        await until(pilot, lambda: bool(told(pilot)))
        assert isinstance(pilot.app.screen, LineModal)
    assert house.companion.journal.entries("shared") == []


async def test_what_went_can_be_asked_back(house: House, office: Office, tmp_path: Path) -> None:
    entry, target = done(house, office), tmp_path / "back.age"
    async with sharing(house, entry) as pilot:
        await take(pilot, "the day it was")
        await write_first_file(pilot, str(tmp_path / "went.age"))
        await until_at(pilot, ReadingModal)
        await pilot.press("enter")
        await pilot.press("escape")
        await until_home(pilot)
        await choose_in_menu(pilot, "From your therapist")
        await until_at(pilot, GivenScreen)
        await take(pilot, "What you shared")
        await until_at(pilot, SharedScreen)
        await pilot.press("enter")
        await until_shown(pilot, "It is a request")
        await pilot.press("2")
        await type_over(pilot, str(target))
        await until_at(pilot, ReadingModal)
    assert '"withdraws"' in office.opened(target)


async def test_check_ins_are_picked_one_by_one(house: House, office: Office) -> None:
    entry = done(house, office)
    async with sharing(house, entry) as pilot:
        assert "tender" not in shown(pilot)
        await take(pilot, "how it was, after")
        await pilot.press("s")
        await until_at(pilot, PreviewScreen)
        assert "After: tender" in shown(pilot)
        assert "Before:" not in shown(pilot)


async def test_the_music_can_be_heard_before_it_goes(house: House, office: Office) -> None:
    entry = done(house, office)
    async with sharing(house, entry) as pilot:
        await take(pilot, "the song's music")
        await pilot.press("s")
        await until_at(pilot, PreviewScreen)
        assert "without words" in shown(pilot)
        await take(pilot, "Hear the music")
        assert pilot.app.playback.now is not None  # type: ignore[attr-defined]
        await pilot.press("escape")
        await until_at(pilot, SharingScreen)
        assert "● the song's music" in shown(pilot)
