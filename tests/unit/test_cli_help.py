"""Help on the command line speaks the person's language, and every command has one."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from companion.cli.helping import Command, Group, told_help
from companion.cli.root import root
from companion.language import LANGUAGE_VARIABLE
from tools.catalogues import catalogues, sentences
from tools.po import read_po


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command with the words that call it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


EVERY = tuple(commands(root))


@pytest.fixture(scope="module")
def known() -> frozenset[str]:
    """Every sentence that can be translated; gathered once, since all sources are read for it."""
    return frozenset(entry.message for entry in sentences().values())


@pytest.mark.parametrize(("words", "command"), EVERY, ids=[" ".join(words) for words, _command in EVERY])
def test_every_command_tells_its_help(
    words: tuple[str, ...], command: click.Command, known: frozenset[str]
) -> None:
    assert isinstance(command, Command), words
    for each in told_help(command.help or "").split("\n\n"):
        assert each.startswith("Example: ") or each in known, words
    option = command.get_help_option(click.Context(command))
    assert option is not None
    assert option.help == "Show this message and exit."


@pytest.mark.parametrize("language", catalogues())
def test_help_is_translated_whole(language: str) -> None:
    known = read_po(catalogues()[language].read_text("utf-8"))
    texts = [text for _words, command in EVERY for text in told_help(command.help or "").split("\n\n")]
    assert [text for text in texts if not text.startswith("Example: ") and not known[text].is_translated] == []


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("es", ("Uso: companion journal", "Lo que hiciste:", "Ejemplo: companion journal list", "Opciones:", "Órdenes:",
                "Muestra este texto y termina.")),
        ("de", ("Aufruf: companion journal", "Was du gemacht hast:", "Beispiel: companion journal list", "Optionen:",
                "Befehle:", "Zeigt diesen Text und endet.")),
    ],
)  # fmt: skip
def test_a_group_speaks_the_language_of_its_reader(language: str, texts: tuple[str, ...], tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "companion", "journal", "--help"], capture_output=True, encoding="utf-8", check=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, LANGUAGE_VARIABLE: language, "COMPANION_HOME": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    for text in texts:
        assert text in ran.stdout


def test_a_group_lists_its_commands_in_one_line_each() -> None:
    group = Group("table", commands=[Command("lay", help="Put plates on it. Then forks."), Command("clear")])
    said = group.get_help(click.Context(group, info_name="table"))
    assert "lay    Put plates on it." in said
    assert "clear" in said
