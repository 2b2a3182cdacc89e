"""The sounds around a session: a first soft "did you hear that?", and a steady pulse to arrive and to close with."""

from random import Random

from companion.domain.harmony import Key, Meter
from companion.domain.score import NoteEvent, Part, Score
from companion.domain.tempo import TempoMap
from companion.domain.units import Beats, Bpm
from companion.engine.backing import CHANNELS
from companion.engine.pads import pads

HOME = Key("F")
PULSE_BPM: Bpm = 60.0
"""Slow and even; a heartbeat-like pulse is offered as a familiar sound, not to lead the heart (practice.md)."""

_DRONE = (41, 53, 60)
_COLOURS: tuple[tuple[int, ...], ...] = ((65, 69), (65, 70), (67, 69), (65, 69))
"""Two voices over the drone, four bars each: they sway between rest and a little light, and come home."""
_LOWEST_BELL = 67
_PAD, _BASS, _PIANO = 89, 43, 4
_LOW_DRUM, _LOW_TOM = 36, 41


def pulse(bars: int = 16, bpm: Bpm = PULSE_BPM, key: Key = HOME, seed: int = 0) -> Score:
    """A soft double beat over a warm drone, with a small bell now and then; it loops without a seam.

    Four quarters a bar; velocities 38 to 58.
    """
    shift = (key.tonic_pc - HOME.tonic_pc + 6) % 12 - 6
    third = -1 if key.is_minor else 0
    rng = Random(f"{seed} pulse")
    high = pads(None, key, lowest=_LOWEST_BELL)[:5]
    total = bars * 4.0
    beats = [NoteEvent(bar * 4.0 + at, 0.4, drum, loud) for bar in range(bars) for at, drum, loud in _heartbeat()]
    low = [NoteEvent(start, min(8.0, total - start) - 0.05, 41 + shift, 50) for start in _every(8.0, total)]
    pad: list[NoteEvent] = []
    for index, start in enumerate(_every(16.0, total)):
        length = min(16.0, total - start) - 0.05
        colour = _COLOURS[index % len(_COLOURS)]
        held = [*_DRONE[1:], *(p + (third if p % 12 == 9 else 0) for p in colour)]
        pad += [NoteEvent(start, length, pitch + shift, 40) for pitch in held]
    bells = [NoteEvent(start + 2.0, 3.5, rng.choice(high), 50) for start in _every(8.0, total)]
    parts = (_part("pulse", 0, beats), _part("bass", _BASS, low), _part("air", _PAD, pad),
             _part("chords", _PIANO, [bell for bell in bells if not _clashes(bell, pad)]))  # fmt: skip
    return Score("A steady pulse", key, Meter(4, 4), TempoMap(bpm), total, parts)


def welcome() -> Score:
    """Three soft notes that rise into a warm chord: "did you hear that?" About eight seconds."""
    rolled = [(0.0, 53, 54), (0.5, 60, 54), (1.0, 65, 56), (1.5, 69, 58), (2.5, 72, 60)]
    piano = [NoteEvent(at, 7.5 - at, pitch, loud) for at, pitch, loud in rolled]
    pad = [NoteEvent(1.0, 6.8, pitch, 38) for pitch in (53, 60, 65, 69)]
    parts = (_part("chords", _PIANO, piano), _part("air", _PAD, pad))
    return Score("Did you hear that?", HOME, Meter(4, 4), TempoMap(60.0), 8.0, parts)


def _heartbeat() -> tuple[tuple[Beats, int, int], ...]:
    return ((0.0, _LOW_DRUM, 58), (0.5, _LOW_TOM, 50), (2.0, _LOW_DRUM, 55), (2.5, _LOW_TOM, 48))


def _every(step: Beats, total: Beats) -> list[Beats]:
    return [index * step for index in range(int((total + step - 1e-9) // step))]


def _part(name: str, program: int, notes: list[NoteEvent]) -> Part:
    return Part(name, CHANNELS[name], program, tuple(sorted(notes, key=lambda n: (n.onset_beats, n.pitch))))


def _clashes(bell: NoteEvent, pad: list[NoteEvent]) -> bool:
    """Whether a bell stands a half step from something that sounds with it."""
    together = [n for n in pad if n.onset_beats <= bell.onset_beats < n.onset_beats + n.duration_beats]
    return any((bell.pitch - note.pitch) % 12 in (1, 11) for note in together)
