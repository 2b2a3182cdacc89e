"""The menu of the jam on the screen: everything that has no key of its own."""

import pytest

from companion.midi.protocol import (
    Cue,
    NoteOn,
    SetPart,
    SetSnap,
    SetTempo,
    Stop,
)
from companion.tui.widgets import long_press
from companion.tui.widgets.choices import ChoiceRow
from tests.unit.faces import House
from tests.unit.jam_screens import jam, place, state, take_row
from tests.unit.pilots import choose_in_menu, shown, until, until_shown


async def test_parts_groove_key_tempo_and_breath_are_in_the_menu(house: House) -> None:
    async with jam(house) as pilot:
        house.server.commands.clear()
        await choose_in_menu(pilot, "Parts")
        await take_row(pilot, "Bass")
        part = house.server.wait_for(SetPart)
        assert isinstance(part, SetPart)
        assert (part.name, part.is_on) == ("bass", False)
        await until_shown(pilot, "without bass")
        await choose_in_menu(pilot, "Groove")
        await take_row(pilot, "Floating, over one long tone")
        await until(pilot, lambda: state(pilot).groove == "drone")
        key = state(pilot).key
        await choose_in_menu(pilot, "Key")
        await take_row(pilot, "A step up")
        await until(pilot, lambda: place(pilot).jam.backing.key != key)
        await choose_in_menu(pilot, "Tempo")
        await take_row(pilot, "♩ = 50")
        await take_row(pilot, "Over 5 minutes")
        glide = house.server.wait_for(SetTempo)
        assert isinstance(glide, SetTempo)
        assert (glide.bpm, glide.over_seconds) == (50.0, 300.0)
        await choose_in_menu(pilot, "Breath")
        await take_row(pilot, "6 a minute")
        await until_shown(pilot, "breathing together")
        breath = house.server.wait_for(SetTempo, 2)
        assert isinstance(breath, SetTempo)
        assert breath.bpm % 6 == 0
        await choose_in_menu(pilot, "Breath")
        await take_row(pilot, "No breath")
        await until(pilot, lambda: "breathing together" not in shown(pilot))


async def test_staying_with_me_snap_and_letters_are_in_the_menu(house: House) -> None:
    async with jam(house) as pilot:
        await choose_in_menu(pilot, "Stay with me")
        await until_shown(pilot, "it stays with you")
        await choose_in_menu(pilot, "Play on evenly")
        await until(pilot, lambda: "it stays with you" not in shown(pilot))
        await choose_in_menu(pilot, "MIDI keyboard: safe notes")
        house.server.wait_for(SetSnap)
        await choose_in_menu(pilot, "Letters")
        await take_row(pilot, "qwertz")
        await until_shown(pilot, "z ")
        await pilot.press("z")
        struck = house.server.wait_for(NoteOn)
        assert isinstance(struck, NoteOn)
        assert struck.pitch == state(pilot).upper[5]
    assert house.companion.settings.keyboard == "qwertz"


async def test_call_and_answer_says_whose_turn_it_is(house: House) -> None:
    async with jam(house) as pilot:
        await pilot.press("f5")
        await take_row(pilot, "Echo")
        bar = place(pilot).jam.song.meter.bar_beats * 60.0 / state(pilot).bpm
        seen = set()
        for _ in range(40):
            house.clock.move(bar / 4)
            await pilot.pause(0.06)
            seen |= {word for word in ("listen", "yours") if word in shown(pilot)}
        assert seen == {"listen", "yours"}
        house.server.wait_for(Cue)


async def test_one_key_plays_everything_and_the_rest_is_in_the_menu(house: House) -> None:
    async with jam(house) as pilot:
        await choose_in_menu(pilot, "One key")
        house.server.commands.clear()
        await pilot.press("space")
        house.server.wait_for(NoteOn)
        await pilot.pause(0.3)  # sooner it would be a hand that trembles
        await pilot.press("enter")
        house.server.wait_for(NoteOn, 2)
        assert not any(isinstance(each, Stop) for each in house.server.commands)
        assert "space pause" not in shown(pilot)
        await choose_in_menu(pilot, "Pause, or go on")
        await until_shown(pilot, "paused")
        await choose_in_menu(pilot, "All keys again")
        await until_shown(pilot, "space pause")


async def test_ears_only_hides_everything_but_the_shape_and_a_held_key_ends_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_press, "LONG_SECONDS", 0.2)
    monkeypatch.setattr(long_press, "REPEAT_SECONDS", 5.0)
    async with jam(house) as pilot:
        await choose_in_menu(pilot, "Ears only")
        await until_shown(pilot, "Any key plays")
        assert not pilot.app.screen.query_one("Instrument").display
        await pilot.press("x")
        await pilot.pause(0.3)
        assert not state(pilot).is_ending
        await pilot.press("x")
        await until(pilot, lambda: state(pilot).is_ending)


def test_a_key_that_is_held_is_told_from_one_that_is_struck_again_and_again() -> None:
    held, struck = long_press.LongPress(), long_press.LongPress()
    repeats = [0.0, *(0.5 + 0.04 * number for number in range(100))]
    assert [held.is_long("x", time) for time in repeats].count(True) == 1
    assert not any(struck.is_long("x", 0.2 * number) for number in range(100))
    assert not any(struck.is_long("xy"[number % 2], 0.03 * number) for number in range(200))


async def test_a_keyboard_is_made_lighter_from_the_menu(house: House) -> None:
    async with jam(house) as pilot:
        await choose_in_menu(pilot, "MIDI")
        await take_row(pilot, "How its keys answer")
        await take_row(pilot, "for light hands")
        await until(pilot, lambda: house.companion.settings.velocity_curve == 0.6)


async def test_commands_of_the_jam_stand_in_its_menu_once(house: House) -> None:
    async with jam(house) as pilot:
        await pilot.press("question_mark")
        await until(pilot, "HelpModal ChoiceRow")
        labels = [row.choice.label for row in pilot.app.screen.query(ChoiceRow)]
        assert len(labels) == len(set(labels))
        assert all(len(label) <= 25 for label in labels), "what stands beside them has room"
        assert {"record, or end it", "stop gently", "Steady", "Night", "Ears only", "Come to rest"} <= set(labels)
