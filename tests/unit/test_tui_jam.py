"""The jam on the screen, over a sound process without sound: playing, changing, and what it shows."""

import pytest

from companion.midi.protocol import (
    Ended,
    NoteOff,
    NoteOn,
    Play,
    Revise,
    SetSustain,
    SetTempo,
    SetVolume,
    Stop,
)
from companion.services.jamming.opening import open_jam
from companion.settings import Settings
from companion.tui.app import CompanionApp
from companion.tui.screens.base import app_of
from companion.tui.screens.jam import JamScreen
from companion.tui.widgets.letters import LetterRow
from companion.tui.widgets.pads import Pad, Pads
from companion.tui.widgets.saying import Saying
from tests.unit.faces import House
from tests.unit.jam_screens import jam, pitches, place, play, state
from tests.unit.pilots import SIZE, choose_in_menu, program, shown, told, until, until_home, until_shown


async def test_one_key_from_home_and_it_plays(house: House) -> None:
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.press("3")
        await until(pilot, lambda: isinstance(pilot.app.screen, JamScreen))
        command = house.server.wait_for(Play)
        assert isinstance(command, Play)
        assert command.is_loop
        await until_shown(pilot, "then ")


async def test_numbers_and_both_rows_of_letters_sound_the_notes_that_they_show(house: House) -> None:
    async with jam(house) as pilot:
        await pilot.press(*"18qpa", "semicolon")
        house.server.wait_for(NoteOn, 6)
        now = state(pilot)
        assert pitches(house) == [
            now.pads[0], now.pads[7], now.upper[0], now.upper[9], now.lower[0], now.lower[9],
        ]  # fmt: skip
        await until(pilot, lambda: state(pilot).played == 6)
        lit = [pad for pad in pilot.app.screen.query(Pad) if pad.has_class("-lit")]
        assert lit
        assert "[a " in shown(pilot), "a lit letter is marked by more than colour"


async def test_a_pad_under_the_mouse_sounds_until_it_is_let_go(house: House) -> None:
    async with jam(house) as pilot:
        pad = list(pilot.app.screen.query(Pad))[2]
        await pilot.mouse_down(pad)
        struck = house.server.wait_for(NoteOn)
        assert isinstance(struck, NoteOn)
        assert (struck.pitch, struck.seconds) == (state(pilot).pads[2], None)
        assert not any(isinstance(each, NoteOff) for each in house.server.commands)
        await pilot.mouse_up(pad)
        ended = house.server.wait_for(NoteOff)
        assert isinstance(ended, NoteOff)
        assert ended.pitch == struck.pitch


@pytest.mark.parametrize(("row", "x"), [("upper", 0), ("lower", 3)])
async def test_letters_take_the_mouse_too(house: House, row: str, x: int) -> None:
    async with jam(house) as pilot:
        line, letter = next(
            (y, text.index(f"{letters[x]} "))
            for letters in ("qwertyuiop", "asdfghjkl;")
            if letters.startswith("q" if row == "upper" else "a")
            for y, text in enumerate(shown(pilot).splitlines())
            if f" {letters[0]} " in text and f" {letters[9]} " in text
        )
        await pilot.mouse_down(offset=(letter, line))
        struck = house.server.wait_for(NoteOn)
        await pilot.mouse_up(offset=(letter, line))
        house.server.wait_for(NoteOff)
        assert isinstance(struck, NoteOn)
        assert struck.pitch == (state(pilot).upper if row == "upper" else state(pilot).lower)[x]


async def test_the_shape_names_the_chord_and_the_line_below_what_comes(house: House) -> None:
    async with jam(house) as pilot:
        now = state(pilot)
        assert now.next_chord is not None
        words = shown(pilot)
        assert f"then {now.next_chord.symbol.replace('b', '♭')}" in words
        house.clock.move(0.9 * now.bars_to_next * 60.0 / now.bpm * place(pilot).jam.song.meter.bar_beats)
        await until_shown(pilot, "at the next bar")


@pytest.mark.parametrize(
    ("key", "sent", "said"),
    [
        ("f10", Revise, "it stays on"),
        ("f2", None, "free notes"),
        ("f4", SetSustain, "notes are held"),
        ("f3", Revise, ""),
        ("up", SetTempo, ""),
        ("down", SetTempo, ""),
        ("pageup", Revise, ""),
        ("pagedown", Revise, ""),
        ("left", SetVolume, ""),
        ("right", SetVolume, ""),
        ("space", Stop, "paused"),
    ],
)
async def test_every_key_that_is_no_note_changes_the_music_and_says_so(
    house: House, key: str, sent: type[Revise] | None, said: str
) -> None:
    async with jam(house) as pilot:
        house.server.commands.clear()
        await pilot.press(key)
        if sent is not None:
            house.server.wait_for(sent)
        await until_shown(pilot, said)
        if said and key != "space":
            await pilot.press(key)
            await until(pilot, lambda: said not in shown(pilot))


async def test_free_notes_make_a_piano_of_the_letters(house: House) -> None:
    async with jam(house) as pilot:
        safe = state(pilot).lower
        await pilot.press("f2")
        await until(pilot, lambda: state(pilot).is_free)
        assert state(pilot).lower != safe
        await pilot.press("a")
        struck = house.server.wait_for(NoteOn)
        assert isinstance(struck, NoteOn)
        assert struck.pitch == 60


