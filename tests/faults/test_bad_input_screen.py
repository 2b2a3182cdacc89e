"""What keeps the screen from opening is told in the terminal: two lines, the right exit status, never a traceback."""

import os
import sys
from pathlib import Path

import pytest

from tests.commands import SILENT, CommandLine

pexpect = pytest.importorskip("pexpect", reason="needs pexpect")
if sys.platform == "win32":
    pytest.skip("needs a POSIX terminal", allow_module_level=True)


def left_behind(home: Path, *arguments: str) -> tuple[int, str]:
    """Start the program on a terminal; its exit status, and all that it wrote there."""
    found = {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2]), *sys.path]), "COMPANION_HOME": str(home)}
    said, status = pexpect.run(
        f"{sys.executable} -m companion {' '.join(arguments)}", withexitstatus=True, timeout=60,
        env={**os.environ, **found, "TERM": "xterm-256color"},
    )  # fmt: skip
    return status, said.decode().replace("\r\n", "\n").strip()


def test_an_unknown_exercise(companion: CommandLine) -> None:
    status, said = left_behind(companion.home, "session", "nonsense")
    assert (status, said) == (2, "There is no exercise called 'nonsense'.\nPerhaps 'a-steady-place'?")


def test_a_file_in_the_homes_place(companion: CommandLine) -> None:
    Path("home").write_text("not mine")
    for arguments in ((), ("session",), ("--plain",)):
        status, said = left_behind(Path("home").absolute(), *arguments)
        assert (status, len(said.splitlines())) == (3, 2), said
        assert "Traceback" not in said


def test_a_journal_that_can_not_be_made(companion: CommandLine) -> None:
    (companion.home / "journal").write_text("in the way")
    status, said = left_behind(companion.home, "session")
    assert status == 3
    assert "in the way" not in said
    assert "Traceback" not in said
    assert "journal" in said


def test_a_session_of_a_newer_version_is_left_alone(companion: CommandLine) -> None:
    companion.settle(SILENT)
    Path("answers.json").write_text('{"words": ["rain"], "play": {"midi": "none.mid"}}')
    assert companion("session", "--answers", "answers.json").status == 3
    draft = companion.home / "draft.json"
    newer = draft.read_bytes().replace(b'"version":1', b'"version":99')
    draft.write_bytes(newer)
    status, said = left_behind(companion.home, "session")
    assert (status, "newer version" in said) == (3, True), said
    assert draft.read_bytes() == newer
