"""Help with words: rhymes from the best to the loosest, pictures by feeling, other eyes, lines from before."""


import pytest

from companion import messages
from companion.domain.entry import Words
from companion.services.walking import questions as q
from companion.services.words.rhymes import MOST, rhymes_with, singable
from companion.services.words.syllables import counted, stresses
from companion.services.words.wordhelp import as_someone, earlier_lines, words_for
from companion.settings import Settings
from tests.unit.faces import House
from tests.unit.pilots import choose_in_menu, question, session_at, session_of, shown, told, until, until_shown
from tests.unit.talks import talked


@pytest.mark.parametrize(
    ("word", "full", "near"),
    [("night", "light", "ride"), ("Stay,", "day", None), ("home", "foam", "stone"), ("river", "shiver", None),
     ("stairs", "prayers", None), ("don't", "won't", None)],
)  # fmt: skip
def test_rhymes(word: str, full: str, near: str | None) -> None:
    found = rhymes_with(word)
    assert full in found.full
    if near is not None:
        assert near in found.near
    assert not set(found.full) & set(found.near)
    assert not set(found.near) & set(found.loose)
    assert max(map(len, (found.full, found.near, found.loose))) <= MOST


@pytest.mark.parametrize("word", ["", "xqzzk", "…", "ñandú", "日本", "a" * 400, "(", "[a-z]+"])
def test_a_word_without_rhymes_has_none(word: str) -> None:
    assert rhymes_with(word).is_empty


def test_near_and_loose_ones_are_plain_words() -> None:
    found = rhymes_with("garden")
    assert {*found.near, *found.loose} <= singable()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("I am tired.", "They are tired."),
        ("I was small\nand I'm here", "They were small\nand they're here"),
        ("my hands, and me", "their hands, and them"),
        ("It is mine. I'll go", "It is theirs. They'll go"),
        ("Ich bin da", "Ich bin da"),
        ("", ""),
    ],
)
def test_as_if_about_someone(text: str, said: str) -> None:
    assert as_someone(text) == said


def test_pictures_by_feeling_in_three_languages() -> None:
    assert "low tide" in words_for("sad")
    assert words_for("Sad ") == words_for("sad")
    assert words_for("afraid", "de") == words_for("angry", "de"), "the nearest that has some"
    assert words_for("") == words_for("blorp") == words_for(None)
    assert not set(words_for(None, "es")) & set(words_for(None, "de"))
    assert words_for(None, "tlh") == words_for(None, "en")


def test_syllables_by_language() -> None:
    assert counted("la ventana del abuelo", "es") == 8
    assert counted("Regen und Fenster", "de") == 5
    assert stresses("a quiet house") == ". / . /"


def test_lines_from_before_are_ones_own_and_each_once(house: House) -> None:
    journal = house.companion.journal
    for lines in (("old line", ""), ("new line", "old line")):
        journal.add(Words(lines), title="x")
    assert earlier_lines(journal) == ("new line", "old line")


async def test_rhymes_go_into_the_blank_on_the_screen(house: House) -> None:
    async with question(house, "words") as pilot:
        await pilot.press(*"night", "f4")
        await until_shown(pilot, "Rhymes")
        await pilot.press("2")
        await until_shown(pilot, "What sounds like “night”")
        await pilot.press("2")
        await until(pilot, "BlankPanel")
        await pilot.press("enter")
        await until_shown(pilot, "and I can hear the")
        assert session_of(pilot).draft.blanks["words"][0] == f"night {rhymes_with('night').full[1]}"


async def test_someone_elses_eyes_and_ctrl_z_brings_ones_own_back(house: House) -> None:
    async with question(house, "words", "whole", word="my room") as pilot:
        await pilot.press("f4")
        await until_shown(pilot, "As if about someone")
        await pilot.press("3")
        await until_shown(pilot, "it is their room")
        assert messages.THIRD_PERSON_ANY in told(pilot)
        await pilot.press("ctrl+z")
        await until_shown(pilot, "it is my room")


async def test_the_dial_from_the_menu_keeps_what_is_typed(house: House) -> None:
    async with question(house, "words") as pilot:
        await pilot.press(*"kettle")
        await choose_in_menu(pilot, "more or less to hold on to")
        await until_shown(pilot, messages.DIAL_QUESTION)
        await pilot.press("4")
        await until(pilot, "WholePanel")
        assert "There is a place where it is kettle" in shown(pilot)


async def test_rhymes_step_aside_in_other_languages(house: House) -> None:
    house.companion.settings = Settings(welcomed=True, audio_driver="none", calm_motion=True, language="de")
    async with question(house, "words") as pilot:
        await pilot.press(*"Nacht", "f4")
        await until_shown(pilot, "Rhymes")
        await pilot.press("2")
        await until(pilot, lambda: "Rhymes are only found in English." in told(pilot))


def test_a_question_mark_helps_in_plain_lines(house: House) -> None:
    house.companion.journal.add(Words(("a line from before",)), title="x")
    session = session_at(house, "words", "0")
    asked = ("?", "? rhymes night", "? they", "? earlier", "? syllables", "? what", "? rhymes xqzz", "quiet")
    talk = talked(house, session, *asked)
    for said in ("quiet, warm, green", "Rhymes: ", "Nearly: ", messages.THIRD_PERSON_ANY, "a line from before",
                 "'? dial' gives more or less", messages.NO_HELP):  # fmt: skip
        assert said in talk.text
    assert session.draft.blanks["words"][0] == "quiet"


def test_the_dial_in_plain_lines(house: House) -> None:
    session = session_at(house, "words", "1")
    talk = talked(house, session, "? dial", "4", "1", "There is a place where it is warm", "add", "mine", "", "1")
    assert "These are" not in talk.text
    assert session.lines == ("There is a place where it is warm", "mine")
    assert isinstance(session.question, q.SongQuestion | q.PlayQuestion)
