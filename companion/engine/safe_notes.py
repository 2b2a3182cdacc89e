"""Notes for keys that can't be wrong: eight numbers and two rows of letters over a chord, a keyboard snapped to them.

Rules, not a network. A note that stands a half step from a note of the chord is the one that rubs (the "avoid note"
of chord-scale teaching: Nettles & Graf, "The Chord Scale Theory and Jazz Harmony", 1997); it moves onto that note.
Every key has a note of its own, and keys further right sound higher, so that the same movement of the hand keeps its
contour.
"""

from functools import lru_cache

from companion.domain.harmony import Chord, Key
from companion.domain.units import Pitch
from companion.engine.pads import MIDDLE_C, PAD_COUNT, pads

__all__ = ["PAD_COUNT", "ROW_KEYS", "chromatic_rows", "plain_scale", "rows", "safe_pads", "snap_table"]

ROW_KEYS = 10
"""How many keys of each row of letters sound."""

_LOWEST_ROW: Pitch = 53
"""The lower row begins at the tonic at or above F3, so that both rows sing above the bass."""

_OCTAVE = 12
_PIANO_WHITES = (0, 2, 4, 5, 7, 9, 11, 12, 14, 16)
_PIANO_ABOVE = (-1, 1, 3, 5, 6, 8, 10, 12, 13, 15)
"""Half steps from C of a piano on two rows: white keys below; above them the black keys, and where a piano has
none the white key that lies there."""


def safe_pads(chord: Chord | None, key: Key) -> tuple[Pitch, ...]:
    """The eight notes of the numbers: five-note scale and chord, as `engine.pads` gives them."""
    return pads(chord, key)


def rows(chord: Chord | None, key: Key) -> tuple[tuple[Pitch, ...], tuple[Pitch, ...]]:
    """The ten notes of the upper and of the lower row of letters: two octaves of safe notes each, an octave apart."""
    lower = pads(chord, key, _LOWEST_ROW, ROW_KEYS)
    return tuple(pitch + _OCTAVE for pitch in lower), lower


def plain_scale(key: Key) -> tuple[Pitch, ...]:
    """The eight notes of the numbers when notes are free: the scale from tonic to tonic, whatever the chord."""
    return _scale_from(MIDDLE_C + (key.tonic_pc - MIDDLE_C) % _OCTAVE, key, PAD_COUNT)


def chromatic_rows() -> tuple[tuple[Pitch, ...], tuple[Pitch, ...]]:
    """The two rows as a piano from middle C: white keys on the lower row, black keys on the upper."""
    upper = tuple(MIDDLE_C + step for step in _PIANO_ABOVE)
    return upper, tuple(MIDDLE_C + step for step in _PIANO_WHITES)


def snap_table(chord: Chord | None, key: Key) -> tuple[Pitch, ...]:
    """For each of the 128 keys of a MIDI keyboard the note that it sounds: the nearest safe one, the lower of two."""
    return _snap_table(None if chord is None else chord.pitch_classes, key)


@lru_cache(maxsize=256)
def _snap_table(tones: frozenset[int] | None, key: Key) -> tuple[Pitch, ...]:
    held = tones or frozenset()
    safe = [p for p in range(128) if p % _OCTAVE in held or (p % _OCTAVE in key.scale_pcs and not _rubs(p, held))]
    return tuple(min(safe, key=lambda candidate: (abs(candidate - p), candidate)) for p in range(128))


def _scale_from(tonic: Pitch, key: Key, count: int) -> tuple[Pitch, ...]:
    steps = tuple((pc - key.tonic_pc) % _OCTAVE for pc in key.scale_pcs)
    return tuple(tonic + _OCTAVE * (index // len(steps)) + steps[index % len(steps)] for index in range(count))


def _rubs(pitch: Pitch, tones: frozenset[int]) -> bool:
    pc = pitch % _OCTAVE
    return pc not in tones and bool({(pc + 1) % _OCTAVE, (pc - 1) % _OCTAVE} & tones)
