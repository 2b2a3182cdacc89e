"""The ways between places: esc, stop, back, menu, cover, small windows, and keys pressed twice."""

from pathlib import Path

import pytest

from companion.midi.protocol import SetVolume, Stop
from companion.settings import Settings, Theme, load
from companion.tui.modals.cover import CoverModal
from companion.tui.modals.help import HelpModal
from companion.tui.modals.leave import LeaveModal
from companion.tui.modals.small import SmallModal
from companion.tui.screens import session as session_screen
from companion.tui.screens.session import SessionScreen
from tests.unit.faces import House, house_in
from tests.unit.pilots import (
    choose_in_menu,
    place_of,
    program,
    question,
    session_of,
    shown,
    until,
    until_home,
    until_shown,
)

EVERYWHERE = [
    ("arrive", ""),
    ("before", "feeling"),
    ("before", "affect"),
    ("before", "distress"),
    ("words", "0"),
    ("words", "whole"),
    ("song", ""),
    ("play", ""),
    ("sing", ""),
    ("after", ""),
]


@pytest.mark.parametrize(("step", "part"), EVERYWHERE)
async def test_esc_asks_and_stays_and_a_gentle_stop_is_one_key_away(house: House, step: str, part: str) -> None:
    async with question(house, step, part) as pilot:
        before = place_of(pilot)
        await pilot.press("escape")
        await until_shown(pilot, "Stay, go back, or stop gently?")
        await pilot.press("escape")
        await until(pilot, ".panel")
        assert place_of(pilot) == before
        await pilot.press("f9")
        await until(pilot, "#grounding")
        assert "What you said so far is kept." in shown(pilot)
        assert house.companion.sound.position is None or isinstance(house.server.wait_for(Stop), Stop)


@pytest.mark.parametrize(("step", "part"), [("words", "0"), ("words", "whole"), ("song", ""), ("play", "")])
async def test_esc_goes_back_and_stops_gently(house: House, step: str, part: str) -> None:
    async with question(house, step, part) as pilot:
        before = place_of(pilot)
        await pilot.press("escape", "2")
        await until(pilot, lambda: place_of(pilot) != before)
        await pilot.press("escape", "down", "down", "enter")
        await until(pilot, "#grounding")


async def test_esc_while_typing_keeps_what_is_typed(house: House) -> None:
    async with question(house, "words") as pilot:
        await pilot.press(*"very st", "escape")
        await until(pilot, "LeaveModal .card")
        await pilot.press("1", *"ill")
        await until_shown(pilot, "very still")
        await pilot.press("f9")
        await until(pilot, "#grounding")
    waiting = house.companion.waiting_session()
    assert waiting is not None
    assert waiting.draft.typing == "very still"


async def test_esc_leaves_the_field_for_an_own_word_too(house: House) -> None:
    async with question(house, "before") as pilot:
        await pilot.press("8", *"te", "escape")
        await until(pilot, "LeaveModal .card")
        await pilot.press("escape", *"nder", "enter")
        await until(pilot, "BlankPanel")
        assert session_of(pilot).draft.check_ins["before"].feeling == "tender"


async def test_enter_pressed_twice_answers_one_question(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async with question(house, "arrive") as pilot:
        await until(pilot, "#ways")
        await pilot.pause(session_screen.DOUBLE_PRESS_SECONDS)
        await pilot.press("enter")
        monkeypatch.setattr(session_screen, "DOUBLE_PRESS_SECONDS", 3600.0)  # however slow this machine is now
        await until(pilot, "FeelingPanel")
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert place_of(pilot) == "before feeling"
        monkeypatch.setattr(session_screen, "DOUBLE_PRESS_SECONDS", 0.0)
        await pilot.press("enter")
        await until(pilot, "BlankPanel")
        assert session_of(pilot).draft.check_ins["before"].is_empty


@pytest.mark.parametrize(("step", "part"), [("words", "0"), ("before", "affect"), ("before", "distress")])
async def test_a_digit_and_a_habitual_enter_answer_once(
    house: House, step: str, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_screen, "DOUBLE_PRESS_SECONDS", 3600.0)  # however slow this machine is now
    async with question(house, step, part) as pilot:
        before = place_of(pilot)
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert place_of(pilot) == before


async def test_keys_during_a_change_of_question_break_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_screen, "DOUBLE_PRESS_SECONDS", 0.0)
    async with question(house, "before") as pilot:
        for key in ("1", "1", "a", "enter", "enter", "pageup", "pagedown", *["escape"] * 2, "pageup", "f1", "escape"):
            pilot.app.simulate_key(key)
        await until(pilot, ".panel")
        assert session_of(pilot).draft.check_ins["before"].feeling == "calm"


