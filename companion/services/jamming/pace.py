"""How quick and how loud a jam's backing is: tempo and glides, a breath locked to it, staying with the player."""

from companion.domain.harmony import Meter
from companion.domain.take import NOTE_ON, PlayedEvent
from companion.domain.units import Beats, Bpm, Seconds
from companion.services.jamming.backing import EndlessBacking
from companion.services.jamming.levels import CALMEST_BPM, BreathLock, Holding, Levels, swell
from companion.services.sounding.playback import Playback

SLOWEST_BPM, QUICKEST_BPM = 40.0, 180.0
TEMPO_GLIDE_SECONDS: Seconds = 2.0
BREATH_GLIDE_SECONDS: Seconds = 8.0
LONGEST_GLIDE_MINUTES = 60.0
BREATH_GROOVE = "drone"


class Pace:
    """Tempo and loudness of one backing. The owner calls `follow` a few times a second."""

    def __init__(self, playback: Playback, backing: EndlessBacking, meter: Meter) -> None:
        self._playback = playback
        self._backing = backing
        self._breath = BreathLock(meter)
        self._holding = Holding()
        self._levels = Levels(playback)
        self._groove_before: str | None = None

    @property
    def is_holding(self) -> bool:
        """Whether the backing stays with the player."""
        return self._holding.is_on

    def change_tempo(self, by_bpm: Bpm) -> None:
        """A little faster or slower than the pace that is aimed at; a backing that rests keeps its own."""
        tempo = self._playback.tempo
        if tempo is not None and self._backing.is_running:
            self.breathe_freely()
            self._playback.set_tempo(_bounded(tempo.end_bpm + by_bpm), TEMPO_GLIDE_SECONDS)

    def glide_to(self, bpm: Bpm, minutes: float) -> None:
        """Glide evenly to another pace within so many minutes."""
        if not self._backing.is_running:
            return
        self.breathe_freely()
        self._playback.set_tempo(_bounded(bpm), 60.0 * max(0.0, min(LONGEST_GLIDE_MINUTES, minutes)))

    def breathe(self, breaths_a_minute: float, beats_a_breath: Beats) -> None:
        """Lock a breath of so many beats to the music. Raises WrongUseError."""
        bpm = self._breath.tempo_for(breaths_a_minute, beats_a_breath)
        if not self._backing.is_running:
            return
        self._playback.set_tempo(bpm, BREATH_GLIDE_SECONDS)
        self._breath.lock(beats_a_breath, self._playback.next_bar())
        if bpm < CALMEST_BPM and self._groove_before is None:
            self._groove_before = self._backing.choices.groove
            self._backing.choose_groove(BREATH_GROOVE)

    def breathe_freely(self) -> None:
        """No breath is locked to the music; it moves as it did before."""
        self._breath.unlock()
        if self._groove_before is not None:
            groove, self._groove_before = self._groove_before, None
            self._backing.choose_groove(groove)

    def keep_groove(self) -> None:
        """Someone chose how it moves: letting the breath go does not change that."""
        self._groove_before = None

    def hold(self, is_on: bool) -> None:
        """Stay with the player, or play on evenly."""
        self._holding.is_on = is_on
        if not is_on:
            self._backing.lighten(False)

    def hear(self, event: PlayedEvent, now: Seconds) -> None:
        """Take in what was played at a monotonic time."""
        if event.kind == NOTE_ON:
            self._holding.hear(now, event.data2)

    def breath(self, beats: Beats | None) -> float | None:
        """How far the breath is, 0 to 1; None without one."""
        return self._breath.phase(beats)

    def restart(self, at_beats: Beats) -> None:
        """The music begins anew at a bar line, its parts at their full level."""
        self._levels.forget()
        if self._breath.beats is not None:
            self._breath.lock(self._breath.beats, at_beats)

    def go_on(self) -> None:
        """The music was taken up again, its parts at their full level."""
        self._levels.forget()

    def follow(self, now: Seconds, beats: Beats | None) -> None:
        """Move every level a little to where it should be."""
        self._holding.turn(now)
        if beats is None:
            return
        self._backing.lighten(self._holding.wants_light(now, self._backing.choices.is_light))
        parts = frozenset(name for name, _ in self._backing.parts())
        self._levels.tell(self._holding.level, swell(self._breath.phase(beats)), parts)


def _bounded(bpm: Bpm) -> Bpm:
    return max(SLOWEST_BPM, min(QUICKEST_BPM, bpm))
