"""What was played, drifting by: each column is half a beat, the height is the note."""

from textual.content import Content
from textual.widget import Widget

_HEIGHTS = "▁▂▃▄▅▆▇█"
COLUMNS_A_BEAT = 2


class Drift(Widget):
    """The newest note stands at the right; rests are empty."""

    def on_mount(self) -> None:
        """Nothing was played yet."""
        self._columns: dict[int, int] = {}
        self._now = 0

    def mark(self, beats: float, height: int) -> None:
        """A note of `height` (1 to 8) was played at `beats`."""
        self._columns[int(beats * COLUMNS_A_BEAT)] = height

    def follow(self, beats: float) -> None:
        """Move with the music."""
        now = int(beats * COLUMNS_A_BEAT)
        if now != self._now:
            self._now = now
            oldest = now - self.size.width
            self._columns = {column: height for column, height in self._columns.items() if column >= oldest}
            self.refresh()

    def render(self) -> Content:
        """The columns up to now."""
        width = self.size.width
        columns = range(self._now - width + 1, self._now + 1)
        marks = (self._columns.get(column) for column in columns)
        return Content.styled("".join(_HEIGHTS[mark - 1] if mark else " " for mark in marks), "$accent")
