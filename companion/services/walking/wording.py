"""Somebody's words in the walk: what a step asks for, what its lines are so far, and what an answer changes in them.

The structure dial asks for the same words with more or less to hold on to: 1 one blank, 2 all blanks, 3 a page with
beginnings, 4 an empty page. Words stay when it is moved: blanks that were filled stand on the page, and a page that
was changed by hand keeps its lines when blanks are asked for again.
"""

import re

from msgspec.structs import replace

from companion.domain.exercise import Exercise
from companion.domain.slots import Slot
from companion.domain.steps import Step
from companion.domain.word_steps import Collage, ShortStep, TextStep, WordsStep
from companion.services.walking.draft import Draft

WHOLE = "whole"
PICK = "pick"
ONE_BLANK, BLANKS, BEGINNINGS, EMPTY_PAGE = 1, 2, 3, 4

_SENTENCES = re.compile(r"[^.!?…\n]+[.!?…]*")


def has_dial(step: WordsStep) -> bool:
    """Whether a step can be asked with more or less to hold on to."""
    return any(slot.asks for slot in step.slots) and not isinstance(step, ShortStep)


def level_of(step: WordsStep, draft: Draft) -> int:
    """Where the dial stands for a step: where someone moved it, else as the exercise has it."""
    natural = BLANKS
    if isinstance(step, TextStep):
        natural = BEGINNINGS if step.starts else EMPTY_PAGE
    return draft.dial if draft.dial is not None and has_dial(step) else natural


def parts_of_words(exercise: Exercise, step: WordsStep, draft: Draft) -> tuple[str, ...]:
    """The names of a words step's questions: its blanks by index, a collage's picking, the whole."""
    if isinstance(step, Collage):
        return (PICK, WHOLE) if phrases_of(exercise, step, draft) else ()
    asked = tuple(str(index) for index, slot in enumerate(step.slots) if slot.asks)
    if isinstance(step, ShortStep):
        return asked
    level = level_of(step, draft)
    if level >= BEGINNINGS or not asked:
        return (WHOLE,)
    return (*asked[: 1 if level == ONE_BLANK else None], WHOLE)


def phrases_of(exercise: Exercise, step: Collage, draft: Draft) -> tuple[str, ...]:
    """What a collage can choose from: its own phrases, or the sentences of what was written before."""
    source = exercise.step(step.from_step) if step.from_step is not None else None
    if source is None:
        return step.phrases
    written = lines_of_step(exercise, source, draft) or draft.carried.get(source.id, ())
    found = (match.strip() for line in written for match in _SENTENCES.findall(line))
    return tuple(dict.fromkeys(each for each in found if each))


def lines_of_step(exercise: Exercise, step: Step, draft: Draft) -> tuple[str, ...]:
    """A step's words so far: the page as it was changed by hand, else what was filled or picked."""
    if not isinstance(step, WordsStep):
        return ()
    if step.id in draft.lines:
        return draft.lines[step.id]
    if isinstance(step, Collage):
        phrases = phrases_of(exercise, step, draft)
        return tuple(phrases[number - 1] for number in draft.picked.get(step.id, ()) if number <= len(phrases))
    return filled_lines(step.slots, draft.blanks.get(step.id, ()))


def filled_lines(slots: tuple[Slot, ...], filled: tuple[str, ...]) -> tuple[str, ...]:
    """The lines that have a word, with an empty line between sections; a given song's lines all stand."""
    lines: list[str] = []
    section = ""
    if not any(filled):
        return ()
    for slot, word in zip(slots, (*filled, *[""] * len(slots)), strict=False):
        if not (word or slot.given or not slot.asks):
            continue
        if lines and slot.section != section:
            lines.append("")
        section = slot.section
        lines.append(slot.filled(word))
    return tuple(lines)


def song_lines(exercise: Exercise, steps: tuple[Step, ...], draft: Draft) -> tuple[str, ...]:
    """All the words for the song, the steps' lines parted by an empty line."""
    return _joined([lines_of_step(exercise, step, draft) for step in _song_steps(steps)])


def headed_lines(exercise: Exercise, steps: tuple[Step, ...], draft: Draft) -> tuple[str, ...]:
    """The song's words with section names as headings ("[chorus]"): those chosen in a form step, else the steps'."""
    lines = song_lines(exercise, steps, draft)
    sung = [line for line in lines if line]
    if sung and len(draft.sections) == len(sung):
        return _with_sections(sung, draft)
    return _joined([_headed(step, lines_of_step(exercise, step, draft), draft) for step in _song_steps(steps)])


