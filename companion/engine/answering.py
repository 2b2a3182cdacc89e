"""Call and answer: a phrase that asks, and what was played given back as it was or a little varied.

The imitation of a player's own phrase and its variation are ways of answering in music therapy's improvisation
(Wigram 2004, "Improvisation: Methods and Techniques"); which variations there are is our own choice.
"""

from collections.abc import Callable
from random import Random

from msgspec.structs import replace

from companion.domain.harmony import Chord, Key, Meter
from companion.domain.score import NoteEvent
from companion.domain.units import Beats, Bpm, Pitch, Velocity
from companion.engine.bar_patterns import bar_patterns, shortest_beats
from companion.engine.contours import RISING, STATEMENTS
from companion.engine.pads import PAD_COUNT
from companion.engine.safe_notes import safe_pads, snap_table

CALL_BARS = 2
CALL_VELOCITY: Velocity = 68
SOFTER = 0.88
"""What is given back is a little softer than it was played: it does not compete."""

_NOTES_A_BAR = ((2, 3, 4), (1, 2))
"""How many notes the first and the second bar of a call may have: it leaves room before the answer."""

_SIMPLEST = 3
_LEGATO = 0.92
ChordAt = Callable[[Beats], Chord | None]
"""The chord that sounds at a beat of the phrase."""


def call(chord_at: ChordAt, key: Key, meter: Meter, bpm: Bpm, seed: int, turn: int) -> tuple[NoteEvent, ...]:
    """Two bars of safe notes that end open, like a question; another each `turn`, the same for the same seed."""
    rng = Random(f"{seed} call {turn}")
    contour = rng.choice((*STATEMENTS, *RISING))
    patterns = bar_patterns(meter, shortest_beats(bpm))
    total = CALL_BARS * meter.bar_beats
    notes: list[NoteEvent] = []
    place = PAD_COUNT // 2
    for bar in range(CALL_BARS):
        counts = [count for count in _NOTES_A_BAR[bar] if count < len(patterns) and patterns[count]] or [1]
        pattern = rng.choice(patterns[rng.choice(counts)][:_SIMPLEST])
        for onset, length in zip(pattern.onsets, pattern.lengths, strict=True):
            start = bar * meter.bar_beats + onset
            goal = contour.height(start / total) * (PAD_COUNT - 1)
            place = max(0, min(PAD_COUNT - 1, place + max(-2, min(2, round(goal - place)))))
            pitch = safe_pads(chord_at(start), key)[place]
            notes.append(NoteEvent(start, length * _LEGATO, pitch, CALL_VELOCITY))
    return _open_ended(tuple(notes), chord_at, key)


def echoed(played: tuple[NoteEvent, ...], length: Beats) -> tuple[NoteEvent, ...]:
    """What was played in an open stretch, to be given back: beats count from its start; nothing sounds past its end."""
    inside = (note for note in played if 0 <= note.onset_beats < length)
    return tuple(
        replace(
            note,
            duration_beats=min(note.duration_beats, length - note.onset_beats),
            velocity=max(1, round(note.velocity * SOFTER)),
        )
        for note in inside
    )


def varied(
    played: tuple[NoteEvent, ...], chord_at: ChordAt, key: Key, length: Beats, seed: int, turn: int
) -> tuple[NoteEvent, ...]:
    """What was played, changed in one small way that leaves its rhythm and its line recognisable.

    In turn: a step higher, coming home at the end, with a note between two others, or with fewer notes. Every
    note is a safe one over the chord where it now sounds.
    """
    notes = echoed(played, length)
    if not notes:
        return notes
    ways = (_higher, _homeward, _ornamented, _plainer)
    way = ways[(Random(f"{seed} vary").randrange(len(ways)) + turn) % len(ways)]
    return tuple(
        replace(note, pitch=snap_table(chord_at(note.onset_beats), key)[note.pitch]) for note in way(notes, key)
    )


def _open_ended(notes: tuple[NoteEvent, ...], chord_at: ChordAt, key: Key) -> tuple[NoteEvent, ...]:
    """The last note not on the tonic: a question stays open."""
    last = notes[-1]
    if last.pitch % 12 != key.tonic_pc:
        return notes
    ladder = safe_pads(chord_at(last.onset_beats), key)
    others = [pitch for pitch in ladder if pitch % 12 != key.tonic_pc] or [last.pitch]
    return (*notes[:-1], replace(last, pitch=min(others, key=lambda pitch: (abs(pitch - last.pitch), pitch))))


def _scale_step(pitch: Pitch, key: Key, steps: int) -> Pitch:
    """So many notes of the scale higher (from the next lower one of the scale)."""
    scale = [each for each in range(128) if each % 12 in key.scale_pcs]
    below = max((index for index, each in enumerate(scale) if each <= pitch), default=0)
    return scale[max(0, min(len(scale) - 1, below + steps))]


def _higher(notes: tuple[NoteEvent, ...], key: Key) -> tuple[NoteEvent, ...]:
    return tuple(replace(note, pitch=_scale_step(note.pitch, key, 1)) for note in notes)


def _homeward(notes: tuple[NoteEvent, ...], key: Key) -> tuple[NoteEvent, ...]:
    last = notes[-1]
    away = (last.pitch - key.tonic_pc + 6) % 12 - 6
    return (*notes[:-1], replace(last, pitch=max(0, min(127, last.pitch - away))))


def _ornamented(notes: tuple[NoteEvent, ...], key: Key) -> tuple[NoteEvent, ...]:
    """The longest note that has another after it gives its second half to a neighbour on the way there."""
    if len(notes) < 2:
        return _higher(notes, key)
    at = max(range(len(notes) - 1), key=lambda index: (notes[index].duration_beats, -index))
    long, after = notes[at], notes[at + 1]
    half = long.duration_beats / 2
    step = 1 if after.pitch >= long.pitch else -1
    between = NoteEvent(long.onset_beats + half, half, _scale_step(long.pitch, key, step), long.velocity)
    return (*notes[:at], replace(long, duration_beats=half), between, *notes[at + 1 :])


def _plainer(notes: tuple[NoteEvent, ...], key: Key) -> tuple[NoteEvent, ...]:
    """Every second note, the first and the last always."""
    if len(notes) < 3:
        return _homeward(notes, key)
    return (*notes[:-1:2], notes[-1])
