"""Suggestions, playing, recording, singing and the close on the screen, over a sound process without sound."""


import pytest

from companion.domain.entry import Entry
from companion.domain.take import NOTE_ON, Take
from companion.midi.protocol import Ended, NoteOff, NoteOn, Play, SetPlayerProgram, SetVolume, Stop
from companion.services.jamming.hands import LONGEST_KEY_NOTE
from companion.services.walking import questions as q
from companion.tui.modals.keep import KeepModal
from companion.tui.widgets.choices import ChoiceRow
from companion.tui.widgets.pads import Pad
from tests.unit.faces import House
from tests.unit.pilots import place_of, question, session_of, shown, told, until, until_home, until_shown


def takes(house: House) -> list[Entry]:
    """The kept takes."""
    return house.companion.journal.entries(kind="take")


async def test_each_suggestion_is_heard_with_one_key_and_enter_chooses_it(house: House) -> None:
    async with question(house, "song") as pilot:
        await until(pilot, "SongPanel Choices:focus")
        await pilot.press("3")
        await until_shown(pilot, "playing · enter to choose it")
        play = house.server.wait_for(Play)
        assert isinstance(play, Play)
        await pilot.press("space")
        await until(pilot, lambda: "playing" not in shown(pilot))
        await pilot.press("2")
        await until_shown(pilot, "playing")
        chosen = session_of(pilot).draft.songs[1]
        await pilot.press("enter")
        await until(pilot, "PlayPanel")
        assert session_of(pilot).draft.song == chosen


async def test_any_is_fine(house: House) -> None:
    async with question(house, "song") as pilot:
        await until(pilot, "SongPanel Choices:focus")
        await pilot.press("a")
        await until(pilot, "PlayPanel")
        assert session_of(pilot).draft.chosen == 0


async def test_a_click_hears_and_a_second_click_chooses(house: House) -> None:
    async with question(house, "song") as pilot:
        await until(pilot, "SongPanel Choices:focus")
        row = list(pilot.app.screen.query(ChoiceRow))[1]
        await until(pilot, lambda: row.region.height > 0)
        await pilot.click(row)
        await until_shown(pilot, "playing")
        await pilot.click(row)
        await until(pilot, "PlayPanel")
        assert session_of(pilot).draft.chosen == 1


async def test_others_take_the_place_of_all(house: House) -> None:
    async with question(house, "song") as pilot:
        await until(pilot, "SongPanel Choices:focus")
        before = session_of(pilot).draft.songs
        await pilot.press("o")
        await until(pilot, lambda: session_of(pilot).draft.songs not in ((), before))
        assert not set(session_of(pilot).draft.songs) & set(before)


async def test_theory_is_one_key_away_and_goes_again(house: House) -> None:
    async with question(house, "song") as pilot:
        await until(pilot, "SongPanel Choices:focus")
        song = session_of(pilot).draft.songs[1]
        await pilot.press("t", "down")
        await until_shown(pilot, f"{song.meter.name} · ♩ = {song.tempo_bpm:g}")
        await pilot.press("t")
        await until(pilot, lambda: "♩" not in shown(pilot))


async def test_while_nothing_is_found_yet_no_key_chooses(house: House) -> None:
    house.composer.waits = True
    async with question(house, "song") as pilot:
        await until_shown(pilot, "Finding a tune for your words")
        await pilot.press("a", "o", "t", "space", "1", "enter")
        assert place_of(pilot) == "song"
        house.composer.waits = False
        await until(pilot, "SongPanel Choices:focus")


async def test_what_the_composer_can_not_do_is_said_and_others_tries_again(house: House) -> None:
    house.composer.problem = "The part that composes has stopped twice."
    async with question(house, "song") as pilot:
        await until_shown(pilot, "The part that composes has stopped twice.")
        assert "'others' tries again" in shown(pilot)
        house.composer.problem = ""
        await pilot.press("o")
        await until(pilot, "SongPanel Choices:focus")


async def test_keys_and_mouse_play_at_once(house: House) -> None:
    async with question(house, "play") as pilot:
        play = house.server.wait_for(Play)
        assert isinstance(play, Play)
        assert play.is_loop
        house.server.wait_for(SetPlayerProgram)
        await pilot.press("1", "8")
        high = house.server.wait_for(NoteOn, 2)
        assert isinstance(high, NoteOn)
        assert high.seconds == LONGEST_KEY_NOTE
        pad = list(pilot.app.screen.query(Pad))[2]
        await pilot.mouse_down(pad)
        house.server.wait_for(NoteOn, 3)
        await pilot.mouse_up(pad)
        house.server.wait_for(NoteOff)
        await pilot.press("right", "left", "left")
        assert house.server.wait_for(SetVolume, 3) == SetVolume(0.3)


