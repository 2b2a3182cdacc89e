"""What is installed without a checkout: the wheel holds the exercises, the note on sound, and every data file."""

import subprocess
import sys
import zipfile
from pathlib import Path

PROJECT = Path(__file__).parents[2]
DATA_SUFFIXES = {".toml", ".typ", ".css", ".tcss", ".po", ".mo"}


def test_the_wheel_is_whole(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=PROJECT,
        check=True,
        capture_output=True,
        timeout=120,
    )
    (wheel,) = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    inside = (PROJECT / "companion").rglob("*")
    wanted = {
        path.relative_to(PROJECT).as_posix() for path in inside if path.suffix in DATA_SUFFIXES | {".py"}
    } | {
        f"companion/_data/{path.relative_to(PROJECT).as_posix()}"
        for folder in ("prompts", "soundfonts")
        for path in (PROJECT / folder).rglob("*")
        if path.is_file()
    }
    assert len(wanted) > 50
    assert wanted - held == set()
    assert any(name.endswith("licenses/LICENSE") for name in held)
