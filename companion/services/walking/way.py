"""Which steps are on someone's way: their sitting, the size they chose, and what they said before."""

from companion.domain.exercise import Exercise, Size
from companion.domain.step_base import When
from companion.domain.steps import Close, Form, Listen, Play, Sing, Step, SuggestStep
from companion.services.walking.draft import Draft


def sitting_of(exercise: Exercise, step_id: str) -> tuple[Step, ...]:
    """The steps of the sitting in which a step stands; the first sitting for one that is not there."""
    sittings = exercise.sittings
    return next((steps for steps in sittings if any(step.id == step_id for step in steps)), sittings[0])


def next_sitting(exercise: Exercise, step_id: str) -> tuple[Step, ...]:
    """The sitting after the one in which a step stands; empty after the last."""
    sittings = exercise.sittings
    index = sittings.index(sitting_of(exercise, step_id)) + 1
    return sittings[index] if index < len(sittings) else ()


def steps_on_the_way(exercise: Exercise, draft: Draft) -> tuple[Step, ...]:
    """The steps of the open sitting that belong to the chosen size and whose conditions hold."""
    wanted = steps_of_size(exercise, draft.size)
    return tuple(
        step
        for step in sitting_of(exercise, draft.step_id)
        if (isinstance(step, Close) or step.id in wanted) and (step.when is None or holds(step.when, draft))
    )


def steps_of_size(exercise: Exercise, size: Size) -> frozenset[str]:
    """The ids of the steps that a size has; the whole where the exercise does not name any."""
    named = {"whole": (), "smallest": exercise.smallest, "low energy": exercise.low_energy}[size]
    return frozenset(named or (step.id for step in exercise.steps))


def holds(when: When, draft: Draft) -> bool:
    """Whether what was said before lets a step come."""
    if when.chose is not None and draft.chose.get(when.step, 1) != when.chose:
        return False
    said = draft.check_ins.get(when.step)
    level = -1 if said is None or said.distress is None else said.distress
    if when.distress_at_least is not None and level < when.distress_at_least:
        return False
    return when.distress_below is None or level < when.distress_below


def needs_tune(exercise: Exercise, draft: Draft, step: Step) -> bool:
    """Whether a step plays a tune of its own, made when it is reached: no song was asked for before it."""
    if isinstance(step, Listen):
        return step.to == "tune"
    return isinstance(step, Play) and draft.song is None and not _waits_for_song(exercise, draft, step)


def can_be_done(exercise: Exercise, draft: Draft, step: Step, *, has_words: bool) -> bool:
    """Whether there is what a step works with: a song to sing or to hear, words to part."""
    match step:
        case Sing(over="song") | Listen(to="song"):
            return draft.song is not None
        case Play():
            return draft.song is not None or not _waits_for_song(exercise, draft, step)
        case Form():
            return has_words
        case _:
            return True


def _waits_for_song(exercise: Exercise, draft: Draft, step: Step) -> bool:
    """Whether a song could have been chosen before this step; playing is left out where none was."""
    steps = steps_on_the_way(exercise, draft)
    before = steps[: steps.index(step)] if step in steps else ()
    return any(isinstance(each, SuggestStep) for each in before)
