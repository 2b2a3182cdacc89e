"""The whole journal as one ZIP that can be read without this program, and brought back into it with nothing lost."""

import zipfile
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path

from companion.domain.entry import Entry
from companion.domain.song import Song
from companion.domain.take import Take
from companion.errors import CompanionError, FileProblemError
from companion.exports.entry_words import title_of
from companion.exports.markdown import entries_as_json, entry_as_markdown
from companion.files import make_folder, name_from, replacing
from companion.journal.blobs import Blobs, named_in
from companion.journal.documents import as_document
from companion.journal.zipping import new_zip
from companion.language import _
from companion.services.journal.unpack import LARGE_FOLDER
from companion.services.songs.exporting import ELSEWHERE, backing_of

JOURNAL_NAME = "journal.json"
KINDS = {b"MThd": ".mid", b"RIFF": ".wav", b"fLaC": ".flac", b"OggS": ".ogg", b"{": ".json"}
"""How files begin, and the suffix by which other programs know them."""

FIRST_YEAR = 1980
"""The first that a ZIP can hold."""

SongOf = Callable[[Entry], Song | None]
"""Which song a take was played to."""

README = _("""This is a journal of songs, words and playing.

Anybody who has this file can read it: it is not protected by a passphrase. Keep it where you would keep a diary.

entries/       each entry as plain text (Markdown), named by its day: any editor opens them
music/         songs and takes as MIDI, for music programs and keyboards
large/         what is kept beside the entries that name it, under the SHA-256 of its content
journal.json   everything at once, for programs; 'companion journal import' with this ZIP brings it all back,
               and what is there already does not come in twice
""")


def write_archive(entries: Sequence[Entry], song_of: SongOf, path: Path, blobs: Blobs) -> tuple[str, ...]:
    """Write entries, what they name of `blobs`, and a note on how to read it; the same gives the same bytes.

    Returns the names of large things that are missing or damaged, and so are not in it. Raises FileProblemError.
    """
    make_folder(path.absolute().parent, ELSEWHERE)
    missing: list[str] = []
    with replacing(path) as file, new_zip(file) as archive:
        _put(archive, "README.txt", README.encode(), entries[0] if entries else None)
        _put(archive, JOURNAL_NAME, entries_as_json(entries), entries[0] if entries else None)
        for entry, name, data in _files(entries, song_of):
            _put(archive, name, data, entry)
        for entry, name in _named(entries):
            try:
                content = blobs.get(name)
            except FileProblemError:
                missing.append(name)
            else:
                _put(archive, f"{LARGE_FOLDER}/{name}{_suffix_of(content)}", content, entry)
    return tuple(missing)


def _named(entries: Sequence[Entry]) -> Iterator[tuple[Entry, str]]:
    """Each large thing once, with the first entry that names it."""
    done: set[str] = set()
    for entry in entries:
        for name in sorted(named_in([as_document(entry)]) - done):
            done.add(name)
            yield entry, name


def _suffix_of(content: bytes) -> str:
    """What kind of file it is, by how it begins; empty for one that is not known."""
    return next((suffix for beginning, suffix in KINDS.items() if content.startswith(beginning)), "")


def _files(entries: Sequence[Entry], song_of: SongOf) -> Iterator[tuple[Entry, str, bytes]]:
    """One file for each entry to read, and one to hear where it sounds."""
    of_session: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.session_id is not None:
            of_session.setdefault(entry.session_id, []).append(entry)
    taken: set[str] = set()
    for entry in entries:
        name = file_name(entry)
        name = f"{name}-{entry.id}" if name in taken else name
        taken.add(name)
        kept = of_session.get(entry.session_id or "", ())
        yield entry, f"entries/{entry.created.year:04}/{name}.md", entry_as_markdown(entry, kept).encode()
        sound = _midi(entry, song_of)
        if sound is not None:
            yield entry, f"music/{entry.created.year:04}/{name}.mid", sound


def file_name(entry: Entry) -> str:
    """Day, title and the beginning of the id, in signs that are good on every system."""
    return "-".join(filter(None, (f"{entry.created:%Y-%m-%d}", name_from(title_of(entry)), entry.id[:8])))


def _midi(entry: Entry, song_of: SongOf) -> bytes | None:
    """A song or a take as a MIDI file; None for what has no sound, or none that this version can make."""
    if not isinstance(entry.body, Song | Take):
        return None
    from companion.engine.endings import to_its_end
    from companion.midi.smf import write_score
    from companion.services.jamming.jam import PLAYER_PROGRAM

    content = BytesIO()
    try:
        if isinstance(entry.body, Song):
            write_score(to_its_end(entry.body), content)
        else:
            write_score(backing_of(entry.body, song_of(entry)), content, entry.body, PLAYER_PROGRAM)
    except (CompanionError, ValueError):  # a groove or a chord of another version: its words are there all the same
        return None
    return content.getvalue()


def _put(archive: zipfile.ZipFile, name: str, data: bytes, entry: Entry | None) -> None:
    """Add one file, readable by its owner, with the time of its entry and no time of its own."""
    moment = entry.created if entry is not None and entry.created.year >= FIRST_YEAR else None
    info = zipfile.ZipInfo(name, moment.timetuple()[:6] if moment is not None else (FIRST_YEAR, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o100600 << 16
    archive.writestr(info, data)
