"""Notes as they are called elsewhere: Fis and Es in German, Sol and La in Spanish; each in the letters used here."""

import re

_GERMAN = {
    "cis": "C#", "dis": "D#", "eis": "E#", "fis": "F#", "gis": "G#", "ais": "A#",
    "ces": "Cb", "des": "Db", "es": "Eb", "fes": "Fb", "ges": "Gb", "as": "Ab",
}  # fmt: skip
"""German names that mean nothing else; H and B are left out, since B is another note in English."""

_SYLLABLES = {"do": "C", "re": "D", "ré": "D", "mi": "E", "fa": "F", "sol": "G", "la": "A", "si": "B"}

_GERMAN_NAME = re.compile(rf"^({'|'.join(sorted(_GERMAN, key=len, reverse=True))})(?!us)", re.IGNORECASE)
_SYLLABLE = re.compile(rf"^({'|'.join(sorted(_SYLLABLES, key=len, reverse=True))})", re.IGNORECASE)


def from_german(name: str) -> str:
    """A name that begins with a German note ("Fism7"), in letters ("F#m7"); any other as it is ("Asus4")."""
    return _GERMAN_NAME.sub(lambda found: _GERMAN[found[1].lower()], name, count=1)


def from_syllables(name: str) -> str:
    """A name that begins with one of do, re, mi ("Solm7"), in letters ("Gm7"); any other as it is."""
    return _SYLLABLE.sub(lambda found: _SYLLABLES[found[1].lower()], name, count=1)
