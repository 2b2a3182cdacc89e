"""What every source file keeps to: its length, its docstrings, and no trace of anyone's machine."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
SOURCES = sorted((PROJECT / "companion").rglob("*.py"))
FOLDERS = ("companion", "tests", "bench", "tools")
ALL_PYTHON = sorted(path for folder in FOLDERS for path in (PROJECT / folder).rglob("*.py"))
LONGEST_FILE = 300
MACHINE_PATHS = re.compile(r"/(?:work|root|home/\w+|Users/\w+|opt/(?:pypi|wheels)\S*)/|[A-Z]:\\Users\\\w+")
"""Folders that only exist for one person. /home/you and the like would be found too: write ~ instead."""

Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    """The path as the project's people say it."""
    return path.relative_to(PROJECT).as_posix()


def public_names(tree: ast.Module) -> Iterator[tuple[str, Documented]]:
    """The module, its public classes and functions, and their public methods."""
    yield "the module", tree
    for node in tree.body:
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) or node.name.startswith("_"):
            continue
        yield node.name, node
        if isinstance(node, ast.ClassDef):
            for method in node.body:
                if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef) and not method.name.startswith("_"):
                    yield f"{node.name}.{method.name}", method


def is_override(node: Documented) -> bool:
    """Whether it says itself that its meaning stands in the class above, or is a setter of a documented property."""
    decorators = {ast.unparse(decorator).rpartition(".")[2] for decorator in getattr(node, "decorator_list", ())}
    return bool(decorators & {"override", "setter"})


def tracked_files() -> list[Path]:
    """The text files that the project keeps, as git knows them."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs git and a checkout, to know which files belong to the project")
    paths = [PROJECT / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:1024]]


def test_there_are_sources() -> None:
    assert len(SOURCES) > 20


def test_a_file_is_a_thought() -> None:
    lengths = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in ALL_PYTHON}
    long = {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE}
    assert long == {}, "which two things is each?"


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_every_public_name_is_explained(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    silent = [name for name, node in public_names(tree) if not (ast.get_docstring(node) or is_override(node))]
    assert silent == []


def test_nothing_names_the_machine_it_was_written_on() -> None:
    own = Path(__file__).resolve()
    found = [
        f"{name_of(path)}: {match[0]}"
        for path in tracked_files()
        if path.resolve() != own
        for match in [MACHINE_PATHS.search(path.read_text("utf-8", errors="replace"))]
        if match
    ]
    assert found == []


WAIVERS = re.compile(r"# (?:type: ignore|noqa)\b(?:\[[\w, -]+\]|: [A-Z0-9, ]*[A-Z0-9])?(?P<reason>.*)")


def test_what_is_let_pass_says_why() -> None:
    lines = [(name_of(path), line) for path in SOURCES for line in path.read_text("utf-8").splitlines()]
    found = [(name, match) for name, line in lines if (match := WAIVERS.search(line))]
    assert [(name, match[0]) for name, match in found if len(match["reason"].strip(" #()")) < 5] == []
