"""Going round the same sad thing: after two rounds it is asked once, on both faces, and every answer leads on."""

from collections.abc import Iterator
from contextlib import suppress
from io import StringIO
from pathlib import Path

import pytest
from msgspec.structs import replace

from companion import messages
from companion.domain.affect import Affect, CheckIn
from companion.domain.entry import SessionRecord
from companion.domain.feelings import FEELINGS
from companion.domain.song import Song, SongRequest
from companion.plain import session as plain_session
from companion.plain.home import PlainHome
from companion.services.walking import questions as q
from companion.services.walking import rounds
from companion.services.walking.brooding import is_third_session, leading_on
from companion.services.walking.rounds import Round, SongRounds, is_sad, is_third
from companion.tui.modals.pick import PickModal
from companion.tui.rounds import begin_round
from companion.tui.screens.choosing import ChoosingScreen
from companion.tui.screens.leading import LeadingScreen
from companion.tui.screens.session import SessionScreen
from companion.tui.screens.steady import SteadyScreen
from tests.unit.faces import House, composed, house_in
from tests.unit.pilots import program, shown, until, until_home, until_shown
from tests.unit.talks import Talk, at_home

SAD = composed(SongRequest(("the house is still", "and nobody calls"), feeling="sad", seed=3))[0]
GLAD = composed(SongRequest(("the house is still", "and nobody calls"), feeling="glad", seed=3))[0]
OTHER = replace(SAD, title="Another one")
THIRD = replace(SAD, title="A third one")


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setattr(plain_session, "CLOSING_SECONDS", 0.0)
    with house_in(tmp_path) as house:
        yield house


@pytest.mark.parametrize(
    ("behind", "asks"),
    [
        ("", False),
        ("A", False),
        ("AA", True),
        ("AAA", False),
        ("AAAA", False),
        ("BA", False),
        ("BAA", True),
        ("AB", False),
        ("ABA", False),
        ("AABAA", True),
        ("aa", False),
        ("Aa", False),
        ("aAA", True),
    ],
)
def test_it_is_asked_after_exactly_two_sad_rounds_of_the_same(behind: str, asks: bool) -> None:
    """A letter is a round, a capital one a sad one."""
    assert is_third([Round(each.casefold(), each.isupper()) for each in behind], "a") is asks


def test_what_is_sad() -> None:
    assert {word for word, place in FEELINGS.items() if is_sad(place)} == {
        "ashamed", "lonely", "sad", "grieving", "heavy", "empty",
    }  # fmt: skip
    assert not is_sad(Affect(-3, 3)), "fear and anger are not low"


def heard(*songs: Song) -> list[bool]:
    """Whether each of these, heard in turn and stayed with, was asked about first."""
    behind, asked = SongRounds(), []
    for song in songs:
        asked.append(behind.asks_before(song))
        behind.begin(song)
    return asked


def test_the_same_sad_song_is_asked_about_once() -> None:
    assert heard(*[SAD] * 6) == [False, False, True, False, False, False]


def test_another_song_or_a_glad_one_begins_anew() -> None:
    assert heard(*[GLAD] * 5) == [False] * 5
    assert heard(SAD, SAD, OTHER, OTHER, OTHER) == [False, False, False, False, True]
    assert heard(SAD, OTHER, SAD, OTHER, SAD) == [False] * 5


def test_the_same_song_in_another_key_is_the_same() -> None:
    assert heard(SAD, replace(SAD, seed=99, tempo_bpm=60.0), SAD)[-1]


def test_declining_the_third_round_is_not_asked_about_again() -> None:
    behind = SongRounds()
    for _ in range(2):
        behind.begin(SAD)
    assert [behind.asks_before(SAD) for _ in range(3)] == [True, False, False]


def test_the_song_that_leads_on_has_the_same_words_and_ends_calmer() -> None:
    song = composed(leading_on(SAD))[0]
    assert set(song.lines) == set(SAD.lines)
    assert song.sections[0].affect is not None
    assert song.sections[-1].affect is not None
    assert song.sections[-1].affect.valence > song.sections[0].affect.valence


def went_through(house: House, exercise: str, before: str | None, after: str | None) -> None:
    """A whole session with these feelings at its ends."""
    session = house.companion.new_session(exercise)
    feelings = [before, after]
    while not session.is_finished:
        match session.question:
            case q.FeelingQuestion():
                session.answer(q.Feeling(feelings.pop(0)))
            case q.SongQuestion(songs=()) | q.TuneQuestion():
                session.offer((SAD,))
            case _:
                session.answer(q.Done())


STEADY = "a-steady-place"


def asks(house: House, exercise: str = STEADY) -> bool:
    """Whether a session that begins now is asked about."""
    return is_third_session(house.companion.new_session(exercise), house.companion.journal)


def test_a_third_session_after_two_sad_ones_is_asked_about_once(house: House) -> None:
    said = []
    for _ in range(4):
        said.append(asks(house))
        went_through(house, STEADY, "sad", "heavy")
    assert said == [False, False, True, False]


