"""Roman numerals to chord names in a key, without a theory library: "iv" in D minor is Gm."""

import re
from functools import lru_cache

from companion.domain.harmony import Key
from companion.engine.chordnames import ChordName, parse_chord, unknown
from companion.engine.spelling import degree_name
from companion.errors import WrongUseError
from companion.language import _

_DEGREES = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7}
_WRITTEN = re.compile(r"^([b#]?)([iv]+|[IV]+)(.*)$")
_NUMERAL = re.compile(r"^([b#]*)([iv]+|[IV]+)(maj7|7|sus4|sus2|°|)$")


@lru_cache(maxsize=1024)
def chord_of(roman: str, key: Key) -> ChordName:
    """The chord of a numeral: degrees are those of the key's own scale (VI in a minor key is the lowered sixth).

    Raises ValueError for what is not a numeral.
    """
    match = _NUMERAL.match(roman)
    if not match or match.group(2).upper() not in _DEGREES:
        raise ValueError(f"'{roman}' is not a roman numeral that is known here")
    accidentals, numeral, suffix = match.groups()
    degree = _DEGREES[numeral.upper()]
    pc = (key.scale_pcs[degree - 1] + accidentals.count("#") - accidentals.count("b")) % 12
    is_minor = numeral.islower()
    quality = {"°": "dim", "7": "m7" if is_minor else "7", "": "m" if is_minor else ""}.get(suffix, suffix)
    return ChordName(degree_name(key, degree, pc), quality)


def read_numeral(text: str, key: Key) -> ChordName | None:
    """The chord of a numeral as people write it ("ii7", "♭VII", "viio"), in `key`; None for what is no numeral.

    In a minor key a flat before its lowered degrees says what they are already: ♭VI is VI. Raises WrongUseError for
    a suffix that is not known.
    """
    match = _WRITTEN.match(text.replace("♭", "b").replace("♯", "#"))
    if not match or match.group(2).upper() not in _DEGREES:
        return None
    accidental, numeral, suffix = match.groups()
    degree = _DEGREES[numeral.upper()]
    if accidental == "b" and key.scale_pcs[degree - 1] != Key(key.tonic).scale_pcs[degree - 1]:
        accidental = ""
    plain = chord_of(accidental + numeral, key)
    is_plain_minor = plain.is_minor and not suffix.startswith(("m", "sus", "o", "°", "ø", "dim"))
    try:
        return parse_chord(f"{plain.root}{'m' if is_plain_minor else ''}{suffix}")
    except WrongUseError as error:
        raise unknown(text, _("Try the plain {chord} instead.").format(chord=accidental + numeral)) from error


def roman_of(name: ChordName, key: Key) -> str:
    """The numeral of any chord in `key`: the nearest degree of its scale, with an accidental where it needs one."""
    steps = {pc: degree for degree, pc in enumerate(key.scale_pcs, start=1)}
    accidental, pc = "", name.root_pc
    if pc not in steps:
        accidental, pc = ("b", (pc + 1) % 12) if (pc + 1) % 12 in steps else ("#", (pc - 1) % 12)
    numeral = next(text for text, degree in _DEGREES.items() if degree == steps[pc])
    if name.is_minor or name.quality.startswith(("dim", "m7b5")):
        numeral = numeral.lower()
    suffix = {"m": "", "m7": "7", "dim": "°", "dim7": "°7", "m7b5": "ø7"}.get(name.quality, name.quality)
    return f"{accidental}{numeral}{suffix.removeprefix('m') if name.is_minor else suffix}"
