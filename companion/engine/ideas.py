"""What makes one suggestion different from the next, before any note: groove, meter, key, pace, chords."""

from math import ceil, floor
from random import Random

from msgspec import Struct

from companion.domain.affect import Affect
from companion.domain.harmony import Key, Meter, Mode
from companion.domain.song import VOICE_RANGES, SongRequest, VoiceRange
from companion.engine.groove import Groove, groove_named, groove_names
from companion.engine.motifs import key_for_motif
from companion.engine.profile import MusicalProfile
from companion.engine.progressions import Family
from companion.engine.tones import Ladder, ladder_for

TONICS: dict[Mode, tuple[str, ...]] = {
    "major": ("C", "D", "Eb", "E", "F", "G", "A", "Bb"),
    "minor": ("C", "D", "E", "F", "G", "A", "B"),
    "dorian": ("C", "D", "E", "G", "A"),
    "mixolydian": ("C", "D", "F", "G", "A"),
}
"""Keys that players meet often."""

_FOREIGN_METER = 3.0
_GROOVE_CHANCE = 3.0
"""In steps of the grid: how far off a groove in a meter that is not its own stands, and how far chance may lift one."""

_MOST_GROOVES = 5
_KEY_CHOICE = 2.0
"""Keys whose notes lie at most this many semitones worse in the voice than the best one are all welcome."""

_BELOW_HOME = (0, 0, 2, 5)
"""How far a tune reaches under home: mostly not at all, sometimes as far as the fifth below."""


class Idea(Struct, frozen=True):
    """One suggestion before its notes."""

    groove_name: str
    groove: Groove
    meter: Meter
    family: Family
    key: Key
    ladder: Ladder
    tempo_bpm: float
    echo: bool


def idea_of(request: SongRequest, profile: MusicalProfile, name: str, family: Family, rng: Random) -> Idea:
    """An idea on a groove and a family of chords; what the request leaves open is drawn by lot."""
    groove = groove_named(name)
    meters = [Meter.parse(text) for text in groove.meters]
    meter = request.meter or (meters[0] if rng.random() < 0.75 else meters[rng.randrange(len(meters))])
    keys = (request.key,) if request.key else tuple(Key(tonic, family.mode) for tonic in TONICS[family.mode])
    if request.motif and request.key is None:
        keys = (key_for_motif(request.motif, keys, request.voice),)
    key, ladder = key_for(keys, request.voice, profile, rng)
    return Idea(name, groove, meter, family, key, ladder, _tempo(profile, rng), rng.random() < 0.5)


def grooves_for(affect: Affect, request: SongRequest) -> list[str]:
    """The grooves to go through: the one asked for, else those near the feeling, at home in the meter asked for."""
    if request.groove is not None:
        groove_named(request.groove)
        return [request.groove.strip().casefold()]
    rng = Random(f"{request.seed} grooves")

    def misfit(name: str) -> float:
        groove = groove_named(name)
        place = groove.affect
        foreign = request.meter is not None and request.meter.name not in groove.meters
        distance = abs(place.valence - affect.valence) * 0.7 + abs(place.arousal - affect.arousal)
        return distance + (_FOREIGN_METER if foreign else 0.0) + _GROOVE_CHANCE * rng.random()

    fits = {name: misfit(name) for name in groove_names()}
    return sorted(fits, key=lambda name: (fits[name], name))[:_MOST_GROOVES]


def key_for(
    keys: tuple[Key, ...], voice: VoiceRange, profile: MusicalProfile, rng: Random
) -> tuple[Key, Ladder]:
    """One of the keys in which a tune of the profile's span lies well in the voice, and its notes there."""
    low, high = VOICE_RANGES[voice]
    below = _BELOW_HOME[rng.randrange(len(_BELOW_HOME))]
    found = [(*ladder_for(key, low, high, profile.span, profile.register, below), key) for key in keys]
    best = min(cost for cost, _, _ in found)
    good = [(key, ladder) for cost, ladder, key in found if cost <= best + _KEY_CHOICE]
    return good[rng.randrange(len(good))]


def _tempo(profile: MusicalProfile, rng: Random) -> float:
    low, high = ceil(profile.tempo_low), floor(profile.tempo_high)
    if low > high:
        return profile.tempo_bpm
    return float(low + int(rng.random() * (high - low + 1)))
