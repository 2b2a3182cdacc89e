"""From a place on the affect grid to what its music is like: continuous in the grid, additive in the cues.

The cues and their order of strength (mode, tempo, register, dynamics, articulation, timbre) follow Eerola,
Friberg & Bresin 2013 (doi 10.3389/fpsyg.2013.00487), who found them linear and additive for *perceived* emotion.
The calm tempo, 60 to 76, is that of Gooding et al. 2012 (South Med J 105:486). The figures in between are our own.
"""

from bisect import bisect_right

from msgspec import Struct

from companion.domain.affect import Affect
from companion.domain.units import Bpm

_TEMPO_BY_AROUSAL = (57.0, 64.0, 68.0, 75.0, 81.0, 88.0, 95.0, 111.0, 130.0)
"""Quarter notes a minute at arousal -4 to 4; pleasant places are up to 6 % faster, unpleasant ones slower."""

CALM_VELOCITY = (45, 70)
"""How soft and how loud a note is where it is calm (practice.md's default, unsourced)."""

_TEMPO_BY_VALENCE = 0.015
_TEMPO_SPREAD = 0.05


class MusicalProfile(Struct, frozen=True):
    """What the music of one place on the grid is like.

    Shares run from 0 to 1; velocities are MIDI's; `register` is semitones around the voice's own middle;
    `span` is how many semitones a tune may cover, `largest_leap` the widest interval in it;
    `uplift` is how often a phrase rises; `notes_a_beat` is the fullest a line of words should get; `legato` the
    sounding part of a note's length.
    """

    affect: Affect
    minor_share: float
    tempo_low: Bpm
    tempo_high: Bpm
    register: float
    velocity_low: int
    velocity_high: int
    legato: float
    span: int
    largest_leap: int
    smallness: float
    notes_a_beat: float
    syncopation: float
    openness: float
    repetition: float
    uplift: float

    @property
    def is_calm(self) -> bool:
        """Whether the promises of calm hold here: little arousal, whatever the valence."""
        return self.affect.arousal <= -1

    @property
    def tempo_bpm(self) -> Bpm:
        """The middle of its tempi."""
        return (self.tempo_low + self.tempo_high) / 2


def profile_of(affect: Affect) -> MusicalProfile:
    """The music of a place on the grid.

    Minor goes with unpleasant places, strongest of all cues; tempo with arousal, next; register, loudness and a
    detached way of playing rise with arousal; sad music keeps to smaller intervals, joyful music to wider ones
    (Eerola, Friberg & Bresin 2013; Juslin & Laukka 2003, doi 10.1037/0033-2909.129.5.770, for interval and span).
    """
    valence, arousal = float(affect.valence), float(affect.arousal)
    pleasant, awake = valence / 4, arousal / 4
    tempo = _between(_TEMPO_BY_AROUSAL, arousal + 4) * (1 + _TEMPO_BY_VALENCE * valence)
    anger = max(0.0, -pleasant) * max(0.0, awake)
    joy = max(0.0, pleasant) * max(0.0, awake)
    sorrow = max(0.0, -pleasant) * max(0.0, -awake)
    softest = max(CALM_VELOCITY[0], round(50 + 9 * awake + 4 * anger))
    return MusicalProfile(
        affect=affect,
        minor_share=_clamp(0.42 - 0.62 * pleasant - 0.10 * joy + 0.15 * anger, 0.0, 1.0),
        tempo_low=round(tempo * (1 - _TEMPO_SPREAD), 1),
        tempo_high=round(tempo * (1 + _TEMPO_SPREAD), 1),
        register=round(2.2 * pleasant + 1.6 * awake - 1.5 * sorrow, 2),
        velocity_low=softest,
        velocity_high=softest + CALM_VELOCITY[1] - CALM_VELOCITY[0],
        legato=round(_clamp(0.92 - 0.08 * awake - 0.10 * anger - 0.05 * joy + 0.10 * sorrow, 0.6, 1.0), 3),
        span=round(13 + pleasant + awake + joy - 2 * sorrow),
        largest_leap=9 if awake > 0.3 else 7,
        smallness=round(1.0 - 0.30 * pleasant - 0.12 * awake - 0.6 * anger, 3),
        notes_a_beat=round(_clamp(1.7 + 0.2 * awake, 1.2, 1.9), 3),
        syncopation=round(_clamp(0.25 * max(0.0, awake) + 0.35 * anger, 0.0, 0.6), 3),
        openness=round(_clamp(0.03 + 0.04 * joy + 0.15 * max(0.0, pleasant) * (1 - abs(awake)), 0.0, 0.5), 3),
        uplift=round(_clamp(1.2 * max(0.0, pleasant) * (1 - 1.2 * abs(awake - 0.25)), 0.0, 1.0), 3),
        repetition=round(_clamp(0.1 + 0.7 * anger - 0.2 * joy + 0.6 * sorrow, 0.0, 1.0), 3),
    )


def _between(table: tuple[float, ...], at: float) -> float:
    """The table's value at a fractional index, on a straight line between its entries."""
    index = min(bisect_right(range(len(table)), at), len(table) - 1) - 1
    return table[index] + (table[index + 1] - table[index]) * (at - index)


def _clamp(value: float, low: float, high: float) -> float:
    return max(low, min(high, value))
