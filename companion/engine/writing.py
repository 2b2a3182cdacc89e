"""From an idea to a song: plan, chords, melody, sections and the reasons."""

from itertools import chain
from random import Random

from msgspec.structs import replace

from companion.domain.affect import Affect
from companion.domain.harmony import Chord, Meter
from companion.domain.song import Contract, Section, Song, SongRequest
from companion.domain.units import Bpm
from companion.engine.form import Phrase, SectionPlan, phrase_bars, plan_bars, plan_words, stanzas_of
from companion.engine.ideas import Idea
from companion.engine.inversions import MOST_CHORDS, MOST_WITH_THIRDS, Place, singing_places
from companion.engine.journey import FEWEST_STATIONS, Leg, aim_of, legs, parted
from companion.engine.motifs import motif_of, opening, under_words
from companion.engine.profile import MusicalProfile, profile_of
from companion.engine.progressions import chords_by_key, lay_out, read_chords
from companion.engine.pulse_grid import is_compound
from companion.engine.reasons import reasons, way_reason
from companion.engine.rhythm import Taste, most_notes
from companion.engine.singing import Held, Way, sing
from companion.engine.titles import nearest_word, title_of
from companion.engine.tones import Ladder, reaching

_BASS_SINGS = 0.75
"""How many songs have a bass that leaves the roots where it serves."""

_BAR_OF_FIVE = 5
_CALM_NOTES_A_BEAT = 1.55
"""The profile's fullest where it is calm."""


def write(request: SongRequest, profile: MusicalProfile, affect: Affect, idea: Idea, rng: Random) -> Song:
    """One song, not yet checked."""
    aim = aim_of(request)
    is_going = aim is not None and aim != affect
    first = _first_phrase(request, idea)
    plan = _plan(request, profile, idea, first, rng)
    if is_going and len(parted(plan, len(idea.family.loop))) < FEWEST_STATIONS and request.lines:
        plan = _plan(replace(request, lines=(*request.lines, "", *request.lines)), profile, idea, None, rng)
    if is_going:
        plan = parted(plan, len(idea.family.loop))
    if first is None and request.motif:
        first = _first_line(request, profile, idea, plan[0].phrases[0], rng)
    course = (Leg(affect, profile, idea.key, idea.family, idea.ladder),) * len(plan)
    if aim is not None and is_going:
        calmer = profile.smallness - profile_of(affect).smallness
        course = legs(request, affect, aim, idea, len(plan), rng, calmer)
    to_tempo = _to_tempo(course, idea.tempo_bpm) if is_going and request.tempo_bpm is None else None
    chords = _chords(request, idea, plan, course, rng)
    ways = tuple(Way(leg.profile, _reaching(leg.ladder, first)) for leg in course)
    held = () if first is None else (first, *(None for part in plan for _ in part.phrases))[:-1]
    sung = sing(plan, chords, idea.meter, max(idea.tempo_bpm, to_tempo or 0.0), ways, rng, held)
    sections = _sections(plan, course, is_going)
    why = reasons(
        idea.groove, course[0].family, sung, idea.tempo_bpm, course[0].key.is_minor, profile, sections, idea.meter
    )
    return Song(
        title=request.title.strip() or title_of(request.lines) or idea.groove.title,
        name=idea.groove.title,
        feeling=request.feeling or nearest_word(affect),
        affect=affect,
        seed=request.seed,
        key=course[0].key,
        meter=idea.meter,
        tempo_bpm=idea.tempo_bpm,
        groove=idea.groove_name,
        loop_bars=len(idea.family.loop),
        sections=sections,
        chords=chords,
        melody=sung.notes,
        contract=Contract(()),
        why=(*why, way_reason(request.to_feeling or nearest_word(course[-1].affect))) if is_going else why,
        voice=request.voice,
        language=request.language,
        phrase_bars=plan[0].phrases[0].bars,
        to_tempo_bpm=to_tempo,
        limits=request.limits,
    )


def _first_phrase(request: SongRequest, idea: Idea) -> Held | None:
    """The first phrase of a tune without words, begun with what the person played; None where they played nothing."""
    if not request.motif or request.lines:
        return None
    bars = min(phrase_bars(idea.meter), request.bars)
    motif = motif_of(request.motif, idea.key, idea.meter, idea.tempo_bpm, request.voice, bars)
    return opening(motif, bars, idea.meter)


