"""The words of a song at their beats: the line now with its tune under it, and the line to come."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from companion.domain.song import Song
from companion.domain.units import Beats
from companion.language import _
from companion.services.songs.page import HEIGHTS
from companion.services.songs.sung import SungLine, line_at, sung_lines

WORDLESS = _("No words here: hum along, or only listen.")


class SungWords(Vertical):
    """Follows the beats that it is given."""

    def __init__(self, song: Song, from_beats: Beats = 0.0) -> None:
        super().__init__(classes="sung-words")
        self._lines = sung_lines(song)
        pitches = [note.pitch for note in song.melody]
        self._low, self._high = (min(pitches), max(pitches)) if pitches else (60, 60)
        self._from = from_beats
        self._shown: tuple[int, int] | None = None

    def compose(self) -> ComposeResult:
        """The line now, its melody, and the line to come."""
        yield Static(id="now", markup=False)
        yield Static(id="roll", classes="roll", markup=False)
        yield Static(id="then", classes="note", markup=False)

    def on_mount(self) -> None:
        """The first lines are there to read."""
        self._show(line_at(self._lines, self._from), 0)

    def follow(self, beats: Beats) -> None:
        """Show what is sung at a beat of the song."""
        if self._lines:
            index = line_at(self._lines, beats)
            self._show(index, self._lines[index].sung_until(beats))

    def _show(self, index: int, sung: int) -> None:
        if not self._lines:
            self.query_one("#now", Static).update(WORDLESS)
        elif (index, sung) != self._shown:
            self._shown = (index, sung)
            now = self._lines[index]
            following = self._lines[index + 1].text if index + 1 < len(self._lines) else ""
            syllables = now.spelled()
            parts: list[str | tuple[str, str]] = [("".join(syllables[: max(0, sung - 1)]), "")]
            if sung:
                parts.append((syllables[sung - 1], "bold $accent underline"))
            parts.append(("".join(syllables[sung:]), "$soft"))
            self.query_one("#now", Static).update(Content.assemble(*parts))
            self.query_one("#roll", Static).update(self._roll(now))
            self.query_one("#then", Static).update(following)

    def _roll(self, sung: SungLine) -> str:
        """The heights of a line's notes, each over its syllable."""
        span = max(1, self._high - self._low)
        cells = []
        for note, syllable in zip(sung.notes, sung.spelled(), strict=True):
            height = HEIGHTS[round((note.pitch - self._low) / span * (len(HEIGHTS) - 1))]
            cells.append((height * len(syllable.rstrip())).ljust(len(syllable)))
        return "".join(cells)
