"""One piece of music while it runs: handed to the output bar by bar, and changed from the next bar line on."""

import math

from companion.domain.tempo import TempoMap
from companion.domain.units import Beats, Bpm, Pitch, Seconds
from companion.midi.midi_clock import bar_of_clock
from companion.midi.mixer import Mixer
from companion.midi.output import (
    CLICK_CHANNEL,
    CUE_LANE,
    NOTE_OFF,
    NOTE_ON,
    SONG_POSITION,
    Message,
    Output,
    TimedMessage,
)
from companion.midi.protocol import Cue, Play
from companion.midi.stretches import Stretches
from companion.midi.timeline import SMALLEST_BEATS, Sounding, Timeline

AHEAD_SECONDS = 0.25
"""The next bars are handed over this early at the latest, however short they are."""

SETTLED_SECONDS = 0.06
"""A bar that begins this soon is left as it is: the synth may be fetching its notes."""

CLICK_PITCH, CLICK_VELOCITY, CLICK_SECONDS = 76, 45, 0.1
"""The count-in: a wood block, struck softly."""

BAR_SOURCES = 30_000
CLICK_SOURCE, LATE_SOURCE = BAR_SOURCES + 1, BAR_SOURCES + 2

Ringing = dict[tuple[int, Pitch], Beats]
"""When each key (channel and pitch) that sounds beyond a bar will end."""


