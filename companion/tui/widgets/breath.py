"""A round shape that widens and narrows with the music, drawn in Braille dots, with room for a word in its middle."""

import math
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeAlias

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from companion.services.songs.columns import columns_of

BREATH_BEATS = 12.0
"""Beats a breath: at 60 to 72 beats a minute this is 5 to 6 breaths a minute (adults differ, 4.5 to 6.5)."""

STILL_FULLNESS = 0.7
STEPS = 96
"""So many sizes between the narrowest and the widest; each is drawn once."""

_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_NARROWEST, _WIDEST = 0.56, 0.97
_RIM = 0.56
"""Half the rim's thickness, in dots."""

_GLOW_FROM, _GLOW = 0.45, 0.62
"""The glow inside the rim: from this share of the radius on, and how dense it gets at the rim."""

_THRESHOLDS = ((0, 8, 2, 10), (12, 4, 14, 6), (3, 11, 1, 9), (15, 7, 13, 5))
"""Bayer's matrix: which dots of a soft tone are set first."""

Run: TypeAlias = tuple[str, bool]
"""Characters of one row that belong together, and whether they hold the rim."""


class Breath(Widget):
    """A ring that follows `beats`, the place of the audio clock, or `phase` (0 to 1 over a breath) where there is one.

    Still where motion is not wanted. `words` stand in its middle.
    """

    beats: reactive[float] = reactive(0.0)
    phase: reactive[float | None] = reactive(None)
    is_still: reactive[bool] = reactive(False)
    words: reactive[str] = reactive("")

    def render(self) -> Content:
        """The ring, as large as the breath is at this beat."""
        width, height = self.size.width, self.size.height - (self.size.height % 2 == 0)  # odd, so that it has a middle
        if width < 3 or height < 2:
            return Content("")
        spans: list[str | tuple[str, str]] = []
        for number, row in enumerate(shape(width, height, round(self.fullness * STEPS))):
            spans += ["\n"] if number else []
            has_words = self.words and number == height // 2
            spans += _worded(row, self.words, width) if has_words else _toned(row)
        return Content.assemble(*spans)

    @property
    def fullness(self) -> float:
        """How wide it is now, 0 to 1."""
        if self.is_still:
            return STILL_FULLNESS
        return fullness_at(self.beats) if self.phase is None else swell(self.phase)


def fullness_at(beats: float) -> float:
    """How full the breath is at a beat, 0 to 1: an even rise and fall without corners."""
    return swell(beats / BREATH_BEATS)


def swell(phase: float) -> float:
    """How full a breath is at its phase (0 to 1, it comes round)."""
    return 0.5 - 0.5 * math.cos(2 * math.pi * phase)


@lru_cache(maxsize=4 * STEPS)
def shape(width: int, height: int, step: int) -> tuple[tuple[Run, ...], ...]:
    """The ring at one of its STEPS sizes, as rows of runs of Braille characters, `width` by `height` cells.

    A quarter is reckoned and mirrored, so that no dot stands out on one side.
    """
    wide, high = width * 2, height * 4
    middle_x, middle_y = (wide - 1) / 2, (high - 1) / 2
    radius = min(middle_x, middle_y) * (_NARROWEST + (_WIDEST - _NARROWEST) * step / STEPS)
    cells = [[0] * width for _ in range(height)]
    rims = [[False] * width for _ in range(height)]
    for x in range((wide + 1) // 2):
        for y in range((high + 1) // 2):
            distance = math.hypot(x - middle_x, y - middle_y)
            is_rim = abs(distance - radius) < _RIM
            if not (is_rim or _glows(distance / radius, x, y)):
                continue
            for dot_x, dot_y in ((x, y), (wide - 1 - x, y), (x, high - 1 - y), (wide - 1 - x, high - 1 - y)):
                cells[dot_y // 4][dot_x // 2] |= _DOTS[dot_y % 4][dot_x % 2]
                rims[dot_y // 4][dot_x // 2] |= is_rim
    return tuple(_runs(row, rim) for row, rim in zip(cells, rims, strict=True))


def _glows(share: float, x: int, y: int) -> bool:
    if not _GLOW_FROM < share < 1:
        return False
    density = _GLOW * ((share - _GLOW_FROM) / (1 - _GLOW_FROM)) ** 2
    return density * 16 > _THRESHOLDS[y % 4][x % 4] + 0.5


def _runs(cells: list[int], rims: list[bool]) -> tuple[Run, ...]:
    runs: list[Run] = []
    for cell, is_rim in zip(cells, rims, strict=True):
        character = chr(0x2800 + cell) if cell else " "
        if runs and (runs[-1][1] == is_rim or not cell):
            runs[-1] = (runs[-1][0] + character, runs[-1][1])
        else:
            runs.append((character, is_rim))
    return tuple(runs)


def _toned(row: Iterable[Run]) -> list[tuple[str, str]]:
    return [(text, "$accent" if is_rim else "$faint") for text, is_rim in row]


def _worded(row: tuple[Run, ...], words: str, width: int) -> list[tuple[str, str]]:
    """A row with words in its middle, in place of what lies under them."""
    room = columns_of(words) + 2
    start = max(0, (width - room) // 2)
    cells = [(character, is_rim) for text, is_rim in row for character in text]
    return [*_toned(cells[:start]), (f" {words} ", "bold"), *_toned(cells[start + room :])]
