"""A score unrolled into bars of messages in seconds: what the scheduler and the renderer play from."""

import math
from typing import NamedTuple

from companion.domain.score import NoteEvent, Score
from companion.domain.units import Beats, Seconds, require
from companion.midi.output import NOTE_OFF, NOTE_ON, Message

SMALLEST_BEATS = 1e-6
MOST_BEATS = 1e6


class MusicMessage(NamedTuple):
    """A message at its second of the music (from its beat 0)."""

    seconds: Seconds
    message: Message


class Sounding(NamedTuple):
    """A note with its channel, in beats, ended before the same key is struck again."""

    channel: int
    onset: Beats
    end: Beats
    pitch: int
    velocity: int

    def moved(self, beats: Beats, channels: int) -> "Sounding":
        """The same, later by so many beats and on a channel higher by so many."""
        return Sounding(self.channel + channels, self.onset + beats, self.end + beats, self.pitch, self.velocity)


class Timeline:
    """The bars of a score; a loop goes on counting them, and lets a note ring over the seam.

    Raises ValueError or OverflowError for numbers that no music has.
    """

    def __init__(self, score: Score, is_loop: bool = False) -> None:
        self.score = score
        self.bar_beats = score.meter.bar_beats
        self._loop_beats = score.total_beats if is_loop and score.total_beats > SMALLEST_BEATS else 0.0
        self._notes = _without_collisions(score, self._loop_beats)
        self.end_beats = max([score.total_beats, *(note.end for note in self._notes)])
        require(self.end_beats < MOST_BEATS, "it has no end")
        self._bars: dict[int, list[Sounding]] = {}
        for note in self._notes:
            self._bars.setdefault(self.bar_of(note.onset), []).append(note)

    @property
    def is_loop(self) -> bool:
        """Whether it has no end."""
        return self._loop_beats > 0

    @property
    def once(self) -> tuple[Sounding, ...]:
        """The notes of one round."""
        return self._notes

    @property
    def bars(self) -> int:
        """How many bars have something to say (of one round of a loop)."""
        last = max(self._bars, default=-1) + 1
        return last if self.is_loop else max(last, math.ceil(self.score.total_beats / self.bar_beats - SMALLEST_BEATS))

    @property
    def end_seconds(self) -> Seconds:
        """When the last note ends; a loop's first round."""
        return self.score.tempo.seconds_at(self.end_beats)

    def bar_of(self, beats: Beats) -> int:
        """The bar in which a beat lies, counted from 0."""
        return math.floor(beats / self.bar_beats + SMALLEST_BEATS)

    def notes(self, bar: int) -> list[Sounding]:
        """The notes that start in a bar of the unrolled music, at their unrolled beats."""
        return [note.moved(shift, 0) for shift, note in self._notes_of(bar)]

    def messages(self, bar: int) -> list[MusicMessage]:
        """The notes that start in a bar of the unrolled music, with their ends, in order of time, in its own tempo."""
        found: list[MusicMessage] = []
        for note in self.notes(bar):
            start, end = (self.score.tempo.seconds_at(beats) for beats in (note.onset, note.end))
            found.append(MusicMessage(start, Message(NOTE_ON, note.channel, note.pitch, note.velocity)))
            found.append(MusicMessage(end, Message(NOTE_OFF, note.channel, note.pitch)))
        return sorted(found, key=lambda event: (event.seconds, event.message))

    def _notes_of(self, bar: int) -> list[tuple[Beats, Sounding]]:
        """The notes of an unrolled bar and how far each is shifted."""
        if not self.is_loop:
            return [(0.0, note) for note in self._bars.get(bar, ())]
        loop_bars = round(self._loop_beats / self.bar_beats)
        if abs(loop_bars * self.bar_beats - self._loop_beats) < SMALLEST_BEATS:
            turn, inside = divmod(bar, loop_bars)
            return [(turn * self._loop_beats, note) for note in self._bars.get(inside, ())]
        return self._notes_of_odd_loop(bar)

    def _notes_of_odd_loop(self, bar: int) -> list[tuple[Beats, Sounding]]:
        """The same where the loop is not whole bars long: every turn that touches the bar is looked through."""
        start, end = bar * self.bar_beats, (bar + 1) * self.bar_beats
        found: list[tuple[Beats, Sounding]] = []
        for turn in range(math.floor(start / self._loop_beats), math.ceil(end / self._loop_beats) + 1):
            shift = turn * self._loop_beats
            found.extend((shift, note) for note in self._notes if self.bar_of(shift + note.onset) == bar)
        return found


def _without_collisions(score: Score, loop_beats: Beats) -> tuple[Sounding, ...]:
    """Every note, ended when its key is struck again; of two at once on one key the longer stays.

    MIDI has one note a key and channel: an earlier note's end would cut the later one off.
    """
    keys: dict[tuple[int, int], dict[Beats, NoteEvent]] = {}
    for part in score.parts:
        for note in part.notes:
            if loop_beats and note.onset_beats >= loop_beats - SMALLEST_BEATS:
                continue
            same = keys.setdefault((part.channel, note.pitch), {})
            other = same.get(note.onset_beats)
            if other is None or other.duration_beats < note.duration_beats:
                same[note.onset_beats] = note
    found: list[Sounding] = []
    for (channel, pitch), by_onset in keys.items():
        onsets = sorted(by_onset)
        again = [*onsets[1:], onsets[0] + loop_beats if loop_beats else math.inf]
        for onset, next_onset in zip(onsets, again, strict=True):
            note = by_onset[onset]
            end = min(onset + note.duration_beats, next_onset)
            found.append(Sounding(channel, onset, end, pitch, note.velocity))
    return tuple(sorted(found, key=lambda note: (note.onset, note.channel, note.pitch)))
