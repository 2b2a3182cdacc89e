"""The lock files: both name the same versions, with hashes, everything the project asks for, and no one's own index."""

import re
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
PIN = re.compile(
    r"^(?P<name>[a-z0-9.-]+)==(?P<version>\S+)(?P<marker> ; [^\\\n]+)? \\\n"
    r"(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+",
    re.MULTILINE,
)
NAME = re.compile(r"[A-Za-z0-9._-]+")


def pins(lock: str) -> dict[tuple[str, str], str]:
    """Version by name and marker; only requirements that carry hashes count."""
    text = (PROJECT / lock).read_text("utf-8")
    return {(pin["name"], pin["marker"] or ""): pin["version"] for pin in PIN.finditer(text)}


def asked_for(*extras: str) -> set[str]:
    """The names that pyproject.toml asks for, as the lock writes them."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *(name for extra in extras for name in project["optional-dependencies"][extra])]
    found = [NAME.match(each) for each in wanted]
    return {re.sub(r"[-_.]+", "-", each[0]).lower() for each in found if each}


def test_what_runs_is_tested_in_the_same_versions() -> None:
    running, testing = pins("requirements.lock"), pins("requirements-dev.lock")
    assert len(running) > 20
    assert running.items() <= testing.items()


@pytest.mark.parametrize(
    ("lock", "extras"), [("requirements.lock", ("setup",)), ("requirements-dev.lock", ("setup", "dev"))]
)
def test_everything_that_is_asked_for_is_locked_with_hashes(lock: str, extras: tuple[str, ...]) -> None:
    assert asked_for(*extras) - {name for name, _ in pins(lock)} == set()
    text = (PROJECT / lock).read_text("utf-8")
    assert len(re.findall(r"^[a-z0-9.-]+==", text, re.MULTILINE)) == len(pins(lock))


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_no_index_of_anyone_is_named(lock: str) -> None:
    text = (PROJECT / lock).read_text("utf-8")
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text