def _first_line(request: SongRequest, profile: MusicalProfile, idea: Idea, line: Phrase, rng: Random) -> Held:
    """The first line of words, begun with what the person played."""
    motif = motif_of(request.motif, idea.key, idea.meter, idea.tempo_bpm, request.voice, line.bars)
    stresses = tuple(syllable.is_stressed for syllable in line.syllables)
    return under_words(motif, stresses, line.bars, idea.meter, idea.tempo_bpm, Taste(rng, profile))


def _reaching(ladder: Ladder, first: Held | None) -> Ladder:
    given = [pitch for pitch in first.pitches if pitch is not None] if first is not None else []
    return reaching(ladder, min(given), max(given)) if given else ladder


def _notes_a_beat(meter: Meter) -> float:
    """How full a calm tune without words is: the shorter the bar, the more of it is sung (as in the Essen songs)."""
    if is_compound(meter):
        return 1.35
    if meter.bar_beats == _BAR_OF_FIVE:  # three and two hold together where they go on in beats
        return 1.0
    return 1.6 if meter.bar_beats <= 2 else 1.1 if meter.bar_beats <= 3 else 0.8


def _plan(
    request: SongRequest, profile: MusicalProfile, idea: Idea, first: Held | None, rng: Random
) -> tuple[SectionPlan, ...]:
    meter, loop = idea.meter, len(idea.family.loop)
    stanzas = stanzas_of(request.lines, request.language)
    fullest = most_notes(meter, phrase_bars(meter), idea.tempo_bpm, profile, bool(stanzas))
    if stanzas:
        echo = idea.echo and not request.motif  # what someone played comes back as it was
        return plan_words(stanzas, meter, fullest, loop, echo, request.language)
    if first is not None:
        return plan_bars(request.bars, meter, max(2, len(first.notes)), loop, echo=False, first=len(first.notes))
    fullness = _notes_a_beat(meter) * (0.85 + 0.3 * rng.random()) * profile.notes_a_beat / _CALM_NOTES_A_BEAT
    notes = min(fullest, round(fullness * meter.bar_beats * phrase_bars(meter)))
    return plan_bars(request.bars, meter, max(2, notes), loop, idea.echo)


def _chords(
    request: SongRequest, idea: Idea, plan: tuple[SectionPlan, ...], course: tuple[Leg, ...], rng: Random
) -> tuple[Chord, ...]:
    """The person's own row all through; else each section's family in its key, with the song's end at its end."""
    if request.chords is not None:
        return read_chords(request.chords, idea.meter, idea.key, sum(section.bars for section in plan))
    rows = [
        lay_out(leg.family, section.bars, is_last=section is plan[-1])
        for section, leg in zip(plan, course, strict=True)
    ]
    keys = tuple(leg.key for row, leg in zip(rows, course, strict=True) for _ in row)
    places = frozenset(chain.from_iterable(_singing_places(leg) for leg in course if rng.random() < _BASS_SINGS))
    most = MOST_CHORDS if any(leg.profile.is_calm for leg in course) else MOST_WITH_THIRDS
    return chords_by_key(keys, idea.meter, tuple(chain.from_iterable(rows)), places, most)


def _singing_places(leg: Leg) -> tuple[Place, ...]:
    """Where the bass may leave the roots: once in a loop where it is calm, twice elsewhere."""
    return singing_places(leg.family.loop, leg.key, leg.family.is_open, most=1 if leg.profile.is_calm else 2)


def _sections(plan: tuple[SectionPlan, ...], course: tuple[Leg, ...], is_going: bool) -> tuple[Section, ...]:
    """The plan's sections at their bars; on the way somewhere each with its own feeling and key."""
    found: list[Section] = []
    start = 0
    for part, leg in zip(plan, course, strict=True):
        section = Section(part.name, start, part.bars, part.lines)
        if is_going:
            section = replace(section, affect=leg.affect, key=None if leg.key == course[0].key else leg.key)
        found.append(section)
        start += part.bars
    return tuple(found)


def _to_tempo(course: tuple[Leg, ...], tempo_bpm: Bpm) -> Bpm | None:
    """The pace at the end of the way; None where it is the same."""
    there = float(round(course[-1].profile.tempo_bpm))
    begins, ends = course[0].profile.tempo_bpm, course[-1].profile.tempo_bpm
    if there == tempo_bpm or (there > tempo_bpm) != (ends > begins):
        return None
    return there
