"""From the feeling now to the one that is wished for, section by section, in small steps that never turn back.

The iso principle of music therapy: begin where the person is, and move on from there (Altshuler 1948; Heiderscheit &
Madson 2015, doi 10.1093/mtp/miu042). The cues follow `profile`; how many steps there are is our own choice.
"""

from random import Random

from msgspec import Struct
from msgspec.structs import replace

from companion.domain.affect import Affect
from companion.domain.feelings import place
from companion.domain.harmony import Key, Mode
from companion.domain.song import VOICE_RANGES, SongRequest
from companion.domain.units import Pitch
from companion.engine.bounding import bounded
from companion.engine.form import Phrase, SectionPlan
from companion.engine.ideas import TONICS, Idea
from companion.engine.profile import MusicalProfile, profile_of
from companion.engine.progressions import Family, families_for
from companion.engine.tones import Ladder
from companion.engine.transposing import key_at

FEWEST_STATIONS, MOST_STATIONS = 3, 4
_MINOR_BELOW = 3
"""How far minor's home lies under that of its relative major."""

_KEY_CHOICE = 1.5
"""Keys that lie at most so many half steps worse in the voice than the best one are all welcome."""

_MINOR_FROM = 0.5
"""Above this share of minor a section stands in minor."""


class Leg(Struct, frozen=True):
    """One section's place on the way: its feeling, what its music is like, and the notes and chords for it."""

    affect: Affect
    profile: MusicalProfile
    key: Key
    family: Family
    ladder: Ladder


def aim_of(request: SongRequest) -> Affect | None:
    """Where a song should lead; None to stay."""
    return request.to_affect or place(request.to_feeling)


def stations(now: Affect, then: Affect, count: int) -> tuple[Affect, ...]:
    """`count` places from one to the other, in even steps that never turn back; the last one is there."""
    if count == 1:
        return (then,)
    shares = [index / (count - 1) for index in range(count)]
    return tuple(
        Affect.nearest(
            now.valence + share * (then.valence - now.valence), now.arousal + share * (then.arousal - now.arousal)
        )
        for share in shares
    )


