"""What may import what: the contracts of pyproject.toml, and what each process must do without."""

import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
HEAVY = frozenset(
    {"textual", "music21", "tinydb", "mido", "rtmidi", "fluidsynth"}
    | {"numpy", "soundfile", "verovio", "typst", "fontTools", "matplotlib"}
)

ASK_VERSION = """
import sys
from companion.__main__ import main
sys.argv = ["companion", "--version"]
try:
    main()
finally:
    print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""
WRITE_BACKING = """
import sys
from companion.__main__ import main
sys.argv = ["companion", "backing", "--chords", "C | G", "--groove", "folk", "-o", sys.argv[1]]
try:
    main()
finally:
    files = {name.partition(".")[0]: vars(module).get("__file__") or "" for name, module in sys.modules.items()}
    print(*(name for name, file in files.items() if "site-packages" in file), file=sys.stderr)
"""
LIST_MODULES = """
import importlib, sys
importlib.import_module(sys.argv[1])
print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Python on the project, its output caught."""
    return subprocess.run(
        [sys.executable, *arguments], cwd=PROJECT, capture_output=True, text=True, check=True, timeout=120
    )


def imported_by(module: str) -> frozenset[str]:
    """The top-level packages that are loaded once `module` is."""
    return frozenset(run("-c", LIST_MODULES, module).stderr.split())


def test_imports_only_point_down() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program], cwd=PROJECT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def test_asking_for_the_version_loads_nothing_heavy() -> None:
    done = run("-c", ASK_VERSION)
    assert "0." in done.stdout
    assert HEAVY & frozenset(done.stderr.split()) == frozenset()


@pytest.mark.parametrize(
    ("module", "does_without"),
    [
        ("companion", HEAVY),
        ("companion.domain.song", HEAVY),
        ("companion.cli.root", HEAVY),
        ("companion.midi.server", {"textual", "music21", "tinydb", "verovio", "typst"}),
        ("companion.midi.client", HEAVY),
        ("companion.engine.composer", {"music21"}),
        ("companion.tui.app", {"music21", "mido", "rtmidi", "fluidsynth", "numpy", "verovio", "typst", "soundfile"}),
    ],
)
def test_a_process_loads_only_what_it_works_with(module: str, does_without: frozenset[str]) -> None:
    assert frozenset(does_without) & imported_by(module) == frozenset()


def test_a_backing_is_written_with_two_libraries(tmp_path: Path) -> None:
    """Those that `bench/backing.py` compares it with, and what they bring."""
    done = run("-c", WRITE_BACKING, str(tmp_path / "backing.mid"))
    assert set(done.stderr.split()) - {"_distutils_hack"} == {"click", "msgspec", "typing_extensions"}


def test_the_package_itself_imports_nothing() -> None:
    before = frozenset(run("-c", "import sys; print(*sys.modules, file=sys.stderr)").stderr.split())
    after = frozenset(run("-c", "import companion, sys; print(*sys.modules, file=sys.stderr)").stderr.split())
    assert after - before == {"companion"}
