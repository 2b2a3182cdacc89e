"""The jam on the screen, over a sound process without sound: playing, changing, keeping, and the ways out."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from companion.domain.entry import Entry
from companion.domain.take import Take
from companion.midi.protocol import (
    Cue,
    Ended,
    NoteOff,
    NoteOn,
    Play,
    Revise,
    SetPart,
    SetSnap,
    SetSustain,
    SetTempo,
    SetVolume,
    Stop,
)
from companion.services.jamming.opening import open_jam
from companion.services.jamming.state import JamState
from companion.settings import Settings
from companion.tui.app import CompanionApp
from companion.tui.modals.keep import KeepModal
from companion.tui.modals.leave import LeaveModal
from companion.tui.modals.pick import PickModal
from companion.tui.screens.base import app_of
from companion.tui.screens.jam import JamScreen
from companion.tui.widgets import long_press
from companion.tui.widgets.choices import ChoiceRow
from companion.tui.widgets.letters import LetterRow
from companion.tui.widgets.pads import Pad, Pads
from companion.tui.widgets.said import Said
from companion.tui.widgets.saying import Saying
from tests.unit.faces import House, house_in
from tests.unit.pilots import SIZE, choose_in_menu, program, shown, told, until, until_home, until_shown


@pytest.fixture
def house(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[House]:
    with house_in(tmp_path, getattr(request, "param", None)) as house:
        yield house


@asynccontextmanager
async def jam(house: House, size: tuple[int, int] = SIZE) -> AsyncIterator[Pilot[None]]:
    """The program straight in a jam that runs."""
    app = CompanionApp(house.companion, first_jam=lambda playback: open_jam(house.companion, playback))
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, JamScreen))
        await until(pilot, lambda: place(pilot).state is not None and state(pilot).beats is not None)
        yield pilot


def place(pilot: Pilot[None]) -> JamScreen:
    """The jam's screen, wherever it is."""
    return next(each for each in pilot.app.screen_stack if isinstance(each, JamScreen))


def state(pilot: Pilot[None]) -> JamState:
    """What the jam showed last."""
    found = place(pilot).state
    assert found is not None
    return found


def state_line(pilot: Pilot[None]) -> str:
    """What is going on, in the jam's own words."""
    return str(place(pilot).query_one("#jam-state", Said).content)


def takes(house: House) -> list[Entry]:
    """The kept takes."""
    return house.companion.journal.entries(kind="take")


def pitches(house: House) -> list[int]:
    """The notes that were struck, in order."""
    return [command.pitch for command in house.server.commands if isinstance(command, NoteOn)]


async def play(house: House, pilot: Pilot[None], keys: str = "135") -> None:
    """Play some keys, and wait until the jam has heard them."""
    before = state(pilot).played
    await pilot.press(*keys)
    await until(pilot, lambda: state(pilot).played == before + len(keys))


async def take_row(pilot: Pilot[None], label: str) -> None:
    """Take a row of the question that is open."""
    await until(pilot, lambda: isinstance(pilot.app.screen, PickModal))
    await until(pilot, "ChoiceRow")
    question = pilot.app.screen
    rows = [row.choice.label for row in pilot.app.screen.query(ChoiceRow)]
    await pilot.press(*["down"] * rows.index(label), "enter")
    await until(pilot, lambda: pilot.app.screen is not question)


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


async def test_a_keyboard_is_made_lighter_from_the_menu(house: House) -> None:
    async with jam(house) as pilot:
        await choose_in_menu(pilot, "MIDI")
        await take_row(pilot, "How its keys answer")
        await take_row(pilot, "for light hands")
        await until(pilot, lambda: house.companion.settings.velocity_curve == 0.6)


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


async def test_commands_of_the_jam_stand_in_its_menu_once(house: House) -> None:
    async with jam(house) as pilot:
        await pilot.press("question_mark")
        await until(pilot, "HelpModal ChoiceRow")
        labels = [row.choice.label for row in pilot.app.screen.query(ChoiceRow)]
        assert len(labels) == len(set(labels))
        assert all(len(label) <= 25 for label in labels), "what stands beside them has room"
        assert {"record, or end it", "stop gently", "Steady", "Night", "Ears only", "Come to rest"} <= set(labels)


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
