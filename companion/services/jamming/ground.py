"""What a jam stands on when there is no song: a loop for a feeling and a contrasting one, as a song without words."""

from msgspec.structs import replace

from companion.domain.affect import Affect
from companion.domain.assignment import Limits
from companion.domain.feelings import affect_of, in_own_language
from companion.domain.harmony import Chord
from companion.domain.song import Section, Song, SongRequest
from companion.engine.composing import suggest
from companion.engine.profile import profile_of
from companion.engine.progressions import FAMILIES, Family, chords_in, lay_out
from companion.language import _
from companion.services.songs.limiting import within

PART_BARS = 8
"""A calm loop is eight bars of at most four chords (practice.md's default, unsourced)."""

MOST_CALM_CHORDS = 4


def ground_for(
    feeling: str | None, seed: int, affect: Affect | None = None, limits: Limits | None = None
) -> Song:
    """Twenty-four bars to play over: twice a loop that suits the feeling, once another that leads back to it.

    The same feeling and seed give the same music, inside `limits` where there are any. Its tune can be switched on; it
    has no words.
    """
    place = affect_of(feeling, affect)
    request = SongRequest(feeling=feeling, affect=affect, seed=seed, bars=PART_BARS)
    base = suggest(within(request, limits) if limits is not None else request)[0]
    away = _other_loop(base, place)
    length = base.total_beats
    chords = (*base.chords, *_later(base.chords, length), *_later(away, 2 * length))
    again = tuple(replace(note, start_beats=note.start_beats + length) for note in base.melody)
    sections = tuple(
        Section(name, turn * base.bars, base.bars, ()) for turn, name in enumerate(("verse", "verse", "chorus"))
    )
    word = f", {in_own_language(feeling)}" if feeling else ""
    return replace(
        base,
        title=_("A steady backing{word}").format(word=word),
        sections=sections,
        chords=chords,
        melody=(*base.melody, *again),
        loop_bars=3 * base.bars,
    )


def _other_loop(base: Song, place: Affect) -> tuple[Chord, ...]:
    """Another loop of the same mode near the feeling; a calm one brings no more chords than calm music has."""
    own = tuple(chord.roman for chord in base.chords)
    others = [family for family in FAMILIES if family.mode == base.key.mode and set(family.loop) != set(own)]
    if profile_of(place).is_calm:
        others = [family for family in others if len({*family.loop, *own}) <= MOST_CALM_CHORDS]

    def misfit(family: Family) -> tuple[float, tuple[str, ...]]:
        away = abs(family.affect.valence - place.valence) + abs(family.affect.arousal - place.arousal)
        return (away + (1.5 if family.loop[0] == own[0] else 0.0), family.loop)

    numerals = lay_out(min(others, key=misfit), base.bars, is_last=False) if others else own
    return chords_in(base.key, base.meter, numerals) if len(numerals) == base.bars else base.chords


def _later(chords: tuple[Chord, ...], by: float) -> tuple[Chord, ...]:
    return tuple(replace(chord, start_beats=chord.start_beats + by) for chord in chords)
