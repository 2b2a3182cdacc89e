"""The walk through an exercise, pure: which questions there are, and what an answer changes."""

from msgspec.structs import replace

from companion.domain.affect import CheckIn
from companion.domain.exercise import Exercise
from companion.domain.feelings import kept
from companion.domain.song import Song
from companion.domain.steps import CheckInStep, Choose, Chords, Form, Step, SuggestStep
from companion.domain.word_steps import Collage, WordsStep
from companion.errors import WrongUseError
from companion.language import _
from companion.services.walking import questions as q
from companion.services.walking import wording
from companion.services.walking.draft import Draft
from companion.services.walking.forms import forms_of
from companion.services.walking.way import can_be_done, sitting_of, steps_on_the_way

WHOLE, PICK = wording.WHOLE, wording.PICK


def parts_of(exercise: Exercise, step: Step, draft: Draft) -> tuple[str, ...]:
    """The names of a step's questions, in order."""
    match step:
        case CheckInStep():
            opened = step.offers if step.id in draft.more else ()
            return tuple(dict.fromkeys((*step.asks, *opened)))
        case _ if isinstance(step, WordsStep):
            return wording.parts_of_words(exercise, step, draft)
        case _:
            return ("",)


def all_places(exercise: Exercise, draft: Draft) -> tuple[q.Place, ...]:
    """Every question's place in the open sitting, in order, without what can't be done yet (singing no song)."""
    steps = steps_on_the_way(exercise, draft)
    has_words = bool(wording.song_lines(exercise, steps, draft))
    return tuple(
        q.Place(step.id, part, number, len(steps))
        for number, step in enumerate(steps, start=1)
        if can_be_done(exercise, draft, step, has_words=has_words)
        for part in parts_of(exercise, step, draft)
    )


def place_of(exercise: Exercise, draft: Draft) -> q.Place:
    """The open question's place; the step's first where its part is not there any more.

    A step that is no longer on the way (a condition changed) gives the next one that is.
    """
    places = all_places(exercise, draft)
    same_step = [place for place in places if place.step_id == draft.step_id]
    if same_step:
        return next((place for place in same_step if place.part == draft.part), same_step[0])
    order = [step.id for step in sitting_of(exercise, draft.step_id)]
    after = order[order.index(draft.step_id) + 1 :] if draft.step_id in order else order
    return next((place for place in places if place.step_id in after), places[-1])


def step_named(exercise: Exercise, step_id: str) -> Step:
    """The step with that id. Raises WrongUseError for an unknown one."""
    step = exercise.step(step_id)
    if step is None:
        raise WrongUseError(_("The exercise '{id}' has no step '{step_id}'.").format(id=exercise.id, step_id=step_id))
    return step


def goto(draft: Draft, place: q.Place) -> Draft:
    """The same draft with another question open."""
    return replace(draft, step_id=place.step_id, part=place.part, typing=None)


def moved(exercise: Exercise, draft: Draft, by: int) -> Draft:
    """The draft `by` questions further on (or back, negative), inside the sitting's ends."""
    places = all_places(exercise, draft)
    index = places.index(place_of(exercise, draft)) + by
    return goto(draft, places[max(0, min(len(places) - 1, index))])


def lines_of(exercise: Exercise, draft: Draft) -> tuple[str, ...]:
    """The words for the song so far; an empty line parts sections."""
    return wording.song_lines(exercise, steps_on_the_way(exercise, draft), draft)


def headed_lines_of(exercise: Exercise, draft: Draft) -> tuple[str, ...]:
    """The words with section names as headings ("[chorus]"), where the stanzas still match them."""
    return wording.headed_lines(exercise, steps_on_the_way(exercise, draft), draft)