async def test_a_lit_pad_still_shows_its_number(house: House) -> None:
    async with question(house, "play") as pilot:
        await until_shown(pilot, "then ")
        await pilot.press("4")
        pad = list(pilot.app.screen.query(Pad))[3]
        assert pad.has_class("-lit")
        styles = {segment.style.color for segment in pad.render_line(0) if segment.text.strip() and segment.style}
        grounds = {segment.style.bgcolor for segment in pad.render_line(0) if segment.text.strip() and segment.style}
        assert styles.isdisjoint(grounds)


async def test_what_was_just_played_is_kept_with_one_key(house: House) -> None:
    async with question(house, "play") as pilot:
        await pilot.press("k")
        await until(pilot, lambda: "Nothing new was played yet." in told(pilot))
        await pilot.press(*"135")
        house.server.wait_for(NoteOn, 3)
        await pilot.pause(0.2)
        await pilot.press("k")
        await until(pilot, lambda: "Kept in your journal." in told(pilot))
        assert place_of(pilot) == "play"
    kept = takes(house)[0].body
    assert isinstance(kept, Take)
    assert sum(event.kind == NOTE_ON for event in kept.events) == 3


@pytest.mark.parametrize(("key", "kept", "tags"), [("1", 1, ()), ("2", 0, ()), ("3", 1, ("decide later",))])
async def test_a_recording_says_so_in_words_and_is_asked_about(
    house: House, key: str, kept: int, tags: tuple[str, ...]
) -> None:
    async with question(house, "play") as pilot:
        await pilot.press("r")
        await until_shown(pilot, "● recording")
        house.clock.move(20.0)
        await until(pilot, lambda: "begins" not in shown(pilot))
        await pilot.press(*"12")
        house.server.wait_for(NoteOn, 2)
        await pilot.pause(0.2)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, KeepModal))
        await pilot.press("escape", "x", "9")
        assert isinstance(pilot.app.screen, KeepModal), "it can't be left by accident"
        await pilot.press(key)
        await until(pilot, "PlayPanel")
        await until(pilot, lambda: len(takes(house)) == kept)
        assert "recording" not in shown(pilot)
    assert all(entry.tags == tags for entry in takes(house))
    assert not house.places.take_checkpoint_file.exists()


async def test_pause_and_go_on(house: House) -> None:
    async with question(house, "play") as pilot:
        house.server.wait_for(Play)
        await pilot.pause(0.1)
        await pilot.press("space")
        house.server.wait_for(Stop)
        await pilot.press("space")
        house.server.wait_for(Play, 2)


async def test_singing_follows_the_music_once_through(house: House) -> None:
    async with question(house, "sing") as pilot:
        assert "There is a place where it is quiet" in shown(pilot)
        await pilot.press("space")
        play = house.server.wait_for(Play)
        assert isinstance(play, Play)
        assert play.count_in_beats > 0
        house.server.say(Ended(play.play_id, is_complete=True))
        await until_shown(pilot, "That was it, once through.")
        await pilot.press("enter")
        await until(pilot, "FeelingPanel")


async def test_singing_without_words(house: House) -> None:
    async with question(house, "sing", word="") as pilot:
        assert "No words here" in shown(pilot)
        await pilot.press("space", "enter")
        await until(pilot, "FeelingPanel")


async def test_the_close_says_what_is_kept_and_leads_home(house: House) -> None:
    async with question(house, "after") as pilot:
        await pilot.press("2")
        await until(pilot, "ClosePanel")
        assert "In your journal: your words · your song" in shown(pilot)
        assert "Only on this computer." in shown(pilot)
        house.server.commands.clear()
        await pilot.press("escape")
        await until_shown(pilot, "What you made")
        house.server.wait_for(Stop)
    assert house.companion.waiting_session() is None


async def test_what_you_made_is_shown_and_heard_when_asked(house: House) -> None:
    async with question(house, "after") as pilot:
        await pilot.press("2")
        await until(pilot, "ClosePanel")
        await pilot.press("enter")
        await until_shown(pilot, "What you made")
        house.server.commands.clear()
        await pilot.press("4")
        await until(pilot, "#made")
        await until_shown(pilot, "Walked to the end.")
        assert not any(isinstance(each, Play) for each in house.server.commands), "nothing plays by itself"
        await pilot.press("down", "space")
        house.server.wait_for(Play)
        await pilot.press("space")
        house.server.wait_for(Stop)
        await pilot.press("escape")
        await until_home(pilot)


async def test_arriving_takes_a_minute_at_most_and_ends_with_enter(house: House) -> None:
    async with question(house, "arrive") as pilot:
        house.server.wait_for(Play)
        await pilot.press("1")
        await until_shown(pilot, "Look round the room.")
        assert "Choose a way" not in shown(pilot)
        await pilot.press("enter")
        await until(pilot, "FeelingPanel")
        assert isinstance(session_of(pilot).question, q.FeelingQuestion)
