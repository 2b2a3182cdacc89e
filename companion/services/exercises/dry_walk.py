"""Playing an exercise through dry: along every branch, skipping all and answering all, without sound or journal."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import product

from msgspec import Struct
from msgspec.structs import replace

from companion.domain.affect import Affect
from companion.domain.exercise import Exercise, Size
from companion.domain.harmony import Chord, Key, Meter
from companion.domain.song import Contract, Section, Song
from companion.domain.step_base import When
from companion.domain.steps import Choose, Step, SuggestStep
from companion.errors import CompanionError
from companion.services.walking import questions as q
from companion.services.walking import walk
from companion.services.walking.asking import question_at
from companion.services.walking.draft import Draft
from companion.services.walking.way import needs_tune

MOST_WALKS = 512
MOST_QUESTIONS = 400
"""More questions than any exercise can ask: a walk that is longer goes round in circles."""

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
SIZES: tuple[Size, ...] = ("whole", "smallest", "low energy")
A_WORD = "rain"
A_TUNE = Song(
    title="a tune", name="a tune", feeling="calm", affect=Affect(0, 0), seed=0, key=Key("C"), meter=Meter(4, 4),
    tempo_bpm=60.0, groove="folk", loop_bars=1, sections=(Section("tune", 0, 1, ()),),
    chords=(Chord("C", "I", 0.0, 4.0, (48, 52, 55)),), melody=(), contract=Contract(()), why=(),
)  # fmt: skip


class Said(Struct, frozen=True):
    """What someone answers on one walk: which way at each choice, which number at each check-in."""

    chose: dict[str, int]
    distress: dict[str, int]


class DryWalk(Struct, frozen=True):
    """What came of walking: the steps that some walk came to, and what went wrong (nothing, usually)."""

    reached: frozenset[str]
    problems: tuple[str, ...]


def walk_dry(exercise: Exercise) -> DryWalk:
    """Walk every branch in every size, answering all and skipping all."""
    reached: set[str] = set()
    problems: dict[str, None] = {}
    for size, said in product(SIZES, answers_to_try(exercise)):
        for answers_all in (True, False):
            try:
                reached.update(places_of(exercise, size, said, answers_all=answers_all))
            except (CompanionError, AssertionError, LookupError) as error:
                problems[f"the {size} walk stops: {error}"] = None
    return DryWalk(frozenset(reached), tuple(problems))


def answers_to_try(exercise: Exercise) -> Iterator[Said]:
    """One set of answers for each combination of ways and of numbers at which a branch turns."""
    conditions = [step.when for step in exercise.steps if step.when is not None]
    choices = {step.id: len(step.options) for step in exercise.steps if isinstance(step, Choose)}
    numbers = {when.step: _turns(when.step, conditions) for when in conditions if when.chose is None}
    ways = product(*(range(1, count + 1) for count in choices.values()), *numbers.values())
    for _, combination in zip(range(MOST_WALKS), ways, strict=False):
        chose = dict(zip(choices, combination, strict=False))
        yield Said(chose, dict(zip(numbers, combination[len(choices) :], strict=False)))


def _turns(step_id: str, conditions: list[When]) -> tuple[int, ...]:
    """The numbers to try at a check-in: 0, 10, and on both sides of each bound."""
    bounds = [bound for when in conditions if when.step == step_id
              for bound in (when.distress_at_least, when.distress_below) if bound is not None]  # fmt: skip
    around = {each for bound in bounds for each in (bound - 1, bound)}
    return tuple(sorted(each for each in {0, 10, *around} if 0 <= each <= 10))


def places_of(exercise: Exercise, size: Size, said: Said, *, answers_all: bool) -> Iterator[str]:
    """The steps that one walk comes to, sitting after sitting."""
    for sitting in exercise.sittings:
        draft = Draft(exercise.id, "dry", LONG_AGO, 0, "high", sitting[0].id, "", size=size)
        draft = walk.goto(draft, walk.all_places(exercise, draft)[0])
        for _ in range(MOST_QUESTIONS):
            question = question_at(exercise, draft, walk.place_of(exercise, draft))
            yield question.place.step_id
            if isinstance(question, q.CloseQuestion):
                break
            draft = _after(exercise, draft, question, said, answers_all)
        else:
            raise LookupError("it never comes to its close")


def _after(exercise: Exercise, draft: Draft, question: q.Question, said: Said, answers_all: bool) -> Draft:
    step = walk.step_named(exercise, question.place.step_id)
    if isinstance(step, Choose):
        return walk.answered(exercise, draft, q.Chose(said.chose.get(step.id, 1)))
    if isinstance(question, q.FeelingQuestion) and question.offers:
        return walk.answered(exercise, draft, q.Feeling(None, more=True))
    if isinstance(question, q.DistressQuestion):
        return walk.answered(exercise, draft, q.Distress(said.distress.get(step.id)))
    if not answers_all:
        return walk.answered(exercise, draft, q.Done())
    if isinstance(question, q.TuneQuestion):
        return replace(draft, tunes={**draft.tunes, step.id: A_TUNE})
    return walk.answered(exercise, _with_songs(exercise, draft, step), an_answer_to(question))


def _with_songs(exercise: Exercise, draft: Draft, step: Step) -> Draft:
    if isinstance(step, SuggestStep) and not needs_tune(exercise, draft, step):
        return walk.with_suggestions(step, draft, (A_TUNE,), None)
    return draft


_ANSWERS: dict[type[q.Question], Callable[[q.Question], q.Answer]] = {
    q.FeelingQuestion: lambda _: q.Feeling("calm"),
    q.GridQuestion: lambda _: q.OnGrid(Affect(0, 0)),
    q.ComfortQuestion: lambda _: q.Comfort(5),
    q.BlankQuestion: lambda _: q.Filled(A_WORD),
    q.CollageQuestion: lambda _: q.Picked((1,)),
    q.FormQuestion: lambda _: q.Chose(1),
    q.SongQuestion: lambda _: q.Chose(1),
}


def an_answer_to(question: q.Question) -> q.Answer:
    """A plain answer to any question."""
    if isinstance(question, q.WholeQuestion):
        return q.Wrote(question.lines or (f"{A_WORD} on the roof.", f"More {A_WORD}."))
    make = _ANSWERS.get(type(question))
    return make(question) if make is not None else q.Done()
