"""The command line for tests: in this process where that is enough, in one of its own where processes matter."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from companion.cli.root import run

SILENT = 'audio_driver = "none"\nmidi_input = "none"\nwelcomed = true\n'
"""Settings of a machine without sound, on which somebody was before."""


class Ran(NamedTuple):
    """What a command said, and its exit status."""

    status: int
    out: str
    err: str

    def told(self, status: int, *texts: str) -> None:
        """Hold that it ended with `status` and one or two lines for people, with all of the texts in them."""
        assert self.status == status, self
        lines = self.err.strip().splitlines()
        assert 1 <= len(lines) <= 2, self.err
        assert all(line.endswith((".", "?")) for line in lines), self.err
        assert "Traceback" not in self.err
        assert "Something went wrong" not in self.err
        for text in texts:
            assert text in self.err, self.err


class CommandLine:
    """`companion ARGUMENTS` for the person whose home `home` is, in the folder `folder`."""

    def __init__(self, home: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.home = home
        self.folder = folder
        self._capsys = capsys

    def __call__(self, *arguments: str | Path) -> Ran:
        """Run one command in this process."""
        self._capsys.readouterr()
        status = run([str(each) for each in arguments])
        return Ran(status, *self._capsys.readouterr())

    def settle(self, settings: str = SILENT) -> None:
        """Write the settings."""
        self.home.mkdir(parents=True, exist_ok=True)
        (self.home / "settings.toml").write_text(settings, encoding="utf-8")

    def start(self, *arguments: str | Path, **environment: str) -> subprocess.Popen[str]:
        """Start one command in a process of its own; its input is empty, its output and errors are pipes."""
        found = os.pathsep.join(filter(None, [os.getcwd(), str(Path(__file__).parents[1]), *sys.path]))
        return subprocess.Popen(
            [sys.executable, "-m", "companion", *map(str, arguments)],
            env={**os.environ, "PYTHONPATH": found, "PYTHONIOENCODING": "utf-8", **environment},
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
