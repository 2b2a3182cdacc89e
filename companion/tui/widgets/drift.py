"""What was played, drifting by: dashes at their heights, as long as they sounded, and a small dot at each bar."""

from dataclasses import dataclass
from itertools import groupby

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from companion.domain.take import NOTE_OFF, NOTE_ON
from companion.domain.tempo import TempoMap
from companion.domain.units import Beats, Pitch
from companion.midi.protocol import Fact, NoteHeard

DOTS_A_BEAT = 4
LOWEST: Pitch = 50
HIGHEST: Pitch = 92
"""What lies beyond stands at the edge."""

SHORTEST_DOTS = 2
THICK = 2
STILL_DOTS = 3
"""Where nothing moves, each note takes so much room, and only a new note pushes the older ones on."""

_LEFT, _RIGHT = (0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80)
_BAR_LINES = (0x40, 0x80)
_TONES = ("$faint", "$soft", "$accent")
"""From what is nearly gone to what was just played."""


@dataclass
class _Dash:
    """A note in dots from the beginning; `end` is None while it sounds."""

    start: int
    end: int | None
    pitch: Pitch


class Drift(Widget):
    """The present stands at the right; what is older wanders to the left, and rests are empty."""

    is_still: reactive[bool] = reactive(False)

    def on_mount(self) -> None:
        """Nothing was played yet."""
        self._dashes: list[_Dash] = []
        self._now = 0
        self._bar_dots = 0

    def hear(self, fact: Fact, tempo: TempoMap | None) -> None:
        """Take in what the person played, by whatever means; `tempo` is that of the running music."""
        if not isinstance(fact, NoteHeard):
            return
        beats = 0.0 if tempo is None else max(0.0, tempo.beats_at(fact.event.seconds))
        if fact.event.kind == NOTE_ON:
            self.mark(beats, fact.event.data1)
        elif fact.event.kind == NOTE_OFF:
            self.end(beats, fact.event.data1)

    def mark(self, beats: Beats, pitch: Pitch) -> None:
        """A note begins at `beats`."""
        self.end(beats, pitch)
        if self.is_still:
            self._now += STILL_DOTS
            self._dashes.append(_Dash(self._now - SHORTEST_DOTS, self._now - 1, pitch))
        else:
            self._dashes.append(_Dash(int(beats * DOTS_A_BEAT), None, pitch))
        self.refresh()

    def end(self, beats: Beats, pitch: Pitch) -> None:
        """The note of that pitch ends at `beats`, if it sounds."""
        for dash in self._dashes:
            if dash.end is None and dash.pitch == pitch:
                dash.end = max(dash.start + SHORTEST_DOTS, int(beats * DOTS_A_BEAT))

    def follow(self, beats: Beats, bar_beats: Beats = 0.0) -> None:
        """Move with the music; a bar of `bar_beats` (0: none) is marked where it begins."""
        now = int(beats * DOTS_A_BEAT)
        if not self.is_still and now != self._now:
            if now < self._now:
                self._dashes.clear()  # the music began anew
            self._now = now
            self._bar_dots = int(bar_beats * DOTS_A_BEAT)
            oldest = now - 2 * self.size.width
            self._dashes = [dash for dash in self._dashes if dash.end is None or dash.end >= oldest]
            self.refresh()

    def watch_is_still(self) -> None:
        """What stands here was laid out in the other way."""
        if self.is_mounted:
            self._dashes.clear()
            self._now = self._bar_dots = 0

    def render(self) -> Content:
        """The stretch up to now."""
        width, height = self.size
        if not width or not height:
            return Content("")
        cells = [[0] * width for _ in range(height)]
        first = self._now - 2 * width + 1
        for dash in self._dashes:
            row = _row_of(dash.pitch, 4 * height)
            for dot in range(max(first, dash.start), min(self._now, dash.end or self._now) + 1):
                for thick in range(THICK):
                    _set(cells, dot - first, row + thick)
        if self._bar_dots:
            start = max(0, first)
            for dot in range(start + -start % self._bar_dots, self._now + 1, self._bar_dots):
                _set(cells, dot - first, 4 * height - 1)
        return Content.assemble(*_toned(cells))


def _toned(cells: list[list[int]]) -> list[str | tuple[str, str]]:
    spans: list[str | tuple[str, str]] = []
    third = len(cells[0]) / len(_TONES)
    for number, row in enumerate(cells):
        spans += ["\n"] if number else []
        for tone, run in groupby(enumerate(row), key=lambda each: _tone(each[1], int(each[0] / third))):
            spans.append(("".join(chr(0x2800 + cell) if cell else " " for _, cell in run), tone))
    return spans


def _tone(cell: int, third: int) -> str:
    """Bar lines are faint wherever they stand."""
    return _TONES[0] if cell in _BAR_LINES else _TONES[third]


def _row_of(pitch: Pitch, dots: int) -> int:
    """How far from the top a pitch stands, in dots."""
    share = (min(HIGHEST, max(LOWEST, pitch)) - LOWEST) / (HIGHEST - LOWEST)
    return round((1 - share) * (dots - THICK))


def _set(cells: list[list[int]], x: int, y: int) -> None:
    if 0 <= x < 2 * len(cells[0]):
        cells[y // 4][x // 2] |= (_RIGHT if x % 2 else _LEFT)[y % 4]
