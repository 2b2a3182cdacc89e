"""MIDI clock for a bar: twenty-four ticks a beat, and where the music stands (MIDI 1.0, system real time messages)."""

from companion.domain.units import Beats
from companion.midi.output import CLOCK, CONTINUE, SONG_POSITION, START, Message

TICKS_A_BEAT = 24
SIXTEENTHS_A_BEAT = 4
LAST_SIXTEENTH = 0x3FFF
"""Song position has fourteen bits."""


def bar_of_clock(bar: int, bar_beats: Beats, is_first: bool) -> list[tuple[Beats, Message]]:
    """The messages of one bar at their unrolled beats; the first one sent starts the other device at its place."""
    start = bar * bar_beats
    found: list[tuple[Beats, Message]] = []
    if is_first and bar == 0:
        found.append((start, Message(START, 0, 0)))
    elif is_first:
        place = min(LAST_SIXTEENTH, round(start * SIXTEENTHS_A_BEAT))
        found.append((start, Message(SONG_POSITION, 0, place & 0x7F, place >> 7)))
        found.append((start, Message(CONTINUE, 0, 0)))
    ticks = round(bar_beats * TICKS_A_BEAT)
    return [*found, *((start + tick / TICKS_A_BEAT, Message(CLOCK, 0, 0)) for tick in range(ticks))]
