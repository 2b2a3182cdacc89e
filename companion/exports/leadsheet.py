"""A lead sheet, engraved: title, chord symbols, melody, words. The only importer of verovio."""

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from companion.errors import CompanionError
from companion.exports.lettering import SVG, Glyph, outlined
from companion.language import _, told

BARS_A_LINE = (4, 2)
PAGE_WIDTH, PAGE_HEIGHT = 2100, 2970
"""A4, in tenths of a millimetre."""

_TALLEST_PAGE = 60_000
"""What the engraver allows: 150 lines or so, far more than any song."""


_REFUSED = _("The lead sheet could not be engraved.")
_REMEDY = _("The MusicXML file (.musicxml) holds the same song.")
_NOTES = {"half": "\ueca3", "quarter": "\ueca5", "eighth": "\ueca7", "16th": "\ueca9"}
"""Notes of metronome marks in SMuFL's private range."""

_TEMPO_BELOW_TITLE = 720
_SECTION_ABOVE_CHORDS = 520
_CHORD_TEXTS = f"{SVG}g[@class='harm']/{SVG}text"
_MUSIC_FONT = "Leland"
_OPTIONS: dict[str, Any] = {
    "pageWidth": PAGE_WIDTH,
    "pageHeight": PAGE_HEIGHT,
    "pageMarginTop": 200,
    "pageMarginBottom": 180,
    "pageMarginLeft": 190,
    "pageMarginRight": 190,
    "font": _MUSIC_FONT,
    "breaks": "smart",
    "breaksSmartSb": 0.0,
    "minLastJustification": 0.0,
    "header": "auto",
    "footer": "none",
    "lyricSize": 4.6,
    "lyricTopMinMargin": 2.5,
    "lyricWordSpace": 1.6,
    "spacingSystem": 12,
    "spacingLinear": 0.3,
    "harmDist": 1.6,
    "bottomMarginHeader": 12.0,
    "topMarginHarm": 2.0,
    "svgViewBox": True,
    "xmlIdSeed": 1,
}


def svg_pages(musicxml: bytes) -> tuple[str, ...]:
    """The pages of a lead sheet as self-contained SVG, A4 upright. Raises CompanionError for what is not a score."""
    return _engraved(musicxml, {})


def svg_sheet(musicxml: bytes) -> str:
    """The whole lead sheet as one SVG, A4 wide and as tall as it has to be. Raises CompanionError."""
    return "".join(_engraved(musicxml, {"pageHeight": _TALLEST_PAGE, "adjustPageHeight": True}))


@lru_cache(maxsize=2)
def svg_lines(musicxml: bytes) -> tuple[str, ...]:
    """Each line of music as an SVG without margins or title, for a page that has its own. Raises CompanionError."""
    margins = {name: 0 for name in _OPTIONS if name.startswith("pageMargin")} | {"pageMarginTop": 50}
    one_a_page = {"pageWidth": PAGE_WIDTH - 380, "header": "none", "systemMaxPerPage": 1, "adjustPageHeight": True}
    return _engraved(musicxml, margins | one_a_page)


def _engraved(musicxml: bytes, options: dict[str, Any]) -> tuple[str, ...]:
    """The pages with four bars a line, or with two where the words do not let four stand side by side."""
    import verovio

    verovio.enableLog(verovio.LOG_OFF)  # it would write to the screen; a refusal is told below
    toolkit = verovio.toolkit()
    toolkit.setOptions(_OPTIONS | options)
    try:
        score = ElementTree.fromstring(musicxml)
    except ElementTree.ParseError as error:
        raise CompanionError(_REFUSED, _REMEDY) from error
    tempo = _take_tempo(score)
    _name_for_people(score)
    pages: list[str] = []
    for bars in BARS_A_LINE:
        wanted = _break_lines(score, bars)
        if not toolkit.loadData(ElementTree.tostring(score, encoding="unicode")):
            raise CompanionError(_REFUSED, _REMEDY)
        pages = [toolkit.renderToSVG(number) for number in range(1, toolkit.getPageCount() + 1)]
        if sum(page.count('class="system"') for page in pages) <= wanted:
            break
    symbols = MusicSymbols(Path(toolkit.getResourcePath()))
    return tuple(outlined(_tidied(page, tempo), symbols) for page in pages)


class MusicSymbols:
    """The engraver's own symbols, from the files it ships; what one font lacks comes from the next."""

    def __init__(self, resources: Path) -> None:
        self._folders = [resources / name for name in (_MUSIC_FONT, "Leipzig")]

    def glyph(self, character: str) -> Glyph | None:
        """The symbol at a code point of SMuFL's private range; None where no font has one."""
        found = (_symbol(folder, f"{ord(character):04X}") for folder in self._folders)
        return next((glyph for glyph in found if glyph), None)


