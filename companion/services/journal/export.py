"""Entries into files that can be read without this program; the suffix decides what is written."""

from collections.abc import Sequence
from pathlib import Path

from companion.domain.entry import Entry, SessionRecord
from companion.domain.song import Song
from companion.domain.take import Take
from companion.errors import WrongUseError
from companion.files import replace_file
from companion.journal.blobs import Blobs
from companion.journal.store import Journal
from companion.language import _
from companion.services.journal.archive import SongOf, write_archive

TEXT_FORMATS = (".md", ".json")


def write_entry(entry: Entry, path: Path, journal: Journal) -> None:
    """One entry as .md, .json or .zip; a song or a take also as music or a picture. Raises CompanionError."""
    from companion.exports import markdown

    match path.suffix.lower():
        case ".md":
            replace_file(path, markdown.entry_as_markdown(entry, kept_in(entry, journal)).encode())
        case ".json":
            replace_file(path, markdown.entry_as_json(entry))
        case ".zip":
            write_archive((entry, *kept_in(entry, journal)), songs_among(journal.entries()), path, journal.blobs)
        case _:
            from companion.services.songs.exporting import export_entry

            export_entry(entry, path, journal)


def write_entries(entries: Sequence[Entry], path: Path, blobs: Blobs) -> tuple[str, ...]:
    """Many entries in one .zip (with what they name of `blobs`), .md or .json.

    Returns the names of large things that are missing or damaged. Raises WrongUseError for another suffix, and
    FileProblemError.
    """
    from companion.exports import markdown

    match path.suffix.lower():
        case ".md":
            replace_file(path, markdown.entries_as_markdown(entries).encode())
        case ".json":
            replace_file(path, markdown.entries_as_json(entries))
        case ".zip":
            return write_archive(entries, songs_among(entries), path, blobs)
        case _:
            raise WrongUseError(
                _("All entries together go into a .zip, .md or .json file, not into {name}.").format(name=path.name)
            )
    return ()


def kept_in(entry: Entry, journal: Journal) -> list[Entry]:
    """The entries that came of a session; none for another kind of entry."""
    if not isinstance(entry.body, SessionRecord):
        return []
    return [each for each in journal.entries() if each.id in entry.body.entry_ids]


def songs_among(entries: Sequence[Entry]) -> SongOf:
    """Finds the song that a take was played to: the one it names, else the first of its session."""
    by_id: dict[str, Song] = {}
    first_of: dict[str, Song] = {}
    for entry in sorted(entries, key=lambda each: each.created, reverse=True):
        if isinstance(entry.body, Song):
            by_id[entry.id] = entry.body
            if entry.session_id is not None:
                first_of[entry.session_id] = entry.body

    def song_of(entry: Entry) -> Song | None:
        named = by_id.get(entry.body.song_id or "") if isinstance(entry.body, Take) else None
        return named or first_of.get(entry.session_id or "")

    return song_of
