"""Which score plays in which bar: the one that runs, the one that follows it, and what is cued once over them."""

from typing import NamedTuple

from companion.domain.units import Beats
from companion.midi.output import CUE_LANE, SCORE_LANES
from companion.midi.timeline import Sounding, Timeline

MOST_KEPT = len(SCORE_LANES) - 2
"""The score that runs and one that waits stay beside a new one, so that a lane is always free."""


class Stretch(NamedTuple):
    """A score from a bar of the unrolled music on, where its own beat 0 stands, on the channels of a lane."""

    first_bar: int
    timeline: Timeline
    lane: int

    @property
    def start(self) -> Beats:
        """Its beat 0, unrolled."""
        return self.first_bar * self.timeline.bar_beats

    def notes(self, bar: int) -> list[Sounding]:
        """The notes that start in an unrolled bar, at unrolled beats."""
        return [note.moved(self.start, self.lane) for note in self.timeline.notes(bar - self.first_bar)]


class Stretches:
    """One score after the other, each taking over at a bar line, and notes that are played once.

    `first_bar` is where the first score's beat 0 stands.
    """

    def __init__(self, timeline: Timeline, first_bar: int) -> None:
        self._stretches = [Stretch(first_bar, timeline, SCORE_LANES[0])]
        self._cued: dict[int, list[Sounding]] = {}

    @property
    def last(self) -> Stretch:
        """What plays in the end."""
        return self._stretches[-1]

    @property
    def is_loop(self) -> bool:
        """Whether it has no end."""
        return self.last.timeline.is_loop

    @property
    def bars(self) -> int:
        """How many unrolled bars have something to say; of a loop, the first round of it."""
        return max(self.last.first_bar + self.last.timeline.bars, max(self._cued, default=-1) + 1)

    @property
    def end(self) -> Beats:
        """The beat at which the last note ends; a loop's first round."""
        cued = (note.end for notes in self._cued.values() for note in notes)
        return max([self.last.start + self.last.timeline.end_beats, *cued])

    def notes(self, bar: int) -> list[Sounding]:
        """The notes that start in an unrolled bar."""
        playing = next((stretch for stretch in reversed(self._stretches) if stretch.first_bar <= bar), None)
        return [*(playing.notes(bar) if playing else ()), *self._cued.get(bar, ())]

    @property
    def free_lane(self) -> int:
        """The channels that the next score to take over will have: those that have rested longest."""
        used = [stretch.lane for stretch in self._stretches]
        turn = SCORE_LANES.index(used[-1])
        in_turn = (*SCORE_LANES[turn + 1 :], *SCORE_LANES[:turn])
        return next(lane for lane in in_turn if lane not in used)

    def revise(self, timeline: Timeline, bar: int, open_bar: int) -> Stretch:
        """Let another score take over at a bar, on the free lane.

        What was to take over there or later gives way to it; what was to take over before stays, but of several only
        the first. `open_bar` is the first bar that can still be changed.
        """
        lane = self.free_lane
        kept = [stretch for stretch in self._stretches if stretch.first_bar < bar]
        over = sum(stretch.first_bar < open_bar for stretch in kept) - 1
        self._stretches = [*kept[max(0, over) :][:MOST_KEPT], Stretch(bar, timeline, lane)]
        return self.last

    def cue(self, timeline: Timeline, at: Beats) -> list[Sounding]:
        """Play a score's notes once, its beat 0 at an unrolled beat; the notes as they will sound."""
        notes = [note.moved(at, CUE_LANE) for note in timeline.once]
        for note in notes:
            self._cued.setdefault(timeline.bar_of(note.onset), []).append(note)
        return notes

    def forget_before(self, bar: int) -> None:
        """Let go of what was cued for bars before that one."""
        for old in [old for old in self._cued if old < bar]:
            del self._cued[old]
