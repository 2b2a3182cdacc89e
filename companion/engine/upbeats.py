"""Upbeats: the light syllables before a line's first strong one, sung before the bar line."""

from collections.abc import Sequence

from msgspec.structs import replace

from companion.domain.harmony import Meter
from companion.domain.song import MelodyNote
from companion.domain.units import Beats, Bpm
from companion.engine.bar_patterns import shortest_beats
from companion.engine.pulse_grid import EIGHTH, is_compound, weakness
from companion.engine.rhythm import SungNote, Taste, speak

MOST_UPBEATS = 2
_BREATH: Beats = 0.5
_GAIN = 1.5
"""How much dearer a rhythm may be that begins with an upbeat."""


def speak_from(
    before: SungNote | None, stresses: tuple[bool, ...], bars: int, meter: Meter, bpm: Bpm, taste: Taste,
    like: tuple[SungNote, ...] | None = None, is_last: bool = False, is_contrast: bool = False,
) -> tuple[SungNote, ...]:  # fmt: skip
    """The cheapest rhythm for one phrase, as `rhythm.speak` has it, with an upbeat where it speaks better.

    `before` is the last note of the phrase before, in beats from this one's bar line (so it starts below 0); None
    where there is none, and where none may be reached into. An upbeat's notes start below 0, in bar -1.
    """
    plain = speak(stresses, bars, meter, bpm, taste, like, is_last, is_contrast)
    light = light_opening(stresses)
    if before is None or not light or light + bars > len(stresses):
        return plain.notes
    rest = speak(stresses[light:], bars, meter, bpm, taste, like, is_last, is_contrast)
    notes = _upbeat(light, rest.notes[0], before, meter, shortest_beats(bpm))
    return (*notes, *rest.notes) if notes and rest.cost - _GAIN < plain.cost else plain.notes


def light_opening(stresses: tuple[bool, ...]) -> int:
    """How many light syllables stand before the first stressed one; 0 where they are too many for an upbeat."""
    first = stresses.index(True) if True in stresses else 0
    return first if first <= MOST_UPBEATS else 0


def fits_after(notes: tuple[SungNote, ...], before: SungNote | None, bpm: Bpm) -> bool:
    """Whether a phrase can begin after a note with a breath between them (always, where it has no upbeat)."""
    if notes[0].start >= 0:
        return True
    return before is not None and notes[0].start - before.start >= shortest_beats(bpm) + _BREATH - 1e-9


def phrase_indices(melody: Sequence[MelodyNote], phrase_beats: Beats) -> tuple[int, ...]:
    """For each note the phrase that it belongs to, where each phrase lasts so many beats.

    An upbeat belongs to the phrase after it: a note or two of the line on that phrase's bar line, after a breath.
    """
    found = [int(note.start_beats / phrase_beats + 1e-9) for note in melody]
    for at, note in enumerate(melody):
        if note.line is None or abs(note.start_beats - found[at] * phrase_beats) > 1e-9:
            continue
        first = at
        while first and melody[first - 1].line == note.line and _is_joined(melody[first - 1], melody[first]):
            first -= 1
        if first and at - first <= MOST_UPBEATS:
            found[first:at] = [found[at]] * (at - first)
    return tuple(found)


def _is_joined(note: MelodyNote, following: MelodyNote) -> bool:
    return note.start_beats + note.duration_beats > following.start_beats - 1e-9


def with_breath(length: Beats, room: Beats, bpm: Bpm) -> Beats:
    """How long a note may sound when an upbeat begins `room` beats after it."""
    return min(length, max(shortest_beats(bpm), room - _BREATH))


def moved(note: SungNote, by: Beats) -> SungNote:
    """The note so many beats later."""
    return replace(note, start=note.start + by)


def _upbeat(
    count: int, first: SungNote, before: SungNote, meter: Meter, shortest: Beats
) -> tuple[SungNote, ...]:
    """So many notes up to the bar line, where a breath stays before them; empty where there is no room.

    Alone it lasts a beat, where the bar goes on in beats; else, and in 6/8, an eighth each.
    """
    if first.start > 0:
        return ()
    room = -before.start - shortest - _BREATH
    beat = 1.0 if count == 1 and first.length >= 1.0 and not is_compound(meter) else EIGHTH
    length = next((each for each in (beat, EIGHTH) if each >= shortest and count * each <= room + 1e-9), None)
    if length is None:
        return ()
    weak = weakness(meter)
    starts = [-length * back for back in range(count, 0, -1)]
    return tuple(SungNote(start, length, -1, weak.get(meter.bar_beats + start, 2)) for start in starts)
