"""Songs as one web page that needs nothing else: no network, no script, no font; light or dark as the reader likes."""

import re
from collections.abc import Sequence
from html import escape
from importlib import resources
from itertools import count

from companion.exports.leadsheet import svg_lines
from companion.exports.songsheet import Piece, SongSheet, Stanza, stanzas
from companion.language import ENGLISH, _

_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<main>
{body}</main>
</body>
</html>
"""


def html(songs: Sequence[SongSheet], title: str = "") -> str:
    """The page: for each song its lead sheet and its words with chords. Raises CompanionError.

    `title` stands in the browser's tab; empty takes the first song's. The page is in the language of its first words.
    """
    style = resources.files("companion.exports").joinpath("page.css").read_text("utf-8")
    heading = title or (songs[0].title if songs else _("Songs"))
    language = songs[0].song.language if songs else ENGLISH
    numbers = count(1)
    body = "".join(_song(sheet, numbers) for sheet in songs)
    return _PAGE.format(language=escape(language), title=escape(heading), style=style, body=body)


def _song(sheet: SongSheet, numbers: "count[int]") -> str:
    music = "".join(_drawing(line, next(numbers)) for line in svg_lines(sheet.musicxml))
    words = "".join(map(_stanza, stanzas(sheet.song)))
    label = _("{title}: lead sheet").format(title=sheet.title)
    return (
        f'<article>\n<h1 dir="auto">{escape(sheet.title)}</h1>\n<p class="about">{escape(sheet.about)}</p>\n'
        f'<figure role="img" aria-label="{escape(label)}">\n{music}</figure>\n'
        f'<div class="words">\n{words}</div>\n</article>\n'
    )


def _drawing(svg: str, number: int) -> str:
    """A line of music with names of its own, so that several can stand in one document."""
    root = re.search(r'<svg[^>]* id="([^"]+)"', svg)
    return f"{svg.replace(root[1], f'line-{number}') if root else svg}\n"


def _stanza(stanza: Stanza) -> str:
    name = f'<h2 dir="auto">{escape(stanza.name)}</h2>\n' if stanza.name else ""
    return f"<section>\n{name}{''.join(map(_line, stanza.lines))}</section>\n"


def _line(pieces: tuple[Piece, ...]) -> str:
    if not any(piece.chord for piece in pieces):
        return f'<p dir="auto">{escape("".join(piece.text for piece in pieces))}</p>\n'
    spans = "".join(map(_piece, pieces))
    return f'<p class="chords" dir="auto">{spans}</p>\n'


def _piece(piece: Piece) -> str:
    joint = f' class="{piece.joint}"' if piece.joint else ""
    return f"<span{joint}><b>{escape(piece.chord)}</b><span>{escape(piece.text)}</span></span>"