def answered(exercise: Exercise, draft: Draft, answer: q.Answer) -> Draft:
    """The draft after an answer to its open question, with the next question open.

    Raises WrongUseError where the answer does not belong to the question.
    """
    place = place_of(exercise, draft)
    step = step_named(exercise, place.step_id)
    match step, answer:
        case _, q.Done():
            return moved(exercise, with_typed(exercise, draft), +1)
        case CheckInStep(), q.Feeling() | q.OnGrid() | q.Distress() | q.Comfort():
            checked_in = _checked_in(step, draft, answer)
            opens_more = isinstance(answer, q.Feeling) and answer.more and answer.word is None
            return checked_in if opens_more else moved(exercise, checked_in, +1)
        case Choose(), q.Chose():
            if not 1 <= answer.number <= len(step.options):
                raise WrongUseError(
                    _("There is no way {number}.").format(number=answer.number),
                    _("Choose 1 to {count}.").format(count=len(step.options)),
                )
            return moved(exercise, replace(draft, chose={**draft.chose, step.id: answer.number}), +1)
        case Form(), q.Chose() | q.Sections():
            return moved(exercise, _formed(exercise, draft, answer), +1)
        case _ if isinstance(step, WordsStep):
            return _worded(exercise, draft, step, place, answer)
        case _ if isinstance(step, SuggestStep):
            return _suggested(exercise, draft, step, answer)
        case _:
            raise _no_answer(place)


def _worded(exercise: Exercise, draft: Draft, step: WordsStep, place: q.Place, answer: q.Answer) -> Draft:
    match answer:
        case q.Dial() if wording.has_dial(step):
            if not wording.ONE_BLANK <= answer.level <= wording.EMPTY_PAGE:
                raise WrongUseError(
                    _("The dial has no place {level}.").format(level=answer.level), _("It goes from 1 to 4.")
                )
            turned = replace(with_typed(exercise, draft), dial=answer.level)
            part = parts_of(exercise, step, turned)[0]
            return goto(turned, q.Place(step.id, part, place.step, place.steps))
        case q.Filled() if place.part not in (WHOLE, PICK):
            filled = wording.with_blank(step, draft, int(place.part), answer.text)
            if answer.enough and WHOLE in parts_of(exercise, step, filled):
                return goto(filled, q.Place(step.id, WHOLE, place.step, place.steps))
            return moved(exercise, filled, +1)
        case q.Wrote() if place.part == WHOLE:
            return moved(exercise, wording.rewritten(exercise, step, draft, answer.lines), +1)
        case q.Picked() if place.part == PICK and isinstance(step, Collage):
            count = len(wording.phrases_of(exercise, step, draft))
            numbers = tuple(dict.fromkeys(answer.numbers))
            if not all(1 <= number <= count for number in numbers):
                raise WrongUseError(
                    _("There is no such phrase."), _("They are numbered 1 to {count}.").format(count=count)
                )
            return moved(exercise, wording.with_picked(exercise, step, draft, numbers), +1)
        case _:
            raise _no_answer(place)


def _suggested(exercise: Exercise, draft: Draft, step: SuggestStep, answer: q.Answer) -> Draft:
    songs, chosen = suggestions_of(step, draft)
    match answer:
        case q.Chose():
            return moved(exercise, with_suggestions(step, draft, songs, _index(songs, answer.number)), +1)
        case q.Reworked():
            index = _index(songs, answer.number)
            chosen = index if answer.is_chosen else chosen
            exchanged = (*songs[:index], answer.song, *songs[index + 1 :])
            return replace(with_suggestions(step, draft, exchanged, chosen), voice=answer.voice or draft.voice)
        case q.Others(to_feeling=aim) if aim == draft.to_feeling:
            return draft  # they lead there already
        case q.Others():
            voice = answer.voice or draft.voice
            aim = draft.to_feeling if answer.to_feeling is None else answer.to_feeling
            others = with_suggestions(step, draft, (), None)
            return replace(others, voice=voice, to_feeling=aim, seed=draft.seed + step.count)
        case _:
            raise _no_answer(place_of(exercise, draft))


