"""Another tune for a song that stays: the same words, chords, key and pace; bars and rhythms kept where wished."""

from itertools import pairwise
from random import Random

from msgspec.structs import replace

from companion.domain.harmony import Key
from companion.domain.song import VOICE_RANGES, MelodyNote, Section, Song
from companion.domain.units import Bpm
from companion.engine.bar_patterns import SHORTEST_SYLLABLE
from companion.engine.ideas import key_for
from companion.engine.profile import MusicalProfile, profile_of
from companion.engine.reasons import reasons_for_tune
from companion.engine.replanning import plan_of, rhythm_of
from companion.engine.singing import Held, Way, sing
from companion.engine.tones import Ladder, reaching

_SIMPLER, _LIVELIER = 0.92, 1.08
"""How far a tune's movement must fall or rise to be heard as simpler or livelier (our own choice)."""

_REGISTER_STEP = 4.0
_CALMER = 0.15
_LIVELY, _LESS_LIVELY = 0.3, 0.02
"""How much wider moves "more movement" asks for at first, and how much less at each further try."""


def rewrite(song: Song, wish: str, kept: tuple[int, int] | None, attempt: int, rng: Random) -> Song:
    """One try, not yet checked. `kept` is the first bar that stays (from 0) and the first after those that do."""
    replanned = plan_of(song, echo=rng.random() < 0.5)
    held: list[Held | None] = []
    start = 0
    phrases = [phrase for section in replanned.plan for phrase in section.phrases]
    for phrase, notes in zip(phrases, replanned.notes, strict=True):
        held.append(_held(song, notes, start, start + phrase.bars, kept, wish == "keep rhythm"))
        if len(held) > 1 and held[-2] is None and _has_upbeat(held[-1]):  # room stays for it
            held[-2] = Held(rhythm_of(replanned.notes[len(held) - 2], start - phrases[len(held) - 2].bars, song))
        start += phrase.bars
    quickest = min(max(song.tempo.bpm, song.tempo.end_bpm), _singable_pace(song))
    ways = tuple(_way(song, section, wish, kept, attempt, rng) for section in song.sections)
    sung = sing(replanned.plan, song.chords, song.meter, quickest, ways, rng, tuple(held))
    why = reasons_for_tune(song.why, sung)
    return replace(song, melody=sung.notes, why=why)


def _has_upbeat(held: Held | None) -> bool:
    return held is not None and held.notes[0].start < 0


def _singable_pace(song: Song) -> Bpm:
    """The pace at which the song's own shortest note is as short as a syllable may be.

    A song that someone made quicker than that still has its words, and keeps a rhythm that holds them.
    """
    shortest = min((note.duration_beats for note in song.melody), default=1.0)
    return 60 * shortest / SHORTEST_SYLLABLE


def progress(before: Song, after: Song, wish: str) -> float:
    """How far a new tune went where it should: positive is the right way."""
    if wish == "simpler":
        return 1 - movement(after) / max(0.1, movement(before))
    if wish == "more movement":
        return movement(after) / max(0.1, movement(before)) - 1
    if wish in ("lower", "higher"):
        rise = _mean_pitch(after) - _mean_pitch(before)
        return -rise if wish == "lower" else rise
    return 1.0


def _mean_pitch(song: Song) -> float:
    return sum(note.pitch for note in song.melody) / len(song.melody)


def is_as_wished(before: Song, after: Song, wish: str) -> bool:
    """Whether a listener would say so."""
    if wish == "simpler":
        return movement(after) <= _SIMPLER * movement(before)
    if wish == "more movement":
        return movement(after) >= _LIVELIER * movement(before)
    return progress(before, after, wish) >= (1.0 if wish in ("lower", "higher") else 0.0)


def movement(song: Song) -> float:
    """How much a tune moves: the mean of its steps in half steps, its span, and how uneven its rhythm is."""
    pitches = [note.pitch for note in song.melody]
    sizes = [abs(b - a) for a, b in pairwise(pitches)] or [0]
    lengths = [note.duration_beats for note in song.melody]
    uneven = sum(abs(a - b) / (a + b) for a, b in pairwise(lengths)) / max(1, len(lengths) - 1)
    return sum(sizes) / len(sizes) + 0.1 * (max(pitches) - min(pitches)) + uneven


def _wished(profile: MusicalProfile, wish: str, attempt: int) -> MusicalProfile:
    """The feeling's profile, bent towards the wish; later tries for the plain wishes ask for smaller intervals."""
    if wish == "simpler":
        return replace(
            profile,
            smallness=profile.smallness + 0.9 + 0.1 * attempt,
            span=max(7, profile.span - 4),
            largest_leap=min(profile.largest_leap, 5),
            syncopation=0.0,
        )
    if wish == "more movement":
        smallness = profile.smallness - max(0.0, _LIVELY - _LESS_LIVELY * attempt)
        return replace(profile, smallness=smallness, span=min(14, profile.span + 2), repetition=0.0)
    return replace(profile, smallness=profile.smallness + _CALMER * attempt)


def _held(
    song: Song, notes: tuple[MelodyNote, ...], start: int, end: int, kept: tuple[int, int] | None, is_rhythm: bool
) -> Held | None:
    """What stays of one phrase: a phrase that is kept in part keeps its whole rhythm."""
    begins = int(notes[0].start_beats / song.meter.bar_beats + 1e-9)
    touches = kept is not None and kept[0] < end and min(start, begins) < kept[1]
    if not touches and not is_rhythm:
        return None
    rhythm = rhythm_of(notes, start, song)
    if kept is None or not touches:
        return Held(rhythm)
    first, after = kept[0] * song.meter.bar_beats, kept[1] * song.meter.bar_beats
    return Held(rhythm, tuple(note.pitch if first <= note.start_beats < after else None for note in notes))


def _way(
    song: Song, section: Section, wish: str, kept: tuple[int, int] | None, attempt: int, rng: Random
) -> Way:
    """How a section is sung now: in its own feeling, on notes that reach as far as those that stay."""
    profile = _wished(profile_of(section.affect or song.affect), wish, attempt)
    seed = rng.getstate()
    ladder = _ladder(song, section.key or song.key, profile, wish, kept, rng)
    if section is not song.sections[-1]:
        rng.setstate(seed)  # sections alike are sung alike
    return Way(profile, ladder)


def _ladder(
    song: Song, key: Key, profile: MusicalProfile, wish: str, kept: tuple[int, int] | None, rng: Random
) -> Ladder:
    """The notes for the new tune; they reach as far as the notes that stay, and never further than the voice."""
    rise = {"lower": -_REGISTER_STEP, "higher": _REGISTER_STEP}.get(wish, 0.0)
    pitches = [note.pitch for note in song.melody]
    centre = (min(pitches) + max(pitches)) / 2
    low, high = VOICE_RANGES[song.voice]
    voiced = replace(profile, register=profile.register if not rise else centre + rise - (low + high) / 2)
    _, ladder = key_for((key,), song.voice, voiced, rng)
    if kept is None:
        return ladder
    first, after = kept[0] * song.meter.bar_beats, kept[1] * song.meter.bar_beats
    staying = [note.pitch for note in song.melody if first <= note.start_beats < after] or [ladder.rungs[0]]
    return reaching(ladder, min(staying), max(staying))
