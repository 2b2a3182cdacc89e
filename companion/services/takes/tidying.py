"""A tidied copy of what was played, beside it and never in its place: nearer to the beat, without stray overlaps."""

from itertools import groupby

from msgspec.structs import replace

from companion.domain.score import NoteEvent
from companion.domain.take import SHORTEST_NOTE_BEATS, Take
from companion.domain.units import Beats, Pitch, require
from companion.language import _

STRENGTH = 0.6
"""How far a note moves towards its place by itself: the hand can still be heard (our choice, unsourced)."""

STRAIGHT, TRIPLET = 1 / 4, 1 / 3
"""The grids: four to a beat, or three."""

TOGETHER_BEATS = 0.08
"""Notes that follow each other this closely are one chord and move as one."""

SLIP_BEATS = 0.15
"""Fingers that overlap by no more than this meant one note after the other; longer is meant (unsourced)."""


def tidied(take: Take, strength: float = STRENGTH, grid: Beats | None = None) -> tuple[NoteEvent, ...]:
    """The take's notes, each `strength` (0 to 1) of the way to its place on the grid, by onset.

    `grid` is in beats; None takes four or three to a beat, whichever the playing lies nearer to. A note keeps its
    length, apart from overlaps: a pitch ends before it is struck again, and a slip of the fingers is taken away.
    """
    require(0 <= strength <= 1, _("a strength of {strength:g} is outside 0 to 1").format(strength=strength))
    played = take.notes()
    step = grid or grid_of(played)
    moved = [note for chord in _chords(played) for note in _moved(chord, step, strength)]
    return _without_overlaps(sorted(moved, key=_order))


def grid_of(notes: tuple[NoteEvent, ...]) -> Beats:
    """Three to a beat where the onsets lie clearly nearer to that than to four, else four."""

    def stray(step: Beats) -> float:
        """The mean square of the distances, 1.0 where the onsets know nothing of the grid."""
        distances = (_place(note.onset_beats, step) - note.onset_beats for note in notes)
        return sum(distance**2 for distance in distances) / max(1, len(notes)) / (step**2 / 12)

    return TRIPLET if stray(TRIPLET) < 0.8 * stray(STRAIGHT) else STRAIGHT


def _chords(notes: tuple[NoteEvent, ...]) -> list[list[NoteEvent]]:
    """The notes in order, those that were struck together in one list."""
    chords: list[list[NoteEvent]] = []
    for note in notes:
        if chords and note.onset_beats - chords[-1][0].onset_beats <= TOGETHER_BEATS:
            chords[-1].append(note)
        else:
            chords.append([note])
    return chords


def _moved(chord: list[NoteEvent], step: Beats, strength: float) -> list[NoteEvent]:
    place = _place(chord[0].onset_beats, step)
    return [replace(note, onset_beats=note.onset_beats + strength * (place - note.onset_beats)) for note in chord]


def _place(onset: Beats, step: Beats) -> Beats:
    return max(0.0, round(onset / step) * step)


def _without_overlaps(notes: list[NoteEvent]) -> tuple[NoteEvent, ...]:
    """Of a pitch that is struck twice at one place the louder; no pitch sounds into itself, no finger slips over."""
    kept = [
        max(same, key=lambda note: (note.velocity, note.duration_beats)) for _other, same in groupby(notes, key=_order)
    ]
    return tuple(_cut(note, kept[at + 1 :]) for at, note in enumerate(kept))


def _cut(note: NoteEvent, later: list[NoteEvent]) -> NoteEvent:
    """The note, ended where a later one asks for it."""
    end = note.onset_beats + note.duration_beats
    for following in later:
        if following.onset_beats >= end:
            break
        is_after = following.onset_beats > note.onset_beats + TOGETHER_BEATS
        is_slip = is_after and end - following.onset_beats <= SLIP_BEATS
        if following.pitch == note.pitch or is_slip:
            end = following.onset_beats
            break
    return replace(note, duration_beats=max(SHORTEST_NOTE_BEATS, end - note.onset_beats))


def _order(note: NoteEvent) -> tuple[Beats, Pitch]:
    return note.onset_beats, note.pitch
