"""The studio on the screen: what a key changes, what is heard first, and the way back."""

import pytest

from companion.engine.changes import OtherChord, Wished
from companion.tui.modals.offers import OffersModal
from tests.unit.faces import House
from tests.unit.pilots import told, until, until_shown
from tests.unit.studios import heard, screen_of, song_of, state_of, studio, wish

STEPS_TO_THE_END_OF_CALM = 12
"""More than any calm song is away from where calm ends."""


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
