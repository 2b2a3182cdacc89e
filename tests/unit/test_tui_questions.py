"""Check-in and words on the screen: by keyboard alone, and by mouse."""


import pytest
from textual import events
from textual.geometry import Region

from companion.domain.affect import Affect, CheckIn
from companion.midi.facts import DeviceLost
from companion.tui.bridge import SoundFact
from companion.tui.modals.leave import LeaveModal
from companion.tui.panels.words import BlankPanel
from companion.tui.screens import session as session_screen
from companion.tui.screens.session import SessionScreen
from companion.tui.widgets.choices import ChoiceRow
from companion.tui.widgets.fields import PageField, WordField
from companion.tui.widgets.grid import AffectGrid
from companion.tui.widgets.scale import Scale
from tests.unit.faces import House
from tests.unit.pilots import place_of, question, session_of, shown, until, until_home, until_shown


@pytest.mark.parametrize(
    ("keys", "feeling"),
    [
        (["3"], "tired"),
        (["up", "up", "enter"], "worried"),
        (["end", "home", "down", "enter"], "hopeful"),
        (["7"], None),
        (["8", *"tender", "enter"], "tender"),
        (["8", *"[b]no[/b]", "enter"], "[b]no[/b]"),
    ],
)
async def test_a_feeling_by_keys(house: House, keys: list[str], feeling: str | None) -> None:
    async with question(house, "before") as pilot:
        await pilot.press(*keys)
        await until(pilot, "BlankPanel")
        assert session_of(pilot).draft.check_ins["before"] == CheckIn(feeling=feeling)


@pytest.mark.parametrize("part", ["feeling", "affect", "distress"])
async def test_enter_alone_says_nothing(house: House, part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_screen, "DOUBLE_PRESS_SECONDS", 0.0)
    async with question(house, "before", part) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: place_of(pilot) != f"before {part}")
        assert session_of(pilot).draft.check_ins["before"].is_empty


async def test_a_feeling_by_mouse(house: House) -> None:
    async with question(house, "before") as pilot:
        await pilot.click(list(pilot.app.screen.query(ChoiceRow))[3])
        await until(pilot, "BlankPanel")
        assert session_of(pilot).draft.check_ins["before"].feeling == "sad"


async def test_an_own_word_can_be_left_for_the_list_again(house: House) -> None:
    async with question(house, "before") as pilot:
        await pilot.press("8", *"te", "shift+tab", "1")
        await until(pilot, "BlankPanel")
        assert session_of(pilot).draft.check_ins["before"].feeling == "calm"


async def test_a_little_more_opens_grid_and_number_and_keeps_the_word(house: House) -> None:
    async with question(house, "before") as pilot:
        await pilot.press("9")
        await until(pilot, lambda: "say a little more" not in shown(pilot))
        await pilot.press("4")
        await until(pilot, "GridPanel")
        await pilot.press("right", "right", "down", "enter")
        await until(pilot, "DistressPanel")
        await pilot.press("left", "left", "enter")
        await until(pilot, "BlankPanel")
        assert session_of(pilot).draft.check_ins["before"] == CheckIn("sad", Affect(2, -1), 3)


async def test_two_digits_set_the_place_on_the_grid_and_say_it_in_numbers(house: House) -> None:
    async with question(house, "before", "affect") as pilot:
        await pilot.press("8", "2")
        assert pilot.app.screen.query_one(AffectGrid).affect == Affect(3, -3)
        assert "pleasant 8, awake 2" in shown(pilot)
        await pilot.press("1", "up", "9", "9", "enter")
        await until(pilot, "DistressPanel")
        assert session_of(pilot).draft.check_ins["before"].affect == Affect(4, 4)


async def test_the_mouse_points_at_a_place_on_the_grid(house: House) -> None:
    async with question(house, "before", "affect") as pilot:
        await pilot.click(AffectGrid, offset=(13 + 1, 1))
        assert pilot.app.screen.query_one(AffectGrid).affect == Affect(-4, 4)
        await pilot.click(AffectGrid, offset=(2, 2))
        assert pilot.app.screen.query_one(AffectGrid).affect == Affect(-4, 4), "a click beside the field is none"


@pytest.mark.parametrize(
    ("keys", "level"),
    [(["0"], 0), (["1", "0"], 10), (["9"], 9), (["end"], 10), (["home", "left"], 0), (["up", "right"], 7)],
)
async def test_a_number_by_keys(house: House, keys: list[str], level: int) -> None:
    async with question(house, "before", "distress") as pilot:
        await pilot.press(*keys)
        assert pilot.app.screen.query_one(Scale).level == level
        assert f"[{level}]" in shown(pilot)


async def test_a_number_by_mouse(house: House) -> None:
    async with question(house, "before", "distress") as pilot:
        await pilot.click(Scale, offset=(2 * 5 + 2, 0))
        assert pilot.app.screen.query_one(Scale).level == 2


@pytest.mark.parametrize("part", ["affect", "distress"])
async def test_grid_and_number_can_be_left_out(house: House, part: str) -> None:
    async with question(house, "before", part) as pilot:
        await pilot.press("n")
        await until(pilot, lambda: place_of(pilot) != f"before {part}")
        assert session_of(pilot).draft.check_ins["before"].is_empty


