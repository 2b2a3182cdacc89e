"""The agreed plan: in somebody's words, quiet at home, changed and put away on every face, shared only if picked."""

import json
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from companion.domain.agreed import LONGEST_ANSWER, Plan
from companion.errors import WrongUseError
from companion.exports.markdown import entries_as_json, entry_as_markdown
from companion.exports.plain_text import entry_as_text
from companion.services.between import assignments
from companion.services.between.page import page
from companion.services.between.planning import (
    QUESTIONS,
    SMALLER,
    answered,
    hint_of,
    keep_answer,
    keep_plan,
    newest_plan,
    plan_for,
)
from companion.services.between.sharing import Picked, offer_of, share_of
from companion.sharing.sealed_file import return_as_json
from companion.tui.screens.plan import PlanScreen
from companion.tui.widgets.fields import WordField
from tests.commands import CommandLine
from tests.unit.faces import House, house_in
from tests.unit.given import Office
from tests.unit.pilots import choose_in_menu, program, shown, until, until_home, until_shown
from tests.unit.services import Desk
from tests.unit.talks import at_home

PLAN = Plan(
    "one small song about the stairs", "at the kitchen table, after tea", "twice", "one word", 6, "the telephone",
    "I put it in the drawer",
)  # fmt: skip
HURRY = ("overdue", "missed", "must", "should", "streak", "remind", "behind", "fail", "%")


def test_every_part_that_was_asked_for_is_in_it() -> None:
    assert [each.part for each in QUESTIONS] == [each for each in Plan.__struct_fields__ if each != "assignment_id"]
    assert not any(word in each.asks.casefold() for each in QUESTIONS for word in HURRY)


def test_one_plan_for_each_assignment_and_one_of_ones_own(tmp_path: Path) -> None:
    journal = Desk(tmp_path).journal
    keep_plan(journal, PLAN)
    keep_plan(journal, replace(PLAN, goal="another", assignment_id="a"))
    keep_plan(journal, replace(PLAN, goal="changed"))
    assert plan_for(journal).goal == "changed"
    assert plan_for(journal, "a").goal == "another"
    assert len(journal.entries("plan")) == 2
    newest = newest_plan(journal)
    assert newest is not None
    assert newest.goal == "changed"
    keep_plan(journal, Plan())
    assert plan_for(journal).is_empty
    assert len(journal.entries("plan")) == 1


def test_less_sure_asks_for_a_smaller_one_and_nothing_is_judged() -> None:
    assert hint_of(replace(PLAN, how_sure=6)) == SMALLER
    assert hint_of(replace(PLAN, how_sure=7)) == hint_of(replace(PLAN, how_sure=None)) == ""


def test_what_does_not_fit_changes_nothing() -> None:
    with pytest.raises(WrongUseError, match="letters"):
        answered(PLAN, "goal", "a" * (LONGEST_ANSWER + 1))
    for wrong in (11, -1, "seven"):
        with pytest.raises(WrongUseError, match="0 to 10"):
            answered(PLAN, "how_sure", wrong)
    assert answered(PLAN, "if_then", " two\n lines ").if_then == "two lines"


def test_it_goes_only_when_it_is_picked_and_without_the_journals_ids(house: House, tmp_path: Path) -> None:
    journal = house.companion.journal
    entry = assignments.open_file(journal, Office(house.companion, tmp_path).give())
    assert not offer_of(journal, entry).has("plan")
    keep_plan(journal, replace(PLAN, assignment_id=entry.id))
    offer = offer_of(journal, entry)
    without = return_as_json(share_of(offer, Picked(("titles",), note="hello"), "1"))
    assert b"stairs" not in without
    shared = share_of(offer, Picked(("plan",)), "1")
    assert entry.id.encode() not in return_as_json(shared)
    assert "  How sure I am: 6 of 10" in page(shared)
    assert "  What I want: one small song about the stairs" in page(shared)


def test_it_stands_in_exports(house: House) -> None:
    keep_plan(house.companion.journal, PLAN)
    (entry,) = house.companion.journal.entries("plan")
    assert "If that happens, then: I put it in the drawer" in entry_as_markdown(entry)
    assert "How sure I am: 6 of 10" in entry_as_text(entry)
    exported = entries_as_json([entry])
    assert msgspec.json.decode(exported)["entries"][0]["body"]["if_then"] == "I put it in the drawer"


@pytest.mark.parametrize("titles", [False, True])
async def test_home_shows_it_quietly(tmp_path: Path, titles: bool) -> None:
    with house_in(tmp_path) as house:
        house.companion.settings = replace(house.companion.settings, titles_on_home=titles)
        keep_plan(house.companion.journal, PLAN)
        async with program(house) as pilot:
            await until_home(pilot)
            assert "Your plan" in shown(pilot)
            assert ("one word" in shown(pilot)) is titles
            assert "What you made" not in shown(pilot)
            assert not any(word in shown(pilot).casefold() for word in HURRY)


