"""Which files an entry can be written as, where they go, and writing them while everything else goes on."""

from datetime import date
from pathlib import Path

from companion.domain.entry import Entry
from companion.domain.song import Song
from companion.domain.take import Take
from companion.files import free_path, make_folder
from companion.language import _
from companion.services.journal.archive import file_name
from companion.services.journal.desk import JournalDesk
from companion.services.journal.export import TEXT_FORMATS
from companion.services.songs.exporting import TAKE_FORMATS
from companion.services.songs.exporting_apart import FORMAT_WORDS, write_apart

READABLE_BY_ALL = _("Anybody who has that file can read it.")
JSON_WORDS = _("everything that is known of it, for other programs")
TEXT_WORDS = {".md": _("words as plain text"), ".json": JSON_WORDS}


def formats_of(entry: Entry) -> dict[str, str]:
    """The suffixes that an entry can be written with, each with what it is good for."""
    match entry.body:
        case Song():
            return FORMAT_WORDS | {".json": JSON_WORDS}
        case Take():
            return {suffix: FORMAT_WORDS[suffix] for suffix in TAKE_FORMATS} | TEXT_WORDS
        case _:
            return TEXT_WORDS


def place_for(entry: Entry, suffix: str, folder: Path) -> Path:
    """A path in `folder` that is named after the entry and not taken yet."""
    return free_path(folder, file_name(entry), suffix)


def place_for_all(day: date, folder: Path) -> Path:
    """A path in `folder` for everything as one file."""
    return free_path(folder, f"journal-{day:%Y-%m-%d}", ".zip")


def write(desk: JournalDesk, entry: Entry, path: Path, soundfont: str | None = None) -> None:
    """Write an entry by the path's suffix; notation and sound in a process of their own. Raises CompanionError."""
    make_folder(path.parent)
    if isinstance(entry.body, Song) and path.suffix not in TEXT_FORMATS:
        write_apart(entry.body, path, soundfont)
    else:
        desk.write(entry, path)
