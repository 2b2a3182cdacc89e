"""The studio on the screen: where one stands, what is heard, what changes, and the ways out."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from companion.domain.entry import Entry
from companion.domain.song import Song, SongRequest
from companion.engine.changes import OtherChord, Wished
from companion.midi.protocol import Ended, Play, Position, Stop
from companion.services.songs.studio_keeping import STUDIO_STEP
from companion.tui.modals.offers import OffersModal
from companion.tui.modals.pick import PickModal
from companion.tui.screens.journal import JournalScreen
from companion.tui.screens.sing_along import SingAlongScreen
from companion.tui.screens.studio import StudioScreen
from companion.tui.widgets.choices import ChoiceRow
from companion.tui.widgets.entry_list import EntryList
from companion.tui.widgets.song_line import SongLine
from tests.unit.faces import House, composed, house_in
from tests.unit.pilots import SIZE, choose_in_menu, program, shown, told, until, until_home, until_shown

WORDS = (
    "When the house is still and gray,",
    "I keep the candle close to me",
    "",
    "[chorus]",
    "Stay a little longer,",
    "stay until it's light",
)
ANY_WORDS = [("some [b]bold[/b] [red]words[/] C[/G]",), (), ("静かな家に", "بيت هادئ"), ("la " * 150,)]

STEPS_TO_THE_END_OF_CALM = 12
"""More than any calm song is away from where calm ends."""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_in(tmp_path) as house:
        yield house


@asynccontextmanager
async def studio(
    house: House, words: tuple[str, ...] = WORDS, size: tuple[int, int] = SIZE
) -> AsyncIterator[Pilot[None]]:
    """A song in the journal, opened from "What you made"."""
    (song,) = composed(SongRequest(words, feeling="calm", seed=3))
    house.companion.journal.add(song, title=song.title, step="song", session_id="walk")
    async with program(house, size) as pilot:
        await until_home(pilot)
        await pilot.press("4")
        await until(pilot, lambda: isinstance(pilot.app.screen, JournalScreen))
        await pilot.press("enter")
        await until(pilot, "SongLine")
        yield pilot


def screen_of(pilot: Pilot[None]) -> StudioScreen:
    """The studio, also below a question."""
    return next(each for each in pilot.app.screen_stack if isinstance(each, StudioScreen))


def song_of(pilot: Pilot[None]) -> Song:
    """The song as it is now."""
    return screen_of(pilot).studio.song


def state_of(pilot: Pilot[None]) -> str:
    """The line that says what sounds, or where one stands."""
    return str(screen_of(pilot).query_one("#studio-state", Static).content)


def songs(house: House) -> list[Entry]:
    """All songs in the journal, newest first."""
    return house.companion.journal.entries(kind="song")


async def wish(pilot: Pilot[None], number: str = "3") -> None:
    """Wish for the tune in another form, and wait for it."""
    before = song_of(pilot)
    await pilot.press("m")
    await until(pilot, lambda: isinstance(pilot.app.screen, PickModal))
    await pilot.press(number)
    await until(pilot, lambda: song_of(pilot) != before)


async def heard(pilot: Pilot[None], house: House) -> None:
    """Wait until something is played, and let the screen go on meanwhile: it has to take what was composed."""
    await until(pilot, lambda: any(isinstance(each, Play) for each in house.server.commands))


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


async def test_a_chord_is_heard_first_and_then_taken(house: House) -> None:
    async with studio(house) as pilot:
        before = song_of(pilot)
        await pilot.press("right", "c")
        await until(pilot, lambda: isinstance(pilot.app.screen, OffersModal))
        await pilot.press("2")
        await heard(pilot, house)
        assert song_of(pilot) == before
        await until_shown(pilot, "enter takes it")
        await pilot.press("enter")
        await until(pilot, lambda: song_of(pilot) != before)
        change = house.composer.changes[-1]
        assert isinstance(change, OtherChord)
        assert song_of(pilot).chords[1].symbol == change.symbol
        assert len(house.composer.changes) == 1


async def test_a_chord_that_is_typed_and_one_that_is_not_known(house: House) -> None:
    async with studio(house) as pilot:
        await pilot.press("c")
        await until(pilot, "OffersModal #own-word")
        await pilot.press("tab", *"Hx", "enter")
        await until_shown(pilot, "'Hx' is not a chord that is known here.")
        await pilot.press("backspace", "backspace", *"dm7", "enter")
        await heard(pilot, house)
        await pilot.press("enter")
        await until(pilot, lambda: song_of(pilot).chords[0].symbol == "Dm7")


async def test_esc_leaves_a_question_and_everything_as_it_was(house: House) -> None:
    async with studio(house) as pilot:
        before = song_of(pilot)
        for key in ("c", "k", "g", "m", "e"):
            await pilot.press(key)
            await until(pilot, ".card")
            await pilot.press("escape")
            await until(pilot, lambda: pilot.app.screen is screen_of(pilot))
        assert song_of(pilot) == before


@pytest.mark.parametrize(("key", "number"), [("k", "1"), ("k", "3"), ("g", "2")])
async def test_key_and_groove_are_heard_and_taken(house: House, key: str, number: str) -> None:
    async with studio(house) as pilot:
        before = song_of(pilot)
        await pilot.press(key)
        await until(pilot, lambda: isinstance(pilot.app.screen, OffersModal))
        await pilot.press(number)
        await heard(pilot, house)
        await pilot.press("enter")
        await until(pilot, lambda: song_of(pilot) != before)
        after = song_of(pilot)
        heights = ([n.pitch for n in after.melody], [n.pitch for n in before.melody])
        assert (heights[0] != heights[1]) == (key == "k")
        assert (after.groove != before.groove) == (key == "g")


@pytest.mark.parametrize(
    ("key", "wish"),
    [
        ("i", "simpler"), ("v", "more movement"), ("n", "another"), ("y", "keep rhythm"), ("l", "lower"),
        ("h", "higher"),
    ],
)  # fmt: skip
async def test_each_wish_has_a_key_and_is_heard(house: House, key: str, wish: str) -> None:
    async with studio(house) as pilot:
        before = song_of(pilot)
        await pilot.press(key)
        await until(pilot, lambda: song_of(pilot) != before or bool(told(pilot)))
        change = house.composer.changes[-1]
        assert isinstance(change, Wished)
        assert change.wish == wish
        if song_of(pilot) != before:
            await heard(pilot, house)
        else:
            assert told(pilot), "a wish that can't be fulfilled is told"


async def test_wishes_undo_and_redo(house: House) -> None:
    async with studio(house) as pilot:
        forms = [song_of(pilot)]
        for _ in range(2):
            await wish(pilot)
            forms.append(song_of(pilot))
        await pilot.press("u", "ctrl+z")
        await until(pilot, lambda: song_of(pilot) == forms[0])
        await pilot.press("u")
        await until(pilot, lambda: told(pilot) == ["This is how the song came in."])
        await pilot.press("r", "ctrl+y")
        await until(pilot, lambda: song_of(pilot) == forms[2])


async def test_kept_bars_stay(house: House) -> None:
    async with studio(house) as pilot:
        before = song_of(pilot)
        await pilot.press("b")
        await until_shown(pilot, "kept")
        await wish(pilot)
        beats = screen_of(pilot).studio.page[0].end_beats
        assert [n for n in song_of(pilot).melody if n.start_beats < beats] == [
            n for n in before.melody if n.start_beats < beats
        ]


async def test_tempo_says_where_calm_ends_and_goes_further_when_asked_again(house: House) -> None:
    async with studio(house) as pilot:
        tempo = song_of(pilot).tempo_bpm

        def is_faster() -> bool:
            return song_of(pilot).tempo_bpm > tempo

        def says_where_calm_ends() -> bool:
            return any("This song is calm up to" in each for each in told(pilot))

        await pilot.press("minus")
        await until(pilot, lambda: song_of(pilot).tempo_bpm == tempo - 2)
        for _ in range(STEPS_TO_THE_END_OF_CALM):
            tempo = song_of(pilot).tempo_bpm
            await pilot.press("plus")
            await until(pilot, lambda: is_faster() or says_where_calm_ends())
            if says_where_calm_ends():
                break
        assert not is_faster()
        await pilot.press("plus")
        await until(pilot, is_faster)


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


async def test_a_file_is_written_and_its_place_said(house: House) -> None:
    async with studio(house) as pilot:
        await pilot.press("e")
        await until(pilot, lambda: isinstance(pilot.app.screen, PickModal))
        await pilot.press("2")
        await until(pilot, lambda: any(each.startswith("Written: ") for each in told(pilot)))
        (file,) = house.places.exports.iterdir()
        assert file.read_bytes().startswith(b"MThd")


async def test_leaving_asks_only_about_a_changed_song(house: House) -> None:
    async with studio(house) as pilot:
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, JournalScreen))
        assert len(songs(house)) == 1


async def test_a_changed_song_is_kept_beside_the_first(house: House) -> None:
    async with studio(house) as pilot:
        before = song_of(pilot)
        await wish(pilot)
        changed = song_of(pilot)
        await pilot.press("escape")
        await until_shown(pilot, "Keep this form of the song?")
        await pilot.press("3")
        await until(pilot, lambda: pilot.app.screen is screen_of(pilot))
        await pilot.press("escape")
        await until_shown(pilot, "Keep this form of the song?")
        await pilot.press("1")
        await until(pilot, lambda: isinstance(pilot.app.screen, JournalScreen))
        newest, oldest = songs(house)
        assert (newest.body, newest.step, newest.session_id) == (changed, STUDIO_STEP, "walk")
        assert oldest.body == before
        await until(pilot, lambda: len(pilot.app.screen.query_one(EntryList).entries) == 2)
        assert not house.companion.seat.studio_file.path.exists()


async def test_a_changed_song_that_is_not_kept_leaves_nothing(house: House) -> None:
    async with studio(house) as pilot:
        await wish(pilot)
        await pilot.press("escape")
        await until_shown(pilot, "Keep this form of the song?")
        await pilot.press("2")
        await until(pilot, lambda: isinstance(pilot.app.screen, JournalScreen))
        assert len(songs(house)) == 1
        assert not house.companion.seat.studio_file.path.exists()


async def test_a_changed_song_outlives_the_end_of_the_program(house: House) -> None:
    async with studio(house) as pilot:
        await wish(pilot)
        changed = song_of(pilot)
    house.reopen()
    async with program(house) as pilot:
        await until_home(pilot)
        await until(pilot, lambda: any("marked 'found again'" in each for each in told(pilot)))
    assert songs(house)[0].body == changed


async def test_what_can_not_be_composed_is_said(house: House) -> None:
    async with studio(house) as pilot:
        before = song_of(pilot)
        house.composer.problem = "The part that composes has stopped twice."
        await pilot.press("m", "1")
        await until(pilot, lambda: told(pilot) == ["The part that composes has stopped twice."])
        assert song_of(pilot) == before


async def test_undo_before_an_answer_lets_the_answer_go(house: House) -> None:
    async with studio(house) as pilot:
        first = song_of(pilot)
        await wish(pilot)
        house.composer.waits = True
        await pilot.press("m", "1")
        await until(pilot, lambda: "a moment" in state_of(pilot))
        await pilot.press("u")
        house.composer.waits = False
        await until(pilot, lambda: song_of(pilot) == first)
        await pilot.pause(0.2)
        assert song_of(pilot) == first


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
