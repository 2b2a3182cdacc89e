"""What the studio offers to choose from, each with a word on what it does, and the change it stands for."""

from msgspec import Struct

from companion.domain.harmony import Key
from companion.domain.song import Song
from companion.engine.alternatives import alternatives
from companion.engine.changes import Change, OtherChord, OtherGroove, OtherKey, OtherVoice
from companion.engine.groove import groove_named, groove_names
from companion.engine.spelling import FLAT_KEYS_FROM_C
from companion.exports.songsheet import shown
from companion.language import _, told

STEP_SEMITONES = 2
_MINOR_KEYS_FROM_C = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B")


class Offer(Struct, frozen=True):
    """One thing to choose: how it is called, a word on it, and what it changes."""

    label: str
    note: str
    change: Change


def chord_offers(song: Song, index: int, *, has_romans: bool = False) -> tuple[Offer, ...]:
    """Safe chords for a place, best first."""
    return tuple(
        Offer(
            f"{shown(each.symbol)}  {each.roman}" if has_romans else shown(each.symbol),
            each.words,
            OtherChord(index, each.symbol),
        )
        for each in alternatives(song, index)
    )


def key_offers(song: Song) -> tuple[Offer, ...]:
    """Where the song can lie for a voice."""
    up, down = _moved(song.key, STEP_SEMITONES), _moved(song.key, -STEP_SEMITONES)
    return (
        Offer(_("A step up"), shown(up.name), OtherKey(up)),
        Offer(_("A step down"), shown(down.name), OtherKey(down)),
        Offer(_("For a low voice"), _("where deep voices are at ease"), OtherVoice("low")),
        Offer(_("For a high voice"), _("where light voices are at ease"), OtherVoice("high")),
    )


def groove_offers(song: Song) -> tuple[Offer, ...]:
    """Every groove by its plain name, those at home in the song's meter first."""
    grooves = [(name, groove_named(name)) for name in groove_names()]
    ranked = sorted(grooves, key=lambda each: (song.meter.name not in each[1].meters, each[1].title))
    return tuple(
        Offer(told(groove.title), _("as it is now") if name == song.groove else "", OtherGroove(name))
        for name, groove in ranked
    )


def _moved(key: Key, semitones: int) -> Key:
    names = _MINOR_KEYS_FROM_C if key.is_minor else FLAT_KEYS_FROM_C
    return Key(names[(key.tonic_pc + semitones) % 12], key.mode)
