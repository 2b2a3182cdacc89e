"""Singing along from the studio: the words at their beats, from the line that one stood on."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Static

from companion.domain.song import Song
from companion.domain.units import Beats
from companion.engine.backing import arrange
from companion.language import _
from companion.tui.rounds import begin_round
from companion.tui.screens.base import app_of
from companion.tui.widgets.keys import KeyRow
from companion.tui.widgets.sung_words import SungWords

if TYPE_CHECKING:
    from companion.tui.app import CompanionApp

SAMPLES_PER_SECOND = 20


class SingAlongScreen(Screen[None]):
    """Begins after one bar that counts in; nothing listens."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "sing", _("begin, or stop")),
        Binding("enter,escape", "done", _("back to the song"), key_display="esc"),
    ]

    def __init__(self, song: Song, from_beats: Beats) -> None:
        super().__init__()
        self._song = song
        self._from = from_beats // song.meter.bar_beats * song.meter.bar_beats

    def compose(self) -> ComposeResult:
        """The words."""
        yield Static(self._song.title, id="sing-title", markup=False)
        with Vertical(id="stage"):
            yield SungWords(self._song, self._from)
        yield KeyRow()

    def on_mount(self) -> None:
        """It begins."""
        self.action_sing()
        self.set_interval(1 / SAMPLES_PER_SECOND, self._sample)

    def _sample(self) -> None:
        beats = app_of(self).playback.beats
        if beats is not None:
            self.query_one(SungWords).follow(beats)

    def action_sing(self) -> None:
        """Begin, after one bar that counts in; or stop."""
        playback = app_of(self).playback
        if playback.now is not None:
            playback.stop(1.0)
        else:
            bar = self._song.meter.bar_beats
            playback.play(arrange(self._song), from_beats=self._from, count_in_beats=bar, fade_in_seconds=0.5)

    def action_done(self) -> None:
        """Back to the page."""
        app_of(self).playback.stop(1.0)
        self.dismiss()


def sing_along(app: "CompanionApp", song: Song, from_beats: Beats) -> None:
    """Open it over any place."""
    begin_round(app, song, lambda: app.push_screen(SingAlongScreen(song, from_beats)))
