"""Notes as they are called elsewhere: Fis and Es in German, Sol and La in Spanish; each in the letters used here."""

_GERMAN = {
    "cis": "C#", "dis": "D#", "eis": "E#", "fis": "F#", "gis": "G#", "ais": "A#",
    "ces": "Cb", "des": "Db", "es": "Eb", "fes": "Fb", "ges": "Gb", "as": "Ab",
}  # fmt: skip
"""German names that mean nothing else; H and B are left out, since B is another note in English."""

_SYLLABLES = {"do": "C", "re": "D", "ré": "D", "mi": "E", "fa": "F", "sol": "G", "la": "A", "si": "B"}

_LONGEST = 3


def from_german(name: str) -> str:
    """A name that begins with a German note ("Fism7"), in letters ("F#m7"); any other as it is ("Asus4")."""
    length = _beginning(name, _GERMAN)
    is_suspended = name[length : length + 2].lower() == "us"
    return name if is_suspended else _GERMAN.get(name[:length].lower(), "") + name[length:]


def from_syllables(name: str) -> str:
    """A name that begins with one of do, re, mi ("Solm7"), in letters ("Gm7"); any other as it is."""
    length = _beginning(name, _SYLLABLES)
    return _SYLLABLES.get(name[:length].lower(), "") + name[length:]


def _beginning(name: str, names: dict[str, str]) -> int:
    """How many letters of a name are one of `names`, 0 where it begins with none (regular expressions start slower)."""
    return next((length for length in range(_LONGEST, 1, -1) if name[:length].lower() in names), 0)
