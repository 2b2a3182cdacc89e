"""When something fails on the screen: one calm sentence, once, and nothing is lost."""

from pathlib import Path

import pytest

from companion import messages
from companion.domain.take import NOTE_ON, PlayedEvent, Take
from companion.domain.tempo import TempoMap
from companion.errors import FileProblemError
from companion.journal.drafts import DraftFile
from companion.midi.client import AGAIN
from companion.midi.protocol import DeviceFound, DeviceLost, Missing, Problem, Ready
from companion.settings import Settings
from companion.tui.screens import session as session_screen
from tests.unit.faces import House, house_in
from tests.unit.pilots import choose_in_menu, program, question, session_of, shown, told, until, until_home, until_shown

FULL = FileProblemError("Could not write draft.json: no space left on device.", "Free some space.")


async def test_keyboards_and_sound_that_come_and_go_are_told_in_one_sentence(house: House) -> None:
    async with question(house, "words") as pilot:
        house.server.say(DeviceLost("Keys 25"))
        await until(pilot, lambda: "Keys 25 is gone for now. Everything else goes on." in told(pilot))
        house.server.say(DeviceFound("Keys 25"))
        await until(pilot, lambda: "Keys 25 is there." in told(pilot))
        house.server.say(DeviceLost("fake"))
        await until(pilot, lambda: messages.OUTPUT_LOST in told(pilot))
        house.server.say(Problem("That can't be played.", "Try another."))
        house.server.say(Problem("That can't be played.", "Try another."))
        await until(pilot, lambda: "That can't be played. Try another." in told(pilot))
        await pilot.pause(0.2)
        assert len(told(pilot)) == 4
        assert "There is a place where it is" in shown(pilot), "nothing said lies over the words"
        await pilot.press(*"still here")
        assert "still here" in shown(pilot)


async def test_a_keyboard_that_comes_back_at_once_is_told_of_again(house: House) -> None:
    async with question(house, "words") as pilot:
        found, lost = DeviceFound("Keys 25"), DeviceLost("Keys 25")
        for fact in (found, lost, lost, found):
            house.server.say(fact)
        there, gone = "Keys 25 is there.", "Keys 25 is gone for now. Everything else goes on."
        await until(pilot, lambda: told(pilot) == [there, gone, there])


async def test_a_sound_process_that_dies_starts_again_and_the_session_goes_on(house: House) -> None:
    async with question(house, "play") as pilot:
        await until(pilot, lambda: house.companion.sound.state == "ready")
        house.server.die()
        await until(pilot, lambda: f"{AGAIN.message} {AGAIN.hint}" in told(pilot))
        await until(pilot, lambda: house.server.launches == 2)
        await pilot.press("enter")
        await until(pilot, "SingPanel")


async def test_why_nothing_is_heard_is_told_but_not_that_there_is_no_keyboard(tmp_path: Path) -> None:
    missing = (
        Missing("library", "FluidSynth is not there.", "Install libfluidsynth3."),
        Missing("midi", "No MIDI.", ""),
    )
    ready = Ready(None, None, (), tuple(each.sentence for each in missing), None, missing)
    with house_in(tmp_path, ready=ready) as house:
        async with program(house) as pilot:
            await until(pilot, lambda: bool(told(pilot)))
            assert told(pilot) == [f"{messages.NO_SOUND} FluidSynth is not there. Install libfluidsynth3."]


async def test_a_first_start_without_sound_says_so_and_goes_on(tmp_path: Path) -> None:
    settings = Settings(audio_driver="none")
    with house_in(tmp_path, settings, Ready(None, None, (), ("There is no output.",))) as house:
        async with program(house) as pilot:
            await until_shown(pilot, "No sound here yet")
            assert told(pilot) == []
            await pilot.press("3", "2", "1")
            await until_home(pilot)
    assert house.companion.settings.welcomed


