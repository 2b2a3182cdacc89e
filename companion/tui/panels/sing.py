"""Singing along once: the words at their beats, with the melody as a small line under them."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from companion.engine.backing import arrange
from companion.language import _
from companion.midi.protocol import Ended, Fact
from companion.services.walking import questions as q
from companion.tui.panels.base import Panel, line
from companion.tui.widgets.sung_words import SungWords

AGAIN = _("That was it, once through.")


class SingPanel(Panel[q.SingQuestion]):
    """Begins when the person wants to; nothing listens."""

    can_focus = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "sing", _("begin, or stop")),
        Binding("enter", "go_on", _("on")),
    ]

    def compose(self) -> ComposeResult:
        """The line now, its melody, and the line to come."""
        yield line(self.question.prompt, "prompt")
        yield SungWords(self.question.song)
        yield line("", "note", id="sing-state")

    def on_mount(self) -> None:
        """Ready; the first lines are there to read."""
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
        if beats is not None:
            self.query_one(SungWords).follow(beats)

    def leave(self) -> None:
        """The song goes softly."""
        self.companion_app.playback.stop(1.5)
