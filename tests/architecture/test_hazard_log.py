"""The hazard log: every hazard names tests, and every test that it names is there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROWS = [line for line in (ROOT / "docs" / "hazards.md").read_text("utf-8").splitlines() if re.match(r"\| H\d+ ", line)]


@cache
def names_in(path: Path) -> frozenset[str]:
    """The names of the test functions in a file."""
    tree = ast.parse(path.read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip())
def test_every_hazard_is_shown_by_tests_that_exist(row: str) -> None:
    named = re.findall(r"`(tests/\S+?\.py)::(\w+)`", row)
    assert named, "a hazard without a test"
    for file, name in named:
        assert name in names_in(ROOT / file), f"{file}::{name}"


def test_hazards_are_numbered_in_order() -> None:
    assert [row.split("|")[1].strip() for row in ROWS] == [f"H{number}" for number in range(1, len(ROWS) + 1)]
