"""Playing scores through the sound process: one thing at a time, faded, with its place in beats."""

from msgspec import Struct

from companion.domain.score import Score
from companion.domain.units import Beats, Seconds
from companion.midi import protocol as p
from companion.midi.client import SoundClient

QUICK_FADE_SECONDS = 0.6
CALM_FADE_SECONDS = 2.0


class Playing(Struct, frozen=True):
    """What runs now: its id in the facts of the sound process, and the score."""

    play_id: int
    score: Score
    is_loop: bool


class Playback:
    """One voice for everything that is played by the program; the newest wins."""

    def __init__(self, sound: SoundClient) -> None:
        self.sound = sound
        self.now: Playing | None = None
        self._next_id = 1
        self._held: tuple[Playing, Beats] | None = None

    @property
    def beats(self) -> Beats | None:
        """Where the running music is, as heard now (unrolled over loops); None when none has begun."""
        position = self.sound.position
        if self.now is None or position is None or position.play_id != self.now.play_id:
            return None
        return self.sound.beats_now()

    @property
    def is_held(self) -> bool:
        """Whether something was paused and could go on."""
        return self._held is not None

    def play(
        self,
        score: Score,
        *,
        is_loop: bool = False,
        from_beats: Beats = 0.0,
        count_in_beats: Beats = 0.0,
        fade_in_seconds: Seconds = CALM_FADE_SECONDS,
    ) -> int:
        """Play a score in place of whatever runs; returns its play id."""
        self.now = Playing(self._next_id, score, is_loop)
        self._next_id += 1
        self._held = None
        self.sound.send(
            p.Play(self.now.play_id, score, is_loop, from_beats, count_in_beats, fade_in_seconds)
        )
        return self.now.play_id

    def stop(self, fade_seconds: Seconds = CALM_FADE_SECONDS) -> None:
        """Fade out what runs."""
        if self.now is not None:
            self.sound.send(p.Stop(fade_seconds))
        self.now = None
        self._held = None

    def pause_or_go_on(self) -> None:
        """Fade out, or go on from the bar after the one that was paused in: time never goes back."""
        if self._held is not None:
            paused, beats = self._held
            self.play(paused.score, is_loop=paused.is_loop, from_beats=beats, fade_in_seconds=QUICK_FADE_SECONDS)
        elif self.now is not None:
            bar = self.now.score.meter.bar_beats
            place = -(-max(0.0, self.beats or 0.0) // bar) * bar
            paused = self.now
            self.stop(QUICK_FADE_SECONDS)
            self._held = (paused, place)

    def hear(self, fact: p.Fact) -> None:
        """Take in a fact: what ended is not running any more."""
        if isinstance(fact, p.Ended) and self.now is not None and fact.play_id == self.now.play_id:
            self.now = None
