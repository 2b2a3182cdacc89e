"""How long `companion backing` takes for 32 bars, beside mma, and beside the bare import of the libraries it uses.

Each is a whole process, its modules compiled as an installation leaves them (mma's are, by its package); the first
round, which compiles, is not counted. The libraries it uses are click, and msgspec with its reader of TOML (which is
Python's own, loaded when first used); a test holds that it loads no other. mma is Debian's `mma`, playing the same
chords; without it, its line is left out.

Run: python -m bench.backing
"""

import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from companion.services.songs.backing_file import backing_score, write_backing

ROUNDS = 25
BARS = 32
ROW = ("C", "Am", "F", "G")
LIBRARIES = "import click, msgspec, msgspec.toml, tomllib"
ASKED = ("backing", "--chords", " | ".join(ROW), "--groove", "folk", "--tempo", "90", "--bars", str(BARS))
MOST_OF_MMA, MOST_OF_LIBRARIES, MOST_INSIDE_MS = 1.6, 1.3, 25.0


def seconds(command: list[str]) -> float:
    """One run as a whole process, which may keep what it compiles."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environment)
    return time.perf_counter() - begun


def inside(path: Path) -> float:
    """The same work in a process that has loaded everything."""
    begun = time.perf_counter()
    write_backing(backing_score(" | ".join(ROW), "folk", tempo_bpm=90.0, bars=BARS), path)
    return time.perf_counter() - begun


def commands(folder: Path) -> dict[str, list[str]]:
    """What is run in turn, by what it is called in the table."""
    found = {
        "companion backing": [sys.executable, "-m", "companion", *ASKED, "-o", str(folder / "backing.mid")],
        "bare imports": [sys.executable, "-c", LIBRARIES],
    }
    mma = shutil.which("mma")
    if mma is not None:
        sheet = folder / "backing.mma"
        bars = "\n".join(f"{bar + 1} {ROW[bar % len(ROW)]}" for bar in range(BARS))
        sheet.write_text(f"Tempo 90\nGroove Folk\n{bars}\n", "utf-8")
        found["mma"] = [mma, str(sheet), "-f", str(folder / "mma.mid")]
    return found


def main() -> bool:
    """Print medians, and medians of the rounds' ratios, all measured in turn in one run; whether the limits hold."""
    print(f"\n{BARS} bars of backing to a MIDI file ({platform.machine()}, Python {platform.python_version()})")
    print(f"bare imports: python -c '{LIBRARIES}'")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rounds = [
            {called: seconds(command) for called, command in commands(folder).items()} for _ in range(ROUNDS + 1)
        ][1:]
        worked = median(inside(folder / "inside.mid") for _ in range(ROUNDS)) * 1000
    limits = {"mma": MOST_OF_MMA, "bare imports": MOST_OF_LIBRARIES}
    holds = worked <= MOST_INSIDE_MS
    for called in rounds[0]:
        line = f"{called:20}{median(found[called] for found in rounds) * 1000:7.1f} ms"
        if called in limits:
            ratio = median(found["companion backing"] / found[called] for found in rounds)
            line += f"   ours is {ratio:.2f} of it (at most {limits[called]})"
            holds = holds and ratio <= limits[called]
        print(line)
    print(f"{'inside':20}{worked:7.1f} ms   (at most {MOST_INSIDE_MS:.0f})")
    return holds


if __name__ == "__main__":
    sys.exit(not main())
