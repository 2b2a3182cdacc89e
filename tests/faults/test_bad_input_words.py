"""Files of words as people have them: each becomes a song, or is told in a sentence, and stays as it was."""

import mido
import pytest

from tests.commands import CommandLine

SONGS = {
    "one word": b"rain",
    "Latin-1": "Où est la forêt\nétoile du soir\n".encode("latin-1"),
    "UTF-16": "the quiet house\nstays\n".encode("utf-16"),
    "UTF-8 with a mark": "the quiet house".encode("utf-8-sig"),
    "old Mac lines": b"one line\rtwo lines\r",
    "emoji among words": "rain 🌧️ falls\n".encode(),
    "Arabic": "الليل هادئ جدا\nوأنا هنا\n".encode(),
    "Chinese": "今晚月亮很安静\n".encode(),
    "numbers": b"1 2 3\n42\n",
    "control characters": b"the \x1b[2Jnight\x07 is\n",
    "markup": b"[bold]C[/G] <b>&amp;</b> $x #let\n*stars* @ref\n",
    "headings": b"[verse]\nthe rain\n[chorus]\nstay\n",
}


@pytest.mark.parametrize("name", SONGS)
def test_words_of_all_kinds_become_songs(companion: CommandLine, name: str) -> None:
    words = companion.folder / "words.txt"
    words.write_bytes(SONGS[name])
    ran = companion("compose", words, "--feeling", "calm", "-o", "song.mid", "song.musicxml", "song.md", "song.html")
    assert (ran.status, len(ran.out.splitlines())) == (0, 4), ran
    assert ran.err == ("words.txt is not UTF-8; it was read as Latin-1.\n" if name == "Latin-1" else "")
    assert b"\x1b" not in b"".join(path.read_bytes() for path in companion.folder.glob("song.m[du]*"))
    assert words.read_bytes() == SONGS[name]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "holds no words to sing"),
        (b"   \n\t\n", "holds no words to sing"),
        (b"... !!! --- ???\n,,,;;;\n", "holds no words to sing"),
        ("🎵🌧️ 😀\n".encode(), "holds no words to sing"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "is not a text file"),
        (b"\xff\xfea\0\x00\xd8", "is not a text file"),
    ],
    ids=["empty", "blank", "punctuation", "emoji", "picture", "broken UTF-16"],
)
def test_what_can_not_be_sung_is_told_by_name(companion: CommandLine, content: bytes, says: str) -> None:
    words = companion.folder / "words.txt"
    words.write_bytes(content)
    companion("compose", words, "-o", "song.mid").told(3, "words.txt", says)
    companion("suggest", "--lyrics", words, "--json").told(3, "words.txt", says)
    assert not (companion.folder / "song.mid").exists()
    assert words.read_bytes() == content


@pytest.mark.parametrize("name", ["nowhere.txt", "."])
def test_words_that_are_not_there(companion: CommandLine, name: str) -> None:
    companion("compose", name, "-o", "song.mid").told(3, f"Could not read {name}:")


def test_five_thousand_lines_are_cut_and_it_is_said(companion: CommandLine) -> None:
    words = companion.folder / "words.txt"
    words.write_text("".join(f"line {number} of the long night\n" for number in range(5000)))
    before = words.read_bytes()
    ran = companion("compose", words, "-o", "song.md")
    assert ran.status == 0
    assert "the first 64 of 5,000 were used. Your file is as it was." in ran.err
    song = (companion.folder / "song.md").read_text(encoding="utf-8")
    assert "line 63 of the long night" in song
    assert "line 64 of the long night" not in song
    assert words.read_bytes() == before


def test_four_hundred_syllables_in_a_line_are_all_sung(companion: CommandLine) -> None:
    words = companion.folder / "words.txt"
    words.write_text("la ho me " * 133)
    assert companion("compose", words, "-o", "song.mid").status == 0
    sung = [message.text for track in mido.MidiFile("song.mid").tracks for message in track if message.type == "lyrics"]
    assert "".join(sung).replace(" ", "").replace("\n", "").replace("\r", "").count("laho") == 133


def test_a_file_too_large_for_words_is_not_read(companion: CommandLine) -> None:
    words = companion.folder / "words.txt"
    with words.open("wb") as file:
        file.truncate(4_000_001)
    companion("compose", words, "-o", "song.mid").told(3, "too large for a song's words")
