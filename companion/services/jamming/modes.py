"""What a step of an exercise asks of the playing: turns, a backing that stays with one, a breath, a plain pulse."""

from collections.abc import Iterable

from companion.domain.harmony import Meter
from companion.domain.steps import PlayMode
from companion.domain.units import Beats
from companion.services.jamming.jam import Jam

EASY_BREATHS = 6.0
"""Breaths a minute (practice.md: about 6, adults differ, 4.5 to 6.5)."""

BREATH_BPM = 66.0
"""A calm pace (practice.md: 60 to 76), to which a breath of whole bars comes as near as it can."""


def begin(jam: Jam, modes: Iterable[PlayMode]) -> None:
    """Let a jam that has just started do what a step asks for. "layers" is the player's own doing."""
    for mode in modes:
        match mode:
            case "echo" | "vary":
                jam.call_and_answer(mode)
            case "holding":
                jam.holding(True)
            case "breath":
                jam.breathe(EASY_BREATHS, breath_beats(EASY_BREATHS, jam.song.meter))
            case "steady":
                for name, is_on in jam.backing.parts():
                    if is_on != (name == "pulse"):
                        jam.toggle_part(name)


def breath_beats(breaths_a_minute: float, meter: Meter) -> Beats:
    """How many beats a breath of whole bars has so that the pace comes near to a calm one.

    Beats a breath × breaths a minute are the tempo (practice.md: 12 beats at 72 are six a minute).
    """
    bars = max(1, round(BREATH_BPM / (breaths_a_minute * meter.bar_beats)))
    return bars * meter.bar_beats
