"""Words from files that anyone may have written with anything."""

from pathlib import Path

import pytest

from companion.domain.song import LONGEST_SONG_LINES
from companion.errors import FileProblemError
from companion.services.words.file import read_words


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "words.txt"
    path.write_bytes(content)
    return path


def test_plain_words(tmp_path: Path) -> None:
    words = read_words(written(tmp_path, b"Small boat\r\n  rest  \n\nupon the water\n"))
    assert words.lines == ("Small boat", "rest", "", "upon the water")
    assert words.notes == ()


def test_a_mark_at_the_start_is_no_letter(tmp_path: Path) -> None:
    assert read_words(written(tmp_path, "Small boat".encode("utf-8-sig"))).lines == ("Small boat",)


def test_utf_16(tmp_path: Path) -> None:
    assert read_words(written(tmp_path, "Größe".encode("utf-16"))).lines == ("Größe",)


def test_latin_1_is_read_and_said(tmp_path: Path) -> None:
    words = read_words(written(tmp_path, "Grüße vom Café".encode("latin-1")))
    assert words.lines == ("Grüße vom Café",)
    assert "Latin-1" in words.notes[0]


def test_five_thousand_lines_give_the_first_and_a_sentence(tmp_path: Path) -> None:
    path = written(tmp_path, "\n".join(f"line {i}" for i in range(5000)).encode())
    before = path.read_bytes()
    words = read_words(path)
    assert len(words.lines) == LONGEST_SONG_LINES
    assert "5,000" in words.notes[0]
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"\n\n \n", b"... !!! ---\n???", "—…“”".encode()])
def test_nothing_to_sing(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(FileProblemError, match="no words to sing"):
        read_words(written(tmp_path, content))


def test_what_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(FileProblemError, match="not a text file"):
        read_words(written(tmp_path, b"\x7fELF\x00\x00"))


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileProblemError, match="no such file"):
        read_words(tmp_path / "none.txt")


def test_control_characters_are_spaces(tmp_path: Path) -> None:
    assert read_words(written(tmp_path, b"a\x1b[31m red\x07 word")).lines == ("a [31m red word",)
