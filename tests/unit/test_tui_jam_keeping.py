"""What becomes of what was played in the jam on the screen, and the ways out of it."""

import pytest

from companion.domain.entry import Entry
from companion.domain.take import Take
from companion.midi.protocol import (
    Stop,
)
from companion.tui.modals.keep import KeepModal
from companion.tui.modals.leave import LeaveModal
from companion.tui.screens.base import app_of
from companion.tui.screens.jam import JamScreen
from tests.unit.faces import House
from tests.unit.jam_screens import jam, place, play, state, state_line, take_row, takes
from tests.unit.pilots import choose_in_menu, shown, told, until, until_home, until_shown


async def test_when_the_hands_rest_one_key_keeps_what_was_played(house: House) -> None:
    async with jam(house) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: "Nothing new was played yet." in told(pilot))
        await play(house, pilot)
        house.clock.move(6.0)
        await until_shown(pilot, "Keep that?")
        await pilot.press("enter")
        await until(pilot, lambda: "Kept in your journal." in told(pilot))
        assert "Keep that?" not in shown(pilot)
    (entry,) = takes(house)
    assert isinstance(entry.body, Take)
    assert len(entry.body.notes()) == 3


@pytest.mark.parametrize(("key", "kept", "tags"), [("1", 1, ()), ("2", 0, ()), ("3", 1, ("decide later",))])
async def test_a_recording_says_so_in_words_and_is_asked_about(
    house: House, key: str, kept: int, tags: tuple[str, ...]
) -> None:
    async with jam(house) as pilot:
        await pilot.press("f8")
        await until_shown(pilot, "● recording")
        house.clock.move(20.0)
        await until(pilot, lambda: state(pilot).record == "recording")
        await play(house, pilot)
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(pilot.app.screen, KeepModal))
        await pilot.press("escape", key)
        await until(pilot, lambda: isinstance(pilot.app.screen, JamScreen))
        await until(pilot, lambda: "recording" not in shown(pilot))
    assert [entry.tags for entry in takes(house)] == [tags] * kept
    assert not house.places.take_checkpoint_file.exists()


async def test_takes_over_one_another_are_silent_at_will_and_can_be_taken_back(house: House) -> None:
    async with jam(house) as pilot:
        await pilot.press("f7")
        await until(pilot, lambda: "Nothing new was played yet." in told(pilot))
        await play(house, pilot)
        await pilot.press("f7")
        await until_shown(pilot, "a take below you")
        await choose_in_menu(pilot, "Takes below me")
        await take_row(pilot, "take 1")
        await until_shown(pilot, "a take below you, silent")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: "below you" not in state_line(pilot))
        await pilot.press("backspace")
        await until(pilot, lambda: "There is no take to take back." in told(pilot))
        await pilot.press("ctrl+y")
        await until(pilot, lambda: "a take below you, silent" in state_line(pilot))


async def test_a_kept_take_comes_out_of_the_journal_and_back_into_it(house: House) -> None:
    async with jam(house) as pilot:
        await play(house, pilot)
        await pilot.press("enter")
        await until(pilot, lambda: len(takes(house)) == 1)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: not takes(house))
        assert app_of(place(pilot)).desk.can_undo, "the journal's own undo brings it back too"
        await pilot.press("ctrl+y")
        await until(pilot, lambda: len(takes(house)) == 1)


async def test_undo_while_recording_loses_no_note(house: House) -> None:
    async with jam(house) as pilot:
        await pilot.press("f8")
        house.server.heard_seconds = 0.5
        house.clock.move(5.0)
        await until(pilot, lambda: state(pilot).record == "recording")
        await play(house, pilot)
        await pilot.press("ctrl+z", "backspace")
        await until(pilot, lambda: "There is no take to take back." in told(pilot))
        assert state(pilot).record == "recording"
        assert state(pilot).played == 3


async def test_esc_leads_back_and_what_was_played_is_asked_about_once(house: House) -> None:
    async with jam(house) as pilot:
        await play(house, pilot)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, LeaveModal))
        await pilot.press("1")
        await until(pilot, lambda: isinstance(pilot.app.screen, JamScreen))
        await pilot.press("escape", "2")
        await until_shown(pilot, "What you just played:")
        await pilot.press("3")
        await until_home(pilot)
        house.server.wait_for(Stop)
    assert [entry.tags for entry in takes(house)] == [("decide later",)]


async def test_with_nothing_played_back_asks_nothing(house: House) -> None:
    async with jam(house) as pilot:
        await pilot.press("escape", "2")
        await until_home(pilot)
    assert takes(house) == []


@pytest.mark.parametrize("way", ["f9", "menu"])
async def test_stopping_gently_keeps_what_was_recorded(house: House, way: str) -> None:
    async with jam(house) as pilot:
        await pilot.press("f8")
        house.clock.move(20.0)
        await until(pilot, lambda: state(pilot).record == "recording")
        await play(house, pilot)
        await (pilot.press("f9") if way == "f9" else pilot.press("escape", "3"))
        await until_shown(pilot, "You have stopped")
        house.server.wait_for(Stop)
    assert [entry.tags for entry in takes(house)] == [("decide later",)]


async def test_what_can_not_be_kept_is_told_and_not_lost(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async with jam(house) as pilot:
        await play(house, pilot)
        journal = house.companion.journal

        def full(*_: object, **__: object) -> Entry:
            from companion.errors import FileProblemError

            raise FileProblemError("The journal can't be written.", "Make room.")

        with monkeypatch.context() as patched:
            patched.setattr(type(journal), "add", full)
            await pilot.press("escape", "2")
            await until_shown(pilot, "What you just played:")
            await pilot.press("1")
            await until(pilot, lambda: any("can't be written" in each for each in told(pilot)))
            assert isinstance(pilot.app.screen, JamScreen)
        await pilot.press("escape", "2")
        await until_shown(pilot, "What you just played:")
        await pilot.press("1")
        await until_home(pilot)
    assert len(takes(house)) == 1


@pytest.mark.parametrize(("answer", "kept"), [("1", 4), ("2", 0)])
async def test_takes_that_went_round_are_asked_about_with_the_newest(house: House, answer: str, kept: int) -> None:
    async with jam(house) as pilot:
        for keys, words in (("135", "a take below you"), ("246", "2 takes below you"), ("531", "3 takes below you")):
            await play(house, pilot, keys)
            await pilot.press("f7")
            await until_shown(pilot, words)
        await pilot.press("ctrl+z")  # silent from here on, but not lost
        await until_shown(pilot, "2 takes below you")
        await play(house, pilot, "876")
        await pilot.press("escape", "2")
        await until_shown(pilot, "What you just played:")
        await pilot.press(answer)
        await until_home(pilot)
    assert len(takes(house)) == kept
