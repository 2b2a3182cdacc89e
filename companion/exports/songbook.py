"""One or more songs as a printable book: sheet, words and chords on calm pages. The only importer of typst."""

from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import resources

import msgspec
from msgspec import Struct

from companion.errors import CompanionError
from companion.exports.leadsheet import svg_lines
from companion.exports.songsheet import SongSheet, Stanza, stanzas
from companion.language import _

_LETTERS_AT_HAND = 0x0590
"""Latin, Greek and Cyrillic come before this code point; typst carries fonts for them."""


class _SongPages(Struct, frozen=True):
    title: str
    about: str
    music: tuple[str, ...]
    stanzas: tuple[Stanza, ...]


class _Book(Struct, frozen=True):
    title: str
    language: str
    songs: tuple[_SongPages, ...]


def pdf(songs: Sequence[SongSheet], title: str = _("Songs"), language: str = "en") -> bytes:
    """A PDF (A4) of the songs in their order, with a title page where there are several.

    Any character may stand in titles and words: they go in as data. The same songs make the same bytes, where
    the letters are those of the fonts that typst carries; for other scripts the system's fonts are asked.
    Raises CompanionError.
    """
    import typst

    book = _Book(title, language, tuple(map(_pages, songs)))
    data = msgspec.json.encode(book).decode()
    try:
        content: bytes = typst.compile(
            resources.files("companion.exports").joinpath("songbook.typ").read_bytes(),
            sys_inputs={"book": data},
            ignore_system_fonts=not _needs_other_fonts(book),
            timestamp=datetime(2000, 1, 1, tzinfo=UTC),
            format="pdf",
        )
    except typst.TypstError as error:
        raise CompanionError(
            _("The songbook could not be set."), _("The lead sheet (.svg) and the words (.md) still can be written.")
        ) from error
    return content


def _pages(sheet: SongSheet) -> _SongPages:
    return _SongPages(sheet.title, sheet.about, svg_lines(sheet.musicxml), stanzas(sheet.song))


def _needs_other_fonts(book: _Book) -> bool:
    """Whether any title or word holds a letter or a picture beyond those that typst's own fonts have."""
    words = [book.title]
    for song in book.songs:
        words.append(song.title)
        words += [stanza.name for stanza in song.stanzas]
        words += [piece.text for stanza in song.stanzas for line in stanza.lines for piece in line]
    rare = (letter for letter in "".join(words) if ord(letter) >= _LETTERS_AT_HAND)
    return any(letter.isalpha() or ord(letter) > 0xFFFF for letter in rare)
