"""The backing: a score handed to the output bar by bar, faded in, faded out, and ended when it has rung out.

Nothing here waits or looks at a clock: `advance` is told the output's tick and does what is due.
"""

from companion.domain.score import DRUM_CHANNEL, Score
from companion.domain.units import Beats, Seconds
from companion.midi.fades import Fade, expression
from companion.midi.output import (
    CLICK_CHANNEL,
    CONTROL_CHANGE,
    DRUM_PROGRAM,
    EXPRESSION,
    NOTE_OFF,
    NOTE_ON,
    Message,
    Output,
    TimedMessage,
)
from companion.midi.protocol import Ended, Play, Position
from companion.midi.timeline import Timeline

LEAD_SECONDS = 0.06
"""From the command to the first note: time to hand over two bars."""

REPLACE_SECONDS = 0.25
"""How quickly a running score gives way to a new one."""

SHORTEST_RING, LONGEST_RING = 0.3, 2.0
"""How long, in seconds, the last note rings before a score is called ended."""

CLICK_PITCH, CLICK_VELOCITY, CLICK_SECONDS = 76, 45, 0.1
"""The count-in: a wood block, struck softly."""

ALL_SOUND_OFF = 120
BAR_SOURCES = 30_000
FADE_SOURCE, CLICK_SOURCE = BAR_SOURCES + 1, BAR_SOURCES + 2


class Backing:
    """One score while it runs. `origin` is the audio time, in seconds, of the music's second 0."""

    def __init__(self, output: Output, play: Play, timeline: Timeline, start: Seconds) -> None:
        self.play = play
        self.timeline = timeline
        self.first_bar = self.timeline.bar_of(max(0.0, play.from_beats))
        tempo = play.score.tempo
        first_beat = self.first_bar * self.timeline.bar_beats
        self.origin = start - tempo.seconds_at(first_beat - max(0.0, play.count_in_beats))
        self.next_bar = self.first_bar
        self.stop_tick: int | None = None
        self._output = output
        self._channels = sorted({part.channel for part in play.score.parts})
        is_faded_in = play.fade_in_seconds > 0  # a start from silence needs no fade to be without a click
        before = 0.0 if is_faded_in else 1.0
        self._fade = Fade(self._tick(tempo.seconds_at(first_beat)), play.fade_in_seconds, before, 1.0)
        self._send_all(EXPRESSION, expression(before))
        if is_faded_in:
            output.schedule(self._fade.messages(self._channels), FADE_SOURCE)
        output.schedule(self._clicks(first_beat), CLICK_SOURCE)

    @property
    def end_tick(self) -> int | None:
        """When the last note ends; None for a loop."""
        return None if self.timeline.is_loop else self._tick(self.timeline.end_seconds)

    def top_up(self, tick: int) -> None:
        """Hand over every bar that starts before the one after next: the running bar and the next."""
        while self._tick(self.timeline.bar_seconds(self.next_bar - 1)) <= tick or self.next_bar <= self.first_bar + 1:
            if not self.timeline.is_loop and self.next_bar >= self.timeline.bars:
                return
            events = [
                TimedMessage(self._tick(seconds) - (message.kind == NOTE_OFF), message)
                for seconds, message in self.timeline.messages(self.next_bar)
            ]
            self._output.schedule(events, 1 + self.next_bar % BAR_SOURCES)
            self.next_bar += 1

    def fade_out(self, tick: int, seconds: Seconds) -> None:
        """Begin to fade from wherever the loudness is; a fade out that runs already is only ever made shorter."""
        fade = Fade(tick, seconds, self._fade.level(tick), 0.0)
        if self.stop_tick is not None and self.stop_tick <= fade.end:
            return
        self._output.unschedule(FADE_SOURCE)
        self._output.unschedule(CLICK_SOURCE)
        self._output.schedule(fade.messages(self._channels), FADE_SOURCE)
        self._fade, self.stop_tick = fade, fade.end

    def clear(self) -> None:
        """Take back what has not sounded, and end what was faded and can't be heard any more."""
        self._output.unschedule()
        if self.stop_tick is not None:
            self._send_all(ALL_SOUND_OFF, 0)

    def beats_at(self, audio: Seconds) -> Beats:
        """The beat that is played at an audio time."""
        return self.play.score.tempo.beats_at(audio - self.origin)

    def _clicks(self, first_beat: Beats) -> list[TimedMessage]:
        """The count-in's ticks, one for each of the meter's own beats."""
        step = 4 / self.play.score.meter.unit
        found: list[TimedMessage] = []
        for number in range(round(self.play.count_in_beats / step), 0, -1):
            at = self.play.score.tempo.seconds_at(first_beat - number * step)
            on, off = self._tick(at), self._tick(at + CLICK_SECONDS)
            found.append(TimedMessage(on, Message(NOTE_ON, CLICK_CHANNEL, CLICK_PITCH, CLICK_VELOCITY)))
            found.append(TimedMessage(off, Message(NOTE_OFF, CLICK_CHANNEL, CLICK_PITCH)))
        return found

    def _tick(self, music: Seconds) -> int:
        return self._output.grid(self.origin + music)

    def _send_all(self, control: int, value: int) -> None:
        for channel in self._channels:
            self._output.send(Message(CONTROL_CHANGE, channel, control, value))


