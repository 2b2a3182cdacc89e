"""The catalogues of `companion/locale`: sentences gathered from the sources, and compiled for gettext.

`python -m tools.catalogues` prints how much of each language is translated; `update` writes what the sources hold into
each .po, keeping its translations, and compiles it. A new language is a new folder with an empty companion.po.
"""

import ast
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from companion.cli.helping import EXAMPLE, paragraphs
from companion.language import KEPT
from tools.po import Entry, compiled, read_po, written

PACKAGE = Path(__file__).parents[1] / "companion"
LOCALE = PACKAGE / "locale"
PLURAL_FORMS = "nplurals=2; plural=(n != 1);"
"""What English, Spanish and German have in common, as gettext writes it."""


def sources() -> list[Path]:
    """Every module of the program, in the order in which their sentences stand in a catalogue."""
    return sorted(PACKAGE.rglob("*.py"))


def sentences() -> dict[str, Entry]:
    """What can be translated, by its key: marked sentences, the help of commands, and the names of grooves."""
    found: dict[str, Entry] = {}
    for path in sources():
        name = path.relative_to(PACKAGE.parent).as_posix()
        tree = ast.parse(path.read_text("utf-8"))
        for entry in (*_marked(tree, name), *_of_help(tree, name)):
            found.setdefault(entry.key, entry)
    for path in sorted((PACKAGE / "engine" / "grooves").glob("*.toml")):
        for text in _of_groove(tomllib.loads(path.read_text("utf-8"))):
            entry = Entry(text, context=KEPT, where=path.relative_to(PACKAGE.parent).as_posix())
            found.setdefault(entry.key, entry)
    return found


def catalogues() -> dict[str, Path]:
    """Each language and its .po."""
    return {path.parts[-3]: path for path in sorted(LOCALE.glob("*/LC_MESSAGES/companion.po"))}


def updated(language: str, path: Path) -> str:
    """A catalogue with the sentences of today; translations of sentences that are gone go too."""
    known = read_po(path.read_text("utf-8"))
    entries = [
        known[key].at(entry.where) if key in known else entry for key, entry in sentences().items()
    ]
    return written(language, PLURAL_FORMS, entries)


def share(path: Path) -> tuple[int, int]:
    """How many sentences have a translation, of how many."""
    entries = read_po(path.read_text("utf-8")).values()
    return sum(entry.is_translated for entry in entries), len(entries)


def update() -> None:
    """Write and compile every catalogue."""
    for language, path in catalogues().items():
        text = updated(language, path)
        path.write_text(text, "utf-8")
        path.with_suffix(".mo").write_bytes(compiled(text))


def main(arguments: list[str]) -> None:
    """Do what was asked, and say how complete each language is."""
    if arguments == ["update"]:
        update()
    for language, path in catalogues().items():
        done, of = share(path)
        sys.stdout.write(f"{language}: {done} of {of} sentences, {done / max(1, of):.1%}\n")


def _marked(tree: ast.Module, where: str) -> Iterator[Entry]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        match ast.unparse(call.func), call.args:
            case "_", [ast.Constant() as text]:
                yield Entry(_text(text, where), where=where)
            case "N_", [text]:
                yield Entry(_text(text, where), context=KEPT, where=where)
            case "ngettext", [one, many, _count]:
                yield Entry(_text(one, where), plural=_text(many, where), where=where)
            case "pgettext", [context, text]:
                yield Entry(_text(text, where), context=_text(context, where), where=where)


def _of_help(tree: ast.Module, where: str) -> Iterator[Entry]:
    """What the docstrings of commands say, apart from their examples."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any(map(_makes_command, node.decorator_list)):
            for text in paragraphs(ast.get_docstring(node) or ""):
                if not text.startswith(EXAMPLE):
                    yield Entry(text, where=where)


def _makes_command(decorator: ast.expr) -> bool:
    """Whether it is `@click.command(…)`, `@group.command(…)` or the same of a group."""
    called = decorator.func if isinstance(decorator, ast.Call) else None
    return isinstance(called, ast.Attribute) and called.attr in ("command", "group")


def _text(node: ast.expr, where: str) -> str:
    if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        raise SystemExit(f"{where}:{node.lineno}: only a plain text can be gathered, not {ast.unparse(node)}")
    return node.value


def _of_groove(groove: dict[str, object]) -> Iterator[str]:
    return (text for name in ("title", "reason", "elsewhere") if isinstance(text := groove.get(name), str))


if __name__ == "__main__":
    main(sys.argv[1:])
