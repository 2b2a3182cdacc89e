"""A stretch of a score as a score of its own: one line to hear before singing it."""

from msgspec.structs import replace

from companion.domain.score import NoteEvent, Part, Score
from companion.domain.units import Beats


def excerpt(score: Score, start: Beats, end: Beats) -> Score:
    """The whole bars that hold `start` to `end`, from beat 0. A glide of the tempo is left out."""
    bar = score.meter.bar_beats
    first = start // bar * bar
    last = min(score.total_beats, -(-end // bar) * bar)
    tempo = replace(score.tempo, bpm=score.tempo.bpm_at(first), to_bpm=None, glide_beats=0.0)
    parts = tuple(replace(part, notes=_between(part, first, last)) for part in score.parts)
    return replace(score, tempo=tempo, total_beats=last - first, parts=parts, lyrics=(), markers=())


def _between(part: Part, first: Beats, last: Beats) -> tuple[NoteEvent, ...]:
    return tuple(
        replace(
            note,
            onset_beats=note.onset_beats - first,
            duration_beats=min(note.duration_beats, last - note.onset_beats),
        )
        for note in part.notes
        if first <= note.onset_beats < last
    )
