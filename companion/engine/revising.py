"""A song changed as someone wishes: simpler, livelier, lower, another tune, another chord, key, groove or pace.

Each function takes a song and gives a new one, measured against its contract again. What the person chose
themselves is measured too, and told; it is never repaired away.
"""

from random import Random
from typing import Literal, TypeAlias

from msgspec.structs import replace

from companion.domain.harmony import Chord, Key
from companion.domain.song import Contract, Song, VoiceRange
from companion.domain.units import Bpm
from companion.engine import rewriting, transposing
from companion.engine.backing import arrange
from companion.engine.bounding import bounded
from companion.engine.chordnames import parse_chord
from companion.engine.composing import OVERRULED_BY_CHORDS, OVERRULED_BY_MOTIF, refuse_pace
from companion.engine.contract import check
from companion.engine.groove import groove_named
from companion.engine.journey import whole_way
from companion.engine.profile import MusicalProfile, profile_of
from companion.engine.refitting import key_of_place, refitted
from companion.engine.romans import roman_of
from companion.engine.voicing import voice_between
from companion.errors import CompanionError, WrongUseError
from companion.language import N_, _

Wish: TypeAlias = Literal["simpler", "more movement", "lower", "higher", "another", "keep rhythm"]
WISHES: tuple[Wish, ...] = ("simpler", "more movement", "lower", "higher", "another", "keep rhythm")

OVERRULED_BY_HEIGHT = frozenset({"lowest note", "highest note"})
"""What a person who moves a song may leave behind."""

MOST_TRIES = 24
_STEP_OF_REGISTER = 3
"""Half steps that "lower" and "higher" move a song: a minor third is heard, and the song stays the same song."""

_BEYOND_VOICE = 5
"""How far past the voice's own ends a person may ask a song to go, in half steps."""


def revise(song: Song, wish: Wish, seed: int, keep_bars: tuple[int, int] | None = None) -> Song:
    """The song as wished. The same song, wish and seed give the same result.

    "lower" and "higher" move the whole song, chords and all (or, with kept bars, sing the others elsewhere);
    "another" is another tune on the same chords, "keep rhythm" another on the same rhythm; "simpler" and "more
    movement" are other tunes with smaller and with wider moves. `keep_bars` are the first and last bar (from 1) that
    stay as they are. Raises WrongUseError for bars that the song has not and where there is no further to go,
    CompanionError where no such tune can be found.
    """
    if wish not in WISHES:
        raise WrongUseError(
            _("'{wish}' is no wish that is known here.").format(wish=wish),
            _("There are: {names}.").format(names=", ".join(WISHES)),
        )
    if keep_bars is not None and not 1 <= keep_bars[0] <= keep_bars[1] <= song.bars:
        raise WrongUseError(
            _("Bars {first} to {last} can't be kept.").format(first=keep_bars[0], last=keep_bars[1]),
            _("The song has bars 1 to {bars}.").format(bars=song.bars),
        )
    if wish in ("lower", "higher") and keep_bars is None:
        return _checked(_moved(song, -1 if wish == "lower" else 1), OVERRULED_BY_HEIGHT)
    if keep_bars == (1, song.bars):
        return song
    return _rewritten(song, wish, seed, keep_bars)


def with_chord(song: Song, chord_index: int, symbol: str) -> Song:
    """The song with another chord at one place; the tune moves only where it clashes, all else stays.

    `symbol` is read forgivingly. Raises WrongUseError for a chord that is not known and a place that is not there.
    """
    if not 0 <= chord_index < len(song.chords):
        raise WrongUseError(
            _("There is no chord at that place."), _("The song has {count} of them.").format(count=len(song.chords))
        )
    name = parse_chord(symbol)
    old = song.chords[chord_index]
    before = song.chords[chord_index - 1].voicing if chord_index else None
    after = song.chords[chord_index + 1].voicing if chord_index + 1 < len(song.chords) else None
    voicing = voice_between(name, before, after)
    roman = roman_of(name, key_of_place(song, old.start_beats))
    chord = Chord(name.symbol, roman, old.start_beats, old.duration_beats, voicing)
    chords = (*song.chords[:chord_index], chord, *song.chords[chord_index + 1 :])
    changed = refitted(replace(song, chords=chords), old.start_beats, old.end_beats)
    return _checked(changed, OVERRULED_BY_CHORDS | {"small steps", "largest leap", "range"})


def in_key(song: Song, key: Key) -> Song:
    """The song in another key (see `transposing.in_key`); of another mode too, which changes its colour."""
    changed = transposing.in_key(song, key)
    if key.mode == song.key.mode:
        return _checked(changed, OVERRULED_BY_HEIGHT)
    return _checked(refitted(changed), OVERRULED_BY_CHORDS | OVERRULED_BY_HEIGHT | {"small steps", "largest leap"})


def for_voice(song: Song, voice: VoiceRange) -> Song:
    """The song where a low or a high voice is at ease."""
    return _checked(transposing.for_voice(song, voice))


