"""The songbook: a PDF that takes any character as it is, in the same bytes each time."""

import io
from collections.abc import Callable

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from companion.domain.song import Section, Song
from companion.exports.songbook import pdf
from companion.exports.songsheet import SongSheet

NotationOf = Callable[..., bytes]

HOSTILE = '#let x = 1; [*bold*] $a_b$ \\ `raw` // no /* */ <label> @ref "quote" #panic("x")'


def pages_of(content: bytes) -> int:
    """How many pages a PDF has."""
    return len(PdfReader(io.BytesIO(content)).pages)


def text_of(content: bytes) -> str:
    """The text that a reader finds in a PDF, its white space made even."""
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_one_song_is_one_calm_page(song: Song, notation_of: NotationOf) -> None:
    sheet = SongSheet(song, notation_of(syllables=["la"] * 16))
    assert pages_of(pdf([sheet])) == 1
    assert pdf([sheet]) == pdf([sheet])


def test_a_book_begins_with_its_title_and_each_song_with_a_page(song: Song, notation_of: NotationOf) -> None:
    notation = notation_of(syllables=["la"] * 16)
    book = pdf([SongSheet(replace(song, title=title), notation) for title in ("One", "Two", "Three")], "Winter")
    assert pages_of(book) == 4


def test_words_and_title_can_be_read_out_of_it(song: Song, notation_of: NotationOf) -> None:
    plain = replace(song, chords=song.chords[:1])
    book = pdf([SongSheet(plain, notation_of())], title="A winter")
    text = text_of(book)
    assert "The quiet stairs" in text
    assert "F major · 3/4 · 66 beats a minute · lullaby" in text
    for line in song.lines:
        assert line in text
    metadata = PdfReader(io.BytesIO(book)).metadata
    assert metadata is not None
    assert metadata.title == "A winter"


def test_nothing_that_a_person_wrote_is_read_as_markup(song: Song, notation_of: NotationOf) -> None:
    odd = replace(song, title=HOSTILE, melody=(), sections=(Section(HOSTILE, 0, 16, (HOSTILE,)),))
    assert text_of(pdf([SongSheet(odd, notation_of(title=HOSTILE))])).count(HOSTILE) == 3


@pytest.mark.parametrize("words", ["سلام عليكم", "静かな夜", "🌙 moon", "\u202eabc", "a\x00b\x07", "ﬁ ‍ ­", "x" * 400])
def test_any_characters_make_a_book(song: Song, notation_of: NotationOf, words: str) -> None:
    odd = replace(song, title=words, melody=(), sections=(Section("verse", 0, 16, (words, words)),))
    assert pdf([SongSheet(odd, notation_of(syllables=["la"]))], title=words).startswith(b"%PDF-")


def test_a_song_without_words_or_title_still_has_its_sheet(song: Song, notation_of: NotationOf) -> None:
    bare = replace(song, title="", melody=(), sections=(Section("", 0, 16, ()),))
    assert len(pdf([SongSheet(bare, notation_of())])) > 10_000
