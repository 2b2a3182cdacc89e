"""A round shape that widens and narrows with the music, drawn in Braille dots."""

import math

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

BREATH_BEATS = 12.0
"""Beats a breath: at 60 to 72 beats a minute this is 5 to 6 breaths a minute (adults differ, 4.5 to 6.5)."""

_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_SMALLEST, _WIDEST = 0.45, 0.95


class Breath(Widget):
    """A ring whose size follows `beats`, the place of the audio clock; still where motion is not wanted."""

    beats: reactive[float] = reactive(0.0)
    is_still: reactive[bool] = reactive(False)

    def render(self) -> Content:
        """The ring, as large as the breath is at this beat."""
        width, height = self.size
        fullness = 0.7 if self.is_still else fullness_at(self.beats)
        return Content.styled(ring(width, height, fullness), "$accent")


def fullness_at(beats: float) -> float:
    """How full the breath is at a beat, 0 to 1: an even rise and fall without corners."""
    return 0.5 - 0.5 * math.cos(2 * math.pi * beats / BREATH_BEATS)


def ring(width: int, height: int, fullness: float) -> str:
    """A ring in Braille characters, `width` by `height` cells, as text of `height` lines.

    A quarter is drawn and mirrored, so that no dot stands out on one side.
    """
    if width < 3 or height < 2:
        return ""
    dots_wide, dots_high = width * 2, height * 4
    middle_x, middle_y = (dots_wide - 1) / 2, (dots_high - 1) / 2
    largest = min(middle_x, middle_y)
    radius = largest * (_SMALLEST + (_WIDEST - _SMALLEST) * fullness)
    cells = [[0] * width for _ in range(height)]
    for share, spacing in ((1.0, 1.0), (0.72, 3.0)):
        steps = max(4, int(math.pi / 2 * radius * share / spacing))
        for step in range(steps + 1):
            angle = math.pi / 2 * step / steps
            across = int(radius * share * math.cos(angle)) + 0.5
            down = int(radius * share * math.sin(angle)) + 0.5
            for x, y in ((across, down), (across, -down), (-across, down), (-across, -down)):
                dot_x, dot_y = int(middle_x + x), int(middle_y + y)
                cells[dot_y // 4][dot_x // 2] |= _DOTS[dot_y % 4][dot_x % 2]
    return "\n".join("".join(chr(0x2800 + cell) if cell else " " for cell in row) for row in cells)
