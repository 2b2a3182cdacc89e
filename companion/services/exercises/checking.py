"""Looking an exercise over for the person who wrote it: what stops it, what to think about, how it reads."""

import re

from msgspec import Struct

from companion.domain.exercise import Exercise, Size, Step
from companion.domain.steps import (
    Arrive,
    Breathe,
    CheckInStep,
    Choose,
    Close,
    Form,
    Ground,
    Listen,
    Move,
    Play,
    Sing,
    SuggestStep,
)
from companion.domain.word_steps import Blanks, Collage, ShortStep, Substitute, TextStep, Writing
from companion.domain.word_steps import ListStep as List
from companion.language import _
from companion.services.exercises.dry_walk import walk_dry
from companion.services.exercises.reading_level import ReadingLevel, level_of, read_by_people
from companion.services.walking.way import steps_of_size

FAR_OFF = 2.0
"""Minutes that are named may be half or twice what the steps seem to take (a guess of ours, unsourced)."""

_CLOSED_EYES = re.compile(r"close your eyes|cierra los ojos|augen schließen|schließ\w* die augen", re.IGNORECASE)
_DEEP_BREATH = re.compile(r"deep(ly)? breath|breathe deep|respira hondo|tief (ein)?atmen", re.IGNORECASE)
_HURRY = re.compile(r"\b(you must|you should|well done|good job|hurry up|correct|wrong answer)\b", re.IGNORECASE)
_HARM = re.compile(r"\b(self-harm|suicid\w*|selbstmord\w*|kill (my|your)self)\b", re.IGNORECASE)


class Looked(Struct, frozen=True):
    """What was found: `problems` stop an exercise from being used well, `thoughts` are for its writer."""

    problems: tuple[str, ...]
    thoughts: tuple[str, ...]
    minutes: int
    smallest_minutes: int
    reading: ReadingLevel


def look_over(exercise: Exercise) -> Looked:
    """Walk it dry, and read it as the person will."""
    dry = walk_dry(exercise)
    lost = [step.id for step in exercise.steps if step.id not in dry.reached]
    problems = [*dry.problems, *(_("the step '{each}' can't be reached").format(each=each) for each in lost)]
    sentences = read_by_people(exercise)
    text = "\n".join(sentences)
    if _HARM.search(text):
        problems.append(_("self-harm is no theme for an exercise here; it is work for a meeting"))
    minutes, smallest = minutes_of(exercise, "whole"), minutes_of(exercise, "smallest")
    reading = level_of(sentences, exercise.language)
    return Looked(tuple(problems), _thoughts(exercise, text, minutes, reading), minutes, smallest, reading)


def _thoughts(exercise: Exercise, text: str, minutes: int, reading: ReadingLevel) -> tuple[str, ...]:
    found: list[str] = []
    if _CLOSED_EYES.search(text):
        found.append(_("closed eyes can feel unsafe: let them stay open, or let people choose"))
    if _DEEP_BREATH.search(text):
        found.append(_("an easy breath, not a deep one, and only as an offer"))
    if _HURRY.search(text):
        found.append(_("a sentence sounds like hurry or marks; nobody is judged here"))
    if not reading.is_easy:
        found.append(
            _("it reads at {scale} {value:g}; shorter words and sentences read easier").format(
                scale=reading.scale, value=reading.value
            )
        )
    if minutes * FAR_OFF < exercise.minutes or exercise.minutes * FAR_OFF < minutes:
        found.append(
            _("it says {minutes} minutes; its steps seem to take about {seems}").format(
                minutes=exercise.minutes, seems=minutes
            )
        )
    if not exercise.smallest and exercise.minutes > exercise.smallest_minutes:
        found.append(_("'smallest' could name the few steps that make its shortest form"))
    if not exercise.not_when and exercise.depth != "light":
        found.append(_("'not_when' is empty: is there really nobody for whom it is not?"))
    if exercise.depth == "deep" and not any(isinstance(step, Ground) for step in exercise.steps):
        found.append(_("a deep exercise needs a ground step near its end"))
    return tuple(found)


def minutes_of(exercise: Exercise, size: Size) -> int:
    """About how long an exercise takes, a step's minutes added up (our guess, unsourced); one at least."""
    wanted = steps_of_size(exercise, size)
    branches = sum(step.when is not None and step.when.chose is not None for step in exercise.steps)
    total = sum(_minutes(step) for step in exercise.steps if step.id in wanted or isinstance(step, Close))
    return max(1, round(total - (branches / 2 if size == "whole" else branches * 0.75)))


def _minutes(step: Step) -> float:
    match step:
        case Blanks() | List() | Substitute():
            return 0.5 + 0.5 * sum(slot.asks for slot in step.slots)
        case Writing():
            return float(step.minutes)
        case Collage():
            return 3.0
        case _ if isinstance(step, TextStep):
            return 3.5
        case Play():
            return 3.0
        case Sing() | Listen() | Move() | Breathe():
            return 1.5
        case _ if isinstance(step, SuggestStep):
            return 2.0
        case CheckInStep() | Arrive() | Ground():
            return 1.0
        case _ if isinstance(step, ShortStep | Choose | Form):
            return 0.5
        case _:
            return 0.5
