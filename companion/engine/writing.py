"""From an idea to a song: plan, chords, melody, sections and the reasons."""

from random import Random

from msgspec import Struct

from companion.domain.affect import Affect
from companion.domain.harmony import Chord
from companion.domain.song import Contract, Section, Song, SongRequest
from companion.engine.form import SectionPlan, phrase_bars, plan_bars, plan_words, stanzas_of
from companion.engine.ideas import Idea
from companion.engine.profile import MusicalProfile
from companion.engine.progressions import chords_in, lay_out, read_chords
from companion.engine.pulse_grid import is_compound
from companion.engine.reasons import reasons
from companion.engine.rhythm import most_notes
from companion.engine.singing import sing
from companion.engine.titles import nearest_word, title_of


class Row(Struct, frozen=True):
    """The chords of a whole song, and how many bars pass until they come round."""

    chords: tuple[Chord, ...]
    loop_bars: int


def write(request: SongRequest, profile: MusicalProfile, affect: Affect, idea: Idea, rng: Random) -> Song:
    """One song, not yet checked."""
    meter, family = idea.meter, idea.family
    plan = _plan(request, profile, idea, rng)
    row = _row(request, idea, plan)
    sung = sing(plan, row.chords, meter, idea.tempo_bpm, profile, idea.ladder, rng)
    sections = sections_of(plan)
    return Song(
        title=request.title.strip() or title_of(request.lines) or idea.groove.title,
        name=idea.groove.title,
        feeling=request.feeling or nearest_word(affect),
        affect=affect,
        seed=request.seed,
        key=idea.key,
        meter=meter,
        tempo_bpm=idea.tempo_bpm,
        groove=idea.groove_name,
        loop_bars=row.loop_bars,
        sections=sections,
        chords=row.chords,
        melody=sung.notes,
        contract=Contract(()),
        why=reasons(idea.groove, family, sung, idea.tempo_bpm, idea.key.is_minor, profile, sections),
        voice=request.voice,
        language=request.language,
        phrase_bars=plan[0].phrases[0].bars,
    )


def sections_of(plan: tuple[SectionPlan, ...]) -> tuple[Section, ...]:
    """The plan's sections at their bars."""
    found: list[Section] = []
    start = 0
    for part in plan:
        found.append(Section(part.name, start, part.bars, part.lines))
        start += part.bars
    return tuple(found)


def _plan(request: SongRequest, profile: MusicalProfile, idea: Idea, rng: Random) -> tuple[SectionPlan, ...]:
    meter, loop = idea.meter, len(idea.family.loop)
    stanzas = stanzas_of(request.lines, request.language)
    fullest = most_notes(meter, phrase_bars(meter), idea.tempo_bpm, profile)
    if stanzas:
        return plan_words(stanzas, meter, fullest, loop, idea.echo, request.language)
    share = (0.8 if is_compound(meter) else 0.55) + 0.2 * rng.random()
    return plan_bars(request.bars, meter, max(2, round(fullest * share)), loop, idea.echo)


def _row(request: SongRequest, idea: Idea, plan: tuple[SectionPlan, ...]) -> Row:
    bars = sum(section.bars for section in plan)
    if request.chords is not None:
        return Row(read_chords(request.chords, idea.meter, idea.key, bars), len(idea.family.loop))
    numerals = lay_out(idea.family, tuple(section.bars for section in plan))
    return Row(chords_in(idea.key, idea.meter, numerals), len(idea.family.loop))
