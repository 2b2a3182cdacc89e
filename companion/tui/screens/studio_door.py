"""The way into the studio with a song from the journal, and out of it: kept beside the first one, or not."""

from collections.abc import Callable

from textual.screen import Screen

from companion import messages
from companion.domain.entry import Entry
from companion.domain.song import Song
from companion.errors import CompanionError
from companion.services.songs.studio import Studio
from companion.services.songs.studio_keeping import Visit
from companion.tui.modals.pick import PickModal
from companion.tui.screens.base import app_of
from companion.tui.screens.studio import StudioScreen

KEEP, DO_NOT_KEEP = 0, 1


def open_studio(screen: Screen[None], entry: Entry, song: Song, kept: Callable[[], None]) -> None:
    """Open a journal's song over `screen`; `kept` is called when a changed form went into the journal."""
    app = app_of(screen)
    visit = Visit(entry, song, app.companion.seat.studio_file, app.companion.journal)

    def does(step: Callable[[], None]) -> bool:
        """Whether something that writes was done; told where it was not."""
        try:
            step()
        except CompanionError as error:
            app.tell(error)
            return False
        return True

    def leave(studio_screen: StudioScreen) -> None:
        studio = studio_screen.studio

        def decide(choice: int | None) -> None:
            if choice == KEEP and does(lambda: visit.keep(studio.song)):
                app.say(messages.STUDIO_KEPT)
                kept()
                studio_screen.dismiss()
            elif choice == DO_NOT_KEEP:
                does(visit.let_go)
                studio_screen.dismiss()

        if studio.is_changed:
            app.push_screen(PickModal(messages.STUDIO_KEEP_QUESTION, messages.STUDIO_KEEP_CHOICES), decide)
        else:
            studio_screen.dismiss()

    def write(form: Song) -> None:
        does(lambda: visit.write(form))

    app.push_screen(StudioScreen(Studio(song, write), leave))
