"""Whatever somebody writes stands on the screen as it was written: never markup, never an error."""



from companion.tui.screens.session import SessionScreen
from companion.tui.widgets.fields import WordField
from tests.unit.faces import House
from tests.unit.pilots import program, session_at, shown, until, until_at, until_home, until_shown

WORDS = ("[bold]not[/bold] [/] C[b9]", "🌧️ 👩‍👩‍👧 rain", "هدوء الليل", "long " * 100, "o" * 500, "\\[x] $accent {} %s")
"""One for each blank: brackets, emoji, Arabic, five hundred characters twice, signs that mean something elsewhere."""


async def test_any_words_are_walked_through_to_the_end(house: House) -> None:
    session = session_at(house, "words")
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.app.push_screen(SessionScreen(session))
        for number, word in enumerate(WORDS):
            await until_at(pilot, f"words {number}")
            await until(pilot, "BlankPanel")
            pilot.app.screen.query_one(WordField).value = word
            await pilot.press("enter")
            if word is not WORDS[-1]:
                await until_shown(pilot, " ".join(word.split())[:10])
        await until(pilot, "WholePanel PageField:focus")
        assert WORDS[0] in shown(pilot)
        await pilot.press(*["down"] * 30)
        await until_shown(pilot, WORDS[-1][:10])
        await pilot.press("f3", "ctrl+e")
        await until(pilot, "SongPanel Choices:focus")
        await pilot.press("t", "a")
        await until(pilot, "PlayPanel")
        await pilot.press("1", "enter")
        await until(pilot, "SingPanel")
        await pilot.press("space", "enter")
        await until(pilot, "FeelingPanel")
        await pilot.press("8", *"[/x]", "enter")
        await until(pilot, "ClosePanel")
        await pilot.press("enter")
        await until_shown(pilot, "What you made")
        await pilot.press("4")
        await until(pilot, "#made")
        pages = []
        for _ in range(5):
            pages.append(shown(pilot))
            await pilot.press("down")
        assert any("[bold]not[/bold] [/] C[b9]" in page for page in pages)
        assert any("[/x]" in page for page in pages)


async def test_tab_in_the_field_shows_a_word_with_brackets_as_it_is(house: House) -> None:
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.app.push_screen(SessionScreen(session_at(house, "words")))
        await until(pilot, "BlankPanel")
        await pilot.press(*"[b]x[/b]")
        await until_shown(pilot, "[b]x[/b]")
