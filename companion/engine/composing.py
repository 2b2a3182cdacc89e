"""From a request to songs: a few really different suggestions, each of which keeps its contract."""

from math import ceil, floor
from random import Random

from msgspec import Struct
from msgspec.structs import replace

from companion.domain.affect import Affect
from companion.domain.feelings import FEELINGS, affect_of
from companion.domain.harmony import Key, Meter, Mode
from companion.domain.song import VOICE_RANGES, Contract, Section, Song, SongRequest
from companion.domain.units import Beats, Bpm
from companion.engine.backing import arrange
from companion.engine.contract import check
from companion.engine.form import phrase_bars, plan_bars, plan_words, stanzas_of
from companion.engine.groove import Groove, groove_named, groove_names
from companion.engine.profile import MusicalProfile, profile_of
from companion.engine.progressions import Family, chords_in, families_for, lay_out
from companion.engine.pulse_grid import is_compound
from companion.engine.reasons import reasons
from companion.engine.rhythm import most_notes
from companion.engine.singing import sing
from companion.engine.tones import Ladder, ladder_for
from companion.errors import CompanionError, WrongUseError

MOST_TRIES = 24
SLOWEST: Bpm = 30.0
QUICKEST: Bpm = 240.0
SHORTEST_BAR_BEATS: Beats = 1.0
_TONICS: dict[Mode, tuple[str, ...]] = {
    "major": ("C", "D", "Eb", "E", "F", "G", "A", "Bb"),
    "minor": ("C", "D", "E", "F", "G", "A", "B"),
    "dorian": ("C", "D", "E", "G", "A"),
    "mixolydian": ("C", "D", "F", "G", "A"),
}
_CALMER = 0.3
"""How much smaller the intervals of each further try are asked to be."""

_FOREIGN_METER = 3.0
_GROOVE_CHANCE = 3.0
"""In steps of the grid: how far off a groove in a meter that is not its own stands, and how far chance may lift one."""

_KEY_CHOICE = 2.0
"""Keys whose notes lie at most this many semitones worse in the voice than the best one are all welcome."""

_BELOW_HOME = (0, 0, 2, 5)
"""How far a tune reaches under home: mostly not at all, sometimes as far as the fifth below."""

_TITLE_LENGTH = 40


class Idea(Struct, frozen=True):
    """What makes one suggestion different from the next, before any note."""

    groove_name: str
    groove: Groove
    meter: Meter
    family: Family
    key: Key
    ladder: Ladder
    tempo_bpm: float
    echo: bool


def suggest(request: SongRequest) -> tuple[Song, ...]:
    """`request.count` different songs for the words (or of `request.bars` bars, without any).

    The first fits the feeling best. The same request gives the same songs on every machine. Words beyond the
    64th line are left out. Raises WrongUseError for a groove that is not known and for a pace or a meter that can't
    be sung, CompanionError where no song keeps its contract.
    """
    _refuse_what_can_not_be_sung(request)
    affect = affect_of(request.feeling, request.affect)
    profile = _profile(affect, request)
    grooves = _grooves_for(affect, request)
    families = families_for(affect, profile.minor_share, Random(f"{request.seed} families"))
    if request.key is not None:
        families = [family for family in families if family.mode == request.key.mode]
    songs: list[Song] = []
    for index in range(request.count):
        songs.append(_distinct(request, profile, affect, grooves, families, index, songs))
    return tuple(songs)


def _refuse_what_can_not_be_sung(request: SongRequest) -> None:
    if request.tempo_bpm is not None and not SLOWEST <= request.tempo_bpm <= QUICKEST:
        raise WrongUseError(
            f"A pace of {request.tempo_bpm:g} beats a minute can't be sung.",
            f"Choose one from {SLOWEST:g} to {QUICKEST:g}.",
        )
    if request.meter is not None and request.meter.bar_beats < SHORTEST_BAR_BEATS:
        raise WrongUseError(
            f"A bar of {request.meter.name} is too short to sing in.", "Choose a meter such as 4/4, 3/4 or 6/8."
        )


