"""Letters as outlines, so that an engraved page looks the same in every viewer, also where no font is installed.

The letters are those of STIX General, which has the widths of Times that the engraver reckons with; its files come
with matplotlib, which music21 brings along. The only importer of fontTools.
"""

import importlib.util
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from xml.etree import ElementTree

from msgspec import Struct

SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_STYLE_OF_CLASS = {"reh": "Bol", "tempo": "", "ending": "Bol", "dir": "Italic", "dynam": "Italic", "mNum": "Italic"}
"""The engraver's classes that are not set upright, and the ending of their font's file name."""


_SPOKEN = {"\uea64": "♭", "\uea65": "♮", "\uea66": "♯", "\ueca3": "𝅗𝅥", "\ueca5": "♩", "\ueca7": "♪", "\uecb7": "."}
"""What a reader that can't see is told in the place of the engraver's symbols."""


class Glyph(Struct, frozen=True):
    """An outline (an SVG path in font units, y upwards) and how far it moves on, in font units."""

    key: str
    path: str
    advance: float
    units: float


class Alphabet(Protocol):
    """Where glyphs come from; None for a character that it does not have."""

    def glyph(self, character: str) -> Glyph | None:
        """The glyph of one character."""


class _Run(Struct, frozen=True):
    text: str
    size: float
    is_music: bool


class FontAlphabet:
    """The glyphs of one TrueType file."""

    def __init__(self, path: Path) -> None:
        from fontTools.ttLib import TTFont

        self._name = path.stem
        font: Any = TTFont(path, lazy=True)
        self._characters: dict[int, str] = font.getBestCmap()
        self._glyphs = font.getGlyphSet()
        self._units = float(font["head"].unitsPerEm)
        self._drawn: dict[str, Glyph | None] = {}

    def glyph(self, character: str) -> Glyph | None:
        """The glyph of one character."""
        if character not in self._drawn:
            self._drawn[character] = self._draw(character)
        return self._drawn[character]

    def _draw(self, character: str) -> Glyph | None:
        from fontTools.pens.svgPathPen import SVGPathPen

        name = self._characters.get(ord(character))
        if name is None:
            return None
        pen = SVGPathPen(self._glyphs)
        self._glyphs[name].draw(pen)
        return Glyph(f"{self._name}-{name}", pen.getCommands(), float(self._glyphs[name].width), self._units)


@cache
def text_alphabet(style: str = "") -> Alphabet | None:
    """The letters of a style ("", "Bol" or "Italic"), or None where the font is not installed."""
    package = importlib.util.find_spec("matplotlib")
    if package is None or package.origin is None:
        return None
    path = Path(package.origin).parent / "mpl-data" / "fonts" / "ttf" / f"STIXGeneral{style}.ttf"
    return FontAlphabet(path) if path.is_file() else None


def outlined(svg: str, music: Alphabet) -> str:
    """The page with every text that the alphabets cover drawn as outlines.

    `music` holds the engraver's own symbols, which stand inside text as accidentals of chords. A text with any
    character that neither has (another script, an emoji) stays text, for the viewer's fonts. The names of the
    outlines end in the page's own name.
    """
    ElementTree.register_namespace("", SVG[1:-1])
    ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    root = ElementTree.fromstring(svg)
    definitions = root.find(f"{SVG}defs")
    if definitions is None:
        return svg
    page = root.get("id", "")
    known: set[str] = set()
    is_whole = True
    for parent, text, style in tuple(_texts(root, "")):
        letters = text_alphabet(style)
        drawing = _draw(text, letters, music, page) if letters else None
        if drawing is None:
            is_whole = False
            continue
        group, glyphs = drawing
        parent[list(parent).index(text)] = group
        for glyph in glyphs:
            if glyph.key not in known:
                known.add(glyph.key)
                definitions.append(ElementTree.Element(f"{SVG}path", {"id": f"{glyph.key}-{page}", "d": glyph.path}))
    if is_whole:
        _drop_embedded_fonts(root)
    return ElementTree.tostring(root, encoding="unicode")


def _texts(
    element: ElementTree.Element, style: str
) -> Iterator[tuple[ElementTree.Element, ElementTree.Element, str]]:
    """Every text element with its parent and the style that its classes give it."""
    for child in element:
        its_style = _STYLE_OF_CLASS.get(child.get("class", "").partition(" ")[0], style)
        if child.tag == f"{SVG}text":
            yield element, child, its_style
        else:
            yield from _texts(child, its_style)


def _draw(
    text: ElementTree.Element, letters: Alphabet, music: Alphabet, page: str
) -> tuple[ElementTree.Element, list[Glyph]] | None:
    """A group of outlines in the place of `text`, and the glyphs it uses; None where one is not there."""
    words = "".join(run.text for _, runs in _lines(text) for run in runs)
    words = "".join(_SPOKEN.get(character, character) for character in words)
    group = ElementTree.Element(f"{SVG}g", {"class": "lettering", "aria-label": words})
    used: list[Glyph] = []
    for place, runs in _lines(text):
        x, y = float(place.get("x", "0")), float(place.get("y", "0"))
        placed: list[tuple[Glyph, float, float]] = []
        for run in runs:
            for character in run.text:
                glyph = (music if run.is_music else letters).glyph(character)
                if glyph is None:
                    return None
                placed.append((glyph, x, run.size / glyph.units))
                x += glyph.advance * run.size / glyph.units
        width = x - float(place.get("x", "0"))
        shift = {"middle": width / 2, "end": width}.get(place.get("text-anchor", ""), 0.0)
        for glyph, left, scale in placed:
            transform = f"translate({left - shift:.1f},{y:.1f}) scale({scale:.4f},{-scale:.4f})"
            ElementTree.SubElement(group, f"{SVG}use", {_HREF: f"#{glyph.key}-{page}", "transform": transform})
            used.append(glyph)
    return group, used


def _lines(text: ElementTree.Element) -> list[tuple[dict[str, str], list[_Run]]]:
    """The runs of a text, by the place (x, y, anchor) where each line of them starts."""
    lines: list[tuple[dict[str, str], list[_Run]]] = []

    def walk(element: ElementTree.Element, place: dict[str, str], size: float, is_music: bool) -> None:
        own = {name: element.get(name, "") for name in ("x", "y", "text-anchor") if element.get(name)}
        if own or not lines:
            place = {**place, **own}
            lines.append((place, []))
        size = float(element.get("font-size", str(size)).removesuffix("px"))
        is_music = is_music or "font-family" in element.attrib
        if element.text and (element.text.strip() or not len(element)):
            lines[-1][1].append(_Run(element.text, size, is_music))
        for child in element:
            if child.tag == f"{SVG}tspan":
                walk(child, place, size, is_music)

    walk(text, {}, 0.0, False)
    return [line for line in lines if line[1]]


def _drop_embedded_fonts(root: ElementTree.Element) -> None:
    """Take out the style elements that carry a font, once nothing is left that needs one."""
    for style in [child for child in root if child.tag == f"{SVG}style" and "@font-face" in (child.text or "")]:
        root.remove(style)
