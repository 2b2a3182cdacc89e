"""What plays: one backing at a time, faded in, changed while it runs, faded out, and ended when it has rung out.

Nothing here waits or looks at a clock: `advance` is told the output's tick and does what is due.
"""

from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

from msgspec.structs import replace

from companion.domain.score import DRUM_CHANNEL, Part
from companion.domain.units import Seconds
from companion.errors import WrongUseError
from companion.language import _
from companion.midi.backing import Backing
from companion.midi.mixer import Mixer
from companion.midi.output import CLICK_CHANNEL, CUE_LANE, DRUM_PROGRAM, STOP, Message, Output
from companion.midi.protocol import Cue, Ended, Play, Position, Revise, Revised, SetTempo, TempoChanged
from companion.midi.timeline import Timeline

LEAD_SECONDS = 0.06
"""From the command to the first note: time to hand over two bars."""

REPLACE_SECONDS = 0.25
"""How quickly a running score gives way to a new one."""

SHORTEST_RING, LONGEST_RING = 0.3, 2.0
"""How long, in seconds, the last note rings before a score is called ended."""

NOT_RUNNING = "The music that this was meant for does not play any more."


Change: TypeAlias = Revise | SetTempo | Cue
"""What changes one running music, which it names."""


class _Waiting(NamedTuple):
    """A score that begins when the one before it has faded."""

    play: Play
    timeline: Timeline
    mixer: Mixer