async def test_the_cover_hides_everything_and_lifts_again(house: House) -> None:
    async with question(house, "words", "1", word="secret") as pilot:
        pilot.app.notify("something said", markup=False)
        for over in ([], ["escape"], ["f1"]):
            await pilot.press(*over)
            before = pilot.app.screen
            await pilot.press("f12")
            await until_shown(pilot, "f12")
            await pilot.press("f1", "escape", "x", "enter")
            assert shown(pilot).split() == ["f12"]
            await pilot.press("f12")
            await pilot.pause()
            assert pilot.app.screen is before
            if over:
                await pilot.press("escape")
        assert place_of(pilot) == "words 1"


async def test_a_small_window_covers_and_gives_back_what_was_open(house: House) -> None:
    async with question(house, "words") as pilot:
        await pilot.press(*"here", "escape")
        await until(pilot, "LeaveModal .card")
        await pilot.resize_terminal(63, 24)
        await until_shown(pilot, "a little small")
        await pilot.press("f1", "enter", "escape")
        await pilot.resize_terminal(64, 20)
        await until(pilot, lambda: isinstance(pilot.app.screen, LeaveModal))
        await pilot.press("escape")
        await until_shown(pilot, "here")


async def test_cover_and_small_window_together(house: House) -> None:
    async with question(house, "words") as pilot:
        await pilot.press("f12")
        await pilot.resize_terminal(40, 10)
        await pilot.pause()
        assert isinstance(pilot.app.screen, CoverModal)
        await pilot.press("f12")
        await until(pilot, lambda: isinstance(pilot.app.screen, SmallModal))
        await pilot.press("f12")
        await pilot.resize_terminal(80, 24)
        await pilot.press("f12")
        await until(pilot, lambda: isinstance(pilot.app.screen, SessionScreen))


async def test_a_program_that_starts_in_a_small_window_says_so(house: House) -> None:
    async with program(house, (40, 10)) as pilot:
        await until_shown(pilot, "a little small")
        await pilot.resize_terminal(80, 24)
        await until_home(pilot)


async def test_the_menu_is_reached_where_letters_are_text(house: House) -> None:
    async with question(house, "words") as pilot:
        await pilot.press("question_mark")
        assert "where it is   ?" in shown(pilot)
        await pilot.press("escape", "question_mark")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpModal))
        await pilot.press("escape", "f1")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpModal))


@pytest.mark.parametrize(("name", "before"), [("night", "paper"), ("clear", "terminal"), ("terminal", "clear")])
async def test_the_menu_changes_the_colours_and_they_are_remembered(tmp_path: Path, name: str, before: Theme) -> None:
    with house_in(tmp_path, Settings(welcomed=True, audio_driver="none", theme=before)) as house:
        async with program(house) as pilot:
            await until_home(pilot)
            await choose_in_menu(pilot, f"Colours: {name}")
            assert pilot.app.theme == name
        assert load(house.places.settings_file).theme == name


async def test_the_menu_changes_loudness_and_stillness(house: House) -> None:
    async with program(house) as pilot:
        await until_home(pilot)
        await choose_in_menu(pilot, "Louder")
        assert house.server.wait_for(SetVolume) == SetVolume(0.5)
        await choose_in_menu(pilot, "Softer")
        assert house.server.wait_for(SetVolume, 2) == SetVolume(0.4)
        await choose_in_menu(pilot, "Stillness")
    assert load(house.places.settings_file).calm_motion is False
