"""How long `companion backing` takes for 32 bars, beside mma, and beside the bare import of the libraries it uses.

Run: python -m bench.backing   (mma is Debian's `mma`; without it, its line is left out)
"""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from companion.services.songs.backing_file import backing_score, write_backing

ROUNDS = 15
BARS = 32
ROW = ("C", "Am", "F", "G")
LIBRARIES = "import click, msgspec, msgspec.toml"
ASKED = ("backing", "--chords", " | ".join(ROW), "--groove", "folk", "--tempo", "90", "--bars", str(BARS))


def seconds(command: list[str]) -> float:
    """One run as a whole process."""
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - begun


def inside(path: Path) -> float:
    """The same work in a process that has loaded everything."""
    begun = time.perf_counter()
    write_backing(backing_score(" | ".join(ROW), "folk", tempo_bpm=90.0, bars=BARS), path)
    return time.perf_counter() - begun


def main() -> None:
    """Print medians and ratios, all measured in turn in one run."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "backing.mid"
        sheet = Path(folder) / "backing.mma"
        bars = "\n".join(f"{bar + 1} {ROW[bar % len(ROW)]}" for bar in range(BARS))
        sheet.write_text(f"Tempo 90\nGroove Folk\n{bars}\n", "utf-8")
        commands = {
            "companion backing": [sys.executable, "-m", "companion", *ASKED, "-o", str(path)],
            "bare imports": [sys.executable, "-c", LIBRARIES],
        }
        mma = shutil.which("mma")
        if mma is not None:
            commands["mma"] = [mma, str(sheet), "-f", str(Path(folder) / "mma.mid")]
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(ROUNDS):
            for name, command in commands.items():
                times[name].append(seconds(command))
        ours = median(times["companion backing"])
        for name, found in times.items():
            print(f"{name:20}{median(found) * 1000:7.1f} ms   ours is {ours / median(found):.2f} of it")
        print(f"{'inside':20}{median(inside(path) for _ in range(ROUNDS)) * 1000:7.1f} ms")


if __name__ == "__main__":
    main()
