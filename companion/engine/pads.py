"""Notes that are safe to play over a chord: what the keys 1 to 8 and the rows of letters sound. Light and pure."""

from companion.domain.harmony import Chord, Key
from companion.domain.units import Pitch

PAD_COUNT = 8
MIDDLE_C: Pitch = 60
_PENTATONIC_DEGREES = {False: (1, 2, 3, 5, 6), True: (1, 3, 4, 5, 7)}
"""Degrees of the five-note scale without half steps, in major-like and minor-like keys."""


def pads(chord: Chord | None, key: Key, lowest: Pitch = MIDDLE_C, count: int = PAD_COUNT) -> tuple[Pitch, ...]:
    """So many ascending notes, each another one, from the tonic at or above `lowest` up.

    The five-note scale of the key is the ground (Orff's practice: no half steps, so nothing can be wrong); a note
    that stands a half step from a chord tone moves onto that tone, and where two would meet the upper one moves on.
    So each stays at or beside its place, and the same hand movement keeps its contour while chords change.
    """
    ground = _ground(key, lowest, count)
    if chord is None:
        return ground
    tones = chord.pitch_classes
    moved = [_nearest_safe(pitch, tones) for pitch in ground]
    for index in range(1, count):  # two that met on one note: the upper one takes the next safe one
        if moved[index] <= moved[index - 1]:
            moved[index] = _next_safe(moved[index - 1], key, tones)
    return tuple(moved)


def _ground(key: Key, lowest: Pitch, count: int) -> tuple[Pitch, ...]:
    pcs = {key.scale_pcs[degree - 1] for degree in _PENTATONIC_DEGREES[key.is_minor]}
    tonic = lowest + (key.tonic_pc - lowest) % 12
    octaves = -(-count // len(pcs))
    return tuple(pitch for pitch in range(tonic, tonic + 12 * octaves) if pitch % 12 in pcs)[:count]


def _clashes(pitch: Pitch, tones: frozenset[int]) -> bool:
    pc = pitch % 12
    return pc not in tones and ((pc + 1) % 12 in tones or (pc - 1) % 12 in tones)


def _nearest_safe(pitch: Pitch, tones: frozenset[int]) -> Pitch:
    if not _clashes(pitch, tones):
        return pitch
    return pitch - 1 if (pitch - 1) % 12 in tones else pitch + 1


def _next_safe(after: Pitch, key: Key, tones: frozenset[int]) -> Pitch:
    scale = set(key.scale_pcs) | tones
    return next(p for p in range(after + 1, after + 13) if p % 12 in scale and not _clashes(p, tones))