class Backing:
    """`origin` is the audio time, in seconds, of the music's second 0; `tempo` its running tempo.

    A bar holds what begins and what ends in it, so that bars which have not begun can be taken back and handed over
    anew, changed, while what sounds still ends at its beat.
    """

    def __init__(
        self, output: Output, mixer: Mixer, play: Play, timeline: Timeline, start: Seconds, has_clock: bool = False
    ) -> None:
        self.play = play
        self.mixer = mixer
        self.tempo: TempoMap = play.score.tempo
        self.bar_beats = timeline.bar_beats
        self.first_bar = self.next_bar = timeline.bar_of(play.from_beats)
        self.stop_tick: int | None = None
        self._output = output
        self._stretches = Stretches(timeline, timeline.bar_of(play.score_at_beats))
        self._ringing: Ringing = {}
        self._rung_before: dict[int, Ringing] = {}
        self._clock_bar = self.first_bar if has_clock else None
        first_beat = self.first_bar * self.bar_beats
        self.origin = start - self.tempo.seconds_at(first_beat - play.count_in_beats)
        mixer.start(self._tick(first_beat), play.fade_in_seconds)
        mixer.seat(play.score.parts, self._stretches.last.lane, output.tick())
        output.schedule(self._clicks(first_beat), CLICK_SOURCE)

    @property
    def is_loop(self) -> bool:
        """Whether it has no end."""
        return self._stretches.is_loop

    @property
    def free_lane(self) -> int:
        """The channels on which `revise` will play."""
        return self._stretches.free_lane

    @property
    def end_tick(self) -> int | None:
        """When the last note ends; None for a loop."""
        if self._stretches.is_loop:
            return None
        return self._tick(max([self._stretches.end, *self._ringing.values()]))

    def top_up(self, tick: int) -> None:
        """Hand over every bar that starts before the one after next: the running bar and the next."""
        while not self._is_over and (
            self.next_bar <= self.first_bar + 1
            or self._bar_tick(self.next_bar - 1) <= tick
            or self._bar_tick(self.next_bar) <= tick + AHEAD_SECONDS * 1000
        ):
            self._hand_over(self.next_bar)
        for bar in [bar for bar in self._rung_before if self._bar_tick(bar + 1) < tick]:
            del self._rung_before[bar]
            self._stretches.forget_before(bar + 1)

    def revise(self, timeline: Timeline, from_beats: Beats, tick: int) -> Beats:
        """Let another score take over at a bar line, at the earliest the next one that is not settled; where that is.

        Its sounds are on the free lane already.
        """
        open_bar = self._open_bar(tick)
        stretch = self._stretches.revise(timeline, max(open_bar, self._bar_line(from_beats)), open_bar)
        self.mixer.seat(timeline.score.parts, stretch.lane, tick)
        self._renew(stretch.first_bar, tick)
        return stretch.start

    def set_tempo(self, bpm: Bpm, over_seconds: Seconds, from_beats: Beats, tick: int) -> None:
        """Glide to another tempo from a bar line on, at the earliest the next one that is not settled."""
        bar = max(self._open_bar(tick), self._bar_line(from_beats))
        self.tempo = self.tempo.changed(bar * self.bar_beats, bpm, over_seconds)
        self._renew(bar, tick)

    def cue(self, cue: Cue, timeline: Timeline, tick: int) -> None:
        """Play a part's notes once; what would have begun in the past is left out."""
        open_bar = self._open_bar(tick)
        self.mixer.seat([cue.part], CUE_LANE, tick)
        soon = [note for note in self._stretches.cue(timeline, cue.at_beats) if note.onset < open_bar * self.bar_beats]
        for note in soon:  # in bars that are settled
            if (onset := self._tick(note.onset)) > tick - SETTLED_SECONDS * 1000:
                end = TimedMessage(self._tick(note.end), _end(note))
                self._output.schedule([TimedMessage(onset, _strike(note)), end], LATE_SOURCE)
        self._renew(open_bar, tick)

    def set_clock(self, has_clock: bool, tick: int) -> None:
        """Send MIDI clock from the next bar line on, or no more."""
        bar = self._open_bar(tick)
        self._clock_bar = bar if has_clock else None
        self._renew(bar, tick)

    def fade_out(self, tick: int, seconds: Seconds) -> None:
        """Begin to fade from wherever the loudness is; a fade out that runs already is only ever made shorter."""
        if self.stop_tick is not None and self.stop_tick <= tick + seconds * 1000:
            return
        self._output.unschedule(CLICK_SOURCE)
        self.stop_tick = self.mixer.fade_out(tick, seconds)

    def clear(self) -> None:
        """Take back what has not sounded, and end what was faded and can't be heard any more."""
        self._output.unschedule()
        if self.stop_tick is not None:
            self.mixer.silence()

    def beats_at(self, audio: Seconds) -> Beats:
        """The beat that is played at an audio time."""
        return self.tempo.beats_at(audio - self.origin)

    @property
    def _is_over(self) -> bool:
        return not self._stretches.is_loop and self.next_bar >= self._stretches.bars and not self._ringing

    def _open_bar(self, tick: int) -> int:
        """The first bar that can still be changed."""
        bar = self.next_bar
        while bar > self.first_bar and self._bar_tick(bar - 1) > tick + SETTLED_SECONDS * 1000:
            bar -= 1
        return bar

    def _renew(self, bar: int, tick: int) -> None:
        """Take back the bars from one on that were handed over, and hand them over as they are now."""
        if bar < self.next_bar:
            self._ringing = self._rung_before[bar]
            for taken in range(bar, self.next_bar):
                self._output.unschedule(_source(taken))
                del self._rung_before[taken]
            self.next_bar = bar
        self.top_up(tick)

    def _hand_over(self, bar: int) -> None:
        self._rung_before[bar] = dict(self._ringing)
        found: list[tuple[Beats, Message]] = []
        for note in sorted(self._stretches.notes(bar)):
            key = note.channel, note.pitch
            if key in self._ringing:  # the same key again: MIDI has one note a key
                found.append((min(self._ringing[key], note.onset), _end(note)))
            self._ringing[key] = note.end
            found.append((note.onset, _strike(note)))
        bar_end = (bar + 1) * self.bar_beats
        for (channel, pitch), end in list(self._ringing.items()):
            if end <= bar_end:
                del self._ringing[channel, pitch]
                found.append((end, Message(NOTE_OFF, channel, pitch)))
        if self._clock_bar is not None:
            found += bar_of_clock(bar, self.bar_beats, is_first=bar == self._clock_bar)
        events = [TimedMessage(self._tick(at) - (message.kind == NOTE_OFF), message) for at, message in found]
        events.sort(key=lambda event: (event.tick, min(event.message.kind, SONG_POSITION)))
        self._output.schedule(events, _source(bar))
        self.next_bar = bar + 1

    def _clicks(self, first_beat: Beats) -> list[TimedMessage]:
        """The count-in's ticks, one for each of the meter's own beats."""
        step = 4 / self.play.score.meter.unit
        found: list[TimedMessage] = []
        for number in range(round(self.play.count_in_beats / step), 0, -1):
            at = self.origin + self.tempo.seconds_at(first_beat - number * step)
            on, off = self._output.grid(at), self._output.grid(at + CLICK_SECONDS)
            found.append(TimedMessage(on, Message(NOTE_ON, CLICK_CHANNEL, CLICK_PITCH, CLICK_VELOCITY)))
            found.append(TimedMessage(off, Message(NOTE_OFF, CLICK_CHANNEL, CLICK_PITCH)))
        return found

    def _bar_line(self, beats: Beats) -> int:
        """The bar that begins at a beat, or next after it."""
        return math.ceil(beats / self.bar_beats - SMALLEST_BEATS)

    def _bar_tick(self, bar: int) -> int:
        return self._tick(bar * self.bar_beats)

    def _tick(self, beats: Beats) -> int:
        return self._output.grid(self.origin + self.tempo.seconds_at(beats))


def _source(bar: int) -> int:
    return 1 + bar % BAR_SOURCES


def _strike(note: Sounding) -> Message:
    return Message(NOTE_ON, note.channel, note.pitch, note.velocity)


def _end(note: Sounding) -> Message:
    return Message(NOTE_OFF, note.channel, note.pitch)