@pytest.mark.parametrize(
    "ends",
    [[("sad", "calm"), ("sad", "sad")], [("sad", "sad"), ("hopeful", "sad")], [("sad", "sad"), ("sad", None)],
     [(None, None), (None, None)], [("angry", "worried")] * 2],
)  # fmt: skip
def test_what_changes_or_is_not_said_is_not_asked_about(
    house: House, ends: list[tuple[str | None, str | None]]
) -> None:
    for before, after in ends:
        went_through(house, STEADY, before, after)
    assert not asks(house)


def test_another_exercise_and_one_that_is_gone_on_with_are_not_asked_about(house: House) -> None:
    for _ in range(2):
        went_through(house, STEADY, "sad", "sad")
    assert not asks(house, "kitchen-drawer")
    session = house.companion.new_session(STEADY)
    session.answer(q.Done())
    session.answer(q.Feeling("sad"))
    assert not is_third_session(session, house.companion.journal)


def test_a_sad_place_on_the_grid_counts_without_a_word(house: House) -> None:
    for number in range(2):
        session = f"walk {number}"
        for step in ("before", "after"):
            house.companion.journal.add(CheckIn(affect=Affect(-3, -2)), step=step, session_id=session)
        went_through_record(house, session)
    assert asks(house)


def went_through_record(house: House, session_id: str) -> None:
    """The record that ties a session together."""
    house.companion.journal.add(SessionRecord("A steady place", (), True), exercise=STEADY, session_id=session_id)


@pytest.mark.parametrize(
    ("key", "comes"), [("1", SessionScreen), ("escape", SessionScreen), ("2", ChoosingScreen), ("3", SteadyScreen)]
)
async def test_the_screen_asks_at_the_beginning_of_the_third(house: House, key: str, comes: type[object]) -> None:
    for _ in range(2):
        went_through(house, STEADY, "sad", "sad")
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.app.push_screen(SessionScreen(house.companion.new_session(STEADY)))
        await until_shown(pilot, rounds.QUESTION)
        await pilot.press(key)
        await until(pilot, lambda: type(pilot.app.screen) is comes)


@pytest.mark.parametrize("key", ["1", "escape"])
async def test_the_screen_asks_before_the_third_round_of_a_song_and_stays(house: House, key: str) -> None:
    begun: list[Song] = []
    async with program(house) as pilot:
        await until_home(pilot)
        app = pilot.app
        for _ in range(3):
            begin_round(app, SAD, lambda: begun.append(SAD))  # type: ignore[arg-type]
        await until_shown(pilot, rounds.QUESTION)
        assert len(begun) == 2
        await pilot.press(key)
        await until(pilot, lambda: len(begun) == 3)
        begin_round(app, SAD, lambda: begun.append(SAD))  # type: ignore[arg-type]
        assert len(begun) == 4


async def test_the_screen_rests_or_leads_on_to_a_song_that_can_be_kept(house: House) -> None:
    async with program(house) as pilot:
        await until_home(pilot)
        ways = ((SAD, "3", SteadyScreen), (OTHER, "22", ChoosingScreen), (THIRD, "21", LeadingScreen))
        for song, keys, comes in ways:
            for _ in range(3):
                begin_round(pilot.app, song, lambda: None)  # type: ignore[arg-type]
            for key in keys:
                await until(pilot, lambda: isinstance(pilot.app.screen, PickModal))
                await pilot.press(key)
            await until(pilot, lambda wanted=comes: isinstance(pilot.app.screen, wanted))  # type: ignore[misc]
            if comes is not LeadingScreen:
                await pilot.press("escape")
                await until_home(pilot)
        await until_shown(pilot, "calmer place")
        assert "the house is still" in shown(pilot)
        await pilot.press("space", "k")
        await until_home(pilot)
    kept = house.companion.journal.entries(kind="song")
    assert [entry.title for entry in kept] == [THIRD.title]


def test_plain_lines_ask_before_the_third_time_of_hearing(house: House) -> None:
    house.companion.journal.add(SAD, title=SAD.title)
    talk = at_home(house, "2", "1", "hear", "hear", "hear", "3", "", "hear", "", "", "")
    assert talk.said.count(rounds.QUESTION) == 1
    assert "A slow pulse. Press enter when you want to go on:" in talk.said


def test_plain_lines_lead_on_and_keep(house: House) -> None:
    house.companion.journal.add(SAD, title=SAD.title)
    at_home(house, "2", "1", "hear", "hear", "hear", "2", "2", "", "", "")
    assert len(house.companion.journal.entries(kind="song")) == 2


@pytest.mark.parametrize(
    ("answer", "comes"),
    [("1", "Step 1 of"), ("", "Step 1 of"), ("2", messages.CHOOSE_EXERCISE), ("3", "A slow pulse. Press enter")],
)
def test_plain_lines_ask_at_the_beginning_of_the_third(house: House, answer: str, comes: str) -> None:
    for _ in range(2):
        went_through(house, STEADY, "sad", "sad")
    talk = Talk([answer])
    home = PlainHome(house.companion, talk.console, StringIO(), house.composer.compose)
    with suppress(EOFError):
        home.walk(house.companion.new_session(STEADY))
    assert talk.text.count(rounds.QUESTION) == 1
    assert comes in talk.text.partition(rounds.QUESTION)[2]
