"""Playing scores through the sound process: one thing at a time, faded, with its place in beats."""

import math

from msgspec import Struct
from msgspec.structs import replace

from companion.domain.score import Part, Score
from companion.domain.tempo import TempoMap
from companion.domain.units import Beats, Bpm, Seconds
from companion.midi import protocol as p
from companion.midi.client import SoundClient
from companion.services.walking.rounds import SongRounds

QUICK_FADE_SECONDS = 0.6
CALM_FADE_SECONDS = 2.0

SOONEST_SECONDS = 0.3
"""A bar line that is nearer than this counts as begun: what is asked for now would come too late for it."""


class Standing(Struct, frozen=True):
    """A score and where its beat 0 stands, in beats counted through all loops and revisions."""

    at_beats: Beats
    score: Score
    is_loop: bool


class Playing(Struct, frozen=True):
    """What runs now: its id in the facts of the sound process, what stands where, and the whole map of its tempo.

    `standing` holds what sounds, then what was already asked to follow it, in order.
    """

    play_id: int
    standing: tuple[Standing, ...]
    tempo: TempoMap

    @property
    def score(self) -> Score:
        """The newest score: what sounds now, or what follows it."""
        return self.standing[-1].score

    def at(self, beats: Beats) -> tuple[Standing, ...]:
        """What sounds at a beat, then what follows it."""
        begun = sum(each.at_beats <= beats for each in self.standing)
        return self.standing[max(0, begun - 1) :]


class Playback:
    """One voice for everything that is played by the program; the newest wins.

    `rounds` are the songs that were heard, sung or played over with it, told by who begins them.
    """

    def __init__(self, sound: SoundClient) -> None:
        self.sound = sound
        self.now: Playing | None = None
        self.rounds = SongRounds()
        self._next_id = 1
        self._held: tuple[Playing, Beats] | None = None
        self._changed_parts: dict[str, None] = {}

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

    @property
    def tempo(self) -> TempoMap | None:
        """Beats in time of what runs, or of what is paused; None where there is neither."""
        playing = self.now or (self._held[0] if self._held is not None else None)
        return None if playing is None else playing.tempo

    def next_bar(self) -> Beats:
        """The first bar line at least SOONEST_SECONDS away, in beats of what runs (0 where nothing does)."""
        if self.now is None:
            return 0.0
        bar = self.now.score.meter.bar_beats
        beats = max(0.0, self.beats or 0.0)
        soonest = beats + SOONEST_SECONDS * self.now.tempo.bpm_at(beats) / 60.0
        return math.ceil(soonest / bar) * bar

    def play(
        self,
        score: Score,
        *,
        is_loop: bool = False,
        from_beats: Beats = 0.0,
        count_in_beats: Beats = 0.0,
        fade_in_seconds: Seconds = CALM_FADE_SECONDS,
        at_beats: Beats = 0.0,
        keeps_parts: bool = False,
    ) -> int:
        """Play a score, whose beat 0 stands at `at_beats`, in place of whatever runs; returns its play id.

        All its parts are heard as they are written, unless it `keeps_parts` as they were set.
        """
        if not keeps_parts:
            self._reset_parts()
        self.now = Playing(self._next_id, (Standing(at_beats, score, is_loop),), score.tempo)
        self._next_id += 1
        self._held = None
        self.sound.send(
            p.Play(self.now.play_id, score, is_loop, from_beats, count_in_beats, fade_in_seconds, at_beats)
        )
        return self.now.play_id

    def revise(self, score: Score, from_beats: Beats, *, is_loop: bool = True) -> None:
        """From the bar line at `from_beats` on play `score` instead, at the running tempo."""
        if self.now is None:
            return
        kept = tuple(each for each in self.now.at(self.beats or 0.0) if each.at_beats < from_beats)
        self.now = replace(self.now, standing=(*kept, Standing(from_beats, score, is_loop)))
        self.sound.send(p.Revise(self.now.play_id, score, from_beats, is_loop))

    def set_tempo(self, bpm: Bpm, over_seconds: Seconds = 0.0) -> None:
        """From the next bar line on glide evenly to `bpm` within so many seconds."""
        if self.now is not None:
            self.sound.send(p.SetTempo(self.now.play_id, bpm, over_seconds))

    def set_part(self, name: str, *, is_on: bool) -> None:
        """Let parts of that name be heard or not, smoothly, in whatever runs or comes."""
        self._changed_parts[name] = None
        self.sound.send(p.SetPart(name, is_on))

    def set_part_level(self, name: str, level: float) -> None:
        """The loudness (0 to 1) of parts of that name, reached smoothly, in whatever runs or comes."""
        self._changed_parts[name] = None
        self.sound.send(p.SetPartLevel(name, level))

    def cue(self, at_beats: Beats, part: Part) -> None:
        """Play notes once over what runs; their beats count from `at_beats`."""
        if self.now is not None and part.notes:
            self.sound.send(p.Cue(self.now.play_id, at_beats, part))

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
            sounding, *following = paused.at(beats)
            self.play(
                replace(sounding.score, tempo=paused.tempo),
                is_loop=sounding.is_loop,
                from_beats=beats,
                fade_in_seconds=QUICK_FADE_SECONDS,
                at_beats=sounding.at_beats,
                keeps_parts=True,
            )
            for each in following:
                self.revise(each.score, each.at_beats, is_loop=each.is_loop)
        elif self.now is not None:
            held = self._from_next_bar(self.now)
            self.stop(QUICK_FADE_SECONDS)
            self._held = held

    def play_meanwhile(self, score: Score) -> None:
        """Play a loop in place of what runs or is paused, which `pause_or_go_on` then takes up again."""
        held = self._held or (None if self.now is None else self._from_next_bar(self.now))
        self.play(score, is_loop=True)
        self._held = held

    def hear(self, fact: p.Fact) -> None:
        """Take in a fact: what ended is not running any more, a tempo or a revision stands where it says."""
        if self.now is None or getattr(fact, "play_id", None) != self.now.play_id:
            return
        match fact:
            case p.Ended():
                self.now = None
            case p.TempoChanged(_, tempo):
                self.now = replace(self.now, tempo=tempo)
            case p.Revised(_, asked, stands) if stands != asked:
                moved = (replace(e, at_beats=stands) if e.at_beats == asked else e for e in self.now.standing)
                self.now = replace(self.now, standing=tuple(moved))

    def _from_next_bar(self, playing: Playing) -> tuple[Playing, Beats]:
        """What runs, and the bar line at which it would go on."""
        bar = playing.score.meter.bar_beats
        return playing, math.ceil(max(0.0, self.beats or 0.0) / bar) * bar

    def _reset_parts(self) -> None:
        for name in self._changed_parts:
            self.sound.send(p.SetPart(name, True))
            self.sound.send(p.SetPartLevel(name, 1.0))
        self._changed_parts.clear()
