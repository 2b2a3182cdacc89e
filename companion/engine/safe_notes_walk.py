"""One key that plays the next good note: a walk along the safe notes that sings like a tune."""

from random import Random

from msgspec import Struct

from companion.domain.harmony import Chord, Key
from companion.domain.units import Pitch
from companion.engine.contours import RISING, STATEMENTS
from companion.engine.pads import PAD_COUNT
from companion.engine.safe_notes import safe_pads

PHRASE_NOTES = 8
"""A phrase is so many presses long (about a breath of singing, unsourced)."""

_WIDEST_STEP = 2
_START = 2


class Walk(Struct, frozen=True):
    """Where the walk stands: the place among the eight safe notes, how many notes of the phrase, which phrase."""

    place: int = _START
    step: int = 0
    phrase: int = 0


def next_note(
    walk: Walk, chord: Chord | None, key: Key, seed: int, *, is_new_phrase: bool = False
) -> tuple[Walk, Pitch]:
    """The next note and where the walk stands then; the same walk, chord and seed give the same note.

    It goes by neighbours, now and then over one, along the arch of a phrase (Huron 1996 found most folk phrases
    arched); a phrase comes to rest on the nearest note of the chord.
    """
    if is_new_phrase and walk.step:
        walk = Walk(walk.place, 0, walk.phrase + 1)
    notes = safe_pads(chord, key)
    rng = Random(f"{seed} walk {walk.phrase}")
    contour = rng.choice((*STATEMENTS, *RISING[:1]))
    goal = contour.height(walk.step / (PHRASE_NOTES - 1)) * (PAD_COUNT - 1)
    is_last = walk.step == PHRASE_NOTES - 1
    place = _home(walk, notes, chord) if is_last else _towards(walk, goal)
    following = Walk(place, 0, walk.phrase + 1) if is_last else Walk(place, walk.step + 1, walk.phrase)
    return following, notes[place]


def _towards(walk: Walk, goal: float) -> int:
    """A neighbour on the way to the goal, over one where it is far; at the goal a step to its other side."""
    away = goal - walk.place
    size = _WIDEST_STEP if abs(away) > 2.5 else 1
    if abs(away) < 0.5:
        away = 1.0 if walk.step % 2 else -1.0
    place = walk.place + (size if away > 0 else -size)
    return place if 0 <= place < PAD_COUNT else walk.place + (1 if place < 0 else -1)


def _home(walk: Walk, notes: tuple[Pitch, ...], chord: Chord | None) -> int:
    """The nearest place whose note belongs to the chord, the lower of two; the first note where no chord sounds."""
    tones = frozenset((notes[0] % 12,)) if chord is None else chord.pitch_classes
    inside = [place for place, pitch in enumerate(notes) if pitch % 12 in tones] or [0]
    return min(inside, key=lambda place: (abs(place - walk.place), place))
