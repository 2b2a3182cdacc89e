"""How loud each part of a jam's backing is: with the player (holding), and with the breath (a swell)."""

from collections import deque
from math import pi, sin

from companion.domain.harmony import Meter
from companion.domain.units import Beats, Bpm, Seconds, Velocity
from companion.errors import WrongUseError
from companion.language import _
from companion.services.sounding.playback import Playback

LISTEN_SECONDS: Seconds = 8.0
"""Holding listens to this much of the playing (our choice, unsourced)."""

QUIETEST = 0.55
MOST_CHANGE_A_SECOND = 0.05
"""How soft the backing gets under soft, sparse playing, and how slowly it follows: nothing steps (our choice)."""

BUSY_NOTES_A_SECOND = 4.0
SOFT, LOUD = 45, 105
LIGHT_BELOW, FULL_ABOVE = 0.25, 0.4
HELD_PARTS = ("chords", "bass", "pulse", "air")

SLOWEST_BREATHS, QUICKEST_BREATHS = 4.0, 15.0
CALMEST_BPM: Bpm = 60.0
"""Slower than this a locked breath is carried by a drone and its swell alone (practice.md)."""

SWELL_DEPTH = 0.45
_SMALLEST_CHANGE = 0.03


class Holding:
    """Stays with the player: dense, loud playing is answered by a fuller backing, soft and sparse playing by less."""

    def __init__(self) -> None:
        self.is_on = False
        self.level = 1.0
        self._heard: deque[tuple[Seconds, Velocity]] = deque()
        self._last: Seconds | None = None

    def hear(self, now: Seconds, velocity: Velocity) -> None:
        """Take in a note that was struck at a monotonic time."""
        self._heard.append((now, velocity))

    def intensity(self, now: Seconds) -> float:
        """How dense and loud the last seconds were, 0 to 1."""
        while self._heard and self._heard[0][0] < now - LISTEN_SECONDS:
            self._heard.popleft()
        if not self._heard:
            return 0.0
        density = min(1.0, len(self._heard) / LISTEN_SECONDS / BUSY_NOTES_A_SECOND)
        mean = sum(velocity for _other, velocity in self._heard) / len(self._heard)
        loudness = max(0.0, min(1.0, (mean - SOFT) / (LOUD - SOFT)))
        return 0.5 * density + 0.5 * loudness

    def turn(self, now: Seconds) -> None:
        """Move a little towards where the player is; back to the full level when it is off."""
        elapsed = 0.0 if self._last is None else now - self._last
        self._last = now
        target = QUIETEST + (1 - QUIETEST) * self.intensity(now) if self.is_on else 1.0
        most = MOST_CHANGE_A_SECOND * elapsed
        self.level += max(-most, min(most, target - self.level))

    def wants_light(self, now: Seconds, is_light: bool) -> bool:
        """Whether the backing should leave out what lies between the beats; it does not waver in between."""
        return self.is_on and self.intensity(now) < (FULL_ABOVE if is_light else LIGHT_BELOW)


class BreathLock:
    """A breath that is whole bars of the music: `beats` long, from `origin` on."""

    def __init__(self, meter: Meter) -> None:
        self.beats: Beats | None = None
        self._meter = meter
        self._origin: Beats = 0.0

    def tempo_for(self, breaths_a_minute: float, beats_a_breath: Beats) -> Bpm:
        """Breaths a minute × beats a breath (practice.md: 12 beats at 72 are six breaths a minute).

        Raises WrongUseError for a breath that is not whole bars, or that is no easy breath.
        """
        bars = beats_a_breath / self._meter.bar_beats
        if bars < 1 or abs(bars - round(bars)) > 1e-6:
            raise WrongUseError(
                _("A breath of {beats_a_breath:g} beats is not whole bars of {name}.").format(
                    beats_a_breath=beats_a_breath, name=self._meter.name
                ),
                _("Choose a multiple of {bar_beats:g} beats.").format(bar_beats=self._meter.bar_beats),
            )
        if not SLOWEST_BREATHS <= breaths_a_minute <= QUICKEST_BREATHS:
            raise WrongUseError(
                _("{breaths_a_minute:g} breaths a minute is outside what is easy to breathe.").format(
                    breaths_a_minute=breaths_a_minute
                ),
                _("Choose {slowest_breaths:g} to {quickest_breaths:g}.").format(
                    slowest_breaths=SLOWEST_BREATHS, quickest_breaths=QUICKEST_BREATHS
                ),
            )
        bpm = breaths_a_minute * beats_a_breath
        if not 30 <= bpm <= 160:
            raise WrongUseError(
                _("{breaths_a_minute:g} breaths of {beats_a_breath:g} beats would be {bpm:g} beats a minute.").format(
                    breaths_a_minute=breaths_a_minute, beats_a_breath=beats_a_breath, bpm=bpm
                ),
                _("Choose more or fewer beats a breath."),
            )
        return bpm

    def lock(self, beats_a_breath: Beats, origin: Beats) -> None:
        """The first breath begins at a bar line of the music."""
        self.beats, self._origin = beats_a_breath, origin

    def unlock(self) -> None:
        """No breath is locked to the music."""
        self.beats = None

    def phase(self, beats: Beats | None) -> float | None:
        """How far the breath is at a beat of the music, 0 to 1; None without one."""
        if self.beats is None or beats is None:
            return None
        return (beats - self._origin) % self.beats / self.beats


def swell(phase: float | None) -> float:
    """The loudness of a breath, from its depth to 1 and back: fullest in the middle, where in turns to out."""
    return 1.0 if phase is None else 1 - SWELL_DEPTH + SWELL_DEPTH * sin(pi * phase) ** 2


class Levels:
    """Tells the sound process a part's level when it has changed enough to be heard."""

    def __init__(self, playback: Playback) -> None:
        self._playback = playback
        self._told: dict[str, float] = {}

    def tell(self, level: float, swelling: float, parts: frozenset[str]) -> None:
        """The level of all parts, and the swell of those that breathe: air, or the chords where there is none."""
        breathing = "air" if "air" in parts else "chords"
        for name in HELD_PARTS:
            wanted = round(level * (swelling if name == breathing else 1.0), 3)
            change = abs(wanted - self._told.get(name, 1.0))
            if name in parts and (change >= _SMALLEST_CHANGE or (change and wanted == 1.0)):
                self._told[name] = wanted
                self._playback.set_part_level(name, wanted)

    def forget(self) -> None:
        """The sound process has every part at its full level again."""
        self._told.clear()