async def test_a_draft_that_can_not_be_saved_is_told_once_and_nothing_is_lost(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_screen, "TYPING_SECONDS", 0.01)
    async with question(house, "words") as pilot:

        def full(*_: object) -> None:
            raise FULL

        with monkeypatch.context() as disk:
            disk.setattr(DraftFile, "save", full)
            for key in "quiet":
                await pilot.press(key)
                await pilot.pause(0.03)
            await until(pilot, lambda: str(FULL) in told(pilot))
            pilot.app.clear_notifications()
            pilot.app.corner.told.clear()  # type: ignore[attr-defined]
            await pilot.press("e", "r", "enter")
            await until_shown(pilot, "where it is quieter")
            assert told(pilot) == []
        await pilot.press(*"sea", "enter")
        await until_shown(pilot, "hear the sea there")
    waiting = house.companion.waiting_session()
    assert waiting is not None
    assert waiting.lines == ("There is a place where it is quieter", "and I can hear the sea there")


async def test_settings_that_can_not_be_saved_hold_all_the_same(house: House) -> None:
    house.places.settings_file.unlink()
    house.places.settings_file.mkdir()
    async with program(house) as pilot:
        await until_home(pilot)
        await choose_in_menu(pilot, "Colours: night")
        assert pilot.app.theme == "night"
        await until(pilot, lambda: any("settings.toml" in each for each in told(pilot)))


async def test_a_home_that_can_not_be_written_says_so_and_stays_open(house: House) -> None:
    house.places.journal.write_text("no folder")
    async with program(house) as pilot:
        await until_home(pilot)
        await until(pilot, lambda: any("journal" in each for each in told(pilot)))
        assert "A new session" in shown(pilot)
        await pilot.press("1")
        await pilot.pause(0.2)
        assert "Traceback" not in shown(pilot)


async def test_damage_found_at_opening_is_told_once(house: House) -> None:
    companion = house.companion
    companion.journal.add(_take(), title="kept")
    companion.journal.close()
    newest = max(house.places.journal.rglob("*.log"), key=lambda path: path.stat().st_size)
    newest.write_bytes(newest.read_bytes() + b"torn")
    house.places.draft_file.write_text("not a draft")
    async with program(_reopened(house)) as pilot:
        await until_home(pilot)
        await until(pilot, lambda: len(told(pilot)) >= 2)
        first = told(pilot)
        assert any("could not be read. It is kept as" in each for each in first)
        pilot.app.clear_notifications()
        await pilot.press("4")
        await until(pilot, "#made")
        await pilot.press("escape")
        await until_home(pilot)
        await pilot.pause(0.2)
        assert told(pilot) == []


async def test_a_take_that_an_ended_program_left_is_found_again(house: House) -> None:
    house.companion.take_checkpoint.save(_take())
    async with program(house) as pilot:
        await until_shown(pilot, "What you made")
        assert messages.RECOVERED_TAKE in told(pilot)


async def test_what_another_window_wrote_is_counted(house: House) -> None:
    async with program(house) as pilot:
        await until(pilot, "#menu:focus")
        assert "What you made" not in shown(pilot)
        other = house.another_window()
        other.journal.add(_take(), title="from the other window")
        other.journal.close()
        await pilot.press("2")
        await until(pilot, "#exercises:focus")
        await pilot.press("1")
        await until(pilot, ".panel")
        await pilot.press("f9")
        await until(pilot, "#grounding")
        await pilot.press("1")
        await until_shown(pilot, "What you made")


async def test_a_journal_that_fails_at_the_close_gives_the_words_to_copy(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with question(house, "after") as pilot:

        def full(*_: object, **__: object) -> None:
            raise FULL

        monkeypatch.setattr(type(house.companion.journal), "add", full)
        await pilot.press("1")
        await until(pilot, "ClosePanel")
        assert "to copy by hand" in " ".join(shown(pilot).split())
        assert "There is a place where it is quiet" in shown(pilot)
        assert session_of(pilot).is_finished


def _take() -> Take:
    return Take("Played", TempoMap(60.0), (PlayedEvent(0.5, NOTE_ON, 60, 80),), 2.0)


def _reopened(house: House) -> House:
    house.reopen()
    return house
