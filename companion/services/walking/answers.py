"""A session walked by a file of answers, without questions: for scripts, tests and the demo.

The file maps step ids to answers as the command line's contract lists them; what is missing is skipped.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from companion.domain.affect import GRID_LIMIT, Affect
from companion.domain.exercise import Exercise
from companion.domain.song import Song, SongRequest
from companion.domain.steps import CheckInStep, Choose, Form, Play, Step, SuggestStep, kind_of
from companion.domain.take import Take
from companion.domain.word_steps import Blanks, Collage, ListStep, ShortStep, Substitute, TextStep
from companion.errors import FileProblemError, WrongUseError
from companion.language import _
from companion.services.walking import questions as q
from companion.services.walking.session import Session

Compose = Callable[[SongRequest], tuple[Song, ...]]
Perform = Callable[[Song, Path], Take]
"""Plays a MIDI file into the recorder over a song's backing, in real time; gives the take."""


OnAxis = Annotated[int, Meta(ge=-GRID_LIMIT, le=GRID_LIMIT)]
OutOfTen = Annotated[int, Meta(ge=0, le=10)]


class PlayAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a play step is answered with: a MIDI file to perform, and what becomes of the take."""

    midi: str
    keep: Literal["keep", "delete", "later"] = "keep"


class CheckInAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a check-in is answered with; every part may be missing."""

    feeling: str | None = None
    valence: OnAxis | None = None
    arousal: OnAxis | None = None
    distress: OutOfTen | None = None
    comfort: OutOfTen | None = None


def read_answers(path: Path, exercise: Exercise) -> dict[str, Any]:
    """Read an answers file and check it against the exercise.

    Raises FileProblemError for a file that can't be read, WrongUseError for an answer that does not fit its step.
    """
    try:
        found = msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    except OSError as error:
        raise FileProblemError.from_os("read", path, error) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        hint = _('It is JSON: {"step id": answer}.')
        raise FileProblemError(
            _("{path} is not a file of answers: {error}.").format(path=path, error=error), hint
        ) from error
    return checked(found, exercise)


def checked(answers: Mapping[str, Any], exercise: Exercise) -> dict[str, Any]:
    """The answers as typed values. Raises WrongUseError naming the step and what it takes."""
    kinds = {step.id: step for step in exercise.steps}
    typed: dict[str, Any] = {}
    for step_id, answer in answers.items():
        if step_id not in kinds:
            raise WrongUseError(
                _("The exercise has no step '{step_id}'.").format(step_id=step_id),
                _("It has: {kinds}.").format(kinds=", ".join(kinds)),
            )
        step = kinds[step_id]
        try:
            typed[step_id] = msgspec.convert(answer, _wanted(step))
        except msgspec.ValidationError as error:
            problem = _("The answer to '{step_id}' ({kind_of}) does not fit: {plainly}.").format(
                step_id=step_id, kind_of=kind_of(step), plainly=_plainly(error)
            )
            raise WrongUseError(problem) from error
        if isinstance(step, Substitute):
            _check_given(step, typed[step_id])
    return typed


def _wanted(step: Step) -> Any:
    """The type of a step's answer."""
    match step:
        case CheckInStep():
            return CheckInAnswer
        case Blanks() | ListStep():
            return list[str]
        case Collage():
            return list[int]
        case Substitute():
            return dict[str, str]
        case Form():
            return int | list[str]
        case Play():
            return PlayAnswer
        case _ if isinstance(step, TextStep | ShortStep):
            return str
        case _ if isinstance(step, SuggestStep | Choose):
            return int
        case _:
            return bool


def _check_given(step: Substitute, own: Mapping[str, str]) -> None:
    given = [slot.given for slot in step.slots if slot.asks]
    lost = next((word for word in own if word not in given), None)
    if lost is not None:
        raise WrongUseError(
            _("'{id}' has no word '{lost}' to change.").format(id=step.id, lost=lost),
            _("It has: {given}.").format(given=", ".join(given)),
        )


def walk_by_answers(session: Session, answers: Mapping[str, Any], compose: Compose, perform: Perform) -> None:
    """Walk to the close. `answers` are those of `checked`."""
    while not session.is_finished:
        question = session.question
        given = answers.get(question.place.step_id)
        wants = isinstance(question, q.SongQuestion) and bool(session.lines)
        if session.wants_songs and (wants or given is not None):
            session.offer(compose(session.song_request()))
            question = session.question
        _answer(session, question, given, perform)


def _answer(session: Session, question: q.Question, given: Any, perform: Perform) -> None:
    match question, given:
        case ((q.FeelingQuestion() | q.GridQuestion() | q.DistressQuestion() | q.ComfortQuestion()), CheckInAnswer()):
            session.answer(_check_in(question, given))
        case q.BlankQuestion(given=str(word)), dict():
            session.answer(q.Filled(given.get(word, word)))
        case q.BlankQuestion(), list():
            session.answer(q.Filled(given[question.number - 1] if question.number <= len(given) else ""))
        case q.BlankQuestion(), str():
            session.answer(q.Filled(given))
        case q.WholeQuestion(), str():
            session.answer(q.Wrote(tuple(given.split("\n"))))
        case q.CollageQuestion(), list():
            session.answer(q.Picked(tuple(given)))
        case q.FormQuestion(), list():
            session.answer(q.Sections(tuple(given)))
        case ((q.SongQuestion() | q.ChooseQuestion() | q.FormQuestion()), int()):
            session.answer(q.Chose(given))
        case q.SongQuestion(), None if question.songs:
            session.answer(q.Chose(1))
        case q.PlayQuestion(), PlayAnswer() if given.keep != "delete":
            take = perform(question.song, Path(given.midi))
            session.answer(q.Kept(take, decide_later=given.keep == "later"))
            session.answer(q.Done())
        case _:
            session.answer(q.Done())


def _check_in(
    question: q.FeelingQuestion | q.GridQuestion | q.DistressQuestion | q.ComfortQuestion, given: CheckInAnswer
) -> q.Answer:
    match question:
        case q.FeelingQuestion():
            numbers = (given.valence, given.arousal, given.distress, given.comfort)
            has_more = any(each is not None for each in numbers)
            return q.Feeling(given.feeling, more=has_more and bool(question.offers))
        case q.GridQuestion():
            said = given.valence is not None or given.arousal is not None
            return q.OnGrid(Affect.nearest(given.valence or 0, given.arousal or 0) if said else None)
        case q.DistressQuestion():
            return q.Distress(given.distress)
        case q.ComfortQuestion():
            return q.Comfort(given.comfort)


def _plainly(error: msgspec.ValidationError) -> str:
    """msgspec's "Expected `int` - at `$.distress`" as "expected 'int' at 'distress'"."""
    problem, at, where = str(error).replace("`", "'").partition(" - at '$")
    problem = problem[:1].lower() + problem[1:]
    return _("{problem} at '{place}").format(problem=problem, place=where.lstrip(".")) if at else problem
