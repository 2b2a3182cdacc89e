"""Singing along once: the words at their beats, with the melody as a small line under them."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from companion.engine.backing import arrange
from companion.midi.protocol import Ended, Fact
from companion.services import questions as q
from companion.services.sung import SungLine, line_at, sung_lines
from companion.tui.panels.base import Panel, line

_HEIGHTS = "▁▂▃▄▅▆▇█"
WORDLESS = "No words here: hum along, or only listen."
AGAIN = "That was it, once through."


class SingPanel(Panel[q.SingQuestion]):
    """Begins when the person wants to; nothing listens."""

    can_focus = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "sing", "begin"),
        Binding("enter", "go_on", "on"),
    ]

    def compose(self) -> ComposeResult:
        """The line now, its melody, and the line to come."""
        yield line(self.question.prompt, "prompt")
        yield Static(id="now", markup=False)
        yield line("", "roll", id="roll")
        yield line("", "note", id="then")
        yield line("", "note", id="sing-state")

    def on_mount(self) -> None:
        """Ready; the first lines are there to read."""
        self._lines = sung_lines(self.question.song)
        pitches = [note.pitch for note in self.question.song.melody]
        self._low, self._high = (min(pitches), max(pitches)) if pitches else (60, 60)
        self._shown: tuple[int, int] | None = None
        self._show(0, 0)
        self.focus()

    def action_sing(self) -> None:
        """Begin, after one bar that counts in; or stop."""
        playback = self.companion_app.playback
        if playback.now is not None:
            playback.stop(1.0)
            return
        song = self.question.song
        playback.play(arrange(song), count_in_beats=song.meter.bar_beats, fade_in_seconds=0.5)
        self.query_one("#sing-state", Static).update("")

    def action_go_on(self) -> None:
        """Sung, or not wanted."""
        self.answer(q.Done())

    def hear(self, fact: Fact) -> None:
        """The song came to its end."""
        if isinstance(fact, Ended) and fact.is_complete:
            self.query_one("#sing-state", Static).update(AGAIN)

    def sample(self) -> None:
        """The words follow the music."""
        beats = self.companion_app.playback.beats
        if beats is not None and self._lines:
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
            height = _HEIGHTS[round((note.pitch - self._low) / span * (len(_HEIGHTS) - 1))]
            cells.append((height * len(syllable.rstrip())).ljust(len(syllable)))
        return "".join(cells)

    def leave(self) -> None:
        """The song goes softly."""
        self.companion_app.playback.stop(1.5)
