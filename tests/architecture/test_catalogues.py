"""The catalogues: compiled as they are written, nothing stale, places and keys as in English, and no `_` in the way."""

import ast
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from companion import errors as errors_of_people
from tools.catalogues import catalogues, sentences, sources
from tools.po import Entry, compiled, read_po, written

PLACES = string.Formatter()
KEYS = re.compile(r"\b(?:enter(?! someone)|esc|tab|ctrl\+\w|f\d{1,2})\b", re.IGNORECASE)
COMMANDS = re.compile(r"'(?:companion [a-z -]+|--[a-z-]+)'")
"""What people type to the letter: in every language the same."""

MARKS = ("_", "N_", "ngettext", "pgettext", "told")
WORD = re.compile(r"[a-z]{3}", re.IGNORECASE)
ERRORS = {
    name for name, value in vars(errors_of_people).items()
    if isinstance(value, type) and issubclass(value, errors_of_people.CompanionError)
} | {"Problem"}  # fmt: skip
"""What makes something that people are told."""

UPDATE = "python -m tools.catalogues update"
gathered = cache(sentences)
"""The sources are read once for all languages."""

both = pytest.mark.parametrize(("language", "path"), catalogues().items(), ids=catalogues())


UNWANTED = re.compile(
    r"\b(cura(r|n|rá)?|sana(r|rá)|diagn[óo]stic\w*|síntomas?|garantiza\w*|puntuación|puntos|racha"
    r"|bien hecho|felicidades|enhorabuena|errores|date prisa|deberías|tienes que|has fallado|mejor que"
    r"|heil(t|en|ung)|geheilt|diagnos\w+|symptome?|garantier\w+|punkte|punktzahl|serie|gut gemacht|glückwunsch|bravo"
    r"|fehler|beeil\w*|du musst(?! nicht)|du solltest|versäumt|verpasst|besser als|schlechter als)\b", re.IGNORECASE
)  # fmt: skip
"""What nobody is told here: promises, marks, hurry, orders."""


def places_of(text: str) -> set[str]:
    """The places in a pattern, each with the form its value takes: {"count", "bpm:g"}."""
    return {f"{name}:{form}" for _text, name, form, _conversion in PLACES.parse(text) if name is not None}


def of_language(language: str) -> list[Entry]:
    """The sentences of a language that have a translation."""
    entries = read_po(catalogues()[language].read_text("utf-8")).values()
    return [entry for entry in entries if entry.translations]


@both
def test_what_is_compiled_is_what_is_written(language: str, path: Path) -> None:
    assert path.with_suffix(".mo").read_bytes() == compiled(path.read_text("utf-8")), UPDATE


@both
def test_no_sentence_is_stale(language: str, path: Path) -> None:
    known = read_po(path.read_text("utf-8"))
    assert known.keys() - gathered().keys() == set(), UPDATE


@both
def test_every_sentence_of_the_sources_is_translated(language: str, path: Path) -> None:
    known = read_po(path.read_text("utf-8"))
    assert [key for key in sentences() if key not in known or not known[key].is_translated] == [], UPDATE


@pytest.mark.parametrize("language", catalogues())
def test_a_translation_is_whole_and_keeps_its_places(language: str) -> None:
    wrong = []
    for entry in of_language(language):
        if "{" not in entry.message or '{"' in entry.message:
            continue
        wanted = places_of(entry.plural or entry.message)
        wrong += [(entry.message, form) for form in entry.translations if places_of(form) != wanted]
    assert [entry.message for entry in of_language(language) if not entry.is_translated] == []
    assert wrong == []


@pytest.mark.parametrize("language", catalogues())
def test_spaces_at_the_ends_stay(language: str) -> None:
    def ends(text: str) -> tuple[str, str]:
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]

    wrong = [entry.message for entry in of_language(language) for form in entry.translations
             if ends(form) != ends(entry.message)]  # fmt: skip
    assert wrong == []


@pytest.mark.parametrize("language", catalogues())
def test_keys_and_commands_are_the_same_in_every_language(language: str) -> None:
    def typed(text: str) -> set[str]:
        return {found.casefold() for found in (*KEYS.findall(text), *COMMANDS.findall(text))}

    wrong = [(entry.message, form) for entry in of_language(language) for form in entry.translations
             if typed(form) != typed(entry.message)]  # fmt: skip
    assert wrong == []


@pytest.mark.parametrize("language", catalogues())
def test_no_translation_promises_judges_or_hurries(language: str) -> None:
    """As `tests/unit/test_hazards.py` holds it of the English ones."""
    assert [form for entry in of_language(language) for form in entry.translations if UNWANTED.search(form)] == []


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.stem)
def test_nothing_stands_in_the_way_of_the_sign_that_translates(path: Path) -> None:
    """A loop over `_` would take the name away from the sentences beside it."""
    tree = ast.parse(path.read_text("utf-8"))
    names = {alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    if "_" in names:
        taken = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "_"
                 and isinstance(node.ctx, ast.Store)]  # fmt: skip
        assert taken == []


def unmarked_in(node: ast.AST) -> list[str]:
    """The words under a node that stand in no sentence to be translated."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
        return []
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) and WORD.search(node.value) else []
    if isinstance(node, ast.FormattedValue):
        return unmarked_in(node.value)
    return [words for child in ast.iter_child_nodes(node) for words in unmarked_in(child)]


def told_in(call: ast.Call) -> Iterator[ast.expr]:
    """What a call that makes an error for people says: its sentence and its hint."""
    yield from call.args[:2]
    yield from (keyword.value for keyword in call.keywords if keyword.arg in ("message", "hint"))


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.stem)
def test_an_error_for_people_is_said_in_sentences_that_can_be_translated(path: Path) -> None:
    calls = [each for each in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(each, ast.Call)]
    errors = [each for each in calls if isinstance(each.func, ast.Name) and each.func.id in ERRORS]
    found = [(each.lineno, words) for each in errors for said in told_in(each) for words in unmarked_in(said)]
    assert found == []


def test_words_that_are_not_marked_are_seen() -> None:
    def seen(source: str) -> list[str]:
        return unmarked_in(ast.parse(source, mode="eval"))

    assert seen('f"{path} is there"') == [" is there"]
    assert seen('_("{names}.").format(names=", ".join(names) or "none")') == ["none"]
    assert seen('_("a song") if many else ngettext("one", "{} more", 3)') == []
    assert seen('f"{error}."') == []


def test_a_catalogue_is_read_as_it_was_written() -> None:
    entries = (
        Entry('say "so"\n', translations=("di «así»\n",), where="a.py"),
        Entry("{} note", plural="{} notes", translations=("{} nota", "{} notas"), where="a.py"),
        Entry("calm", context="kept", where="b.py"),
    )
    text = written("es", "nplurals=2; plural=(n != 1);", entries)
    assert tuple(read_po(text).values()) == entries
