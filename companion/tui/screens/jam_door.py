"""The ways into the jam and to listening: from home, and over a song from wherever it is shown."""

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from companion.domain.song import Song
from companion.errors import CompanionError

if TYPE_CHECKING:
    from textual.screen import Screen

    from companion.tui.app import CompanionApp


@runtime_checkable
class ShowsSong(Protocol):
    """A place where a song is looked at: the song, or the journal's id of it; None where there is none just now."""

    @property
    def song_here(self) -> Song | str | None:
        """The song that one stands on."""


def song_of(screen: "Screen[object]") -> Song | str | None:
    """The song that a place shows, to be played over; None where there is none."""
    from companion.tui.screens.studio import StudioScreen

    if isinstance(screen, StudioScreen):
        return screen.studio.song
    return screen.song_here if isinstance(screen, ShowsSong) else None


def play_over(app: "CompanionApp", song: Song | str | None = None) -> None:
    """Open the jam over a song, or over a calm backing."""
    from companion.services.jamming.opening import open_jam
    from companion.tui.rounds import begin_round
    from companion.tui.screens.jam import JamScreen
    from companion.tui.screens.studio import StudioScreen

    try:
        jam = open_jam(app.companion, app.playback, song=song)
    except CompanionError as error:
        app.tell(error)
        return
    if isinstance(app.screen, StudioScreen):
        app.screen.hush()
    app.playback.stop(0.6)
    if song is None:
        app.push_screen(JamScreen(jam))
    else:
        begin_round(app, jam.song, lambda: app.push_screen(JamScreen(jam)))


def listen(app: "CompanionApp") -> None:
    """Open a few quiet minutes of something calm."""
    from companion.services.jamming.opening import open_jam
    from companion.tui.screens.listen import ListenScreen

    app.push_screen(ListenScreen(open_jam(app.companion, app.playback)))
