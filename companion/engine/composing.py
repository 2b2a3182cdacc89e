"""From a request to songs: a few really different suggestions, each of which keeps its contract."""

from random import Random

from msgspec.structs import replace

from companion.domain.affect import Affect
from companion.domain.feelings import affect_of
from companion.domain.limits import QUICKEST, SLOWEST
from companion.domain.song import Song, SongRequest
from companion.domain.units import Bpm
from companion.engine.backing import arrange
from companion.engine.contract import check
from companion.engine.form import stanzas_of
from companion.engine.ideas import grooves_for, idea_of
from companion.engine.journey import aim_of, at_pace, whole_way
from companion.engine.likeness import misfit
from companion.engine.profile import MusicalProfile, profile_of
from companion.engine.progressions import (
    LONG_FAMILIES,
    SHORT_FAMILIES,
    Family,
    families_for,
    family_of,
    home_of,
)
from companion.engine.pulse_grid import refuse_short_bars
from companion.engine.titles import own_name
from companion.engine.writing import write
from companion.errors import CompanionError, WrongUseError
from companion.language import _

MOST_TRIES = 24
_CALMER = 0.5
"""How much smaller the intervals of each further round of tries are asked to be."""

_MOST_AT_ONCE, _NOTES_AT_ONCE = 5, 320
"""How many tries are compared in a round, and how many notes they may have in all, so that nobody waits."""

_MOST_FAMILIES = 8
_LONG_LOOP, _LONG_COMES = 8, 2
"""The bars of a long loop, and which of several suggestions has one (from 0)."""

_FEW_BARS = 4
OVERRULED_BY_CHORDS = frozenset({"different chords", "strong notes in the chord", "comes home"})
OVERRULED_BY_MOTIF = frozenset({"small steps", "largest leap", "range", "notes a beat", "strong notes in the chord"})
"""What a person who gives their own chords, or a few notes of their own, may leave behind."""


def suggest(request: SongRequest) -> tuple[Song, ...]:
    """`request.count` different songs for the words (or of `request.bars` bars, without any).

    The first fits the feeling best. The same request gives the same songs on every machine. Words beyond the
    64th line are left out. Raises WrongUseError for a groove or chord that is not known and for a pace or a meter
    that can't be sung, CompanionError where no song keeps its contract.
    """
    refuse_what_can_not_be_sung(request)
    if not stanzas_of(request.lines, request.language):
        request = replace(request, lines=())
    if request.chords is not None:
        request = replace(request, key=request.key or home_of(request.chords))
    affect = affect_of(request.feeling, request.affect)
    profile = at_pace(profile_of(affect), request)
    grooves = grooves_for(affect, request)
    families = _families(affect, profile, request)
    songs: list[Song] = []
    for index in range(request.count):
        songs.append(_distinct(request, profile, affect, grooves, families, index, songs))
    return tuple(songs)


def refuse_what_can_not_be_sung(request: SongRequest) -> None:
    """Raise WrongUseError for a pace or a meter that nobody can sing in."""
    if request.tempo_bpm is not None:
        refuse_pace(request.tempo_bpm)
    if request.meter is not None:
        refuse_short_bars(request.meter)


def refuse_pace(bpm: Bpm) -> None:
    """Raise WrongUseError for a pace that can't be sung."""
    if not SLOWEST <= bpm <= QUICKEST:
        raise WrongUseError(
            _("A pace of {bpm:g} beats a minute can't be sung.").format(bpm=bpm),
            _("Choose one from {slowest:g} to {quickest:g}.").format(slowest=SLOWEST, quickest=QUICKEST),
        )


def _distinct(
    request: SongRequest, profile: MusicalProfile, affect: Affect, grooves: list[str], families: list[Family],
    index: int, others: list[Song],
) -> Song:  # fmt: skip
    """A try that keeps its contract and is not a song we have: of the first few the one most like real songs.

    Later tries ask for smaller intervals.
    """
    aim = aim_of(request)
    bounds = profile if aim is None else whole_way(profile, at_pace(profile_of(aim), request))
    overruled = (OVERRULED_BY_CHORDS if request.chords is not None else frozenset()) | (
        OVERRULED_BY_MOTIF if request.motif else frozenset()
    )
    attempt = 0
    while attempt < MOST_TRIES:
        first = _written(request, profile, affect, grooves, families, index, attempt)
        at_once = max(1, min(_MOST_AT_ONCE, _NOTES_AT_ONCE // len(first.melody)))
        others_written = (
            _written(request, profile, affect, grooves, families, index, attempt + more) for more in range(1, at_once)
        )
        for song in sorted((first, *others_written), key=lambda song: misfit(song, profile)):
            contract = check(song, arrange(song), bounds, overruled)
            if contract.holds and _is_new(song, others, attempt):
                return replace(song, contract=contract, name=own_name(song, others))
        attempt += at_once
    raise CompanionError(
        _("No calm song could be found for this."), _("Try fewer or shorter lines, or another meter.")
    )


def _written(
    request: SongRequest, profile: MusicalProfile, affect: Affect, grooves: list[str], families: list[Family],
    index: int, attempt: int,
) -> Song:  # fmt: skip
    """One try, not yet checked."""
    rng = Random(f"{request.seed} song {index} {attempt}")
    calmer = replace(profile, smallness=profile.smallness + _CALMER * (attempt // _MOST_AT_ONCE))
    family = families[(index + attempt // _MOST_AT_ONCE) % min(len(families), _MOST_FAMILIES)]
    idea = idea_of(request, calmer, grooves[index % len(grooves)], family, rng)
    return write(request, calmer, affect, idea, rng)


def _is_new(song: Song, others: list[Song], attempt: int) -> bool:
    """Whether its tune is a new one; for a bar or two there are few tunes, and another groove will do in the end."""
    if all(song.melody != other.melody for other in others):
        return True
    return attempt >= MOST_TRIES // 2 and all(
        (song.melody, song.chords, song.groove) != (other.melody, other.chords, other.groove) for other in others
    )


def _families(affect: Affect, profile: MusicalProfile, request: SongRequest) -> list[Family]:
    """The families of chords to go through; a person's own row is a family of its own."""
    if request.chords is not None and request.key is not None:
        return [family_of(request.chords, request.key, affect)]
    rng = Random(f"{request.seed} families")
    families = families_for(affect, profile.minor_share, rng)
    if _is_short(request):
        families = families_for(affect, profile.minor_share, rng, SHORT_FAMILIES) + families
    elif request.lines or request.bars % _LONG_LOOP == 0:
        families.insert(_LONG_COMES, families_for(affect, profile.minor_share, rng, LONG_FAMILIES)[0])
    if request.key is not None:
        families = [family for family in families if family.mode == request.key.mode]
    return families


def _is_short(request: SongRequest) -> bool:
    """Whether the song is one line sung over and over, or a few bars."""
    return len(request.lines) == 1 if request.lines else request.bars <= _FEW_BARS
