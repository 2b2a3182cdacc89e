"""Every exercise that ships, walked to its end by every face: skipping all, and answering all."""

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from companion.domain.exercise import Exercise
from companion.domain.song import Song, SongRequest
from companion.domain.steps import Arrive, CheckInStep, Choose, Close, DoStep, Form, Play, Sing, Step, SuggestStep
from companion.domain.take import NOTE_ON, PlayedEvent, Take
from companion.domain.tempo import TempoMap
from companion.domain.word_steps import Blanks, Collage, ListStep, ShortStep, Substitute, TextStep
from companion.plain import session as plain_session
from companion.plain.console import Console
from companion.plain.playing import PlainPlayer
from companion.plain.session import PlainSession
from companion.prompts.loading import load_exercise
from companion.services.exercises.dry_walk import an_answer_to
from companion.services.walking import questions as q
from companion.services.walking.answers import checked, walk_by_answers
from companion.services.walking.session import Session
from companion.settings import Settings
from companion.tui.panels.base import Panel
from companion.tui.panels.close import ClosePanel
from companion.tui.panels.registry import PANELS
from companion.tui.screens.session import SessionScreen
from tests.unit.exercises import FILES, name_of
from tests.unit.faces import House, composed, house_in
from tests.unit.pilots import program, until_home
from tests.unit.talks import talked

PLAYED = Take("a take", TempoMap(60.0), (PlayedEvent(0.5, NOTE_ON, 60, 80),), 2.0)
EVERY = pytest.mark.parametrize("path", FILES, ids=name_of)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setattr(plain_session, "CLOSING_SECONDS", 0.0)
    with house_in(tmp_path) as house:
        yield house


def use(house: House, path: Path) -> Exercise:
    """The exercise, in its own language."""
    house.companion.settings = Settings(
        welcomed=True, audio_driver="none", calm_motion=True, language=path.parent.name
    )
    return load_exercise(path)


def answer_of(step: Step) -> Any:
    """An answer to a step as a file of answers has it."""
    match step:
        case CheckInStep():
            return {"feeling": "calm", "valence": 1, "arousal": -1, "distress": 3, "comfort": 6}
        case Blanks() | ListStep():
            return ["rain", "", "stone"]
        case Collage():
            return [1]
        case Substitute():
            return {next(slot.given for slot in step.slots if slot.asks): "stair"}
        case Play():
            return {"midi": "x.mid"}
        case _ if isinstance(step, TextStep | ShortStep):
            return "There was rain on the roof.\nThen it stopped."
        case _ if isinstance(step, SuggestStep | Choose | Form):
            return 1
        case _:
            assert isinstance(step, Arrive | DoStep | Sing | Close)
            return True


def sat_through(house: House, exercise: Exercise, answers: dict[str, Any]) -> set[str]:
    """The kinds of entries in the journal after all sittings were walked by answers."""
    for _ in exercise.sittings:
        session = house.companion.new_session(exercise.id)
        here = {step.id for step in exercise.steps}
        given = checked({key: value for key, value in answers.items() if key in here}, exercise)
        walk_by_answers(session, given, one_song, lambda song, path: PLAYED)
        assert session.is_finished
    return {entry.kind for entry in house.companion.journal.entries()}


def one_song(request: SongRequest) -> tuple[Song, ...]:
    return composed(request)


@EVERY
def test_by_a_file_of_answers_answering_all(house: House, path: Path) -> None:
    exercise = use(house, path)
    kinds = sat_through(house, exercise, {step.id: answer_of(step) for step in exercise.steps})
    assert "session" in kinds
    if any(isinstance(step, SuggestStep) and step.when is None for step in exercise.steps):
        assert "song" in kinds
    assert house.companion.waiting_session() is None


@EVERY
def test_by_a_file_of_answers_skipping_all(house: House, path: Path) -> None:
    assert sat_through(house, use(house, path), {}) == set()


@EVERY
def test_in_plain_lines_skipping_all(house: House, path: Path) -> None:
    exercise = use(house, path)
    for sitting in exercise.sittings:
        talk = talked(house, house.companion.new_session(exercise.id), *[""] * 60)
        assert sitting[-1].prompt in talk.said
        assert talk.left


@EVERY
def test_in_plain_lines_answering_all(house: House, path: Path) -> None:
    exercise = use(house, path)
    for sitting in exercise.sittings:
        session = house.companion.new_session(exercise.id)
        said: list[str] = []
        console = Console(said.append, partial(typed_next, session))
        player = PlainPlayer(house.companion, console, StringIO())
        PlainSession(house.companion, session, console, player, one_song, wait=lambda _: None).run()
        assert sitting[-1].prompt in said, said[-8:]


def typed_next(session: Session) -> str:
    """What to type next, looking at the open question each time."""
    match session.question:
        case q.BlankQuestion():
            return "rain"
        case q.WholeQuestion(prompt=prompt) if prompt and not session.draft.typing:
            return "rain on the roof."
        case q.CollageQuestion() | q.DistressQuestion() | q.ComfortQuestion() | q.DoQuestion():
            return "1"
        case _:
            return ""


ENGLISH_FILES = [path for path in FILES if path.parent.name == "en"]
"""The screen does not look at the language of an exercise; one of them is enough there."""

QUICK = 5
"""So many are skipped through on the screen in every run of the tests, the others in `make check`."""

A_FEW = pytest.mark.parametrize(
    "path",
    [*ENGLISH_FILES[:QUICK], *(pytest.param(path, marks=pytest.mark.long) for path in ENGLISH_FILES[QUICK:])],
    ids=name_of,
)


@A_FEW
async def test_on_the_screen_skipping_all(house: House, path: Path) -> None:
    exercise = use(house, path)
    async with program(house) as pilot:
        await until_home(pilot)
        session = house.companion.new_session(exercise.id)
        screen = SessionScreen(session)
        await pilot.app.push_screen(screen)
        while not session.is_finished:
            before = session.question
            screen.action_skip()
            await turned(partial(has_left, session, before))
            await turned(lambda: shows(screen, session))
        assert isinstance(screen.panel, ClosePanel)


@A_FEW
async def test_on_the_screen_answering_all(house: House, path: Path) -> None:
    """Every question gets its panel, and a session that is answered in it goes on to its close."""
    exercise = use(house, path)
    async with program(house) as pilot:
        await until_home(pilot)
        session = house.companion.new_session(exercise.id)
        screen = SessionScreen(session)
        await pilot.app.push_screen(screen)
        while not session.is_finished:
            await turned(lambda: not session.wants_songs and shows(screen, session))
            question = session.question
            panel = screen.panel
            assert panel is not None
            panel.answer(an_answer_to(question))
            await turned(partial(has_left, session, question))
        await turned(lambda: isinstance(screen.panel, ClosePanel))


def has_left(session: Session, question: q.Question) -> bool:
    """Whether another question is open."""
    return session.question.place != question.place


def shows(screen: SessionScreen, session: Session) -> bool:
    """Whether the open question's panel is there, and stands."""
    panels = list(screen.query(Panel))
    question = session.question
    is_alone = len(panels) == 1 and panels[0].is_mounted
    return is_alone and panels[0].question == question and type(panels[0]) is PANELS[type(question)]


async def turned(is_so: Callable[[], bool]) -> None:
    """Let the program run until something is so."""
    for _ in range(2000):
        await asyncio.sleep(0.01)
        if is_so():
            return
    raise AssertionError(f"the screen did not go on: {is_so}")
