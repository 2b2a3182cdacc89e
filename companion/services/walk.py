"""The walk through an exercise, pure: which questions there are, what one shows, what an answer changes."""

from msgspec.structs import replace

from companion.domain.affect import CheckIn
from companion.domain.exercise import (
    BLANK,
    Arrive,
    BlankLine,
    Blanks,
    CheckInStep,
    Close,
    Exercise,
    Melody,
    Play,
    Sing,
    Step,
)
from companion.domain.feelings import CHECK_IN_WORDS
from companion.errors import WrongUseError
from companion.services import questions as q
from companion.services.draft import Draft

WHOLE = "whole"


def parts_of(step: Step, draft: Draft) -> tuple[str, ...]:
    """The names of a step's questions, in order."""
    match step:
        case CheckInStep():
            opened = step.offers if step.id in draft.more else ()
            return tuple(dict.fromkeys((*step.asks, *opened)))
        case Blanks():
            return (*(str(index) for index in range(len(step.lines))), WHOLE)
        case _:
            return ("",)


def all_places(exercise: Exercise, draft: Draft) -> tuple[q.Place, ...]:
    """Every question's place, in order. Singing is left out where nothing was chosen to sing."""
    steps = exercise.steps
    return tuple(
        q.Place(step.id, part, number, len(steps))
        for number, step in enumerate(steps, start=1)
        if draft.song is not None or not isinstance(step, Play | Sing)
        for part in parts_of(step, draft)
    )


def place_of(exercise: Exercise, draft: Draft) -> q.Place:
    """The open question's place; the step's first where its part is not there any more."""
    places = all_places(exercise, draft)
    same_step = [place for place in places if place.step_id == draft.step_id]
    return next((place for place in same_step if place.part == draft.part), (same_step or places)[0])


def step_named(exercise: Exercise, step_id: str) -> Step:
    """The step with that id. Raises WrongUseError for an unknown one."""
    for step in exercise.steps:
        if step.id == step_id:
            return step
    raise WrongUseError(f"The exercise '{exercise.id}' has no step '{step_id}'.")


def goto(draft: Draft, place: q.Place) -> Draft:
    """The same draft with another question open."""
    return replace(draft, step_id=place.step_id, part=place.part, typing=None)


def moved(exercise: Exercise, draft: Draft, by: int) -> Draft:
    """The draft `by` questions further on (or back, negative), inside the exercise's ends."""
    places = all_places(exercise, draft)
    index = places.index(place_of(exercise, draft)) + by
    return goto(draft, places[max(0, min(len(places) - 1, index))])


def lines_of(exercise: Exercise, draft: Draft) -> tuple[str, ...]:
    """The words so far: as edited where they were, else the filled lines with headings for their sections."""
    for step in exercise.steps:
        if isinstance(step, Blanks):
            if step.id in draft.lines:
                return draft.lines[step.id]
            return _filled_lines(step, draft.blanks.get(step.id, ()))
    return ()


def _filled_lines(step: Blanks, filled: tuple[str, ...]) -> tuple[str, ...]:
    lines: list[str] = []
    section = ""
    for line, word in zip(step.lines, filled, strict=False):
        if not word:
            continue
        if lines and line.section != section:
            lines.append("")
        section = line.section
        lines.append(line.filled(word))
    return tuple(lines)


def headed_lines_of(exercise: Exercise, draft: Draft) -> tuple[str, ...]:
    """The words with the exercise's section names as headings ("[chorus]"), where the stanzas still match them."""
    lines = lines_of(exercise, draft)
    step = next((step for step in exercise.steps if isinstance(step, Blanks)), None)
    if step is None or not lines:
        return lines
    filled = draft.blanks.get(step.id, ())
    names = list(dict.fromkeys(line.section for line, word in zip(step.lines, filled, strict=False) if word))
    starts = [i for i, line in enumerate(lines) if line and (i == 0 or not lines[i - 1])]
    if len(starts) != len(names):
        return lines
    headings = dict(zip(starts, names, strict=True))
    return tuple(
        each for i, line in enumerate(lines) for each in ((f"[{headings[i]}]", line) if i in headings else (line,))
    )


def question_at(exercise: Exercise, draft: Draft, place: q.Place) -> q.Question:
    """The question at a place, with everything needed to show it (a close question without what was kept)."""
    step = step_named(exercise, place.step_id)
    match step:
        case Arrive():
            return q.ArriveQuestion(place, step.prompt, step.ways, step.seconds)
        case CheckInStep():
            return _check_in_question(step, draft, place)
        case Blanks():
            return _blank_question(step, draft, place, lines_of(exercise, draft))
        case Melody():
            return q.SongQuestion(place, step.prompt, lines_of(exercise, draft), step.count, draft.songs, draft.chosen)
        case Play():
            assert draft.song is not None
            return q.PlayQuestion(place, step.prompt, step.rest_prompt, draft.song, len(draft.entry_ids))
        case Sing():
            assert draft.song is not None
            return q.SingQuestion(place, step.prompt, draft.song)
        case Close():
            return q.CloseQuestion(place, step.prompt)


def _check_in_question(step: CheckInStep, draft: Draft, place: q.Place) -> q.Question:
    said = draft.check_ins.get(step.id, CheckIn())
    if place.part == "affect":
        return q.GridQuestion(place, said.affect)
    if place.part == "distress":
        return q.DistressQuestion(place, said.distress)
    offers = () if step.id in draft.more else step.offers
    return q.FeelingQuestion(place, step.prompt, CHECK_IN_WORDS, offers, said.feeling)


