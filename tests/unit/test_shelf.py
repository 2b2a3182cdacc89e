"""Choosing an exercise: today's first, a short list, a warning where there is a theme, packs that go on."""

from datetime import date, timedelta
from pathlib import Path

from companion import messages
from companion.domain.entry import SessionRecord
from companion.services.walking import questions as q
from companion.services.walking.shelf import GENTLE, about, not_today, shelf_of
from tests.unit.exercises import english
from tests.unit.faces import House
from tests.unit.pilots import program, session_of, shown, until, until_home, until_shown
from tests.unit.talks import at_home

TODAY = date(2026, 3, 1)


def done(house: House, *titles: str) -> None:
    """Sessions that came to their close."""
    for title in titles:
        house.companion.journal.add(SessionRecord(title, (), True), title=title)


def test_the_first_time_it_is_a_steady_place_and_few_others(house: House) -> None:
    shelf = shelf_of(house.companion, TODAY)
    assert shelf.short[0].id == "a-steady-place"
    assert len(shelf.short) == 1 + GENTLE
    assert all(each.depth == "light" and not each.themes for each in shelf.short)
    assert len(shelf.every) >= 20


def test_the_one_of_today_changes_with_the_days_and_is_a_new_one_while_there_are_any(house: House) -> None:
    done(house, "A steady place", "Hum first")
    firsts = [shelf_of(house.companion, TODAY + timedelta(days=day)).short[0].title for day in range(20)]
    assert firsts == [shelf_of(house.companion, TODAY + timedelta(days=day)).short[0].title for day in range(20)]
    assert len(set(firsts)) > 3
    assert not {"A steady place", "Hum first"} & set(firsts)


def test_all_done_goes_round_again(house: House) -> None:
    done(house, *(each.title for each in house.companion.exercises()))
    assert shelf_of(house.companion, TODAY).short


def test_what_was_begun_over_several_days_comes_first(house: House) -> None:
    session = house.companion.new_session("was-am-will-be")
    session.skip()
    session.answer(q.Picked((1,)))
    while not session.is_finished:
        session.skip()
    shelf = shelf_of(house.companion, TODAY)
    assert shelf.short[0].id == "was-am-will-be"
    assert about(shelf.short[0], shelf).startswith("part 2 of 3, ")
    assert house.companion.new_session("was-am-will-be").question.place.step_id == "am-before"


def test_a_theme_for_assignments_is_not_offered(house: House) -> None:
    folder = house.places.exercises / "en"
    folder.mkdir(parents=True)
    text = (Path(__file__).parents[2] / "prompts" / "en" / "empty-place.toml").read_text("utf-8")
    (folder / "hard-one.toml").write_text(
        text.replace('id = "empty-place"', 'id = "hard-one"').replace('["grief"]', '["trauma"]'), "utf-8"
    )
    assert house.companion.exercise("hard-one").themes == ("trauma",)
    assert "hard-one" not in [each.id for each in shelf_of(house.companion, TODAY).every]


def test_not_today_is_a_whole_sentence() -> None:
    assert not_today(english("a-steady-place")) == ""
    assert not_today(english("moored-boat")) == "Perhaps not today if you feel far away or unreal."
    assert ", or " in not_today(english("drum-it-down"))


async def test_choosing_on_the_screen(house: House) -> None:
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.press("2")
        await until(pilot, "#exercises:focus")
        assert "▸ 1 A steady place" in shown(pilot)
        await pilot.press("down")
        await until_shown(pilot, "Perhaps not today if")
        await pilot.press("s")
        await until(pilot, "DoPanel")
        assert session_of(pilot).draft.size == "smallest"
        assert session_of(pilot).exercise.id == "chair-floor-room"


async def test_all_of_them_and_back_and_a_warning_first(house: House) -> None:
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.press("2")
        await until(pilot, "#exercises:focus")
        await pilot.press("end", "enter")
        await until_shown(pilot, "6 Empty place")
        await pilot.press("6")
        await until_shown(pilot, "It may bring tears.")
        await pilot.press("2")
        await until_shown(pilot, "6 Empty place")
        await pilot.press("6", "1")
        await until(pilot, "DoPanel")
        assert session_of(pilot).exercise.id == "empty-place"


async def test_back_goes_to_the_short_list_and_home(house: House) -> None:
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.press("2")
        await until(pilot, "#exercises:focus")
        await pilot.press("end", "enter")
        await until_shown(pilot, "6 Empty place")
        await pilot.press("escape")
        await until_shown(pilot, messages.MORE_EXERCISES)
        await pilot.press("escape")
        await until_home(pilot)


def test_choosing_in_plain_lines(house: House) -> None:
    talk = at_home(house, "1", "about 2", "99", "nonsense 2", "small 2")
    assert talk.text.count(messages.CHOOSE_EXERCISE) == 4
    assert "Perhaps not today if" in talk.text
    assert "Eyes open" in talk.text
    assert "Step 1 of 2." in talk.text


def test_a_warning_in_plain_lines_can_be_declined(house: House) -> None:
    talk = at_home(house, "1", "all", "6", "2", "6", "1")
    assert talk.text.count("It may bring tears.") == 2
    assert "First, where you are." in talk.text


def test_words_whose_exercise_is_gone_are_kept_and_nobody_is_stuck(house: House) -> None:
    folder = house.places.exercises / "en"
    folder.mkdir(parents=True)
    text = (Path(__file__).parents[2] / "prompts" / "en" / "todays-coat.toml").read_text("utf-8")
    (folder / "mine.toml").write_text(text.replace('id = "todays-coat"', 'id = "mine"'), "utf-8")
    session = house.companion.new_session("mine", "smallest")
    session.answer(q.Filled("velvet"))
    session.typing("a key")
    (folder / "mine.toml").unlink()
    again = house.companion.new_session()
    assert again.exercise.id == "a-steady-place"
    (entry,) = house.companion.journal.entries(kind="words")
    assert messages.RECOVERED_TAG in entry.tags
    assert entry.body.lines == ("velvet", "a key")  # type: ignore[union-attr]


def test_a_session_goes_on_in_its_own_language(house: House) -> None:
    from msgspec.structs import replace

    german = replace(house.companion.settings, language="de")
    house.companion.settings = german
    session = house.companion.new_session("round-the-table", "smallest")
    session.answer(q.Filled("Brot"))
    house.companion.settings = replace(german, language="en")
    waiting = house.companion.waiting_session()
    assert waiting is not None
    assert waiting.exercise.language == "de"
    assert waiting.lines == ("Ich bringe Brot mit",)
