"""A session walked by a file of answers, without questions: for scripts, tests and the demo.

The file maps step ids to answers as the command line's contract lists them; what is missing is skipped.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from companion.domain.affect import GRID_LIMIT, Affect
from companion.domain.exercise import Arrive, Blanks, CheckInStep, Close, Exercise, Melody, Play, Sing, kind_of
from companion.domain.song import Song, SongRequest
from companion.domain.take import Take
from companion.errors import FileProblemError, WrongUseError
from companion.services import questions as q
from companion.services.session import Session

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
        hint = 'It is JSON: {"step id": answer}.'
        raise FileProblemError(f"{path} is not a file of answers: {error}.", hint) from error
    return checked(found, exercise)


def checked(answers: Mapping[str, Any], exercise: Exercise) -> dict[str, Any]:
    """The answers as typed values. Raises WrongUseError naming the step and what it takes."""
    kinds = {step.id: step for step in exercise.steps}
    typed: dict[str, Any] = {}
    for step_id, answer in answers.items():
        if step_id not in kinds:
            raise WrongUseError(f"The exercise has no step '{step_id}'.", f"It has: {', '.join(kinds)}.")
        step = kinds[step_id]
        match step:
            case Arrive() | Sing() | Close():
                wanted: Any = bool
            case CheckInStep():
                wanted = CheckInAnswer
            case Blanks():
                wanted = list[str]
            case Melody():
                wanted = int
            case Play():
                wanted = PlayAnswer
        try:
            typed[step_id] = msgspec.convert(answer, wanted)
        except msgspec.ValidationError as error:
            problem = f"The answer to '{step_id}' ({kind_of(step)}) does not fit: {_plainly(error)}."
            raise WrongUseError(problem) from error
    return typed


def walk_by_answers(session: Session, answers: Mapping[str, Any], compose: Compose, perform: Perform) -> None:
    """Walk to the close. `answers` are those of `checked`."""
    while not session.is_finished:
        question = session.question
        given = answers.get(question.place.step_id)
        if isinstance(question, q.SongQuestion) and not question.songs and (session.lines or given is not None):
            session.offer(compose(session.song_request()))
            question = session.question
        _answer(session, question, given, perform)


def _answer(session: Session, question: q.Question, given: Any, perform: Perform) -> None:
    match question, given:
        case q.FeelingQuestion(), CheckInAnswer():
            more = given.valence is not None or given.arousal is not None or given.distress is not None
            session.answer(q.Feeling(given.feeling, more=more and bool(question.offers)))
        case q.GridQuestion(), CheckInAnswer():
            said = given.valence is not None or given.arousal is not None
            session.answer(q.OnGrid(Affect.nearest(given.valence or 0, given.arousal or 0) if said else None))
        case q.DistressQuestion(), CheckInAnswer():
            session.answer(q.Distress(given.distress))
        case q.BlankQuestion(), list():
            text = given[question.number - 1] if question.number <= len(given) else ""
            session.answer(q.Filled(text))
        case q.SongQuestion(), int():
            session.answer(q.Chose(given))
        case q.SongQuestion(), None if question.songs:
            session.answer(q.Chose(1))
        case q.PlayQuestion(), PlayAnswer() if given.keep != "delete":
            take = perform(question.song, Path(given.midi))
            session.answer(q.Kept(take, decide_later=given.keep == "later"))
            session.answer(q.Done())
        case _:
            session.answer(q.Done())


def _plainly(error: msgspec.ValidationError) -> str:
    """msgspec's "Expected `int` - at `$.distress`" as "expected 'int' at 'distress'"."""
    problem, at, where = str(error).replace("`", "'").partition(" - at '$")
    problem = problem[:1].lower() + problem[1:]
    return f"{problem} at '{where.lstrip('.')}" if at else problem