def _distinct(
    request: SongRequest, profile: MusicalProfile, affect: Affect, grooves: list[str], families: list[Family],
    index: int, others: list[Song],
) -> Song:  # fmt: skip
    """The first try that keeps its contract and is not a song we have; later tries ask for smaller intervals."""
    for attempt in range(MOST_TRIES):
        rng = Random(f"{request.seed} song {index} {attempt}")
        calmer = replace(profile, smallness=profile.smallness + _CALMER * attempt)
        name = grooves[index % len(grooves)]
        family = families[(index + attempt // 4) % min(len(families), 8)]
        idea = _idea(request, calmer, name, family, rng)
        song = _write(request, calmer, affect, idea, rng)
        contract = check(song, arrange(song), profile)
        if contract.holds and _is_new(song, others, attempt):
            return replace(song, contract=contract, name=_own_name(song, others))
    raise CompanionError("No calm song could be found for this.", "Try fewer or shorter lines, or another meter.")


def _is_new(song: Song, others: list[Song], attempt: int) -> bool:
    """Whether its tune is a new one; for a bar or two there are few tunes, and another groove will do in the end."""
    if all(song.melody != other.melody for other in others):
        return True
    return attempt >= MOST_TRIES // 2 and all(
        (song.melody, song.chords, song.groove) != (other.melody, other.chords, other.groove) for other in others
    )


def _profile(affect: Affect, request: SongRequest) -> MusicalProfile:
    """The feeling's profile; a pace that was asked for goes before its own."""
    profile = profile_of(affect)
    if request.tempo_bpm is None:
        return profile
    return replace(profile, tempo_low=request.tempo_bpm, tempo_high=request.tempo_bpm)


def _grooves_for(affect: Affect, request: SongRequest) -> list[str]:
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
    return sorted(fits, key=lambda name: (fits[name], name))[:5]


def _idea(request: SongRequest, profile: MusicalProfile, name: str, family: Family, rng: Random) -> Idea:
    groove = groove_named(name)
    meters = [Meter.parse(text) for text in groove.meters]
    meter = request.meter or (meters[0] if rng.random() < 0.75 else meters[rng.randrange(len(meters))])
    key, ladder = _key_for(request, profile, family, rng)
    return Idea(name, groove, meter, family, key, ladder, _tempo(profile, rng), rng.random() < 0.5)


def _tempo(profile: MusicalProfile, rng: Random) -> float:
    low, high = ceil(profile.tempo_low), floor(profile.tempo_high)
    if low > high:
        return profile.tempo_bpm
    return float(low + int(rng.random() * (high - low + 1)))


def _key_for(request: SongRequest, profile: MusicalProfile, family: Family, rng: Random) -> tuple[Key, Ladder]:
    """A key in which the tune lies well in the voice."""
    low, high = VOICE_RANGES[request.voice]
    below = _BELOW_HOME[rng.randrange(len(_BELOW_HOME))]
    keys = [request.key] if request.key else [Key(tonic, family.mode) for tonic in _TONICS[family.mode]]
    found = [(*ladder_for(key, low, high, profile.span, profile.register, below), key) for key in keys]
    best = min(cost for cost, _, _ in found)
    good = [(key, ladder) for cost, ladder, key in found if cost <= best + _KEY_CHOICE]
    return good[rng.randrange(len(good))]


def _write(request: SongRequest, profile: MusicalProfile, affect: Affect, idea: Idea, rng: Random) -> Song:
    meter, family = idea.meter, idea.family
    stanzas = stanzas_of(request.lines)
    loop = len(family.loop)
    if stanzas:
        bars = phrase_bars(meter)
        plan = plan_words(stanzas, meter, most_notes(meter, bars, idea.tempo_bpm, profile), loop, idea.echo)
    else:
        bars = phrase_bars(meter)
        fullest = most_notes(meter, bars, idea.tempo_bpm, profile)
        share = (0.8 if is_compound(meter) else 0.55) + 0.2 * rng.random()
        plan = plan_bars(request.bars, meter, max(2, round(fullest * share)), loop, idea.echo)
    numerals = lay_out(family, tuple(section.bars for section in plan))
    chords = chords_in(idea.key, meter, numerals)
    sung = sing(plan, chords, meter, idea.tempo_bpm, profile, idea.ladder, rng)
    sections: list[Section] = []
    for part in plan:
        start = sum(section.bars for section in sections)
        sections.append(Section(part.name, start, part.bars, part.lines))
    return Song(
        title=_title(request, idea),
        name=idea.groove.title,
        feeling=request.feeling or _nearest_word(affect),
        affect=affect,
        seed=request.seed,
        key=idea.key,
        meter=meter,
        tempo_bpm=idea.tempo_bpm,
        groove=idea.groove_name,
        loop_bars=loop,
        sections=tuple(sections),
        chords=chords,
        melody=sung.notes,
        contract=Contract(()),
        why=reasons(idea.groove, family, sung, idea.tempo_bpm, idea.key.is_minor, profile, tuple(sections)),
    )


def _title(request: SongRequest, idea: Idea) -> str:
    """The title given, else the first line, shortened between words, else what the music is like."""
    if request.title.strip():
        return request.title.strip()
    first = next((line for stanza in stanzas_of(request.lines) for line in stanza.lines), idea.groove.title)
    if len(first) <= _TITLE_LENGTH:
        return first.rstrip(" .,;:–—-")
    return first[:_TITLE_LENGTH].rsplit(" ", 1)[0].rstrip(" .,;:–—-") + " …"


def _nearest_word(affect: Affect) -> str:
    """The feeling word that lies nearest on the grid."""

    def distance(word: str) -> int:
        place = FEELINGS[word]
        return abs(place.valence - affect.valence) + abs(place.arousal - affect.arousal)

    return min(FEELINGS, key=distance)


def _own_name(song: Song, others: list[Song]) -> str:
    """The groove's title; where another suggestion has it too, with what sets this one apart."""
    taken = {other.name for other in others}
    if song.name not in taken:
        return song.name
    shape = next((why for why in song.why if why.startswith("The tune ")), "")
    name = f"{song.name}; {shape.removeprefix('The tune ').rstrip('.')}" if shape else song.name
    count = 2
    while name in taken:
        name = f"{song.name}, another way ({count})"
        count += 1
    return name