def parted(plan: tuple[SectionPlan, ...], loop_bars: int) -> tuple[SectionPlan, ...]:
    """A plan of few sections in more of them, so that there is a way to go; it is cut where the chords come round."""
    if len(plan) >= FEWEST_STATIONS:
        return plan
    found: list[SectionPlan] = []
    for section in plan:
        groups = _groups(section, loop_bars, MOST_STATIONS // len(plan))
        for group in groups:
            name = section.name if len(groups) == 1 else f"{section.name} {len(found) + 1}"
            found.append(SectionPlan(name, section.kind, _lines_of(section, group), tuple(group)))
    return tuple(found)


def _groups(section: SectionPlan, loop_bars: int, most: int) -> list[list[Phrase]]:
    """The section's phrases in at most so many groups of whole loops; a line of words is never cut."""
    cuts: list[list[Phrase]] = [[]]
    for phrase in section.phrases:
        bars = sum(each.bars for each in cuts[-1])
        if bars and bars % loop_bars == 0 and (phrase.line is None or phrase.line != cuts[-1][-1].line):
            cuts.append([])
        cuts[-1].append(phrase)
    size = -(-len(cuts) // most)
    return [[phrase for cut in cuts[at : at + size] for phrase in cut] for at in range(0, len(cuts), size)]


def legs(
    request: SongRequest, now: Affect, then: Affect, idea: Idea, count: int, rng: Random, calmer: float = 0.0
) -> tuple[Leg, ...]:
    """What each section is like; `calmer` is how much smaller than the feelings have them its moves should be.

    Minor and major on the way share their notes (relative keys), minor's home a third below major's, so that light
    comes with height.
    """
    affects = stations(now, then, count)
    profiles = [at_pace(profile_of(affect), request) for affect in affects]
    profiles = [replace(profile, smallness=profile.smallness + calmer) for profile in profiles]
    modes = [_mode(profile, request) for profile in profiles]
    home = _home(request, idea, profiles, modes, rng)
    found: list[Leg] = []
    families: dict[Mode, Family] = {}
    for affect, profile, mode in zip(affects, profiles, modes, strict=True):
        if mode not in families:
            fitting = families_for(affect, profile.minor_share, rng)
            families[mode] = next(family for family in fitting if family.mode == mode)
        pitch = home if mode == "major" else home - _MINOR_BELOW
        key = key_at(pitch, mode)
        found.append(Leg(affect, profile, key, families[mode], _ladder(request, key, pitch, profile, profiles)))
    return tuple(found)


def _home(
    request: SongRequest, idea: Idea, profiles: list[MusicalProfile], modes: list[Mode], rng: Random
) -> Pitch:
    """Major's tonic on the way, so that all sections lie well in the voice; a key that was asked for is the first."""
    low, high = VOICE_RANGES[request.voice]
    lowest = low + (_MINOR_BELOW if "minor" in modes else 0)
    tonics = range(lowest, lowest + 12)
    if request.key is not None:
        first = (request.key.tonic_pc + (_MINOR_BELOW if modes[0] == "minor" else 0)) % 12
        return next(pitch for pitch in tonics if pitch % 12 == first)

    def misfit(tonic: Pitch) -> float:
        homes = [tonic if mode == "major" else tonic - _MINOR_BELOW for mode in modes]
        rare = 1.0 if key_at(tonic, "major").tonic not in TONICS["major"] else 0.0
        return rare + sum(
            abs(home + profile.span / 2 - (low + high) / 2 - profile.register)
            for home, profile in zip(homes, profiles, strict=True)
        ) / len(modes)

    best = min(map(misfit, tonics))
    good = [tonic for tonic in tonics if misfit(tonic) <= best + _KEY_CHOICE]
    return good[rng.randrange(len(good))]


def _ladder(
    request: SongRequest, key: Key, home: Pitch, profile: MusicalProfile, profiles: list[MusicalProfile]
) -> Ladder:
    """The notes of a section: up from its home, further up (or down) than the others by its register."""
    low, high = VOICE_RANGES[request.voice]
    shift = round(profile.register - sum(each.register for each in profiles) / len(profiles))
    bottom = max(low, home + min(0, shift))
    top = min(high, home + profile.span + shift)
    rungs = tuple(pitch for pitch in range(bottom, top + 1) if pitch % 12 in key.scale_pcs)
    if (rungs[-1] + 2) % 12 == key.tonic_pc and rungs[-1] + 1 > high:
        rungs = rungs[:-1]  # raised as a leading tone it would leave the voice
    return Ladder(key, rungs, rungs.index(home))


def whole_way(now: MusicalProfile, then: MusicalProfile) -> MusicalProfile:
    """What may happen anywhere between two feelings."""
    livelier = max((now, then), key=lambda profile: profile.affect.arousal)
    return replace(
        livelier,
        tempo_low=min(now.tempo_low, then.tempo_low),
        tempo_high=max(now.tempo_high, then.tempo_high),
        velocity_low=min(now.velocity_low, then.velocity_low),
        velocity_high=max(now.velocity_high, then.velocity_high),
        span=max(now.span, then.span),
        largest_leap=max(now.largest_leap, then.largest_leap),
    )


def at_pace(profile: MusicalProfile, request: SongRequest) -> MusicalProfile:
    """The profile; a pace that was asked for goes before its own, and the request's limits before both."""
    if request.tempo_bpm is not None:
        profile = replace(profile, tempo_low=request.tempo_bpm, tempo_high=request.tempo_bpm)
    return bounded(profile, request.limits)


def _mode(profile: MusicalProfile, request: SongRequest) -> Mode:
    if request.key is not None and request.key.mode in ("major", "minor"):
        return request.key.mode
    return "minor" if profile.minor_share > _MINOR_FROM else "major"


def _lines_of(section: SectionPlan, group: list[Phrase]) -> tuple[str, ...]:
    if group[0].line is None:
        return ()
    first = section.phrases[0].line or 0
    held = dict.fromkeys(phrase.line - first for phrase in group if phrase.line is not None)
    return tuple(section.lines[at] for at in held)
