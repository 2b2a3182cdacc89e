"""A whole session in Spanish and in German: what is said, in a process of its own, and on the screen."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import SILENT
from tests.e2e.terminal import Terminal
from tools.catalogues import catalogues
from tools.po import Entry, read_po

ANSWERS = (
    *("4", "8", "5 5", "3", "4", "", "agua", "enough", "", "chords 1", "1"),
    *("135", "keep", "1", "", "1", "", "enough", "4", ""),
)
"""Go straight on; more than a word; the second blank; the chords of a tune; notes that are kept; singing; the end."""

LONG_ENOUGH = 12
FIRST = {"es": "Hola. Aquí tus palabras", "de": "Willkommen. Hier können"}
LAST = {"es": "Solo en este ordenador.", "de": "Nur auf diesem Computer."}
QUESTION = {"es": "¿Cómo estás ahora mismo?", "de": "Wie ist es gerade?"}


def of_language(language: str) -> list[Entry]:
    """The sentences of a language's catalogue that are not the same as in English."""
    entries = read_po(catalogues()[language].read_text("utf-8")).values()
    return [each for each in entries if (each.message,) != each.translations]


def longest_piece(pattern: str) -> str:
    """The longest stretch of a sentence without a place for something else."""
    return max(re.split(r"\{[^}]*\}", " ".join(pattern.split())), key=len).strip()


def home_in(folder: Path, language: str) -> Path:
    """A home in which that language is set, and nobody was welcomed."""
    folder.mkdir()
    settings = SILENT.replace("welcomed = true\n", "") + f'language = "{language}"\n'
    (folder / "settings.toml").write_text(settings, encoding="utf-8")
    return folder


@pytest.fixture
def _their_own_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COMPANION_LANGUAGE")


@pytest.mark.usefixtures("_their_own_language")
@pytest.mark.parametrize("language", ["es", "de"])
def test_a_plain_session_says_nothing_in_english(tmp_path: Path, language: str) -> None:
    home = home_in(tmp_path / "home", language)
    done = subprocess.run(
        [sys.executable, "-m", "companion", "session", "--plain"], input="".join(f"{each}\n" for each in ANSWERS),
        env={**os.environ, "COMPANION_HOME": str(home), "PYTHONUTF8": "1"}, capture_output=True, encoding="utf-8",
        check=True, timeout=120,
    )  # fmt: skip
    words = " ".join(done.stdout.split())
    assert FIRST[language] in words
    assert QUESTION[language] in words
    assert words.endswith(LAST[language])
    pieces = {longest_piece(each.message) for each in of_language(language)}
    assert [piece for piece in pieces if len(piece) > LONG_ENOUGH and piece in words] == []


@pytest.mark.usefixtures("_their_own_language")
@pytest.mark.parametrize("language", ["es", "de"])
def test_the_screen_greets_and_asks_in_the_language(tmp_path: Path, language: str) -> None:
    home = home_in(tmp_path / "home", language)
    (home / "settings.toml").write_text(SILENT + f'language = "{language}"\n', encoding="utf-8")
    terminal = Terminal(home)
    known = {each.message: each.translations[0] for each in of_language(language) if each.translations}
    doors = terminal.wait_for(known["Just listen"], known["A new session"], known["over a steady backing"])
    assert "session" not in doors
    terminal.press("2")
    shelf = terminal.wait_for(known["What would you like to do?"])
    assert known["back"] in shelf


@pytest.mark.usefixtures("_their_own_language")
@pytest.mark.parametrize(("language", "verse"), [("es", "estrofa 1"), ("de", "Strophe 1")])
def test_a_song_for_people_names_its_parts_in_the_language_and_one_for_programs_in_english(
    tmp_path: Path, language: str, verse: str
) -> None:
    words = tmp_path / "words.txt"
    words.write_text("Still the river\n\nStill the stone\n", encoding="utf-8")
    names = [tmp_path / f"song{suffix}" for suffix in (".md", ".html", ".svg", ".musicxml")]
    subprocess.run(
        [sys.executable, "-m", "companion", "compose", str(words), "--feeling", "calm", "-o", *map(str, names)],
        env={**os.environ, "COMPANION_HOME": str(home_in(tmp_path / "home", language)), "PYTHONUTF8": "1"},
        check=True, timeout=120,
    )  # fmt: skip
    *for_people, for_programs = (path.read_text("utf-8") for path in names)
    for text in for_people:
        assert verse in text
        assert "verse 1" not in text
    assert ">verse 1<" in for_programs
