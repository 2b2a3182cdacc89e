"""How a pitch is written in a key: letters follow the scale, so that F major has a Bb and never an A#."""

from functools import lru_cache

from companion.domain.harmony import Key, pitch_class

LETTERS = "CDEFGAB"
FLAT_KEYS_FROM_C = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
"""The tonic that singers meet most often for each pitch class."""


def degree_name(key: Key, degree: int, pc: int) -> str:
    """The name of pitch class `pc` when it stands on scale degree `degree` (1 to 7) of `key`, for example "Bb"."""
    letter = LETTERS[(LETTERS.index(key.tonic[0].upper()) + degree - 1) % 7]
    shift = (pc - pitch_class(letter) + 6) % 12 - 6
    return letter + ("#" * shift if shift > 0 else "b" * -shift)


@lru_cache(maxsize=256)
def spelled_scale(key: Key) -> dict[int, str]:
    """A name for each of the twelve pitch classes: the scale's own letters, the others raised from below.

    The seventh degree of a minor key is raised as a leading tone (G# in A minor), the others are lowered
    from above.
    """
    names = {pc: degree_name(key, degree, pc) for degree, pc in enumerate(key.scale_pcs, start=1)}
    leading = (key.tonic_pc - 1) % 12
    names.setdefault(leading, degree_name(key, 7, leading))
    for degree, pc in enumerate(key.scale_pcs, start=1):
        below = (pc - 1) % 12
        if below not in names:
            names[below] = degree_name(key, degree, below)
    return names


def spell(pitch: int, key: Key) -> str:
    """The name of any pitch (or pitch class) in `key`, without its octave."""
    return spelled_scale(key)[pitch % 12]


def written_octave(pitch: int, name: str) -> int:
    """The octave in scientific notation of a MIDI pitch that is written as `name` (60 as "C" is in octave 4)."""
    accidentals = name.count("#") - name.count("b")
    return (pitch - accidentals) // 12 - 1
