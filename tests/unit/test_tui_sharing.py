"""A client at the screen: what a therapist gave is seen and can be declined; what goes is picked, seen, and sealed."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from companion.age import Identity
from companion.domain.assignment import Assigned
from companion.domain.entry import Entry
from companion.domain.share import Sent
from companion.services.between.assignments import begin, open_file, state_of
from companion.services.walking import questions as q
from companion.services.walking.session import Session
from companion.sharing.fingerprint import fingerprint
from companion.sharing.sealed_file import Reply, seal_reply
from companion.tui.modals.line import LineModal
from companion.tui.modals.reading import ReadingModal
from companion.tui.screens.agreeing import AgreeingScreen
from companion.tui.screens.assignment import AssignmentScreen
from companion.tui.screens.given import GivenScreen
from companion.tui.screens.home import HomeScreen
from companion.tui.screens.preview import PreviewScreen
from companion.tui.screens.session import SessionScreen
from companion.tui.screens.shared import SharedScreen
from companion.tui.screens.sharing import SharingScreen
from companion.tui.screens.stopped import StoppedScreen
from companion.tui.widgets.choices import ChoiceRow, Choices
from tests.unit.faces import House, house_in
from tests.unit.given import CODE, Office
from tests.unit.pilots import choose_in_menu, program, shown, told, until, until_home, until_shown

WORD = "zebra lantern"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_in(tmp_path / "home") as house:
        yield house


@pytest.fixture
def office(house: House, tmp_path: Path) -> Office:
    return Office(house.companion, tmp_path)


def given(house: House, office: Office) -> Entry:
    """An assignment that was opened already."""
    return open_file(house.companion.journal, office.give())


def walk(house: House, session: Session) -> None:
    """The session to its end, with one word of the person's own."""
    while not session.is_finished:
        match session.question:
            case q.BlankQuestion(number=1):
                session.answer(q.Filled(WORD))
            case q.FeelingQuestion():
                session.answer(q.Feeling("tender"))
            case q.SongQuestion(songs=()):
                session.offer(house.composer.compose(session.song_request()))
            case q.SongQuestion():
                session.answer(q.Chose(1))
            case _:
                session.answer(q.Done())


def done(house: House, office: Office) -> Entry:
    """An assignment that was done."""
    entry = given(house, office)
    walk(house, begin(house.companion, entry.id))
    return entry


async def until_at(pilot: Pilot[None], place: type) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, place))
    await pilot.pause()


async def take(pilot: Pilot[None], label: str) -> None:
    """Go to the row that says `label`, and take it."""
    rows = [row.choice.label for row in pilot.app.screen.query(ChoiceRow)]
    wanted = next(number for number, row in enumerate(rows) if label in row)
    choices = pilot.app.screen.query_one(Choices)
    await pilot.press("home", *["down"] * wanted)
    assert choices.marked == wanted
    await pilot.press("enter")
    await pilot.pause()


async def type_over(pilot: Pilot[None], text: str) -> None:
    """Another answer on the line that is asked for."""
    await until(pilot, "LineModal #answer:focus")
    pilot.app.screen.query_one("#answer").value = text  # type: ignore[attr-defined]
    await pilot.press("enter")
    await pilot.pause()


@asynccontextmanager
async def sharing(house: House, entry: Entry) -> AsyncIterator[Pilot[None]]:
    """Choosing what to share of an assignment."""
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.app.push_screen(AssignmentScreen(entry.id))
        await until(pilot, "Choices:focus")
        await take(pilot, "Share something")
        await until_at(pilot, SharingScreen)
        yield pilot


async def write_first_file(pilot: Pilot[None], path: str) -> None:
    """See what goes, compare the key, agree, and say where the file shall be."""
    await pilot.press("s")
    await until_at(pilot, PreviewScreen)
    await take(pilot, "Write the file")
    await until_shown(pilot, "by telephone")
    await take(pilot, "Yes, we compared")
    await until_at(pilot, AgreeingScreen)
    await take(pilot, "Yes, I agree")
    await type_over(pilot, path)


