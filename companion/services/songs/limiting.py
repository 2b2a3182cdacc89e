"""An exercise and its music inside the limits of an assignment."""

from msgspec.structs import replace

from companion.domain.assignment import Limits
from companion.domain.exercise import Exercise, Step
from companion.domain.feelings import affect_of
from companion.domain.song import SongRequest
from companion.domain.steps import Arrive, Breathe, CheckInStep, Listen, Move
from companion.domain.word_steps import BodyPlace
from companion.engine.profile import profile_of
from companion.errors import WrongUseError

PLAIN_GROOVE = "folk"
"""Neither a lullaby nor drums that stand out."""

LULLABIES = frozenset({"lullaby", "rocking"})
LOUD = frozenset({"drumcircle", "march", "dance", "blues"})


def limited(exercise: Exercise, limits: Limits) -> Exercise:
    """The exercise without what shall never be. Raises WrongUseError where nothing sensible would be left."""
    kept: list[Step] = []
    gone: set[str] = set()
    for step in exercise.steps:
        left = _left_of(step, limits)
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
        raise WrongUseError(f"The exercise can't be done without that: {error}.", "Choose another one.") from error


def within(request: SongRequest, limits: Limits) -> SongRequest:
    """A request for music whose pace and groove keep to the limits."""
    profile = profile_of(affect_of(request.feeling, request.affect))
    low, high = limits.tempo_low, limits.tempo_high
    if not low <= profile.tempo_low <= profile.tempo_high <= high:
        request = replace(request, tempo_bpm=max(low, min(high, profile.tempo_bpm)))
    unwanted = frozenset[str]()
    unwanted |= LULLABIES if "lullaby" in limits.never else unwanted
    unwanted |= LOUD if "loud drums" in limits.never else unwanted
    if unwanted and (request.groove is None or request.groove in unwanted):
        request = replace(request, groove=PLAIN_GROOVE)
    return request


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
        case Move():
            return replace(step, tempo_bpm=max(limits.tempo_low, min(limits.tempo_high, step.tempo_bpm)))
        case _:
            return step
