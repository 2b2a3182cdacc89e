"""What you made: the journal in its smallest form, a list and a page beside it. Nothing plays by itself."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from companion import messages
from companion.domain.entry import Entry
from companion.domain.song import Song
from companion.domain.take import Take
from companion.engine.backing import arrange
from companion.errors import CompanionError
from companion.exports.entry_words import kind_in_words, title_of, when
from companion.exports.plain_text import entry_as_text
from companion.services.exporting import backing_of, song_of, with_take
from companion.tui.screens.base import app_of
from companion.tui.widgets.choices import Choice, Choices
from companion.tui.widgets.keys import KeyRow

MOST_SHOWN = 200
LABEL_WIDTH = 26


class MadeScreen(Screen[None]):
    """Newest first; `space` lets a song or a take be heard."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "hear", "hear"),
        Binding("j", "app.play_over", "play over it"),
        Binding("escape", "home", "home"),
    ]

    def compose(self) -> ComposeResult:
        """The list to the left, the page to the right."""
        try:
            self._entries = tuple(app_of(self).companion.journal.entries(limit=MOST_SHOWN))
        except CompanionError as error:
            self._entries = ()
            app_of(self).tell(error)
        now = app_of(self).companion.clock()
        rows = [
            Choice(_shortened(title_of(entry)), f"{kind_in_words(entry)}, {when(entry.created, now)}")
            for entry in self._entries
        ]
        yield Static("What you made", id="made-title", markup=False)
        with Horizontal(id="made"):
            with VerticalScroll(id="made-list", can_focus=False):
                yield Choices(rows, notes_beside=False)
            with VerticalScroll(id="made-page", can_focus=False):
                yield Static("" if rows else messages.NOTHING_MADE, id="page-text", markup=False)
        yield KeyRow()

    def on_mount(self) -> None:
        """The list has the keys."""
        self.query_one(Choices).focus()
        self._show()

    def on_choices_marked(self, event: Choices.Marked) -> None:
        """The page follows the mark."""
        self._show()

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """Enter opens a song on its page, and lets a take be heard."""
        entry = self._marked
        if entry is not None and isinstance(entry.body, Song):
            from companion.tui.screens.studio_door import open_studio

            app_of(self).playback.stop(0.6)
            open_studio(self, entry, entry.body, self._look_again)
        else:
            self.action_hear()

    def _look_again(self) -> None:
        """The list as it is now, with the newest first."""
        self.call_next(self._reopen)

    async def _reopen(self) -> None:
        await self.recompose()
        self.query_one(Choices).focus()
        self._show()

    @property
    def _marked(self) -> Entry | None:
        return self._entries[self.query_one(Choices).marked] if self._entries else None

    @property
    def song_here(self) -> str | None:
        """The journal's id of the marked song, to be played over; None for anything else."""
        entry = self._marked
        return entry.id if entry is not None and isinstance(entry.body, Song) else None

    def _show(self) -> None:
        entry = self._marked
        if entry is not None:
            journal = app_of(self).companion.journal
            kept = journal.of_session(entry.session_id) if entry.session_id is not None else ()
            self.query_one("#page-text", Static).update(entry_as_text(entry, kept, has_id=False))

    def action_hear(self) -> None:
        """Play the marked song or take, or stop it."""
        entry, playback = self._marked, app_of(self).playback
        if playback.now is not None:
            playback.stop(1.0)
        elif entry is not None and isinstance(entry.body, Song):
            playback.play(arrange(entry.body), fade_in_seconds=0.8)
        elif entry is not None and isinstance(entry.body, Take):
            song = song_of(entry, app_of(self).companion.journal)
            playback.play(with_take(backing_of(entry.body, song), entry.body), fade_in_seconds=0.8)

    def action_home(self) -> None:
        """Back to the doors."""
        app_of(self).playback.stop(1.5)
        self.app.pop_screen()


def _shortened(title: str) -> str:
    return title if len(title) <= LABEL_WIDTH else f"{title[: LABEL_WIDTH - 1].rstrip()}…"