def _song_steps(steps: tuple[Step, ...]) -> list[WordsStep]:
    return [step for step in steps if isinstance(step, WordsStep) and step.into == "song"]


def _joined(parts: list[tuple[str, ...]]) -> tuple[str, ...]:
    joined: tuple[str, ...] = ()
    for part in filter(None, parts):
        joined = (*joined, "", *part) if joined else part
    return joined


def _with_sections(sung: list[str], draft: Draft) -> tuple[str, ...]:
    lines: list[str] = []
    now = ""
    for line, name in zip(sung, draft.sections, strict=True):
        if name != now:
            lines += ["", f"[{name}]"] if lines else [f"[{name}]"]
            now = name
        lines.append(line)
    if draft.returns:
        lines += ["", f"[{draft.returns}]"]
    return tuple(lines)


def _headed(step: WordsStep, lines: tuple[str, ...], draft: Draft) -> tuple[str, ...]:
    """A step's lines with its sections' names, where its stanzas still match them."""
    filled = draft.blanks.get(step.id, ())
    names = list(dict.fromkeys(slot.section for slot, word in zip(step.slots, filled, strict=False) if word))
    names = names or [step.section]
    starts = [i for i, line in enumerate(lines) if line and (i == 0 or not lines[i - 1])]
    if len(starts) != len(names):
        return lines
    headings = dict(zip(starts, names, strict=True))
    return tuple(
        each for i, line in enumerate(lines) for each in ((f"[{headings[i]}]", line) if i in headings else (line,))
    )


def with_blank(step: WordsStep, draft: Draft, index: int, text: str) -> Draft:
    """The draft with a word in a blank. Songs that were made for other words go."""
    slots = step.slots
    filled = list(draft.blanks.get(step.id, ())) + [""] * len(slots)
    before, now = filled[index], " ".join(text.split())
    if before == now:
        return replace(draft, typing=None)
    filled[index] = now
    changed = replace(draft, blanks={**draft.blanks, step.id: tuple(filled[: len(slots)])})
    if step.id in draft.lines:
        edited = _patched(draft.lines[step.id], slots[index], before, now)
        changed = replace(changed, lines={**draft.lines, step.id: edited})
    return without_songs(changed, step)


def _patched(lines: tuple[str, ...], slot: Slot, before: str, now: str) -> tuple[str, ...]:
    """Edited words after a blank in them changed: its line is exchanged where it still stands as it was
    filled, and added at the end otherwise. What the person wrote by hand stays."""
    old, new = slot.filled(before), slot.filled(now)
    if (before or slot.given) and old in lines:
        return tuple(new if line == old else line for line in lines if now or slot.given or line != old)
    return (*lines, new) if now else lines


def rewritten(exercise: Exercise, step: WordsStep, draft: Draft, lines: tuple[str, ...]) -> Draft:
    """The draft with a step's words as they stand on its page."""
    trimmed = tuple(line.rstrip() for line in lines)
    while trimmed and not trimmed[-1]:
        trimmed = trimmed[:-1]
    if trimmed == lines_of_step(exercise, step, draft):
        return replace(draft, typing=None)
    return without_songs(replace(draft, lines={**draft.lines, step.id: trimmed}), step)


def with_picked(exercise: Exercise, step: Collage, draft: Draft, numbers: tuple[int, ...]) -> Draft:
    """The draft with other phrases picked; a page that was changed by hand gains and loses only those."""
    before = draft.picked.get(step.id, ())
    if numbers == before:
        return draft
    changed = replace(draft, picked={**draft.picked, step.id: numbers})
    if step.id in draft.lines:
        phrases = phrases_of(exercise, step, draft)
        gone = {phrases[number - 1] for number in before if number not in numbers and number <= len(phrases)}
        new = tuple(phrases[number - 1] for number in numbers if number not in before)
        edited = (*(line for line in draft.lines[step.id] if line not in gone), *new)
        changed = replace(changed, lines={**draft.lines, step.id: edited})
    return without_songs(changed, step)


def without_songs(draft: Draft, step: WordsStep) -> Draft:
    """Suggestions belong to the words they were made for; other words for the song get others."""
    if step.into != "song":
        return replace(draft, typing=None)
    return replace(
        draft, songs=(), chosen=None, chord_songs=(), chord_chosen=None, sections=(), returns="", typing=None
    )


def carried_words(exercise: Exercise, draft: Draft) -> dict[str, tuple[str, ...]]:
    """The words of all steps so far, for a sitting on another day."""
    now = {step.id: lines_of_step(exercise, step, draft) for step in exercise.steps}
    return {**draft.carried, **{step_id: lines for step_id, lines in now.items() if lines}}