async def test_on_the_screen_it_is_written_changed_and_put_away(house: House) -> None:
    journal = house.companion.journal
    async with program(house) as pilot:
        await until_home(pilot)
        await choose_in_menu(pilot, "Your plan")
        await until(pilot, lambda: isinstance(pilot.app.screen, PlanScreen))
        await pilot.press("enter", *"sing", "enter")
        await until_shown(pilot, "sing")
        await pilot.press("down", "down", "down", "down", "enter")
        await until_shown(pilot, "0 is not at all")
        await pilot.press("3", "enter")
        await until_shown(pilot, "3 of 10")
        assert SMALLER in " ".join(shown(pilot).split())
        assert plan_for(journal) == Plan("sing", how_sure=3)
        await pilot.press("d")
        assert plan_for(journal) == Plan("sing")
        await pilot.press("p")
        await until_home(pilot)
        assert plan_for(journal).is_empty
        assert "Your plan" not in shown(pilot)


async def test_a_word_for_how_sure_stays_to_be_changed(house: House) -> None:
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.app.push_screen(PlanScreen())
        await until(pilot, "Choices:focus")
        await pilot.press(*["down"] * 4, "enter")
        await until(pilot, "#answer:focus")
        await pilot.press(*"ten", "enter")
        await until(pilot, lambda: "0 to 10" in shown(pilot).partition("quite sure")[2])
        assert pilot.app.screen.query_one(WordField).value == "ten"
        await pilot.press(*["backspace"] * 3, "1", "0", "enter")
        await until(pilot, lambda: plan_for(house.companion.journal).how_sure == 10)


async def test_a_page_that_was_open_already_keeps_what_another_window_answered_since(house: House) -> None:
    other = house.another_window()
    async with program(house) as pilot:
        await pilot.app.push_screen(PlanScreen())
        keep_answer(other.journal, "", "goal", "hum once")
        await pilot.press("down", "enter")
        await until_shown(pilot, "Where, and when?")
        await pilot.press(*"home", "enter")
        await until_shown(pilot, "hum once")
    assert plan_for(house.companion.journal) == Plan("hum once", "home")
    other.close()


def test_answers_of_two_windows_stand_in_one_plan(house: House) -> None:
    other = house.another_window()
    assert plan_for(house.companion.journal).is_empty
    keep_answer(other.journal, "", "goal", "hum once")
    keep_answer(house.companion.journal, "", "how_sure", 8)
    assert plan_for(house.companion.journal) == Plan("hum once", how_sure=8)
    assert len(house.companion.journal.entries("plan")) == 1
    other.close()


async def test_an_assignment_on_the_screen_has_a_plan_of_its_own(house: House, tmp_path: Path) -> None:
    from companion.tui.screens.assignment import AssignmentScreen

    entry = assignments.open_file(house.companion.journal, Office(house.companion, tmp_path).give())
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.app.push_screen(AssignmentScreen(entry.id))
        await until_shown(pilot, "A plan for it")
        await pilot.press("5")
        await until(pilot, lambda: isinstance(pilot.app.screen, PlanScreen))
        assert "A steady place" in shown(pilot)
        await pilot.press("enter", *"hum", "enter")
        await until_shown(pilot, "hum")
        assert plan_for(house.companion.journal, entry.id).goal == "hum"


def test_in_plain_lines(house: House) -> None:
    talk = at_home(house, "plan", "1", "sing once", "5", "3", "")
    assert SMALLER in talk.text
    assert plan_for(house.companion.journal) == Plan("sing once", how_sure=3)
    talk = at_home(house, "3", "5", "", "8", "4")
    assert "3. Your plan\n" in talk.text
    assert "What I want: sing once" in talk.text
    assert "The plan is put away." in talk.text
    assert plan_for(house.companion.journal).is_empty
    assert not any(word in talk.text.casefold() for word in ("overdue", "missed", "streak"))


def test_on_the_command_line(companion: CommandLine) -> None:
    said = companion("plan", "set", "--goal", "one song", "--how-sure", "3", "--if-then", "tired: hum")
    assert "If that happens, then: tired: hum" in said.out
    assert said.err.strip() == SMALLER
    companion("plan", "set", "--how-sure", "9")
    found = json.loads(companion("plan", "--json").out)
    assert (found["goal"], found["how_sure"]) == ("one song", 9)
    companion("plan", "set", "--assignment", "none", "--goal", "x").told(2, "none")
    companion("plan", "set").told(2, "--help")
    assert companion("plan", "drop").out.strip() == "The plan is put away."
    assert companion("plan").out.strip() == "Nothing stands here yet."


def test_limits_and_a_plan_come_back_from_a_zip(companion: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    companion("limits", "set", "breath", "never")
    companion("plan", "set", "--goal", "one song", "--how-sure", "8")
    assert companion("journal", "export", "--all", "-o", "all.zip").status == 0
    monkeypatch.setenv("COMPANION_HOME", str(companion.folder / "other"))
    assert companion("journal", "import", "all.zip").status == 0
    assert json.loads(companion("limits", "--json").out)["never"] == ["breath"]
    assert json.loads(companion("plan", "--json").out)["goal"] == "one song"
    assert "your own limits" in companion("journal", "list").out
