"""How easily the sentences of an exercise read: a school year for English, LIX for other languages."""

import re

from msgspec import Struct

from companion.domain.exercise import Exercise
from companion.domain.steps import Arrive, Breathe, Choose, Ground, Listen, Move, Sing
from companion.domain.word_steps import Blanks, Collage, ListStep, Substitute, TextStep
from companion.engine.prosody import syllables

EASY_GRADE = 6.0
"""Health information for everyone is best at or below the sixth grade (Weiss 2007, AMA health literacy manual)."""

EASY_LIX = 40.0
"""Björnsson (1968): up to 30 very easy, up to 40 easy."""

_LONG_WORD = 7
_SENTENCE_END = re.compile(r"[.!?:;…\n]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


class ReadingLevel(Struct, frozen=True):
    """A number on a named scale, and whether it is easy on that scale."""

    scale: str
    value: float
    is_easy: bool


def level_of(sentences: tuple[str, ...], language: str) -> ReadingLevel:
    """The level of sentences: Flesch-Kincaid grade (Kincaid et al. 1975) in English, else LIX (Björnsson 1968)."""
    text = "\n".join(sentences)
    parts = [part for part in _SENTENCE_END.split(text) if _WORD.search(part)]
    words = _WORD.findall(text)
    if not words:
        return ReadingLevel("grade" if language == "en" else "LIX", 0.0, True)
    length = len(words) / len(parts)
    if language == "en":
        spoken = sum(len(syllables(word, language)) for word in words) / len(words)
        grade = round(max(0.0, 0.39 * length + 11.8 * spoken - 15.59), 1)
        return ReadingLevel("grade", grade, grade <= EASY_GRADE)
    lix = round(length + 100 * sum(len(word) >= _LONG_WORD for word in words) / len(words), 1)
    return ReadingLevel("LIX", lix, lix <= EASY_LIX)


def read_by_people(exercise: Exercise) -> tuple[str, ...]:
    """The sentences that the person meets on the way, the therapist's fields left out."""
    found = [f"{exercise.purpose}", exercise.for_whom, exercise.preparation, exercise.warning]
    for step in exercise.steps:
        found.append(step.prompt)
        match step:
            case Arrive():
                found += step.ways.values()
            case Breathe() | Ground() | Listen() | Move() | Sing():
                found += step.sentences
            case Choose():
                found += step.options
            case Blanks() | Substitute():
                found += [line.text for line in step.lines]
            case ListStep():
                found.append(step.line)
            case Collage():
                found += step.phrases
            case _ if isinstance(step, TextStep):
                found += [*step.starts, step.third_person]
            case _:
                pass
    return tuple(each.replace("{", "").replace("}", "") for each in found if each.strip())
