"""A take beside its backing: how often the loop came round, and what was played as one more part."""

from msgspec.structs import replace

from companion.domain.harmony import Key, Meter
from companion.domain.score import NoteEvent, Part, Score
from companion.domain.take import Take
from companion.domain.units import Beats
from companion.services.jam import PLAYER_PROGRAM

TAKE_PART = "take"
_TAKE_CHANNEL = 8


def looped(score: Score, beats: Beats) -> Score:
    """The score repeated until it is at least `beats` long."""
    rounds = max(1, -(-int(beats) // max(1, int(score.total_beats))))
    parts = tuple(replace(part, notes=_repeated(part.notes, rounds, score.total_beats)) for part in score.parts)
    return replace(score, parts=parts, total_beats=score.total_beats * rounds)


def take_part(score: Score, take: Take) -> Score:
    """The score with what was played as one more part; what lies before beat 0 is left out."""
    notes = tuple(note for note in take.notes() if note.onset_beats >= 0)
    return replace(score, parts=(*score.parts, Part(TAKE_PART, _TAKE_CHANNEL, PLAYER_PROGRAM, notes)))


def empty_score(take: Take) -> Score:
    """Bars of silence, as long as the take."""
    meter = Meter(4, 4)
    bars = int(take.tempo.beats_at(take.length_seconds) // meter.bar_beats) + 1
    return Score(take.title, Key("C"), meter, take.tempo, bars * meter.bar_beats, ())


def _repeated(notes: tuple[NoteEvent, ...], rounds: int, total: Beats) -> tuple[NoteEvent, ...]:
    return tuple(
        replace(note, onset_beats=note.onset_beats + turn * total) for turn in range(rounds) for note in notes
    )
