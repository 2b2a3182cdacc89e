"""An exercise and its music inside limits: an assignment's, and those that somebody set for themselves."""

from collections.abc import Callable

from msgspec.structs import replace

from companion.domain.assignment import Limits
from companion.domain.exercise import Exercise, Step
from companion.domain.features import FEATURES, Feature
from companion.domain.song import SongRequest
from companion.domain.steps import Arrive, Breathe, CheckInStep, Listen, Move, Play, PlayMode, Sing, SuggestStep
from companion.domain.word_steps import BodyPlace, WordsStep
from companion.errors import WrongUseError
from companion.language import _

PLAIN_GROOVE = "folk"
"""Neither a lullaby nor drums that stand out."""

LULLABIES = frozenset({"lullaby", "rocking"})
LOUD = frozenset({"drumcircle", "march", "dance", "blues"})

TOUCHED_BY_MODE: dict[PlayMode, Feature] = {"echo": "replay", "vary": "replay", "layers": "replay", "breath": "breath"}
"""Ways of playing in which what was played is heard again, or the music breathes; the others touch nothing."""

JUST_PLAY = _("Play as you like, for as long as you like. There are no wrong notes.")
"""Asked where a way of playing is left out, since a step's own prompt speaks of it."""


def touched_by(exercise: Exercise) -> frozenset[Feature]:
    """What an exercise touches: what it declares, and what its kinds of steps and their grooves tell."""
    found = frozenset(exercise.touches)
    return found.union(*(_touched_by_step(step) for step in exercise.steps))


def limited(exercise: Exercise, limits: Limits) -> Exercise:
    """The exercise without what shall never be. Raises WrongUseError where nothing sensible would be left."""
    declared = next((each for each in limits.never if each in exercise.touches), None)
    if declared is not None:
        raise WrongUseError(
            _("The whole exercise is about {features}.").format(features=FEATURES[declared]), _("Choose another one.")
        )
    left = freed(exercise, lambda step: _left_of(step, limits))
    if any(map(_is_work, exercise.steps)) and not any(map(_is_work, left.steps)):
        raise WrongUseError(_("Nothing would be left of the exercise without that."), _("Choose another one."))
    return left


def freed(exercise: Exercise, left_of: Callable[[Step], Step | None]) -> Exercise:
    """The exercise with what `left_of` leaves of each step; what waited for a step that is gone waits no more.

    Raises WrongUseError where that is no exercise.
    """
    kept: list[Step] = []
    gone: set[str] = set()
    for step in exercise.steps:
        left = left_of(step)
        if left is not None and left.when is not None and left.when.step in gone:
            left = None if left.when.distress_at_least is not None else replace(left, when=None)
        if left is None:
            gone.add(step.id)
        else:
            kept.append(left)
    try:
        return replace(
            exercise,
            steps=tuple(kept),
            smallest=tuple(each for each in exercise.smallest if each not in gone),
            low_energy=tuple(each for each in exercise.low_energy if each not in gone),
        )
    except ValueError as error:
        raise WrongUseError(
            _("The exercise can't be done without that: {error}.").format(error=error), _("Choose another one.")
        ) from error


def within(request: SongRequest, limits: Limits) -> SongRequest:
    """A request for music whose pace, loudness, range and groove keep to the limits."""
    request = replace(request, limits=limits.music)
    unwanted = frozenset[str]()
    unwanted |= LULLABIES if "lullaby" in limits.never else unwanted
    unwanted |= LOUD if "loud drums" in limits.never else unwanted
    if unwanted and (request.groove is None or request.groove in unwanted):
        request = replace(request, groove=PLAIN_GROOVE)
    return request


def _is_work(step: Step) -> bool:
    """Whether something is written, made, heard or moved in a step; the others lead there and back."""
    return isinstance(step, WordsStep | SuggestStep | Play | Sing | Listen | Move | Breathe)


def _touched_by_step(step: Step) -> frozenset[Feature]:
    groove = getattr(step, "groove", None)
    found: set[Feature] = set()
    if groove in LULLABIES:
        found.add("lullaby")
    if groove in LOUD:
        found.add("loud drums")
    match step:
        case Breathe():
            found.add("breath")
        case Arrive(ways=ways) if "breathe" in ways:
            found.add("breath")
        case BodyPlace():
            found.add("body focus")
        case CheckInStep(asks=asks, offers=offers):
            found.update(("check-in", "body focus") if "comfort" in (*asks, *offers) else ("check-in",))
        case Listen(to="song" | "tune"):
            found.add("replay")
        case Move():
            found.add("moving")
        case Play(modes=modes):
            found.update(TOUCHED_BY_MODE[mode] for mode in modes if mode in TOUCHED_BY_MODE)
        case Sing():
            found.add("singing")
    return frozenset(found)


def _left_of(step: Step, limits: Limits) -> Step | None:
    """The step inside the limits, or None where nothing of it is left."""
    never = limits.never
    match step:
        case Breathe() if "breath" in never:
            return None
        case Arrive(ways=ways) if "breath" in never:
            left = {way: text for way, text in ways.items() if way != "breathe"}
            return replace(step, ways=left) if left else None
        case BodyPlace() if "body focus" in never:
            return None
        case CheckInStep() if "check-in" in never:
            return None
        case CheckInStep() if "body focus" in never:
            asks = tuple(part for part in step.asks if part != "comfort")
            offers = tuple(part for part in step.offers if part != "comfort")
            return replace(step, asks=asks, offers=offers) if asks else None
        case Listen(to="song" | "tune") if "replay" in never:
            return None
        case Move() if "moving" in never:
            return None
        case Sing() if "singing" in never:
            return None
        case Play(modes=modes):
            left_modes = tuple(mode for mode in modes if TOUCHED_BY_MODE.get(mode) not in never)
            return step if left_modes == modes else replace(step, modes=left_modes, prompt=JUST_PLAY)
        case Move():
            return replace(step, tempo_bpm=max(limits.tempo_low, min(limits.tempo_high, step.tempo_bpm)))
        case _:
            return step