async def test_home_has_no_row_before_anything_was_given(house: House) -> None:
    async with program(house) as pilot:
        await until_home(pilot)
        assert "From your therapist" not in shown(pilot)
        assert "For your clients" not in shown(pilot)


async def test_a_file_is_opened_from_the_menu_and_says_who_why_and_what(house: House, office: Office) -> None:
    path = office.give(reason="It was calm last time.")
    async with program(house) as pilot:
        await until_home(pilot)
        await choose_in_menu(pilot, "Open a file from your therapist")
        await type_over(pilot, f"'{path}'")
        await until_shown(pilot, "Ana offers Robin an exercise")
        seen = shown(pilot)
        assert "A small one [b]for you[/b]." in seen
        assert "It was calm last time." in seen
        assert "never taken: the words of the song" in " ".join(seen.split())
        await pilot.press("escape")
        await until_home(pilot)
        assert "for when we meet" in shown(pilot)
        assert "Ana" not in shown(pilot)


@pytest.mark.parametrize("content", [b"", b"{}", b"not json [b]", b"\x00" * 50], ids=["empty", "bare", "text", "zeros"])
async def test_a_file_that_is_none_is_told_and_asked_for_again(house: House, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "rubbish.json"
    path.write_bytes(content)
    async with program(house) as pilot:
        await until_home(pilot)
        await choose_in_menu(pilot, "Open a file from your therapist")
        await type_over(pilot, str(path))
        await until(pilot, lambda: any("rubbish.json" in each for each in told(pilot)))
        assert isinstance(pilot.app.screen, LineModal)
        await type_over(pilot, str(tmp_path / "nowhere.json"))
        await until(pilot, lambda: any("nowhere.json" in each for each in told(pilot)))
        await pilot.press("escape")
        await until_home(pilot)
    assert house.companion.journal.entries("assignment") == []


async def test_declining_is_quiet_and_can_be_taken_back(house: House, office: Office) -> None:
    entry = given(house, office)
    async with program(house) as pilot:
        await until_home(pilot)
        await take(pilot, "From your therapist")
        await until_at(pilot, GivenScreen)
        await take(pilot, "A steady place")
        await until_at(pilot, AssignmentScreen)
        await take(pilot, "Decline")
        await until(pilot, lambda: any("Nobody is told" in each for each in told(pilot)))
        assert state_of(house.companion.journal, house.companion.journal.get(entry.id)) == "declined"
        await pilot.press("escape", "escape")
        await until_home(pilot)
        assert "From your therapist" not in shown(pilot)
        await choose_in_menu(pilot, "From your therapist")
        await until_at(pilot, GivenScreen)
        await take(pilot, "A steady place")
        await until_at(pilot, AssignmentScreen)
        await take(pilot, "Take the no back")
        body = house.companion.journal.get(entry.id).body
        assert isinstance(body, Assigned)
        assert body.state == "open"


async def test_at_the_end_of_its_session_stands_what_could_be_shared(house: House, office: Office) -> None:
    entry = given(house, office)
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.app.push_screen(AssignmentScreen(entry.id))
        await until(pilot, "Choices:focus")
        await take(pilot, "Begin")
        await until_at(pilot, SessionScreen)
        screen = pilot.app.screen
        assert isinstance(screen, SessionScreen)
        walk(house, screen.session)
        await pilot.app.screen.query_one("Panel").remove()
        await screen._show()
        await pilot.pause()
        await pilot.press("enter")
        await until_at(pilot, AssignmentScreen)
        assert "You have done it" in shown(pilot)
        rows = [row.choice.label for row in pilot.app.screen.query(ChoiceRow)]
        assert rows[0] == "Share something"


async def test_after_a_gentle_stop_nothing_is_offered_but_home(house: House, office: Office) -> None:
    entry = given(house, office)
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.app.push_screen(AssignmentScreen(entry.id))
        await until(pilot, "Choices:focus")
        await take(pilot, "Begin")
        await until_at(pilot, SessionScreen)
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("f9")
        await until_at(pilot, StoppedScreen)
        await pilot.press("1")
        await until_shown(pilot, "Go on where you were")
        assert isinstance(pilot.app.screen, HomeScreen)
        await until_home(pilot)
        await take(pilot, "Go on where you were")
        await until_at(pilot, SessionScreen)
        assert any(isinstance(each, AssignmentScreen) for each in pilot.app.screen_stack)


async def test_everything_is_off_at_first_and_stays_as_it_was_left(house: House, office: Office) -> None:
    entry = done(house, office)
    async with sharing(house, entry) as pilot:
        assert "●" not in shown(pilot)
        await pilot.press("s")
        await until(pilot, lambda: any("Nothing is picked" in each for each in told(pilot)))
        await take(pilot, "the words of the song")
        assert "● the words of the song" in shown(pilot)
        await take(pilot, "what was hard")
        await type_over(pilot, "mornings are still hard")
        await pilot.press("escape")
        await until_at(pilot, AssignmentScreen)
        await take(pilot, "Share something")
        await until_at(pilot, SharingScreen)
        assert "● the words of the song" in shown(pilot)
        assert "● what was hard" in shown(pilot)
        await pilot.press("s")
        await until_at(pilot, PreviewScreen)
        assert "mornings are still hard" in shown(pilot)
    assert house.companion.journal.entries("shared") == []
    kept = [path.read_bytes() for path in house.companion.places.data.rglob("*") if path.is_file()]
    assert not [content for content in kept if b"mornings" in content]


async def test_only_what_was_picked_and_seen_is_in_the_file(house: House, office: Office, tmp_path: Path) -> None:
    entry, target = done(house, office), tmp_path / "for ana.age"
    async with sharing(house, entry) as pilot:
        await take(pilot, "how many minutes")
        await take(pilot, "what was hard")
        await type_over(pilot, "to [begin]")
        await pilot.press("s")
        await until_at(pilot, PreviewScreen)
        seen = shown(pilot)
        assert "to [begin]" in seen
        assert WORD not in seen
        assert "Nobody is watching" in seen
        await take(pilot, "Write the file")
        await until_shown(pilot, fingerprint(office.key.recipient))
        await take(pilot, "Yes, we compared")
        await until_at(pilot, AgreeingScreen)
        await take(pilot, "Yes, I agree")
        await type_over(pilot, str(target))
        await until_at(pilot, ReadingModal)
        await pilot.press("enter")
        await until_at(pilot, AssignmentScreen)
        await take(pilot, "Share something")
        await until_at(pilot, SharingScreen)
        assert "●" not in shown(pilot)
    opened = office.opened(target)
    assert "to [begin]" in opened
    assert WORD not in opened
    assert "tender" not in opened
    (sent,) = house.companion.journal.entries("shared")
    assert isinstance(sent.body, Sent)
    assert sent.body.what == ("the minutes", "what was hard")


@pytest.mark.parametrize("answer", ["Not yet", "They are not the same"])
async def test_before_the_key_was_compared_nothing_is_written(house: House, office: Office, answer: str) -> None:
    entry = done(house, office)
    async with sharing(house, entry) as pilot:
        await take(pilot, "the words of the song")
        await pilot.press("s")
        await until_at(pilot, PreviewScreen)
        await take(pilot, "Write the file")
        await until_shown(pilot, "by telephone")
        await take(pilot, answer)
        await until_at(pilot, SharingScreen)
    assert house.companion.journal.entries("shared") == []


async def test_nothing_is_written_over(house: House, office: Office, tmp_path: Path) -> None:
    entry, target = done(house, office), tmp_path / "mine.txt"
    target.write_text("a poem")
    async with sharing(house, entry) as pilot:
        await take(pilot, "whether you did it")
        await write_first_file(pilot, str(target))
        await until(pilot, lambda: any("is there already" in each for each in told(pilot)))
        assert isinstance(pilot.app.screen, LineModal)
    assert target.read_text() == "a poem"


@pytest.mark.parametrize("typed", ["x" * 300, "{0}/mine.txt/for.age", "{0}"], ids=["long", "in a file", "a folder"])
async def test_a_place_that_cannot_be_written_is_told_and_asked_for_again(
    house: House, office: Office, tmp_path: Path, typed: str
) -> None:
    entry = given(house, office)
    (tmp_path / "mine.txt").write_text("a poem")
    async with sharing(house, entry) as pilot:
        await take(pilot, "I couldn't, because")
        await type_over(pilot, "it was late")
        await write_first_file(pilot, typed.format(tmp_path))
        await until(pilot, lambda: bool(told(pilot)))
        assert isinstance(pilot.app.screen, LineModal)
    assert house.companion.journal.entries("shared") == []


async def test_what_went_can_be_asked_back(house: House, office: Office, tmp_path: Path) -> None:
    entry, target = done(house, office), tmp_path / "back.age"
    async with sharing(house, entry) as pilot:
        await take(pilot, "the day it was")
        await write_first_file(pilot, str(tmp_path / "went.age"))
        await until_at(pilot, ReadingModal)
        await pilot.press("enter")
        await pilot.press("escape")
        await until_home(pilot)
        await choose_in_menu(pilot, "From your therapist")
        await until_at(pilot, GivenScreen)
        await take(pilot, "What you shared")
        await until_at(pilot, SharedScreen)
        await pilot.press("enter")
        await until_shown(pilot, "It is a request")
        await pilot.press("2")
        await type_over(pilot, str(target))
        await until_at(pilot, ReadingModal)
    assert '"withdraws"' in office.opened(target)


async def test_check_ins_are_picked_one_by_one(house: House, office: Office) -> None:
    entry = done(house, office)
    async with sharing(house, entry) as pilot:
        assert "tender" not in shown(pilot)
        await take(pilot, "how it was, after")
        await pilot.press("s")
        await until_at(pilot, PreviewScreen)
        assert "After: tender" in shown(pilot)
        assert "Before:" not in shown(pilot)


async def test_the_music_can_be_heard_before_it_goes(house: House, office: Office) -> None:
    entry = done(house, office)
    async with sharing(house, entry) as pilot:
        await take(pilot, "the song's music")
        await pilot.press("s")
        await until_at(pilot, PreviewScreen)
        assert "without words" in shown(pilot)
        await take(pilot, "Hear the music")
        assert pilot.app.playback.now is not None  # type: ignore[attr-defined]
        await pilot.press("escape")
        await until_at(pilot, SharingScreen)
        assert "● the song's music" in shown(pilot)


async def test_a_few_words_back_are_read_here(house: House, office: Office, tmp_path: Path) -> None:
    entry, answer = given(house, office), tmp_path / "to robin.age"
    assert isinstance(entry.body, Assigned)
    answer.write_bytes(seal_reply(Reply(CODE, "Thank you [for] that."), Identity(entry.body.reply_key).recipient))
    async with program(house) as pilot:
        await until_home(pilot)
        await choose_in_menu(pilot, "Open a file from your therapist")
        await type_over(pilot, str(answer))
        await until_at(pilot, ReadingModal)
        assert "Ana writes" in shown(pilot)
        assert "Thank you [for] that." in shown(pilot)
        await pilot.press("escape")
        await until_home(pilot)


async def test_what_cannot_be_opened_any_more_leaves_a_way_back(house: House, office: Office) -> None:
    entry = given(house, office)
    house.companion.journal.delete(entry.id)
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.app.push_screen(AssignmentScreen(entry.id))
        await until_shown(pilot, "There is no assignment")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
