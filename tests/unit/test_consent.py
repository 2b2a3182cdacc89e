"""What sharing means is read and agreed to before the first share, noted with day and version, and taken back."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from companion.domain.agreed import Consented
from companion.domain.assignment import Assigned
from companion.domain.entry import Entry
from companion.errors import WrongUseError
from companion.exports.plain_text import entry_as_text
from companion.services.between import assignments
from companion.services.between.assignments import assigned
from companion.services.between.consent import (
    PARTS,
    TAKEN_BACK,
    TITLE,
    VERSION,
    agree,
    agreements,
    is_agreed,
    take_back,
    text_of,
)
from companion.services.between.sharing import Picked, offer_of, send, share_of
from companion.tui.screens.agreed import AgreedScreen
from companion.tui.screens.agreeing import AgreeingScreen
from tests.commands import CommandLine
from tests.unit.clients import take, until_at
from tests.unit.faces import House, house_in
from tests.unit.given import Office
from tests.unit.pilots import choose_in_menu, program, shown, told, until, until_home
from tests.unit.talks import at_home

ADDED = "I keep what you share for ten years, as the law here asks. Nobody else looks."


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_in(tmp_path / "home") as made:
        yield made


@pytest.fixture
def office(house: House, tmp_path: Path) -> Office:
    return Office(house.companion, tmp_path)


def given(house: House, path: Path) -> Entry:
    return assignments.open_file(house.companion.journal, path)


def body_of(house: House, entry: Entry) -> Assigned:
    return assigned(house.companion.journal, entry.id)[1]


def test_the_text_says_all_that_was_asked_for() -> None:
    text = " ".join(f"{part.name} {part.text}" for part in PARTS)
    for words in ("yours, and stay yours", "until you delete it", "When therapy ends", "only this therapist",
                  "It is a request", "for that they have to ask you", "Nobody is watching"):  # fmt: skip
        assert words in " ".join(text.split())


def test_nothing_is_written_before_it_was_agreed_to(house: House, office: Office, tmp_path: Path) -> None:
    journal, target = house.companion.journal, tmp_path / "back.age"
    entry = given(house, office.give())
    offer = offer_of(journal, entry)
    share = share_of(offer, Picked(note="hello"), "1")
    with pytest.raises(WrongUseError, match="say whether you agree"):
        send(journal, offer, share, target, compared=True, agreed=False)
    assert not target.exists()
    send(journal, offer, share, target, compared=True, agreed=True)
    send(journal, offer, replace(share, id="2"), tmp_path / "again.age", compared=False, agreed=False)
    (noted,) = agreements(journal)
    assert noted.body == Consented(VERSION, "Ana", office.key.recipient)
    assert "With Ana, on version 1 of the text." in entry_as_text(noted)


def test_other_words_of_the_therapist_or_another_key_ask_again(house: House, office: Office, tmp_path: Path) -> None:
    journal = house.companion.journal
    first = body_of(house, given(house, office.give()))
    agree(journal, first)
    agree(journal, first)
    assert len(agreements(journal)) == 1
    added = body_of(house, given(house, office.give("two.json", code="1" * 32, consent=ADDED)))
    assert not is_agreed(journal, added)
    other = Office(house.companion, tmp_path).give("three.json", code="2" * 32)
    assert not is_agreed(journal, body_of(house, given(house, other)))
    same = body_of(house, given(house, office.give("four.json", code="3" * 32, therapist="Ana K.")))
    assert is_agreed(journal, same)


def test_another_version_of_the_text_asks_again(
    house: House, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = body_of(house, given(house, office.give()))
    agree(house.companion.journal, body)
    monkeypatch.setattr("companion.services.between.consent.VERSION", VERSION + 1)
    assert not is_agreed(house.companion.journal, body)


def test_it_can_be_taken_back(house: House, office: Office) -> None:
    entry = given(house, office.give())
    body = body_of(house, entry)
    agree(house.companion.journal, body)
    take_back(house.companion.journal, entry.id)
    assert not is_agreed(house.companion.journal, body)


async def test_it_can_be_read_at_any_time_on_the_screen(house: House) -> None:
    async with program(house) as pilot:
        await until_home(pilot)
        await choose_in_menu(pilot, TITLE)
        await until_at(pilot, AgreedScreen)
        assert "Whose song it is" in shown(pilot)
        assert "I agree" not in shown(pilot)
        assert "Take back" not in shown(pilot)
        await pilot.press("enter")
        await until_home(pilot)
    assert agreements(house.companion.journal) == []


async def test_it_can_be_taken_back_on_the_screen(house: House, office: Office) -> None:
    body = body_of(house, given(house, office.give()))
    agree(house.companion.journal, body)
    async with program(house) as pilot:
        await until_home(pilot)
        await choose_in_menu(pilot, TITLE)
        await until_at(pilot, AgreedScreen)
        assert "Agreed with Ana on" in shown(pilot)
        for answer, is_still_agreed in (("No, it stays", True), ("Yes, take it back", False)):
            await take(pilot, "Take back what I agreed on with Ana")
            await until(pilot, "PickModal Choices:focus")
            await take(pilot, answer)
            await until_at(pilot, AgreedScreen)
            assert is_agreed(house.companion.journal, body) == is_still_agreed
        await until(pilot, lambda: "Take back" not in shown(pilot))
        assert any("nothing new goes without a new yes" in each for each in told(pilot))


def test_it_can_be_taken_back_in_plain_lines(house: House, office: Office) -> None:
    body = body_of(house, given(house, office.give()))
    agree(house.companion.journal, body)
    talk = at_home(house, "consent", "2", "1")
    assert "2. Take back what I agreed on with Ana" in talk.said
    assert is_agreed(house.companion.journal, body)
    assert TAKEN_BACK in at_home(house, "consent", "2", "2").said
    assert not is_agreed(house.companion.journal, body)
    assert "Take back" not in at_home(house, "consent").text


async def test_what_the_therapist_adds_can_be_scrolled_to(house: House, office: Office) -> None:
    del office
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.app.push_screen(AgreeingScreen(text_of("Ana", ADDED)))
        for _ in range(4):
            await pilot.press("space")
            await pilot.pause()
        assert "Ana adds" in shown(pilot)
        assert "ten years" in shown(pilot)


def test_a_no_in_plain_lines_writes_nothing(house: House, office: Office) -> None:
    given(house, office.give(consent=ADDED))
    door = next(row.split(".")[0] for row in at_home(house).said if "From your therapist" in row)
    talk = at_home(house, door, "1", "3")
    number = next(row.split(".")[0] for row in talk.said if row.endswith(". a note"))
    talk = at_home(house, door, "1", "3", number, "hello", "write", "2", "1", "")
    assert ADDED in talk.text
    assert "Then nothing was written." in talk.text
    assert not list(house.places.exports.glob("*.age"))
    assert "Whose song it is" in at_home(house, "consent").text


def test_on_the_command_line(house: House, office: Office, companion: CommandLine) -> None:
    path = office.give(consent=ADDED)
    entry_id = json.loads(companion("assignment", "open", path, "--json").out)["id"]
    text = companion("consent", "--assignment", entry_id).out
    assert "ten years" in text
    share = ("share", "--assignment", entry_id, "--note", "hi", "--key-compared", "-o", "back.age")
    companion(*share).told(2, "companion consent", "--agreed")
    assert "Agreed with Ana on" in companion("consent", "agree", entry_id).out
    assert companion(*share).status == 0
    assert json.loads(companion("consent", "--json").out)["agreed"][0]["with"]["added"] == ADDED
    companion("consent", "take-back", entry_id)
    assert json.loads(companion("consent", "--json").out)["agreed"] == []
