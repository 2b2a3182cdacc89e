"""What tests in every folder may ask for."""

import io
import os
import sys
from functools import partial
from pathlib import Path

import pytest

from companion.journal.vault import Vault
from tests.commands import CommandLine
from tests.protected import VaultIn, make_keys, vault_with

os.environ["COMPANION_LANGUAGE"] = "en"
"""Whatever this computer speaks: tests read English, unless they say another language themselves."""

SPARE_WORKERS = 1
"""Many tests wait for real time to pass (sound, keys, processes), so one more runs than there are cores."""


@pytest.hookimpl(optionalhook=True)  # also without xdist
def pytest_xdist_auto_num_workers() -> int:
    """How many tests run at once with `-n auto`."""
    return (os.cpu_count() or 1) + SPARE_WORKERS


@pytest.fixture
def companion(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """The command line, in an empty folder, for someone whose silent home has a name that people give."""
    folder, home = tmp_path / "folder", tmp_path / "my home 🎵"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    monkeypatch.setenv("COMPANION_HOME", str(home))
    line = CommandLine(home, folder, capsys)
    line.settle()
    return line


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The keys of a journal with a passphrase, as `tests/protected.py` has them."""
    ours = tmp_path_factory.getbasetemp()
    shared = ours.parent if "PYTEST_XDIST_WORKER" in os.environ else ours
    return make_keys(shared / "keys of a protected journal")


@pytest.fixture(scope="session", params=["plain", "sealed"])
def vault_in(request: pytest.FixtureRequest) -> VaultIn:
    """For journals without a passphrase, and for journals with one that is given already."""
    return Vault if request.param == "plain" else partial(vault_with, request.getfixturevalue("keys"))
