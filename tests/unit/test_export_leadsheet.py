"""Lead sheets: every word and chord is there, drawn as outlines, four bars a line, the same in each process."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from companion.errors import CompanionError
from companion.exports.leadsheet import svg_lines, svg_pages, svg_sheet
from companion.exports.lettering import SVG, text_alphabet

NotationOf = Callable[..., bytes]


def spoken(page: str) -> list[str]:
    """What the lettering of a page says, piece by piece."""
    groups = ElementTree.fromstring(page).iter(f"{SVG}g")
    return [group.get("aria-label", "") for group in groups if group.get("class") == "lettering"]


def groups_of(page: str, name: str) -> list[ElementTree.Element]:
    """The groups of one of the engraver's classes."""
    return [group for group in ElementTree.fromstring(page).iter(f"{SVG}g") if group.get("class") == name]


def test_title_tempo_sections_chords_and_words_are_on_the_sheet(notation_of: NotationOf) -> None:
    (page,) = svg_pages(notation_of(syllables=["Stay", "un", "til", "light"]))
    said = spoken(page)
    for piece in ("The quiet stairs", "verse", "B♭", "F", "Stay", "un", "til", "light"):
        assert piece in said
    assert any(piece.endswith("= 66") for piece in said)


def test_the_sheet_needs_no_font_and_no_network(notation_of: NotationOf) -> None:
    (page,) = svg_pages(notation_of())
    root = ElementTree.fromstring(page)
    assert root.get("viewBox") == "0 0 2100 2970"
    assert not list(root.iter(f"{SVG}text"))
    assert "@font-face" not in page
    assert "url(" not in page
    used = {use.get("{http://www.w3.org/1999/xlink}href", "")[1:] for use in root.iter(f"{SVG}use")}
    defined = {element.get("id") for element in root.iter() if element.get("id")}
    assert used <= defined


def test_four_bars_stand_on_a_line_and_a_section_begins_one(notation_of: NotationOf) -> None:
    (page,) = svg_pages(notation_of(syllables=["la"] * 14, section_every=6))
    lines = [len(groups) for groups in (_measures(line) for line in groups_of(page, "system")) if groups]
    assert lines == [4, 2, 4, 2, 2]


def _measures(line: ElementTree.Element) -> list[ElementTree.Element]:
    return [group for group in line.iter(f"{SVG}g") if group.get("class") == "measure"]


def test_where_words_are_too_long_for_four_bars_two_stand_on_each_line(notation_of: NotationOf) -> None:
    words = ["la", "la", "la", "la", *["donaudampfschifffahrtsgesellschaft"] * 4]
    lines = [len(_measures(ElementTree.fromstring(line))) for line in svg_lines(notation_of(syllables=words))]
    assert lines == [2, 2, 2, 2]


def test_the_part_has_no_name_before_its_line(notation_of: NotationOf) -> None:
    named = notation_of().replace(b"<part-name/>", b"<part-name>Voice</part-name>")
    assert "Voice" not in spoken(svg_sheet(named))


def test_a_section_name_stands_above_its_chords_without_a_box(notation_of: NotationOf) -> None:
    (page,) = svg_pages(notation_of())
    heights: dict[str, list[float]] = {}
    for name in ("reh", "harm"):
        uses = [use for group in groups_of(page, name) for use in group.iter(f"{SVG}use")]
        heights[name] = [float(use.get("transform", "").partition(",")[2].partition(")")[0]) for use in uses]
    assert min(heights["reh"]) < min(heights["harm"])
    assert not any(group.findall(f"{SVG}rect") for group in groups_of(page, "reh"))


def test_a_long_song_takes_more_pages(notation_of: NotationOf) -> None:
    pages = svg_pages(notation_of(syllables=["long"] * 120))
    assert len(pages) > 2
    assert "The quiet stairs" in spoken(pages[0])
    assert "The quiet stairs" not in spoken(pages[1])


def test_as_one_file_a_long_song_is_one_tall_sheet(notation_of: NotationOf) -> None:
    words = [f"word{number}" for number in range(256)]
    said = spoken(svg_sheet(notation_of(syllables=words)))
    assert [piece for piece in said if piece.startswith("word")] == words


def test_line_by_line_it_fits_into_another_page(notation_of: NotationOf) -> None:
    lines = svg_lines(notation_of(syllables=["la"] * 14, section_every=8))
    assert [len(_measures(ElementTree.fromstring(line))) for line in lines] == [4, 4, 4, 2]
    assert not any("The quiet stairs" in spoken(line) for line in lines)
    for line in lines:
        _, _, width, height = map(int, ElementTree.fromstring(line).get("viewBox", "").split())
        assert (width, height < 500) == (1720, True)


@pytest.mark.parametrize("word", ["سلام", "静か", "🌙", "שלום"])
def test_words_of_other_scripts_stay_text(notation_of: NotationOf, word: str) -> None:
    (page,) = svg_pages(notation_of(syllables=[word, "la"]))
    texts = ["".join(text.itertext()).strip() for text in ElementTree.fromstring(page).iter(f"{SVG}text")]
    assert texts == [word]
    assert "la" in spoken(page)


@pytest.mark.parametrize("word", ["&amp;", "<b>", '"', "naïve", "weiß", "Ёлка", "ψυχή", "Łódź"])
def test_any_latin_greek_or_cyrillic_word_is_drawn_as_it_was_written(notation_of: NotationOf, word: str) -> None:
    (page,) = svg_pages(notation_of(title=word, syllables=[word]))
    assert spoken(page).count(word) == 2


@pytest.mark.parametrize("rubbish", [b"", b"not music", b"<html/>", b"<?xml version='1.0'?><scor"])
def test_what_is_not_a_score_is_refused_in_a_sentence(rubbish: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CompanionError, match="could not be engraved"):
        svg_pages(rubbish)
    assert capfd.readouterr() == ("", "")


def test_the_same_song_makes_the_same_sheet_in_each_process(tmp_path: Path, notation_of: NotationOf) -> None:
    source = tmp_path / "song.musicxml"
    source.write_bytes(notation_of())
    script = (
        "import sys, pathlib; from companion.exports.leadsheet import svg_pages; "
        "sys.stdout.buffer.write(''.join(svg_pages(pathlib.Path(sys.argv[1]).read_bytes())).encode())"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", script, str(source)],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[2])},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert made == {"".join(svg_pages(source.read_bytes())).encode()}


def test_letters_have_the_widths_that_the_engraver_reckons_with() -> None:
    letters = text_alphabet()
    assert letters is not None
    for letter, width_of_times in (("a", 444), ("m", 778), ("W", 944), (" ", 250)):
        glyph = letters.glyph(letter)
        assert glyph is not None
        assert glyph.advance * 1000 / glyph.units == pytest.approx(width_of_times, abs=2)