class Scheduler:
    """At most one backing runs, and at most one waits for it to fade: the newest."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._running: Backing | None = None
        self._waiting: tuple[Play, Timeline] | None = None
        output.choose_program(CLICK_CHANNEL, DRUM_PROGRAM)

    @property
    def running(self) -> Play | None:
        """What plays."""
        return self._running.play if self._running else None

    def start(self, play: Play) -> list[Ended]:
        """Play a score now, or as soon as the running one has faded quickly.

        Raises ValueError or OverflowError for a score that can't be played; what runs then goes on.
        """
        timeline = Timeline(play.score, play.is_loop)
        over = self._forget_waiting()
        if self._running is None:
            self._begin(play, timeline)
        else:
            self._waiting = play, timeline
            self._running.fade_out(self._output.tick(), REPLACE_SECONDS)
        return over

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
        if self._waiting is not None:
            self._begin(*self._waiting)
            self._waiting = None
        return [Ended(backing.play.play_id, is_complete=not is_stopped)]

    def music_seconds(self, audio: Seconds) -> Seconds:
        """Seconds since beat 0 of what plays; since the output opened where nothing plays."""
        return audio if self._running is None else audio - self._running.origin

    def position(self, audio: Seconds, monotonic: Seconds) -> Position | None:
        """Where the running music is at an audio time, None where nothing plays."""
        if self._running is None:
            return None
        beats = self._running.beats_at(audio)
        return Position(self._running.play.play_id, beats, monotonic, self._running.play.score.tempo.bpm_at(beats))

    def _begin(self, play: Play, timeline: Timeline) -> None:
        choose_programs(self._output, play.score)  # before the start is fixed: sounds may have to come from the disk
        self._running = Backing(self._output, play, timeline, self._output.tick() / 1000 + LEAD_SECONDS)
        self._running.top_up(self._output.tick())

    def _has_rung_out(self, backing: Backing, tick: int) -> bool:
        end = backing.end_tick
        if end is None or tick < end + SHORTEST_RING * 1000:
            return False
        return tick >= end + LONGEST_RING * 1000 or not self._output.is_sounding()

    def _forget_waiting(self) -> list[Ended]:
        waiting, self._waiting = self._waiting, None
        return [Ended(waiting[0].play_id, is_complete=False)] if waiting else []


def choose_programs(output: Output, score: Score) -> None:
    """Put the sound of each part on its channel."""
    for part in score.parts:
        output.choose_program(part.channel, DRUM_PROGRAM if part.channel == DRUM_CHANNEL else part.program)
