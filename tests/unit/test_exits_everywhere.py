"""The gentle exit in every exercise that ships: `stop`, `esc`, a rise of three, and "numb", at every kind of step."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from io import StringIO
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.widgets import Input, TextArea

from companion import messages
from companion.domain.exercise import kind_of
from companion.plain import session as plain_session
from companion.plain.console import Console
from companion.plain.playing import PlainPlayer
from companion.plain.session import PlainSession
from companion.prompts.loading import load_exercise
from companion.services.exercises.dry_walk import A_TUNE, LONG_AGO, an_answer_to
from companion.services.walking import questions as q
from companion.services.walking import walk
from companion.services.walking.asking import question_at
from companion.services.walking.draft import Draft
from companion.services.walking.session import Session
from companion.settings import Settings
from companion.tui.modals.leave import LeaveModal
from companion.tui.screens.session import SessionScreen
from tests.unit.exercises import FILES, name_of
from tests.unit.faces import House, house_in
from tests.unit.pilots import program, until, until_home
from tests.unit.talks import talked

EVERY = pytest.mark.parametrize("path", FILES, ids=name_of)
KEPT_TYPING = (q.BlankQuestion, q.WholeQuestion)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setattr(plain_session, "CLOSING_SECONDS", 0.0)
    with house_in(tmp_path) as house:
        yield house


def begun(house: House, path: Path) -> Session:
    """The exercise in its own language, just begun."""
    house.companion.settings = Settings(
        welcomed=True, audio_driver="none", calm_motion=True, language=path.parent.name
    )
    return house.companion.begin_exercise(load_exercise(path))


def go_on(session: Session) -> None:
    """Answer the open question, with a tune where one is waited for."""
    if session.wants_songs:
        session.offer((A_TUNE,))
    else:
        session.answer(an_answer_to(session.question))


@EVERY
def test_stop_is_reached_from_every_question_in_plain_lines(house: House, path: Path) -> None:
    session = begun(house, path)
    while not session.is_finished:
        if not session.wants_songs:
            place = session.question.place
            talk = talked(house, session, "stop", "")
            assert talk.said[-1] == messages.SAFETY, (place, talk.said[-4:])
            assert session.question.place == place, "nothing is lost and nothing goes on"
        go_on(session)


def exits_offered(house: House, session: Session, answer: Callable[[q.Question], str]) -> int:
    """How often a plain session offered to stop, where it was answered so and stayed in each time."""
    said: list[str] = []

    def hear() -> str:
        is_offered = messages.DISTRESS_HIGH in said[-4:]
        return "2" if is_offered else answer(session.question)

    console = Console(said.append, hear)
    player = PlainPlayer(house.companion, console, StringIO())
    with suppress(EOFError):
        PlainSession(house.companion, session, console, player, lambda _: (A_TUNE,), wait=lambda _: None).run()
    assert session.is_finished
    return said.count(messages.DISTRESS_HIGH)


@EVERY
def test_numb_or_unreal_opens_the_exit_at_every_check_in(house: House, path: Path) -> None:
    asked: list[q.Place] = []

    def answer(question: q.Question) -> str:
        if isinstance(question, q.FeelingQuestion):
            asked.append(question.place)
            return "numb"
        return ""

    assert exits_offered(house, begun(house, path), answer) == len(asked)


@EVERY
def test_a_rise_of_three_opens_the_exit_at_every_later_number(house: House, path: Path) -> None:
    asked: list[q.Place] = []

    def answer(question: q.Question) -> str:
        match question:
            case q.FeelingQuestion(words=words, offers=offers) if offers:
                return str(len(words) + 2)
            case q.DistressQuestion(place=place):
                asked.append(place)
                return "2" if len(asked) == 1 else "5"
            case _:
                return ""

    assert exits_offered(house, begun(house, path), answer) == max(0, len(asked) - 1)


def one_of_each_kind() -> Iterator[tuple[Path, str, str]]:
    """A place for every pair of a kind of step and a kind of question in the exercises that ship."""
    seen: set[tuple[str, type[q.Question]]] = set()
    for path in FILES:
        exercise = load_exercise(path)
        draft = Draft(exercise.id, "w", LONG_AGO, 0, "high", exercise.steps[0].id, "")
        while not isinstance(question := question_at(exercise, draft, walk.place_of(exercise, draft)), q.CloseQuestion):
            step = walk.step_named(exercise, question.place.step_id)
            kind = (kind_of(step), type(question))
            if isinstance(question, q.TuneQuestion):
                draft = replace(draft, tunes={**draft.tunes, step.id: A_TUNE})
                continue
            if isinstance(question, q.SongQuestion) and not question.songs:
                draft = walk.with_suggestions(step, draft, (A_TUNE,), None)  # type: ignore[arg-type]
                continue
            if kind not in seen:
                seen.add(kind)
                yield path, question.place.step_id, question.place.part
            draft = walk.answered(exercise, draft, an_answer_to(question))


KINDS = list(one_of_each_kind())


def test_every_kind_of_step_is_among_them() -> None:
    shipped = {kind_of(step) for path in FILES for step in load_exercise(path).steps}
    tried = {kind_of(step) for path, step_id, _ in KINDS if (step := load_exercise(path).step(step_id)) is not None}
    assert shipped - tried <= {"close"}


@pytest.mark.parametrize(("path", "step_id", "part"), KINDS, ids=lambda each: getattr(each, "stem", each) or "-")
async def test_esc_and_a_gentle_stop_from_every_kind_of_question(
    house: House, path: Path, step_id: str, part: str
) -> None:
    session = begun(house, path)
    while (session.question.place.step_id, session.question.place.part) != (step_id, part) or session.wants_songs:
        go_on(session)
    async with program(house) as pilot:
        await until_home(pilot)
        await pilot.app.push_screen(SessionScreen(session))
        await until(pilot, ".panel")
        question = session.question
        focused = pilot.app.focused
        is_field = isinstance(focused, Input) or (isinstance(focused, TextArea) and not focused.read_only)
        await pilot.press(*(["x"] if is_field else []), "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, LeaveModal))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, SessionScreen))
        assert session.question.place == question.place
        await pilot.press("escape", "3")
        await until(pilot, "#grounding")
    if is_field and isinstance(question, KEPT_TYPING):
        assert "x" in (session.draft.typing or "")
