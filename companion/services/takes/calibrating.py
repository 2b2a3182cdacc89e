"""How late someone hears, found by tapping along to a soft pulse: the median of what their hand adds to the beat."""

import statistics
from collections.abc import Callable, Sequence

from msgspec import Struct

from companion.domain.harmony import Key, Meter
from companion.domain.score import DRUM_CHANNEL, NoteEvent, Part, Score
from companion.domain.take import NOTE_ON
from companion.domain.tempo import TempoMap
from companion.domain.units import Beats, Seconds
from companion.errors import WrongUseError
from companion.language import _
from companion.midi import protocol as p
from companion.midi.client import SoundClient

PULSE_BPM = 80.0
WOOD_BLOCK, LOUD, SOFT = 76, 70, 52

SETTLING_TAPS = 4
"""So many first taps find the beat and don't count (practice in tapping studies; Repp 2005)."""

FEWEST_TAPS = 8
"""So few settled taps give a median; the spread of people's taps is about 20 to 40 ms (Repp 2005)."""

MOST_SPREAD_MS = 60.0
"""Taps that scatter more than this were not on the pulse, and say nothing (our choice, unsourced)."""

EARLIEST_BEATS = -0.25
"""People tap ahead of a beat (Repp 2005), but hardly by a quarter of it: from there on a tap belongs to the next."""

HIGHEST_MS = 500.0
TURN_SECONDS = 0.005
_PLAY_ID = 1


class Calibration(Struct, frozen=True):
    """What tapping along found: to be taken off everything that is recorded, how far the taps scatter, and how many.

    `spread_ms` is the median distance from the median.
    """

    latency_ms: float
    spread_ms: float
    taps: int


def calibration_of(taps: Sequence[Beats], bpm: float = PULSE_BPM) -> Calibration:
    """The latency in taps at beats of the pulse, 0 at least. Raises WrongUseError where they don't say."""
    late = [_lateness(beats) * 60_000 / bpm for beats in taps[SETTLING_TAPS:]]
    if len(late) < FEWEST_TAPS:
        raise WrongUseError(_("Too few taps came to measure by."), _("Try again, and tap along a little longer."))
    middle = statistics.median(late)
    spread = statistics.median(abs(each - middle) for each in late)
    if spread > MOST_SPREAD_MS:
        raise WrongUseError(
            _("The taps lie too far apart to measure by, so nothing was changed."),
            _("That happens. Try again, or set it by hand: companion calibrate --set 80."),
        )
    return Calibration(round(min(HIGHEST_MS, max(0.0, middle)), 1), round(spread, 1), len(late))


def pulse() -> Score:
    """Four strokes on a wood block, the first a little louder; to be looped."""
    notes = tuple(NoteEvent(float(beat), 0.2, WOOD_BLOCK, SOFT if beat else LOUD) for beat in range(4))
    return Score("Pulse", Key("C"), Meter(4, 4), TempoMap(PULSE_BPM), 4.0, (Part("pulse", DRUM_CHANNEL, 0, notes),))


def tap_along(
    sound: SoundClient,
    taps: int,
    is_tapped: Callable[[Seconds], bool],
    is_stopped: Callable[[], bool],
    tell: Callable[[int], None],
) -> Calibration:
    """Play the pulse until so many taps have come, or until `is_stopped`; what they say.

    `is_tapped` waits at most so many seconds for a tap on the computer's keys; keys of a MIDI keyboard count too. The
    sound process has to be open with a latency of 0. `tell` takes the number of taps so far. Raises WrongUseError.
    """
    found: list[Beats] = []
    tempo = TempoMap(PULSE_BPM)
    sound.send(p.Play(_PLAY_ID, pulse(), is_loop=True, fade_in_seconds=0.0))
    while len(found) < taps and not is_stopped() and sound.state != "lost":
        before = len(found)
        has_tapped = is_tapped(TURN_SECONDS)
        beats = sound.beats_now()
        if has_tapped and beats is not None and beats > EARLIEST_BEATS:
            found.append(beats)
        for fact in sound.poll():
            if isinstance(fact, p.NoteHeard) and fact.play_id == _PLAY_ID and fact.event.kind == NOTE_ON:
                found.append(tempo.beats_at(fact.event.seconds))
        if len(found) > before:
            tell(len(found))
    sound.send(p.Stop(0.5))
    return calibration_of(found)


def _lateness(beats: Beats) -> Beats:
    """How far a tap lies behind the beat that it was meant for."""
    return (beats - EARLIEST_BEATS) % 1.0 + EARLIEST_BEATS
