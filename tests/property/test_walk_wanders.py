"""Anyone may wander: on, back, over the dial, with odd words and odd choices; no walk ever breaks."""

from pathlib import Path
from random import Random

import pytest
from msgspec import json
from msgspec.structs import replace

from companion.domain.affect import Affect
from companion.domain.exercise import Exercise
from companion.domain.steps import SuggestStep
from companion.errors import WrongUseError
from companion.prompts.loading import load_exercise
from companion.services.exercises.dry_walk import A_TUNE, LONG_AGO, SIZES
from companion.services.walking import questions as q
from companion.services.walking import walk
from companion.services.walking.asking import question_at
from companion.services.walking.draft import Draft
from companion.services.walking.way import sitting_of
from tests.unit.exercises import FILES, name_of

STEPS = 60
WORDS = ("rain", "", "  ", "[b]bold[/b]", "{}", "{river}", "🌧", "a" * 500, "line\nbreak", "ßéñ 日本", "\x00")


def an_answer(rng: Random, question: q.Question) -> q.Answer:
    """Something that someone might answer, fitting or not."""
    word = rng.choice(WORDS)
    number = rng.randint(-1, 16)
    fitting: dict[type[q.Question], list[q.Answer]] = {
        q.FeelingQuestion: [q.Feeling(word), q.Feeling(None, more=True), q.Feeling(None)],
        q.GridQuestion: [q.OnGrid(Affect(1, -1)), q.OnGrid(None)],
        q.DistressQuestion: [q.Distress(rng.randint(0, 10)), q.Distress(None)],
        q.ComfortQuestion: [q.Comfort(rng.randint(0, 10))],
        q.BlankQuestion: [q.Filled(word), q.Filled(word, enough=True), q.Dial(rng.randint(0, 5))],
        q.WholeQuestion: [q.Wrote(tuple(rng.choices(WORDS, k=rng.randint(0, 5)))), q.Dial(rng.randint(0, 5))],
        q.CollageQuestion: [q.Picked(tuple(rng.randint(0, 16) for _ in range(rng.randint(0, 5))))],
        q.ChooseQuestion: [q.Chose(number)],
        q.FormQuestion: [q.Chose(number), q.Sections(tuple(rng.choices(WORDS, k=rng.randint(0, 6))))],
        q.SongQuestion: [q.Chose(number), q.Others("low"), q.Reworked(number, A_TUNE, is_chosen=True)],
    }
    any_time: list[q.Answer] = [q.Done(), q.Chose(number), q.Filled(word), q.Wrote((word,)), q.Dial(1)]
    return rng.choice(fitting.get(type(question), any_time) if rng.random() < 0.85 else any_time)


def wander(exercise: Exercise, rng: Random) -> None:
    """One wander through one sitting."""
    first = rng.choice(exercise.sittings)[0]
    draft = Draft(exercise.id, "w", LONG_AGO, 0, "high", first.id, "", size=rng.choice(SIZES))
    for _ in range(STEPS):
        place = walk.place_of(exercise, draft)
        question = question_at(exercise, draft, place)
        step = walk.step_named(exercise, place.step_id)
        assert step in sitting_of(exercise, first.id)
        if isinstance(question, q.CloseQuestion) and rng.random() < 0.5:
            return
        if isinstance(question, q.TuneQuestion) and rng.random() < 0.7:
            draft = replace(draft, tunes={**draft.tunes, step.id: A_TUNE})
        elif isinstance(question, q.SongQuestion) and not question.songs and isinstance(step, SuggestStep):
            draft = walk.with_suggestions(step, draft, (A_TUNE,) * 3, None)
        elif rng.random() < 0.2:
            draft = walk.moved(exercise, walk.with_typed(exercise, draft), -1)
        elif rng.random() < 0.1:
            draft = replace(draft, typing=rng.choice(WORDS))
        else:
            before = draft
            try:
                draft = walk.answered(exercise, draft, an_answer(rng, question))
            except WrongUseError:
                assert draft == before
        draft = json.decode(json.encode(draft), type=Draft)
        walk.headed_lines_of(exercise, draft)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_no_wander_breaks(path: Path) -> None:
    exercise = load_exercise(path)
    for seed in range(25):
        wander(exercise, Random(f"{exercise.id} {seed}"))


def test_a_draft_of_a_changed_exercise_still_has_a_place() -> None:
    """Its file was edited while a session was under way: other steps, fewer blanks, fewer phrases."""
    exercise = load_exercise(next(path for path in FILES if path.stem == "kitchen-drawer"))
    draft = Draft(
        exercise.id, "w", LONG_AGO, 0, "high", "gone", "7", typing="half a word", picked={"phrases": (40, 2)},
        blanks={"phrases": ("x",) * 30}, chose={"gone": 9}, sections=("verse",) * 3,
    )  # fmt: skip
    for step_id in ("gone", *(step.id for step in exercise.steps)):
        there = replace(draft, step_id=step_id)
        place = walk.place_of(exercise, there)
        question_at(exercise, walk.goto(there, place), place)
        walk.answered(exercise, walk.goto(there, place), q.Done())
    at_phrases = walk.goto(draft, q.Place("phrases", walk.PICK, 1, 1))
    assert walk.lines_of(exercise, walk.answered(exercise, at_phrases, q.Picked((1,)))) == ("a key that fits nothing",)
