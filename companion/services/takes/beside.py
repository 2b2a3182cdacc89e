"""A take beside its backing: the backing made again as it was played, and what was played as one more part."""

import math
from pathlib import Path

from msgspec.structs import replace

from companion.domain.harmony import Key, Meter
from companion.domain.score import NoteEvent, Part, Score, TextEvent
from companion.domain.song import Song
from companion.domain.take import BackingPlan, Take
from companion.domain.units import Beats
from companion.errors import CompanionError
from companion.services.jamming.jam import PLAYER_PROGRAM

TAKE_PART = "take"
_TAKE_CHANNEL = 8
_A_HAIR: Beats = 1e-6


def backing_of(take: Take, song: Song | None) -> Score:
    """What was played under a take, as long as the take, over its own tempo; bars of silence where nothing is known.

    Beat 0 of the score is that of the take. A MIDI file that is gone or damaged since leaves silence.
    """
    plans = take.backing or ((BackingPlan(),) if song is not None else ())
    stretches = [(plan, found) for plan in plans if (found := planned(plan, take, song)) is not None]
    if not stretches:
        return empty_score(take)
    first = stretches[0][1]
    end = whole_bars(take.length_beats, first.meter)
    ends = [plan.from_beats for plan, _ in stretches[1:]] + [end]
    laid = [_laid(score, plan.from_beats, until) for (plan, score), until in zip(stretches, ends, strict=True)]
    return replace(
        first,
        tempo=take.tempo,
        total_beats=end,
        parts=_joined(laid),
        lyrics=tuple(text for score in laid for text in score.lyrics),
        markers=tuple(text for score in laid for text in score.markers),
    )


def planned(plan: BackingPlan, take: Take, song: Song | None) -> Score | None:
    """One round of a plan's backing from its own beat 0; None where it can't be made any more.

    That is so of a file that is gone, and of a groove or a chord that this version does not know.
    """
    try:
        score = _of_plan(plan, take, song)
    except CompanionError:
        return None
    return None if score is None else score.without(*plan.silent)


def looped(score: Score, beats: Beats) -> Score:
    """The score repeated until it is at least `beats` long."""
    rounds = max(1, math.ceil(beats / score.total_beats - _A_HAIR)) if score.total_beats else 1
    laid = _laid(score, 0.0, score.total_beats * rounds)
    return replace(laid, total_beats=score.total_beats * rounds)


def take_part(score: Score, take: Take) -> Score:
    """The score with what was played as one more part, the pedal heard; what lies before beat 0 is left out."""
    return with_notes(score, take.notes(with_pedal=True))


def with_notes(score: Score, notes: tuple[NoteEvent, ...]) -> Score:
    """The score with these notes as the part that was played."""
    after_start = tuple(note for note in notes if note.onset_beats >= 0)
    return replace(score, parts=(*score.parts, Part(TAKE_PART, _TAKE_CHANNEL, PLAYER_PROGRAM, after_start)))


def empty_score(take: Take) -> Score:
    """Bars of silence, as long as the take."""
    plan = take.backing[0] if take.backing else BackingPlan()
    meter = plan.meter or Meter(4, 4)
    return Score(take.title, plan.key or Key("C"), meter, take.tempo, whole_bars(take.length_beats, meter), ())


def whole_bars(beats: Beats, meter: Meter) -> Beats:
    """The length of the whole bars that hold so many beats, one at least."""
    return max(1, math.ceil(beats / meter.bar_beats - _A_HAIR)) * meter.bar_beats


def _of_plan(plan: BackingPlan, take: Take, song: Song | None) -> Score | None:
    if plan.file:
        from companion.midi.smf_read import read

        return read(Path(plan.file))
    if plan.chords:
        from companion.services.songs.backing_file import backing_score

        return backing_score(
            plan.chords, plan.groove or "folk", tempo_bpm=take.tempo.bpm, meter=plan.meter, key=plan.key,
            bars=plan.bars, seed=plan.seed or 0,
        )  # fmt: skip
    return None if song is None else _of_song(plan, song)


def _of_song(plan: BackingPlan, song: Song) -> Score:
    from companion.engine import revising
    from companion.engine.backing import arrange

    if plan.groove is not None and plan.groove != song.groove:
        song = revising.with_groove(song, plan.groove)
    if plan.key is not None and plan.key != song.key:
        song = revising.in_key(song, plan.key)
    return arrange(song, plan.seed).without("melody")


def _laid(score: Score, start: Beats, until: Beats) -> Score:
    """The score again and again between two beats; what begins before beat 0 or goes on past the second is cut."""
    rounds = math.ceil((until - start) / score.total_beats - _A_HAIR) if score.total_beats else 1
    shifts = [start + turn * score.total_beats for turn in range(max(1, rounds))]
    shifts = [shift for shift in shifts if shift + score.total_beats > 0] or shifts
    return replace(
        score,
        parts=tuple(replace(part, notes=_repeated(part.notes, shifts, until)) for part in score.parts),
        lyrics=_again(score.lyrics, shifts, until),
        markers=_again(score.markers, shifts, until),
    )


def _repeated(notes: tuple[NoteEvent, ...], shifts: list[Beats], until: Beats) -> tuple[NoteEvent, ...]:
    return tuple(
        replace(note, onset_beats=max(0.0, onset), duration_beats=min(note.duration_beats, until - onset))
        for shift in shifts
        for note in notes
        if -_A_HAIR <= (onset := note.onset_beats + shift) < until - _A_HAIR
    )


def _again(texts: tuple[TextEvent, ...], shifts: list[Beats], until: Beats) -> tuple[TextEvent, ...]:
    return tuple(
        replace(text, beats=text.beats + shift)
        for shift in shifts
        for text in texts
        if -_A_HAIR <= text.beats + shift < until - _A_HAIR
    )


def _joined(scores: list[Score]) -> tuple[Part, ...]:
    """The parts of all, one for each name and channel; a part keeps the sound that it began with."""
    found: dict[tuple[str, int], Part] = {}
    for part in (part for score in scores for part in score.parts):
        which = (part.name, part.channel)
        earlier = found.get(which)
        found[which] = part if earlier is None else replace(earlier, notes=(*earlier.notes, *part.notes))
    return tuple(found.values())