def suggestions_of(step: SuggestStep, draft: Draft) -> tuple[tuple[Song, ...], int | None]:
    """What was offered in a step of suggestions, and the index of the chosen one."""
    if isinstance(step, Chords):
        return draft.chord_songs, draft.chord_chosen
    return draft.songs, draft.chosen


def with_suggestions(step: SuggestStep, draft: Draft, songs: tuple[Song, ...], chosen: int | None) -> Draft:
    """The draft with other suggestions in a step, or another of them chosen. Other chords want other tunes."""
    if not isinstance(step, Chords):
        return replace(draft, songs=songs, chosen=chosen)
    changed = replace(draft, chord_songs=songs, chord_chosen=chosen)
    same = changed.chords_song == draft.chords_song
    return changed if same else replace(changed, songs=(), chosen=None)


def _index(songs: tuple[Song, ...], number: int) -> int:
    """The index of a suggestion by its number. Raises WrongUseError for one that is not there."""
    if not 1 <= number <= len(songs):
        raise WrongUseError(
            _("There is no suggestion {number}.").format(number=number),
            _("Choose 1 to {count}.").format(count=len(songs)),
        )
    return number - 1


def _formed(exercise: Exercise, draft: Draft, answer: q.Chose | q.Sections) -> Draft:
    lines = lines_of(exercise, draft)
    if isinstance(answer, q.Sections):
        count = sum(bool(line) for line in lines)
        if len(answer.names) != count:
            raise WrongUseError(
                _("{names} names for {lines} lines.").format(names=len(answer.names), lines=count),
                _("Name a section for each line."),
            )
        return with_form(draft, tuple(" ".join(name.split()) or "verse" for name in answer.names), "")
    options = forms_of(lines, headed_lines_of(exercise, replace(draft, sections=())))
    if not 1 <= answer.number <= len(options):
        raise WrongUseError(
            _("There is no form {number}.").format(number=answer.number),
            _("Choose 1 to {count}.").format(count=len(options)),
        )
    option = options[answer.number - 1]
    return with_form(draft, option.sections, option.returns)


def with_form(draft: Draft, sections: tuple[str, ...], returns: str) -> Draft:
    """The draft with its lines parted so; songs of another form go."""
    if (sections, returns) == (draft.sections, draft.returns):
        return draft
    return replace(draft, sections=sections, returns=returns, songs=(), chosen=None, chord_songs=(), chord_chosen=None)


def with_typed(exercise: Exercise, draft: Draft) -> Draft:
    """What was typed into the open field as its answer: nothing typed is dropped by leaving it."""
    place = place_of(exercise, draft)
    step = step_named(exercise, place.step_id)
    if not isinstance(step, WordsStep) or draft.typing is None or place.part == PICK:
        return draft
    if place.part == WHOLE:
        return wording.rewritten(exercise, step, draft, tuple(draft.typing.split("\n")))
    return wording.with_blank(step, draft, int(place.part), draft.typing)


def _checked_in(step: CheckInStep, draft: Draft, answer: q.Feeling | q.OnGrid | q.Distress | q.Comfort) -> Draft:
    said = draft.check_ins.get(step.id, CheckIn())
    more = draft.more
    match answer:
        case q.Feeling():
            if answer.word is not None or not answer.more:
                said = replace(said, feeling=kept((answer.word or "").strip()) or None)
            if answer.more:
                more = tuple(dict.fromkeys((*more, step.id)))
        case q.OnGrid():
            said = replace(said, affect=answer.affect)
        case q.Distress():
            said = replace(said, distress=answer.level)
        case q.Comfort():
            said = replace(said, comfort=answer.level)
    return replace(draft, check_ins={**draft.check_ins, step.id: said}, more=more)


def _no_answer(place: q.Place) -> WrongUseError:
    return WrongUseError(_("That is no answer to the question '{step_id}'.").format(step_id=place.step_id))