def with_groove(song: Song, name: str) -> Song:
    """The song over another groove. Raises WrongUseError for one that is not known."""
    groove = groove_named(name)
    own = groove_named(song.groove)
    title = groove.title if song.name.startswith(own.title) else song.name
    before, now = own.reason_in(song.meter), groove.reason_in(song.meter)
    why = tuple(now if sentence == before else sentence for sentence in song.why)
    return _checked(replace(song, groove=name.strip().casefold(), name=title, why=why))


def with_tempo(song: Song, bpm: Bpm) -> Song:
    """The song at another pace (quarter notes a minute), even throughout. Raises WrongUseError as `refuse_pace_of`."""
    refuse_pace_of(song, bpm)
    return _checked(replace(song, tempo_bpm=float(bpm), to_tempo_bpm=None), frozenset({"shortest note"}))


def refuse_pace_of(song: Song, bpm: Bpm) -> None:
    """Raise WrongUseError for a pace that can't be sung, and for one that the song's limits leave out."""
    refuse_pace(bpm)
    low, high = song.limits.tempo_low, song.limits.tempo_high
    if not low <= bpm <= high:
        raise WrongUseError(
            _("The pace of this song stays from {low:g} to {high:g} beats a minute.").format(low=low, high=high),
            _("So it was agreed beforehand."),
        )


def _moved(song: Song, direction: int) -> Song:
    """As far as the voice has room; past its ends only where there is none."""
    by = transposing.room(song, direction * _STEP_OF_REGISTER)
    by = by or transposing.room(song, direction * _STEP_OF_REGISTER, _BEYOND_VOICE)
    if not by:
        raise WrongUseError(
            _("It can't be sung any lower.") if direction < 0 else _("It can't be sung any higher."),
            _("Another voice may suit it."),
        )
    return transposing.moved(song, by)


def _rewritten(song: Song, wish: Wish, seed: int, keep_bars: tuple[int, int] | None) -> Song:
    """The first tune that keeps the contract and is as wished; else the one that comes nearest to the wish."""
    kept = None if keep_bars is None else (keep_bars[0] - 1, keep_bars[1])
    found: list[Song] = []
    is_own = any(each.is_overruled and each.name not in OVERRULED_BY_HEIGHT for each in song.contract.checks)
    overruled = OVERRULED_BY_CHORDS | OVERRULED_BY_MOTIF if is_own else frozenset[str]()
    for attempt in range(MOST_TRIES):
        rng = Random(f"{seed} {wish} {keep_bars} {attempt} of {song.seed}")
        changed = _checked(rewriting.rewrite(song, wish, kept, attempt, rng), overruled)
        if changed.contract.holds and changed.melody != song.melody:
            if rewriting.is_as_wished(song, changed, wish):
                return changed
            found.append(changed)
        if len(found) >= 6 and wish in ("simpler", "more movement"):
            break
    if not found:
        raise CompanionError(
            _("No other tune could be found for this."), _("Keep fewer bars, or make another song.")
        )
    return max(found, key=lambda one: rewriting.progress(song, one, wish))


def _checked(song: Song, overruled: frozenset[str] = frozenset()) -> Song:
    """The song with its contract measured anew; what was overruled before stays so."""
    before = frozenset(each.name for each in song.contract.checks if each.is_overruled)
    contract = check(song, arrange(song), own_profile(song), overruled | before)
    return replace(song, contract=contract, why=_told(song, contract))


def _told(song: Song, contract: Contract) -> tuple[str, ...]:
    """The reasons, with a sentence on what the person chose against a check, and without one that no longer holds."""
    why = tuple(sentence for sentence in song.why if sentence not in _OVERRULED.values())
    told = (_OVERRULED[each.name] for each in contract.checks if each.is_overruled and each.name in _OVERRULED)
    return (*why, *told)


_OVERRULED = {
    "different chords": N_("It has more different chords than most calm songs, as you chose."),
    "strong notes in the chord": N_("Here and there the tune rubs against a chord, as you chose."),
    "comes home": N_("It ends away from home, as you chose."),
    "shortest note": N_("Some words go by quickly, at the pace you chose."),
    "largest leap": N_("It has a wide leap, as you chose."),
    "lowest note": N_("It goes lower than most voices do, as you chose."),
    "highest note": N_("It goes higher than most voices do, as you chose."),
}


def own_profile(song: Song) -> MusicalProfile:
    """What the song's feeling promises, with the pace that it has."""
    profile = bounded(profile_of(song.affect), song.limits)
    if song.sections[-1].affect is not None:
        profile = whole_way(profile, bounded(profile_of(song.sections[-1].affect), song.limits))
    low = min(profile.tempo_low, song.tempo.bpm, song.tempo.end_bpm)
    return replace(profile, tempo_low=low, tempo_high=max(profile.tempo_high, song.tempo.bpm, song.tempo.end_bpm))
