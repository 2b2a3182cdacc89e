"""A song that leads on: the same words, from where someone is to a calmer place. It is heard by a key."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Static

from companion import messages
from companion.domain.song import Song
from companion.engine.backing import arrange
from companion.errors import CompanionError
from companion.language import _
from companion.services.walking.brooding import leading_on
from companion.tui.screens.base import app_of
from companion.tui.widgets.keys import KeyRow

SAMPLES_PER_SECOND = 20
READY = _("It begins where this one is, and goes slowly to a calmer place.")


class LeadingScreen(Screen[None]):
    """Composes when it opens; `space` lets the song be heard, `k` keeps it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "hear", _("hear, or stop")),
        Binding("k", "keep", _("keep it")),
        Binding("escape", "back", _("back")),
    ]

    def __init__(self, song: Song) -> None:
        super().__init__()
        self._from = song
        self.song: Song | None = None

    def compose(self) -> ComposeResult:
        """The words, and what it is."""
        with Vertical(classes="panel"):
            yield Static(self._from.title, classes="prompt", markup=False)
            yield Static("\n".join(self._from.lines), id="leading-words", markup=False)
            yield Static(messages.COMPOSING, id="leading-note", classes="note", markup=False)
        yield KeyRow()

    def on_mount(self) -> None:
        """Ask the composer, and look whether it has answered."""
        app_of(self).playback.stop(1.0)
        self._ticket = app_of(self).companion.composer.request(leading_on(self._from))
        self._looking = self.set_interval(1 / SAMPLES_PER_SECOND, self._look)

    def _look(self) -> None:
        for answer in app_of(self).companion.composer.poll():
            if answer.ticket == self._ticket:
                self._looking.stop()
                self.song = answer.songs[0] if answer.songs else None
                self.query_one("#leading-note", Static).update(READY if self.song is not None else answer.problem)

    def action_hear(self) -> None:
        """Play it, or stop it."""
        playback = app_of(self).playback
        if playback.now is not None:
            playback.stop(1.0)
        elif self.song is not None:
            playback.play(arrange(self.song), fade_in_seconds=0.8)

    def action_keep(self) -> None:
        """Put it into the journal, once."""
        if self.song is None:
            return
        try:
            app_of(self).companion.journal.add(self.song, title=self.song.title)
        except CompanionError as error:
            app_of(self).tell(error)
            return
        app_of(self).say(messages.STUDIO_KEPT)
        self.action_back()

    def action_back(self) -> None:
        """Softly out, and back."""
        app_of(self).playback.stop(1.0)
        self.app.pop_screen()
