"""How quickly a piece becomes sound, beside the `fluidsynth` program on the same MIDI file and SoundFont.

Run: python -m bench.render [--runs N]. Both render two minutes for 44.1 kHz, the program into a WAV file and ours into
an array; runs take turns. The speed is given as a ratio to the program's, above 1 is quicker: the median of the
rounds' ratios, so that a busy moment of the machine falls on both sides.
Ends with status 1 where it is below LEAST.
"""

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from bench.loads import machine
from companion.domain.harmony import Key, Meter
from companion.domain.score import NoteEvent, Part, Score
from companion.domain.tempo import TempoMap
from companion.midi import synth
from companion.midi.render import RATE, render_file, render_score
from companion.midi.smf import write_score
from companion.midi.soundfonts import find

LEAST = 0.9
BARS = 48


def piece() -> Score:
    """Melody, chords, bass and pulse at 96 beats a minute."""
    chance = random.Random(7)
    melody = tuple(NoteEvent(beat / 2, 0.45, 60 + chance.choice((0, 2, 4, 5, 7, 9)), 64) for beat in range(8 * BARS))
    chords = tuple(NoteEvent(4.0 * bar, 3.9, pitch, 55) for bar in range(BARS) for pitch in (55, 60, 64))
    bass = tuple(NoteEvent(2.0 * half, 1.9, 36, 60) for half in range(2 * BARS))
    pulse = tuple(NoteEvent(float(beat), 0.2, 76, 50) for beat in range(4 * BARS))
    parts = (Part("melody", 0, 73, melody), Part("chords", 1, 48, chords), Part("bass", 2, 32, bass))
    return Score("a piece", Key("C"), Meter(), TempoMap(96), 4.0 * BARS, (*parts, Part("pulse", 9, 0, pulse)))


def seconds_of(work: Callable[[], object]) -> float:
    """How long some work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> int:
    """Measure and print; 1 where ours is too slow."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    program = shutil.which("fluidsynth")
    if program is None or (missing := synth.problem()) is not None:
        print("needs the fluidsynth program (apt-get install fluidsynth)" if program is None else missing)
        return 0
    print(f"{machine()}, medians of {runs} runs")
    slowest = float("inf")
    fonts = [font for font in dict.fromkeys((find(None, []), find())) if font is not None]
    with tempfile.TemporaryDirectory() as folder:
        midi, wav = Path(folder) / "piece.mid", Path(folder) / "piece.wav"
        score = piece()
        write_score(score, midi)
        for font in fonts:
            command = [program, "-ni", "-q", "-g", "0.5", "-r", str(RATE), "-F", str(wav), str(font), str(midi)]
            kinds: dict[str, Callable[[], object]] = {
                "fluidsynth program": partial(subprocess.run, command, capture_output=True, check=True),
                "ours, a score": partial(render_score, score, font),
                "ours, a file": partial(render_file, midi, font),
            }
            times: dict[str, list[float]] = {kind: [] for kind in kinds}
            for _ in range(runs):
                for kind, work in kinds.items():
                    times[kind].append(seconds_of(work))
            peer = times["fluidsynth program"]
            for kind, taken in times.items():
                ratio = median(theirs / own for theirs, own in zip(peer, taken, strict=True))
                speed = score.total_seconds / median(taken)
                print(f"{font.name:20}{kind:20}{median(taken):7.2f} s {speed:6.0f} x real time   ratio {ratio:.2f}")
                slowest = min(slowest, ratio) if kind.startswith("ours") else slowest
    print(f"slowest ratio {slowest:.2f}, at least {LEAST}: {'holds' if slowest >= LEAST else 'BROKEN'}")
    return 0 if slowest >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
