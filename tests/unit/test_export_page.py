"""The page: everything it needs is in it, everything a person wrote is text, and names do not clash."""

from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser

from msgspec.structs import replace

from companion.domain.song import Section, Song
from companion.exports.page import html
from companion.exports.songsheet import SongSheet

NotationOf = Callable[..., bytes]

HOSTILE = "</p><script>alert(1)</script> & \"quotes\" 'too' <b>"
VOID = {"meta"}


class Reader(HTMLParser):
    """Notes what stands in a page: tags, ids, links, text, and tags that were not closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.links: set[str] = set()
        self.text = ""
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids[value or ""] += 1
            if name.endswith(("href", "src")):
                self.links.add(value or "")
            assert not name.startswith("on")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_holds_everything_it_needs(song: Song, notation_of: NotationOf) -> None:
    page = html([SongSheet(song, notation_of())])
    read = Reader(page)
    assert not read.open
    assert not {"script", "link", "img", "iframe", "object"} & set(read.tags)
    assert all(link.startswith("#") and link[1:] in read.ids for link in read.links)
    assert "url(" not in page
    assert "@import" not in page
    assert "prefers-color-scheme: dark" in page
    assert "When the B♭house is Fstill and C7gray," in read.text


def test_several_songs_do_not_clash(song: Song, notation_of: NotationOf) -> None:
    read = Reader(html([SongSheet(song, notation_of()), SongSheet(song, notation_of())], title="Two songs"))
    assert read.ids
    assert max(read.ids.values()) == 1
    assert read.tags["h1"] == 2


def test_nothing_that_a_person_wrote_is_read_as_markup(song: Song, notation_of: NotationOf) -> None:
    odd = replace(song, title=HOSTILE, melody=(), sections=(Section(HOSTILE, 0, 16, (HOSTILE, "🌙 سلام")),))
    read = Reader(html([SongSheet(odd, notation_of(title=HOSTILE))]))
    assert not read.open
    assert "script" not in read.tags
    assert read.text.count(HOSTILE) == 4
    assert "🌙 سلام" in read.text


def test_the_same_song_makes_the_same_page(song: Song, notation_of: NotationOf) -> None:
    assert html([SongSheet(song, notation_of())]) == html([SongSheet(song, notation_of())])


def test_the_page_is_in_the_language_of_its_words(song: Song, notation_of: NotationOf) -> None:
    page = html([SongSheet(replace(song, language="es"), notation_of())])
    assert '<html lang="es">' in page
    assert '<html lang="en">' in html([])
