"""What a song's key and its groove are called in the person's language; files keep their English names."""

from companion.domain.harmony import Key, Mode
from companion.language import _

_KEYS: dict[Mode, str] = {
    "major": _("{tonic} major"),
    "minor": _("{tonic} minor"),
    "dorian": _("{tonic} dorian"),
    "mixolydian": _("{tonic} mixolydian"),
}
_GROOVES = {
    "ballad": _("ballad"),
    "blues": _("blues"),
    "dance": _("dance"),
    "drone": _("drone"),
    "drumcircle": _("drum circle"),
    "folk": _("folk song"),
    "heartbeat": _("heartbeat"),
    "hymn": _("hymn"),
    "lullaby": _("lullaby"),
    "march": _("march"),
    "rocking": _("rocking"),
    "walking": _("walking"),
}
"""A word for each groove that ships."""


def key_in_words(key: Key) -> str:
    """A key as people say it, its tonic as chords are written: "Bb major"."""
    return _KEYS[key.mode].format(tonic=key.tonic)


def groove_in_words(name: str) -> str:
    """A groove in a word or two; its own name for one that came from elsewhere."""
    return _GROOVES.get(name, name)