async def test_much_distress_offers_the_gentle_stop_with_it_marked(house: House) -> None:
    async with question(house, "before", "distress") as pilot:
        await pilot.press("8", "enter")
        await until(pilot, "LeaveModal .card")
        assert "That is a lot to carry." in shown(pilot)
        assert "▸ 3 Stop gently" in shown(pilot)
        await pilot.press("enter")
        await until(pilot, "#grounding")
        assert "Put your feet on the floor." in shown(pilot)
        assert "someone near you now" in shown(pilot)
        await pilot.press("1")
        await until_home(pilot)
        await until_shown(pilot, "Go on where you were")
    assert house.companion.waiting_session() is not None


async def test_less_distress_goes_on(house: House) -> None:
    async with question(house, "before", "distress") as pilot:
        await pilot.press("7", "enter")
        await until(pilot, "BlankPanel")
        assert not isinstance(pilot.app.screen, LeaveModal)


async def test_words_are_filled_offered_and_enough(house: House) -> None:
    async with question(house, "words") as pilot:
        assert "ctrl+e" not in shown(pilot)
        await pilot.press("tab")
        assert "quiet   warm   green" in shown(pilot)
        await pilot.press("tab")
        await until_shown(pilot, "enough, make a song")
        await pilot.press("enter")
        await until_shown(pilot, "There is a place where it is warm")
        await pilot.press(*"sea", "ctrl+e")
        await until(pilot, "WholePanel")
        assert session_of(pilot).lines == ("There is a place where it is warm", "and I can hear the sea there")


async def test_the_whole_is_changed_freely_and_counted_when_asked(house: House) -> None:
    async with question(house, "words", "whole") as pilot:
        await pilot.press("e", "enter", *"so still")
        assert "There is a place where it is quiet" in shown(pilot)
        await pilot.press("f3")
        await until_shown(pilot, "  9")
        await pilot.press("tab", "enter")
        await until(pilot, "SongPanel")
        assert session_of(pilot).lines == ("There is a place where it is quiet", "so still")


async def test_a_page_that_is_gone_before_it_was_drawn_is_empty(house: House) -> None:
    async with question(house, "words", "whole") as pilot:
        page = pilot.app.screen.query_one(PageField)
        await pilot.app.screen.query_one("#stage").remove_children()
        assert [strip.text.strip() for strip in page.render_lines(Region(0, 0, 10, 2))] == ["", ""]


async def test_between_two_questions_nothing_is_broken_by_a_letter_or_a_sound(house: House) -> None:
    async with question(house, "words", "whole") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, SessionScreen)
        await screen.query_one("#stage").remove_children()
        assert screen.panel is None
        await pilot.press("x")
        screen.on_sound_fact(SoundFact(DeviceLost("a device")))
        assert not screen.say_here("something")


async def test_the_whole_is_read_until_someone_wants_to_change_it(house: House) -> None:
    async with question(house, "words", "whole") as pilot:
        await until(pilot, "WholePanel PageField:focus")
        assert "enter make it a song  e change" in shown(pilot)
        await pilot.press(*"1358 kx", "backspace", "delete")
        assert session_of(pilot).draft.typing is None
        await pilot.press("e", *"so")
        await until_shown(pilot, "where it is quietso")
        await until(pilot, lambda: shown(pilot).rstrip().endswith("esc back, stop  f1 more"))
        assert "enter new line" in shown(pilot)
        await pilot.press(*["enter"] * 3)
        await until_shown(pilot, "enter make it a song")
        await pilot.press("1", "enter")
        await until(pilot, "SongPanel")
        assert session_of(pilot).lines == ("There is a place where it is quietso",)


@pytest.mark.parametrize("between", [("enter",), ("pagedown",), ("enter", "enter")])
async def test_letters_typed_while_a_question_changes_go_into_the_next(house: House, between: tuple[str, ...]) -> None:
    async with question(house, "words") as pilot:
        for key in ("a", *between, "b", "c"):
            pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: place_of(pilot) == "words 1")
        await until(pilot, lambda: pilot.app.screen.query_one(WordField).value == "bc")
        await pilot.press("d")
        assert pilot.app.screen.query_one(WordField).value == "bcd"
        assert session_of(pilot).draft.blanks["words"][0] == "a"


async def test_letters_typed_behind_an_enter_that_was_none_stay_in_the_field(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_screen, "DOUBLE_PRESS_SECONDS", 3600.0)  # however slow this machine is now
    async with question(house, "words") as pilot:
        for key in ("a", "enter", "enter", "pause", "enter", "b"):
            if key == "pause":
                await until(pilot, lambda: place_of(pilot) == "words 1")
                await until(pilot, "WordField:focus")
            else:
                pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: pilot.app.screen.query_one(WordField).value == "b")
        assert place_of(pilot) == "words 1"


async def test_what_was_typed_in_one_field_is_never_kept_as_anothers(house: House) -> None:
    async with question(house, "words") as pilot:
        await pilot.press(*"sea")
        old = pilot.app.screen.query_one(BlankPanel)
        await pilot.press("enter")
        await until_shown(pilot, "and I can hear the")
        pilot.app.screen.post_message(old.Typed("seas", old.question.place))
        await pilot.pause(0.7)
        assert session_of(pilot).draft.typing is None


async def test_back_and_skip_keep_what_was_typed(house: House) -> None:
    async with question(house, "words", "1") as pilot:
        await pilot.press(*"kettle", "pageup")
        await until(pilot, lambda: place_of(pilot) == "words 0")
        await pilot.press("pagedown")
        await until(pilot, lambda: place_of(pilot) == "words 1")
        await pilot.press(*"kettle", "pagedown")
        await until_shown(pilot, "and I can hear the kettle there")
        assert place_of(pilot) == "words 2"