def _blank_question(step: Blanks, draft: Draft, place: q.Place, lines: tuple[str, ...]) -> q.Question:
    if place.part == WHOLE:
        typed = draft.typing if place.part == draft.part else None
        return q.WholeQuestion(place, lines if typed is None else tuple(typed.split("\n")))
    index = int(place.part)
    line = step.lines[index]
    filled = draft.blanks.get(step.id, ())
    before, _, after = line.text.partition(BLANK)
    answer = filled[index] if index < len(filled) else ""
    if draft.typing is not None and (place.step_id, place.part) == (draft.step_id, draft.part):
        answer = draft.typing
    written = tuple(each.filled(word) for each, word in zip(step.lines, filled, strict=False) if word)
    return q.BlankQuestion(
        place, step.prompt, index + 1, len(step.lines), before, after, line.words, answer, written, any(filled)
    )


def answered(exercise: Exercise, draft: Draft, answer: q.Answer) -> Draft:
    """The draft after an answer to its open question, with the next question open.

    Raises WrongUseError where the answer does not belong to the question.
    """
    place = place_of(exercise, draft)
    step = step_named(exercise, place.step_id)
    match step, answer:
        case _, q.Done():
            return moved(exercise, with_typed(exercise, draft), +1)
        case CheckInStep(), q.Feeling() | q.OnGrid() | q.Distress():
            checked_in = _checked_in(step, draft, answer)
            opens_more = isinstance(answer, q.Feeling) and answer.more and answer.word is None
            return checked_in if opens_more else moved(exercise, checked_in, +1)
        case Blanks(), q.Filled() if place.part != WHOLE:
            filled = _with_blank(step, draft, int(place.part), answer.text)
            if answer.enough:
                return goto(filled, q.Place(step.id, WHOLE, place.step, place.steps))
            return moved(exercise, filled, +1)
        case Blanks(), q.Wrote() if place.part == WHOLE:
            return moved(exercise, _rewritten(step, draft, answer.lines), +1)
        case Melody(), q.Chose():
            return moved(exercise, replace(draft, chosen=_suggestion(draft, answer.number)), +1)
        case Melody(), q.Reworked():
            index = _suggestion(draft, answer.number)
            songs = (*draft.songs[:index], answer.song, *draft.songs[index + 1 :])
            chosen = index if answer.is_chosen else draft.chosen
            return replace(draft, songs=songs, chosen=chosen, voice=answer.voice or draft.voice)
        case Melody(), q.Others():
            voice = answer.voice or draft.voice
            return replace(draft, songs=(), chosen=None, voice=voice, seed=draft.seed + step.count)
        case _:
            raise WrongUseError(f"That is no answer to the question '{place.step_id}'.")


def _suggestion(draft: Draft, number: int) -> int:
    """The index of a suggestion by its number. Raises WrongUseError for one that is not there."""
    if not 1 <= number <= len(draft.songs):
        raise WrongUseError(f"There is no suggestion {number}.", f"Choose 1 to {len(draft.songs)}.")
    return number - 1


def with_typed(exercise: Exercise, draft: Draft) -> Draft:
    """What was typed into the open field as its answer: nothing typed is dropped by leaving it."""
    place = place_of(exercise, draft)
    step = step_named(exercise, place.step_id)
    if not isinstance(step, Blanks) or draft.typing is None:
        return draft
    if place.part == WHOLE:
        return _rewritten(step, draft, tuple(draft.typing.split("\n")))
    return _with_blank(step, draft, int(place.part), draft.typing)


def _checked_in(step: CheckInStep, draft: Draft, answer: q.Answer) -> Draft:
    said = draft.check_ins.get(step.id, CheckIn())
    more = draft.more
    match answer:
        case q.Feeling():
            if answer.word is not None or not answer.more:
                said = replace(said, feeling=(answer.word or "").strip() or None)
            if answer.more:
                more = tuple(dict.fromkeys((*more, step.id)))
        case q.OnGrid():
            said = replace(said, affect=answer.affect)
        case q.Distress():
            said = replace(said, distress=answer.level)
    return replace(draft, check_ins={**draft.check_ins, step.id: said}, more=more)


def _with_blank(step: Blanks, draft: Draft, index: int, text: str) -> Draft:
    filled = list(draft.blanks.get(step.id, ())) + [""] * len(step.lines)
    before, now = filled[index], " ".join(text.split())
    if before == now:
        return replace(draft, typing=None)
    filled[index] = now
    changed = replace(draft, blanks={**draft.blanks, step.id: tuple(filled[: len(step.lines)])})
    if step.id in draft.lines:
        edited = _patched(draft.lines[step.id], step.lines[index], before, now)
        changed = replace(changed, lines={**draft.lines, step.id: edited})
    return _without_songs(changed)


def _patched(lines: tuple[str, ...], blank: BlankLine, before: str, now: str) -> tuple[str, ...]:
    """Edited words after a blank in them changed: its line is exchanged where it still stands as it was
    filled, and added at the end otherwise. What the person wrote by hand stays."""
    old, new = blank.filled(before), blank.filled(now)
    if before and old in lines:
        return tuple(new if line == old else line for line in lines if now or line != old)
    return (*lines, new) if now else lines


def _rewritten(step: Blanks, draft: Draft, lines: tuple[str, ...]) -> Draft:
    trimmed = tuple(line.rstrip() for line in lines)
    while trimmed and not trimmed[-1]:
        trimmed = trimmed[:-1]
    if trimmed == draft.lines.get(step.id, _filled_lines(step, draft.blanks.get(step.id, ()))):
        return replace(draft, typing=None)
    return _without_songs(replace(draft, lines={**draft.lines, step.id: trimmed}))


def _without_songs(draft: Draft) -> Draft:
    """Suggestions belong to the words they were made for; other words get others."""
    return replace(draft, songs=(), chosen=None, typing=None)
