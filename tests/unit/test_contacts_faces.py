"""The contact card on the screen, in plain lines and on the command line: entered, and there at a gentle stop."""


from msgspec import json

from companion import messages
from companion.domain.contact import LONGEST_LINE, LONGEST_NAME, LONGEST_REACH, MOST_PEOPLE
from companion.services.between import contacts as c
from companion.services.between.contacts import contacts_of
from companion.tui.modals.leave import PEOPLE_CHOICE
from companion.tui.modals.person import PersonModal
from companion.tui.screens.people import PeopleScreen
from tests.commands import CommandLine
from tests.unit.faces import House
from tests.unit.pilots import (
    choose_in_menu,
    program,
    question,
    session_at,
    shown,
    until,
    until_home,
    until_shown,
)
from tests.unit.talks import at_home, talked

LONG = ("Ana, my sister in the valley"[:LONGEST_NAME], "0170 555 01 23, or the door by the old mill"[:LONGEST_REACH],
        "at night too, until six in the morning, ring twice"[:LONGEST_LINE])  # fmt: skip
HARD = ["8", "sad", "", "9"]


async def test_someone_is_entered_changed_and_taken_off_on_the_screen(house: House) -> None:
    async with program(house) as pilot:
        await until_home(pilot)
        await choose_in_menu(pilot, c.PEOPLE)
        await until_shown(pilot, "Nobody is entered")
        await pilot.press("1")
        await until(pilot, lambda: isinstance(pilot.app.screen, PersonModal))
        await pilot.press(*"[b]Ana", "enter", "enter", "enter")
        assert isinstance(pilot.app.screen, PersonModal), "it waits for a way to be reached"
        await pilot.press(*"0170", "enter", *"late", "enter")
        await until_shown(pilot, "[b]Ana: 0170")
        assert "late, checked 1 March 2026" in shown(pilot)
        await pilot.press("1")
        await until(pilot, lambda: isinstance(pilot.app.screen, PersonModal))
        await pilot.press("enter", *"1", "enter", "enter")
        await until_shown(pilot, "[b]Ana: 01701")
        await pilot.press("d")
        await until_shown(pilot, "off your card?")
        await pilot.press("2")
        await until_shown(pilot, "Nobody is entered")
        await pilot.press("escape")
        await until_home(pilot)
    assert contacts_of(house.companion).look() == c.Seen()


async def test_esc_out_of_a_line_enters_nobody(house: House) -> None:
    async with program(house) as pilot:
        await until_home(pilot)
        await choose_in_menu(pilot, c.PEOPLE)
        await until(pilot, "#people Choices")
        await pilot.press("1", *"An", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, PeopleScreen))
    assert contacts_of(house.companion).look() == c.Seen()


async def test_a_full_card_stands_whole_at_a_gentle_stop_on_80_by_24(house: House) -> None:
    for _ in range(MOST_PEOPLE):
        contacts_of(house.companion).add(*LONG)
    async with question(house, "words") as pilot:
        await pilot.press("f9")
        await until(pilot, "#grounding")
        screen = shown(pilot)
        for text in (*messages.GROUNDING, "someone near you now.", "1 Home", "2 Close the program"):
            assert text[:40] in screen
        assert screen.count("checked 1 March 2026") == MOST_PEOPLE


async def test_without_anybody_the_sentence_stands_there_alone(house: House) -> None:
    async with question(house, "words") as pilot:
        await pilot.press("f9")
        await until(pilot, "#grounding")
        assert "If you may be in danger" in shown(pilot)
        assert not pilot.app.screen.query("#people-here")


async def test_much_distress_offers_the_card_where_somebody_stands_on_it(house: House) -> None:
    contacts_of(house.companion).add("Ana", "0170")
    async with question(house, "before", "distress") as pilot:
        await pilot.press("9", "enter")
        await until_shown(pilot, PEOPLE_CHOICE[0])
        await pilot.press("4")
        await until_shown(pilot, "Ana: 0170")
        await pilot.press("escape", "f9")
        await until_shown(pilot, messages.GROUNDING[0])
        assert "Ana: 0170" in shown(pilot)


def test_plain_lines_show_the_card_at_a_stop_and_where_it_is_hard(house: House) -> None:
    contacts_of(house.companion).add("Ana", "0170", "at night too")
    talk = talked(house, session_at(house, "before", "distress"), "9", "3", "1")
    assert talk.said.count("Ana: 0170") == 1
    assert "1. Ana: 0170. at night too, checked 1 March 2026." in talk.said
    assert talk.said[-1] == messages.SAFETY


def test_plain_lines_without_anybody_offer_no_card(house: House) -> None:
    talk = talked(house, session_at(house, "before", "distress"), "9", "1")
    assert c.PEOPLE not in talk.text
    assert talk.said[-1] == messages.SAFETY


def test_the_card_by_a_word_from_anywhere_in_plain_lines(house: House) -> None:
    talk = at_home(house, "people", "add", "Ana", "0170", "", "nonsense", "change 1", "Bo", "0171", "", "off 7", "who",
                   "right", "", "people", "off 1", "back", "")  # fmt: skip
    for said in ("Ana stands on your card now.", "Bo stands on your card now.", "1. Bo: 0171. checked 1 March 2026.",
                 c.LOOKED_OVER, "Bo is off your card.", c.NOBODY_YET):  # fmt: skip
        assert said in talk.said
    assert "There is no number 7" in talk.text
    assert talk.left == []


def test_the_card_by_commands(companion: CommandLine) -> None:
    assert "Nobody stands here yet." in companion("contacts", "list").out
    companion("contacts", "checked").told(2, "Nobody stands here yet")
    added = companion("contacts", "add", "Ana", "--reach", "0170", "--line", "late")
    assert added.out == "Ana stands on your card now.\n"
    listed = json.decode(companion("contacts", "list", "--json").out)
    assert [each.pop("checked")[:2] for each in listed] == ["20"]
    assert listed == [{"number": 1, "name": "Ana", "reach": "0170", "line": "late"}]
    assert companion("contacts", "checked", "1").status == 0
    companion("contacts", "checked", "2").told(2, "no number 2")
    companion("contacts", "add", "Bo").told(2, "--reach")
    companion("contacts", "add", "", "--reach", "1").told(2, "needs a name")
    assert companion("contacts", "remove", "1").out == "Ana is off your card.\n"


def test_a_card_that_can_not_be_read_is_told_by_the_command(companion: CommandLine) -> None:
    (companion.home / "contacts.json").write_text("{")
    assert "could not be read. It is kept as" in companion("contacts", "list").err


def test_commands_ask_for_the_passphrase_unless_the_card_is_open(companion: CommandLine) -> None:
    secret = companion.folder / "secret"
    secret.write_text("the back stairs\n")
    assert companion("contacts", "add", "Ana", "--reach", "0170").status == 0
    assert companion("journal", "encrypt", "--passphrase-file", secret).status == 0
    assert companion("contacts", "list").status == 5
    opened = companion("contacts", "list", "--passphrase-file", secret)
    assert "Ana: 0170" in opened.out
    assert c.ONLY_UNLOCKED in opened.err
    assert companion("contacts", "add", "Bo", "--reach", "1", "--open", "--passphrase-file", secret).status == 0
    assert "Ana: 0170" in companion("contacts", "list").out
