"""Every question of every exercise that ships: skipped, gone back to, and gone on with on another day."""

from datetime import timedelta
from pathlib import Path

import pytest

from companion.domain.exercise import Exercise
from companion.domain.steps import CheckInStep, Choose
from companion.journal.drafts import DraftFile
from companion.journal.store import Journal
from companion.prompts.loading import load_exercise
from companion.services.exercises.dry_walk import A_TUNE, an_answer_to
from companion.services.walking import questions as q
from companion.services.walking.session import Session, begin, waiting_draft
from companion.services.walking.way import steps_on_the_way
from tests.unit.exercises import FILES, english, name_of
from tests.unit.services import START, ticking


class Table:
    """A session of an exercise in a folder of its own, and the same session opened afresh."""

    def __init__(self, exercise: Exercise, folder: Path) -> None:
        self.exercise = exercise
        self.clock = ticking()
        self.journal = Journal.open(folder / "journal", clock=self.clock)
        self.file = DraftFile(folder / "draft.json")
        self.session = begin(exercise, self.journal, self.file, clock=self.clock, session_id="walk", seed=5)

    def another_day(self) -> Session | None:
        """What the draft on the disk goes on with; None while nothing was said."""
        draft = waiting_draft(self.file)
        later = START + timedelta(days=3)
        return None if draft is None else Session(self.exercise, draft, self.journal, self.file, lambda: later)

    def make_songs(self) -> None:
        """What the open question waits for."""
        if self.session.wants_songs:
            count = self.session.question.count if isinstance(self.session.question, q.SongQuestion) else 1
            self.session.offer((A_TUNE,) * count)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_each_question_opens_again_on_another_day(path: Path, tmp_path: Path) -> None:
    table = Table(load_exercise(path), tmp_path)
    while not table.session.is_finished:
        table.make_songs()
        again = table.another_day()
        if again is None:
            assert table.session.draft.is_untouched  # nothing was said yet that one could go on from
        else:
            assert again.question == table.session.question
        table.session.answer(an_answer_to(table.session.question))


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_each_question_is_gone_back_to_and_answered_again(path: Path, tmp_path: Path) -> None:
    table = Table(load_exercise(path), tmp_path)
    while not table.session.is_finished:
        table.make_songs()
        here = table.session.question
        table.session.answer(an_answer_to(here))
        if table.session.is_finished:
            break
        table.session.back()
        assert table.session.question.place.step_id == here.place.step_id
        table.session.answer(an_answer_to(table.session.question))


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_each_question_can_be_skipped_and_nothing_is_kept(path: Path, tmp_path: Path) -> None:
    table = Table(load_exercise(path), tmp_path)
    places = set()
    while not table.session.is_finished:
        assert table.session.question.place not in places
        places.add(table.session.question.place)
        table.session.skip()
    assert len(table.journal) == 0


def conditions() -> list[tuple[str, str]]:
    """Every step that waits for something said before, of every exercise in English."""
    english_ones = [load_exercise(path) for path in FILES if path.parent.name == "en"]
    return [(each.id, step.id) for each in english_ones for step in each.steps if step.when is not None]


@pytest.mark.parametrize(("exercise_id", "step_id"), conditions())
def test_each_branch_comes_when_it_holds_and_not_otherwise(exercise_id: str, step_id: str, tmp_path: Path) -> None:
    exercise = english(exercise_id)
    step = exercise.step(step_id)
    assert step is not None
    assert step.when is not None
    asked = exercise.step(step.when.step)
    came = set()
    answers = range(1, len(asked.options) + 1) if isinstance(asked, Choose) else range(11)
    for number, answer in enumerate(answers):
        session = Table(exercise, tmp_path / str(number)).session
        while session.question.place.step_id != step.when.step:
            session.skip()
        if isinstance(asked, CheckInStep):
            while not isinstance(session.question, q.DistressQuestion):
                offers = isinstance(session.question, q.FeelingQuestion) and bool(session.question.offers)
                session.answer(q.Feeling(None, more=True) if offers else q.Done())
            session.answer(q.Distress(answer))
        else:
            session.answer(q.Chose(answer))
        came.add(step_id in {each.id for each in steps_on_the_way(exercise, session.draft)})
    assert came == {True, False}
