"""What a question shows: everything that a face needs for the place where the walk stands."""

from companion.domain.affect import CheckIn
from companion.domain.exercise import Exercise
from companion.domain.feelings import CHECK_IN_WORDS
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
    Step,
    SuggestStep,
)
from companion.domain.word_steps import Collage, ListStep, TextStep, WordsStep, Writing
from companion.messages import PASS_ON
from companion.services.walking import questions as q
from companion.services.walking import walk, wording
from companion.services.walking.draft import Draft
from companion.services.walking.forms import forms_of
from companion.services.walking.way import needs_tune, next_sitting, steps_on_the_way


def question_at(exercise: Exercise, draft: Draft, place: q.Place) -> q.Question:
    """The question at a place, with everything needed to show it (a close question without what was kept)."""
    step = walk.step_named(exercise, place.step_id)
    if needs_tune(exercise, draft, step) and step.id not in draft.tunes:
        return q.TuneQuestion(place, step.prompt)
    match step:
        case Arrive():
            return q.ArriveQuestion(place, step.prompt, step.ways, step.seconds)
        case CheckInStep():
            return _check_in_question(step, draft, place)
        case Choose():
            taken = draft.chose.get(step.id)
            return q.ChooseQuestion(place, step.prompt, step.options, None if taken is None else taken - 1)
        case Form():
            return _form_question(exercise, step, draft, place)
        case Play():
            song = draft.song or draft.tunes[step.id]
            return q.PlayQuestion(place, step.prompt, step.rest_prompt, song, len(draft.entry_ids), step.modes)
        case Sing(over="song"):
            assert draft.song is not None
            return q.SingQuestion(place, step.prompt, draft.song)
        case Close():
            return q.CloseQuestion(place, step.prompt, goes_on=bool(next_sitting(exercise, step.id)))
        case _ if isinstance(step, WordsStep):
            return _words_question(exercise, step, draft, place)
        case _ if isinstance(step, SuggestStep):
            songs, chosen = walk.suggestions_of(step, draft)
            return q.SongQuestion(place, step.prompt, walk.lines_of(exercise, draft), step.count, songs, chosen)
        case _:
            return _do_question(step, draft, place)


def _do_question(step: Step, draft: Draft, place: q.Place) -> q.DoQuestion:
    match step:
        case Breathe():
            return q.DoQuestion(place, "breathe", step.prompt, step.sentences, "pulse")
        case Ground():
            return q.DoQuestion(place, "ground", step.prompt, step.sentences, "quiet")
        case Move():
            return q.DoQuestion(place, "move", step.prompt, step.sentences, "pulse", step.tempo_bpm)
        case Sing():
            return q.DoQuestion(place, "sing", step.prompt, step.sentences, "drone")
        case Listen(to="pulse"):
            return q.DoQuestion(place, "listen", step.prompt, step.sentences, "pulse")
        case Listen(to="own player"):
            return q.DoQuestion(place, "listen", step.prompt, step.sentences, "quiet")
        case Listen():
            song = draft.song if step.to == "song" else draft.tunes[step.id]
            return q.DoQuestion(place, "listen", step.prompt, step.sentences, "song", song=song)
        case _:
            raise AssertionError(f"no question for {step!r}")


def _check_in_question(step: CheckInStep, draft: Draft, place: q.Place) -> q.Question:
    said = draft.check_ins.get(step.id, CheckIn())
    if place.part == "affect":
        return q.GridQuestion(place, said.affect)
    if place.part == "distress":
        return q.DistressQuestion(place, said.distress)
    if place.part == "comfort":
        return q.ComfortQuestion(place, said.comfort)
    offers = () if step.id in draft.more else step.offers
    words = draft.terms.feelings if draft.terms is not None else ()
    return q.FeelingQuestion(place, step.prompt, words or CHECK_IN_WORDS, offers, said.feeling)


def _form_question(exercise: Exercise, step: Form, draft: Draft, place: q.Place) -> q.FormQuestion:
    lines = walk.lines_of(exercise, draft)
    unformed = walk.with_form(draft, (), "")
    options = forms_of(lines, walk.headed_lines_of(exercise, unformed))
    now = (draft.sections, draft.returns)
    chosen = next((i for i, each in enumerate(options) if (each.sections, each.returns) == now), None)
    return q.FormQuestion(place, step.prompt, lines, options, chosen)


def _words_question(exercise: Exercise, step: WordsStep, draft: Draft, place: q.Place) -> q.Question:
    typed = draft.typing if (place.step_id, place.part) == (draft.step_id, draft.part) else None
    if place.part == wording.PICK:
        assert isinstance(step, Collage)
        phrases = wording.phrases_of(exercise, step, draft)
        return q.CollageQuestion(place, step.prompt, phrases, draft.picked.get(step.id, ()))
    if place.part == wording.WHOLE:
        return _whole_question(exercise, step, draft, place, typed)
    slots = step.slots
    index = int(place.part)
    slot = slots[index]
    asked = [number for number, each in enumerate(slots) if each.asks]
    filled = draft.blanks.get(step.id, ())
    answer = (filled[index] if index < len(filled) else "") if typed is None else typed
    passes = isinstance(step, ListStep) and step.passes and index > 0
    return q.BlankQuestion(
        place,
        f"{PASS_ON} {step.prompt}" if passes else step.prompt,
        asked.index(index) + 1,
        1 if wording.level_of(step, draft) == wording.ONE_BLANK else len(asked),
        slot.before,
        slot.after,
        slot.words_for(draft.feeling.feeling),
        answer,
        tuple(filter(None, wording.filled_lines(slots, filled))),
        any(filled) and wording.WHOLE in walk.parts_of(exercise, step, draft),
        slot.given,
        step.into == "song",
        wording.has_dial(step),
    )


def _whole_question(
    exercise: Exercise, step: WordsStep, draft: Draft, place: q.Place, typed: str | None
) -> q.WholeQuestion:
    lines = wording.lines_of_step(exercise, step, draft) if typed is None else tuple(typed.split("\n"))
    level = wording.level_of(step, draft)
    is_page = len(walk.parts_of(exercise, step, draft)) == 1
    starts = tuple(slot.filled("…") for slot in step.slots if slot.asks)
    return q.WholeQuestion(
        place,
        lines,
        prompt=step.prompt if is_page else "",
        starts=starts if is_page and level == wording.BEGINNINGS else (),
        third_person=step.third_person if isinstance(step, TextStep) else "",
        minutes=step.minutes if isinstance(step, Writing) else None,
        is_for_song=step.into == "song" and _is_last_for_song(exercise, step, draft),
        has_dial=wording.has_dial(step),
    )


def _is_last_for_song(exercise: Exercise, step: WordsStep, draft: Draft) -> bool:
    """Whether a song is made after this step, and no other words for it are asked for before."""
    steps = steps_on_the_way(exercise, draft)
    after = steps[steps.index(step) + 1 :]
    is_more_asked = any(isinstance(each, WordsStep) and each.into == "song" for each in after)
    return not is_more_asked and any(isinstance(each, SuggestStep) for each in after)