@cache
def _symbol(folder: Path, code: str) -> Glyph | None:
    path = folder / f"{code}.xml"
    if not path.is_file():
        return None
    outline = ElementTree.parse(path).find(".//path")
    metrics = _metrics(folder.with_suffix(".xml")).get(code)
    if outline is None or metrics is None:
        return None
    return Glyph(f"{folder.name}-{code}", outline.get("d", ""), metrics, 1000.0)


@cache
def _metrics(path: Path) -> dict[str, float]:
    """How far each symbol of a font moves on, by code point."""
    return {glyph.get("c", ""): float(glyph.get("h-a-x", "0")) for glyph in ElementTree.parse(path).iter("g")}


def _take_tempo(score: ElementTree.Element) -> str:
    """Take the metronome mark out of the score, to be set under the title; "" where there is none."""
    mark = ""
    for measure in score.iter("measure"):
        for direction in measure.findall("direction"):
            metronome = direction.find("direction-type/metronome")
            if metronome is None:
                continue
            measure.remove(direction)
            note = _NOTES.get(metronome.findtext("beat-unit", "quarter"), _NOTES["quarter"])
            dots = "\uecb7" * len(metronome.findall("beat-unit-dot"))
            mark = mark or f"{note}{dots} = {float(metronome.findtext('per-minute', '0')):.0f}"
    return mark


def _name_for_people(score: ElementTree.Element) -> None:
    """Sections in the person's language; one voice needs no name before its first line."""
    for section in score.iter("rehearsal"):
        section.text = told(section.text or "")
    for name in (*score.iter("part-name"), *score.iter("part-abbreviation")):
        name.text = ""


def _break_lines(score: ElementTree.Element, bars: int) -> int:
    """Break the line where a section starts and every so many bars after that; returns how many lines that makes.

    Where words are too long even for that, the engraver breaks earlier.
    """
    lines = 1
    for part in score.iter("part"):
        since_break = 0
        for number, measure in enumerate(part.findall("measure")):
            for old in measure.findall("print"):
                measure.remove(old)
            is_section = measure.find("direction/direction-type/rehearsal") is not None
            if number and (is_section or since_break == bars):
                measure.insert(0, ElementTree.Element("print", {"new-system": "yes"}))
                lines += 1
                since_break = 0
            since_break += 1
    return lines


def _tidied(svg: str, tempo: str) -> str:
    """The page with its section names free of their boxes, and the tempo under the title."""
    root = ElementTree.fromstring(svg)
    for measure in _groups(root, "measure"):
        for section in _groups(measure, "reh"):
            _unbox(section, [float(text.get("y", "0")) for text in measure.iterfind(_CHORD_TEXTS)])
    for head in _groups(root, "pgHead"):
        if tempo:
            _add_tempo(head, tempo)
    _drop_labels(root)
    return ElementTree.tostring(root, encoding="unicode")


def _drop_labels(root: ElementTree.Element) -> None:
    """Take out bar numbers, the labels that browsers show as a tip over words, and all names but symbols'."""
    for element in tuple(root.iter()):
        if "-" not in element.get("id", "-") and element is not root:
            del element.attrib["id"]
        for child in tuple(element):
            if child.tag == f"{SVG}title" or "mNum" in child.get("class", "").split():
                element.remove(child)


def _groups(root: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    """The groups of one of the engraver's classes."""
    return (group for group in root.iter(f"{SVG}g") if name in group.get("class", "").split())


def _unbox(section: ElementTree.Element, chord_heights: list[float]) -> None:
    """A section's name without its box, starting where the line starts, above the chords."""
    for box in section.findall(f"{SVG}rect"):
        section.remove(box)
    for text in section.findall(f"{SVG}text"):
        text.attrib.pop("text-anchor", None)
        lowest = min(chord_heights, default=float("inf")) - _SECTION_ABOVE_CHORDS
        text.attrib.update(x="0", y=f"{min(float(text.get('y', '0')), lowest):g}")


def _add_tempo(head: ElementTree.Element, tempo: str) -> None:
    """Set "a note = 66" in the middle under the title."""
    title = next((part for part in head.iter(f"{SVG}tspan") if part.get("x")), None)
    if title is None:
        return
    note, equals, number = tempo.partition(" = ")
    place = {"x": title.get("x", "0"), "y": f"{float(title.get('y', '0')) + _TEMPO_BELOW_TITLE}"}
    text = ElementTree.SubElement(head, f"{SVG}text", {**place, "text-anchor": "middle", "font-size": "0px"})
    ElementTree.SubElement(text, f"{SVG}tspan", {"font-family": _MUSIC_FONT, "font-size": "560px"}).text = note
    ElementTree.SubElement(text, f"{SVG}tspan", {"font-size": "405px"}).text = equals + number
