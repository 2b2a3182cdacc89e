"""A home, and a journal in it that has a passphrase."""

import shutil
from pathlib import Path

import pytest

from companion.journal.vault import Vault
from companion.paths import Places
from tests.faults.marked import unlocked


@pytest.fixture
def home(tmp_path: Path) -> Places:
    return Places(tmp_path / "home", tmp_path / "home", tmp_path / "home" / "logs")


@pytest.fixture
def sealed(home: Places, keys: Path) -> tuple[Path, Vault]:
    """A journal's folder with a passphrase and nothing else in it, and its vault, unlocked."""
    shutil.copytree(keys / "keys", home.journal / "keys")
    return home.journal, unlocked(home.journal, keys)
