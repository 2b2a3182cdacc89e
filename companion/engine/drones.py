"""Ground to stand on: one chord held as a drone on 1 and 5, and a soft, even pulse.

Tonal grounding (a drone on 1 and 5) and rhythmic grounding (a steady beat) are two of the ways of holding an
improvisation in music therapy (Wigram 2004, "Improvisation: Methods and Techniques").
"""

from msgspec.structs import replace

from companion.domain.harmony import Chord, Key, Meter
from companion.domain.score import NoteEvent, Part, Score
from companion.domain.tempo import TempoMap
from companion.domain.units import Bpm, Pitch, Velocity
from companion.engine.backing import CHANNELS
from companion.engine.chordnames import ChordName, parse_chord
from companion.engine.pulse_grid import Strength, groups
from companion.engine.voicing import voice_between

STEADY_BPM: Bpm = 60.0
STEADY_BARS = 16
_PULSE_DRUM: Pitch = 41
"""General MIDI's low floor tom: it carries on small speakers, and has no edge."""

_PULSE_VELOCITY: dict[Strength, Velocity] = {"strong": 56, "middle": 50, "weak": 46}
_PULSE_LENGTH = 0.4
_DIMINISHED, _FIFTH = 6, 7


def drone(chord: Chord) -> Chord:
    """The chord as its first and fifth alone (the fifth is a diminished one where the chord's is)."""
    root = parse_chord(chord.symbol).root
    voicing = voice_between(ChordName(root, "5"), None, chord.voicing)
    root_pc = parse_chord(root).root_pc
    tones = chord.pitch_classes
    if (root_pc + _FIFTH) % 12 not in tones and (root_pc + _DIMINISHED) % 12 in tones:
        voicing = tuple(pitch - 1 if pitch % 12 == (root_pc + _FIFTH) % 12 else pitch for pitch in voicing)
    return replace(chord, voicing=voicing)


def pulse_part(meter: Meter, bars: int) -> Part:
    """A metronome as a soft drum: one stroke a felt beat, the first of a bar a little louder."""
    notes = tuple(
        NoteEvent(bar * meter.bar_beats + group.start, _PULSE_LENGTH, _PULSE_DRUM, _PULSE_VELOCITY[group.strength])
        for bar in range(bars)
        for group in groups(meter)
    )
    return Part("pulse", CHANNELS["pulse"], 0, notes)


def steady(key: Key, bpm: Bpm = STEADY_BPM) -> Score:
    """A slow, plain pulse and nothing else, as a loop."""
    meter = Meter(4, 4)
    total = STEADY_BARS * meter.bar_beats
    return Score("Steady", key, meter, TempoMap(bpm), total, (pulse_part(meter, STEADY_BARS),))
