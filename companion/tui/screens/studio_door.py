"""The way into the studio with a song from the journal, and out of it: kept beside the first one, or not."""

from collections.abc import Callable

from textual.screen import Screen

from companion import messages
from companion.domain.entry import Entry
from companion.domain.song import Song
from companion.errors import CompanionError
from companion.services.studio import Studio
from companion.services.studio_keeping import SongUnderWay
from companion.tui.modals.pick import PickModal
from companion.tui.screens.base import app_of
from companion.tui.screens.studio import StudioScreen

KEEP, DO_NOT_KEEP = 0, 1


def open_studio(screen: Screen[None], entry: Entry, song: Song, kept: Callable[[], None]) -> None:
    """Open a journal's song over `screen`; `kept` is called when a changed form went into the journal."""
    app = app_of(screen)
    file = app.companion.seat.studio_file

    def write(form: Song) -> None:
        try:
            if form == song:
                file.clear()
            else:
                file.save(SongUnderWay.of(form, entry))
        except CompanionError as error:
            app.tell(error)

    def close(studio_screen: StudioScreen) -> None:
        write(song)
        studio_screen.dismiss()

    def leave(studio_screen: StudioScreen) -> None:
        studio = studio_screen.studio

        def decide(choice: int | None) -> None:
            if choice == KEEP:
                try:
                    SongUnderWay.of(studio.song, entry).keep(app.companion.journal)
                except CompanionError as error:
                    app.tell(error)
                    return
                app.say(messages.STUDIO_KEPT)
                kept()
            if choice in (KEEP, DO_NOT_KEEP):
                close(studio_screen)

        if studio.is_changed:
            app.push_screen(PickModal(messages.STUDIO_KEEP_QUESTION, messages.STUDIO_KEEP_CHOICES), decide)
        else:
            close(studio_screen)

    app.push_screen(StudioScreen(Studio(song, write), leave))