async def test_what_is_said_has_a_line_of_its_own_and_nothing_lies_over_the_keys(house: House) -> None:
    async with jam(house) as pilot:
        await pilot.press("enter")
        app_of(place(pilot)).say("The sound device is gone for now. All else goes on; what you play is still kept.")
        await until(pilot, lambda: len(told(pilot)) == 2)
        await pilot.pause()
        assert not pilot.app._notifications
        assert "The sound device is gone for now." in shown(pilot).replace("\n", " ")
        pads, line = pilot.app.screen.query_one(Pads).region, pilot.app.screen.query_one(Saying).region
        assert not pads.overlaps(line)
        assert " q F    w G" in shown(pilot)


async def test_coming_to_rest_ends_it_and_space_begins_again(house: House) -> None:
    async with jam(house) as pilot:
        await choose_in_menu(pilot, "Come to rest")
        await until_shown(pilot, "it comes to rest")
        running = house.server.wait_for(Play)
        assert isinstance(running, Play)
        house.server.say(Ended(running.play_id, is_complete=True))
        await until_shown(pilot, "It has come to rest.")
        await pilot.press("space")
        house.server.wait_for(Play, 2)
        await until_shown(pilot, "then ")


@pytest.mark.parametrize("house", [Settings(welcomed=True, audio_driver="none", calm_motion=True)], indirect=True)
async def test_with_motion_off_only_what_is_played_changes_the_picture(house: House) -> None:
    async with jam(house) as pilot:
        await pilot.pause(0.2)
        before = shown(pilot)
        house.clock.move(0.4)
        await pilot.pause(0.3)
        assert shown(pilot) == before
        await play(house, pilot, "5")
        await until(pilot, lambda: shown(pilot) != before)


@pytest.mark.parametrize("size", [(64, 20), (80, 24), (120, 40)])
async def test_everything_is_there_in_windows_of_any_size(house: House, size: tuple[int, int]) -> None:
    async with jam(house, size) as pilot:
        await until_shown(pilot, "? more")
        lines = shown(pilot).splitlines()
        row = next(text for text in lines if " q " in text and " p " in text)
        assert all(f" {letter} " in row for letter in "qwertyuiop")
        assert any(" a " in text and " ; " in text for text in lines)
        assert sum(text.count("1") and text.count("8") for text in lines)
        assert any("then " in text for text in lines)


async def test_a_note_under_the_mouse_ends_when_something_comes_over_the_jam(house: House) -> None:
    async with jam(house) as pilot:
        await pilot.mouse_down(next(iter(pilot.app.screen.query(Pad))))
        house.server.wait_for(NoteOn)
        await pilot.press("f1")
        await until(pilot, "HelpModal ChoiceRow")
        house.server.wait_for(NoteOff)


@pytest.mark.parametrize("house", [Settings(audio_driver="none", calm_motion=True)], indirect=True)
async def test_on_the_first_start_the_jam_waits_for_the_welcome(house: House) -> None:
    app = CompanionApp(house.companion, first_jam=lambda playback: open_jam(house.companion, playback))
    async with app.run_test(size=SIZE) as pilot:
        await until_shown(pilot, "Did you hear that?")
        await pilot.pause(0.3)
        titles = [each.score.title for each in house.server.commands if isinstance(each, Play)]
        assert not any("backing" in title for title in titles)
        await pilot.press("1")
        await until(pilot, lambda: isinstance(pilot.app.screen, JamScreen))
        await until_shown(pilot, "then ")


async def test_a_storm_of_keys_leaves_everything_standing(house: House) -> None:
    async with jam(house) as pilot:
        await pilot.press(*"1q2w3e4r5t6y7u8i", "up", "down", "f10", "f10", "f2", "f4", "f3", "pageup", "space", "space")
        await pilot.press(*"asdfghjkl", "tab", "f4", "ctrl+z", "semicolon", "9", "0", "z", "x", "é")
        await until_shown(pilot, "? more")
        assert isinstance(pilot.app.screen, JamScreen)
        assert set(pitches(house)) <= set(range(128))


async def test_a_finger_slides_over_the_pads_and_over_the_letters(house: House) -> None:
    async with jam(house) as pilot:
        pads = list(pilot.app.screen.query(Pad))
        await pilot.mouse_down(pads[0])
        for pad in pads[1:4]:
            await pilot.hover(pad)
        await pilot.mouse_up(pads[3])
        house.server.wait_for(NoteOn, 4)
        house.server.wait_for(NoteOff, 4)
        assert pitches(house) == list(state(pilot).pads[:4])
        row = next(iter(pilot.app.screen.query(LetterRow)))
        line = row.region.y
        letters = shown(pilot).splitlines()[line]
        await pilot.mouse_down(offset=(letters.index("q "), line))
        await pilot.hover(offset=(letters.index("w "), line))
        await pilot.mouse_up(offset=(letters.index("w "), line))
        house.server.wait_for(NoteOff, 6)
        assert pitches(house)[4:] == list(state(pilot).upper[:2])
