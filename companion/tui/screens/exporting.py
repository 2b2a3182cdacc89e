"""Writing a song as a file from a screen: which kind, and then where it is."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from textual.screen import Screen

from companion import messages
from companion.domain.song import Song
from companion.services.songs.exporting_apart import FORMAT_WORDS, place_for, write_apart
from companion.tui.beside import beside
from companion.tui.modals.pick import PickModal
from companion.tui.screens.base import app_of


def export_song(screen: Screen[None], song: Song) -> None:
    """Ask which kind of file, write it while everything goes on, and say where it is."""
    app = app_of(screen)
    suffixes = tuple(FORMAT_WORDS)

    def write(path: Path) -> Callable[[], None]:
        write_apart(song, path, app.companion.settings.soundfont or None)
        return lambda: app.say(messages.EXPORTED.format(path), stays=True)

    def chosen(index: int | None) -> None:
        if index is not None:
            path = place_for(song, suffixes[index], app.companion.places.exports)
            beside(app, messages.EXPORTING.format(path.name), partial(write, path), group="export")

    rows = [(suffix.removeprefix("."), FORMAT_WORDS[suffix]) for suffix in suffixes]
    app.push_screen(PickModal(messages.EXPORT_QUESTION, rows), chosen)