class Scheduler:
    """At most one backing runs, and at most one waits for it to fade: the newest."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._running: Backing | None = None
        self._waiting: _Waiting | None = None
        self._deferred: list[Change] = []
        self._has_clock = False
        output.choose_program(CLICK_CHANNEL, DRUM_PROGRAM)

    @property
    def running(self) -> Play | None:
        """What plays."""
        return self._running.play if self._running else None

    def start(self, play: Play) -> list[Ended]:
        """Play a score now, or as soon as the running one has faded quickly.

        Raises ValueError or OverflowError for a score that can't be played; what runs then goes on.
        """
        wanted = _Waiting(play, Timeline(play.score, play.is_loop), Mixer(self._output))
        over = self._forget_waiting()
        if self._running is None:
            self._begin(wanted)
        else:
            self._waiting = wanted
            self._running.fade_out(self._output.tick(), REPLACE_SECONDS)
        return over

    def defers(self, change: Change) -> bool:
        """Whether a change is for the music that waits; then `due_changes` gives it out when that has begun."""
        is_early = self._waiting is not None and self._waiting.play.play_id == change.play_id
        if is_early:
            self._deferred.append(change)
        return is_early

    def due_changes(self) -> list[Change]:
        """The changes that were deferred, once their music runs."""
        if self._waiting is not None:
            return []
        due, self._deferred = self._deferred, []
        return due

    def revise(self, command: Revise) -> Revised:
        """Let another score take over at a bar line.

        Raises WrongUseError where its music does not run or has another meter, and what `start` raises.
        """
        backing = self._find(command.play_id)
        is_loop = backing.is_loop if command.is_loop is None else command.is_loop
        timeline = Timeline(command.score, is_loop)
        if timeline.bar_beats != backing.bar_beats:
            before, after = backing.play.score.meter.name, command.score.meter.name
            raise WrongUseError(
                _("Running music can't change from {before} to {after}.").format(before=before, after=after),
                _("Begin it anew instead."),
            )
        choose_programs(self._output, command.score.parts, backing.free_lane)
        start = backing.revise(timeline, command.from_beats, self._output.tick())
        return Revised(command.play_id, command.from_beats, start)

    def set_tempo(self, command: SetTempo) -> TempoChanged:
        """Glide to another tempo from a bar line on. Raises WrongUseError where its music does not run."""
        backing = self._find(command.play_id)
        backing.set_tempo(command.bpm, command.over_seconds, command.from_beats, self._output.tick())
        return TempoChanged(command.play_id, backing.tempo)

    def cue(self, command: Cue) -> None:
        """Play a part once. Raises WrongUseError where its music does not run, and what `start` raises."""
        backing = self._find(command.play_id)
        once = Timeline(replace(backing.play.score, parts=(command.part,)))
        choose_programs(self._output, [command.part], CUE_LANE)
        backing.cue(command, once, self._output.tick())

    def switch_part(self, name: str, is_on: bool) -> None:
        """Let a part of the newest music come or go."""
        if (mixer := self._mixer) is not None:
            mixer.switch(name, is_on, self._output.tick())

    def set_part_level(self, name: str, level: float) -> None:
        """How loud a part of the newest music is, 0 to 1."""
        if (mixer := self._mixer) is not None:
            mixer.set_level(name, level, self._output.tick())

    def set_clock(self, has_clock: bool) -> None:
        """Whether the music carries MIDI clock."""
        self._has_clock = has_clock
        if self._running is not None:
            self._running.set_clock(has_clock, self._output.tick())

    def stop(self, fade_seconds: Seconds) -> list[Ended]:
        """Fade out what runs; what waits never starts."""
        over = self._forget_waiting()
        if self._running is not None:
            self._running.fade_out(self._output.tick(), fade_seconds)
        return over

    def panic(self) -> list[Ended]:
        """End everything now."""
        over = self._forget_waiting()
        if self._running is not None:
            over.append(Ended(self._running.play.play_id, is_complete=False))
            self._running = None
            self._stop_clock()
        self._output.unschedule()
        self._output.silence()
        return over

    def advance(self) -> list[Ended]:
        """Do what is due by now: hand over bars, end what is over, begin what waits."""
        backing, tick = self._running, self._output.tick()
        if backing is None:
            return []
        is_stopped = backing.stop_tick is not None and tick >= backing.stop_tick
        if not is_stopped and not self._has_rung_out(backing, tick):
            backing.top_up(tick)
            return []
        backing.clear()
        self._running = None
        self._stop_clock()
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            self._begin(waiting)
        return [Ended(backing.play.play_id, is_complete=not is_stopped)]

    def music_seconds(self, audio: Seconds) -> Seconds:
        """Seconds since beat 0 of what plays; since the output opened where nothing plays."""
        return audio if self._running is None else audio - self._running.origin

    def position(self, audio: Seconds, monotonic: Seconds) -> Position | None:
        """Where the running music is at an audio time, None where nothing plays."""
        if self._running is None:
            return None
        beats = self._running.beats_at(audio)
        return Position(self._running.play.play_id, beats, monotonic, self._running.tempo.bpm_at(beats))

    @property
    def _mixer(self) -> Mixer | None:
        if self._waiting is not None:
            return self._waiting.mixer
        return self._running.mixer if self._running is not None else None

    def _find(self, play_id: int) -> Backing:
        if self._running is None or self._running.play.play_id != play_id:
            raise WrongUseError(NOT_RUNNING)
        return self._running

    def _begin(self, wanted: _Waiting) -> None:
        play = wanted.play
        choose_programs(self._output, play.score.parts)  # before the start is fixed: sounds may come from the disk
        start = self._output.tick() / 1000 + LEAD_SECONDS
        self._running = Backing(self._output, wanted.mixer, play, wanted.timeline, start, self._has_clock)
        self._running.top_up(self._output.tick())

    def _stop_clock(self) -> None:
        if self._has_clock:
            self._output.send(Message(STOP, 0, 0))

    def _has_rung_out(self, backing: Backing, tick: int) -> bool:
        end = backing.end_tick
        if end is None or tick < end + SHORTEST_RING * 1000:
            return False
        return tick >= end + LONGEST_RING * 1000 or not self._output.is_sounding()

    def _forget_waiting(self) -> list[Ended]:
        waiting, self._waiting = self._waiting, None
        self._deferred.clear()
        return [Ended(waiting.play.play_id, is_complete=False)] if waiting else []


def choose_programs(output: Output, parts: Iterable[Part], lane: int = 0) -> None:
    """Put the sound of each part on its channel of a lane."""
    for part in parts:
        program = DRUM_PROGRAM if part.channel == DRUM_CHANNEL else part.program
        output.choose_program(lane + part.channel, program)
