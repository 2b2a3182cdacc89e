"""The studio on the screen: where one stands, what is heard, and any words in any window."""

import pytest
from textual.widgets import Static

from companion.midi.protocol import Ended, Play, Position, Stop
from companion.tui.modals.offers import OffersModal
from companion.tui.screens.sing_along import SingAlongScreen
from companion.tui.widgets.choices import ChoiceRow
from companion.tui.widgets.song_line import SongLine
from tests.unit.faces import House
from tests.unit.pilots import choose_in_menu, shown, until, until_shown
from tests.unit.studios import screen_of, song_of, state_of, studio

ANY_WORDS = [("some [b]bold[/b] [red]words[/] C[/G]",), (), ("静かな家に", "بيت هادئ"), ("la " * 150,)]


async def test_the_song_stands_on_one_page(house: House) -> None:
    async with studio(house) as pilot:
        song = song_of(pilot)
        text = shown(pilot)
        assert f"{song.meter.name} · ♩ = {song.tempo_bpm:g} · {song.groove}" in text
        for word in ("verse", "chorus", "candle", "longer", "light"):
            assert word in text
        assert "▁" in text
        assert "line 1 of 4" in state_of(pilot)


async def test_arrows_and_mouse_move_by_line_and_by_chord(house: House) -> None:
    async with studio(house) as pilot:
        here = screen_of(pilot).studio
        await pilot.press("right", "right")
        assert here.chord == 2
        await pilot.press(*["down"] * 9)
        assert here.line == len(here.page) - 1
        await pilot.press("up", "left")
        assert here.line == len(here.page) - 3
        assert here.chord == here.line_here.chords[-1]
        await pilot.click(list(pilot.app.screen.query(SongLine))[2], offset=(60, 0))
        assert (here.line, here.chord) == (2, here.page[2].chords[-1])


async def test_space_hears_the_line_and_again_stops(house: House) -> None:
    async with studio(house) as pilot:
        await pilot.press("down", "space")
        play = house.server.wait_for(Play)
        assert isinstance(play, Play)
        assert play.score.total_beats == screen_of(pilot).studio.line_score.total_beats
        assert play.score.total_beats < song_of(pilot).total_beats
        await pilot.press("space")
        house.server.wait_for(Stop)
        await pilot.press("p")
        whole = house.server.wait_for(Play, 2)
        assert isinstance(whole, Play)
        assert whole.score.total_beats == song_of(pilot).total_beats


async def test_the_page_follows_what_is_heard(house: House) -> None:
    async with studio(house) as pilot:
        await pilot.press("p")
        play = house.server.wait_for(Play)
        assert isinstance(play, Play)
        page = screen_of(pilot).studio.page
        house.server.say(Position(play.play_id, page[2].start_beats + 1.0, 0.0, 66.0))
        await until(pilot, lambda: "▶ 0:" in state_of(pilot) and "→" in state_of(pilot))
        assert shown(pilot).count("▶") == 2
        house.server.say(Ended(play.play_id, True))
        await until(pilot, lambda: "line 1 of 4" in state_of(pilot))


async def test_numerals_are_one_key_away(house: House) -> None:
    async with studio(house) as pilot:
        second = song_of(pilot).chords[1]
        await until_shown(pilot, second.symbol)
        await pilot.press("t")
        await until_shown(pilot, second.roman)
        await pilot.press("t")
        await until_shown(pilot, second.symbol)


async def test_singing_along_from_a_line(house: House) -> None:
    async with studio(house) as pilot:
        await pilot.press("down", "s")
        await until(pilot, lambda: isinstance(pilot.app.screen, SingAlongScreen))
        play = house.server.wait_for(Play)
        assert isinstance(play, Play)
        bar = song_of(pilot).meter.bar_beats
        line = screen_of(pilot).studio.line_here
        assert (play.from_beats, play.count_in_beats) == (line.start_beats // bar * bar, bar)
        assert play.from_beats > 0
        await until_shown(pilot, "I keep the candle close to me")
        await pilot.press("space")
        house.server.wait_for(Stop)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen_of(pilot))


async def test_everything_is_in_the_menu(house: House) -> None:
    async with studio(house, size=(80, 50)) as pilot:
        await choose_in_menu(pilot, "keep these bars as they are")
        await until_shown(pilot, "kept")
        await pilot.press("f1")
        await until(pilot, "HelpModal ChoiceRow")
        labels = {row.choice.label for row in pilot.app.screen.query(ChoiceRow)}
        assert {"hear line", "chord", "another way", "undo", "redo", "groove", "a key for my voice"} <= labels


@pytest.mark.parametrize("words", ANY_WORDS)
@pytest.mark.parametrize("size", [(64, 20), (120, 40)])
async def test_any_words_in_any_window(house: House, words: tuple[str, ...], size: tuple[int, int]) -> None:
    async with studio(house, words, size) as pilot:
        await pilot.press("down", "right", "c")
        await until(pilot, lambda: isinstance(pilot.app.screen, OffersModal))
        await pilot.press("escape", *["down"] * 20, "space")
        assert house.server.wait_for(Play)
        if words and "[b]" in words[0]:
            assert "[b]bold[/b]" in str(screen_of(pilot).query_one("#studio-title", Static).content)
