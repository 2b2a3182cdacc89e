"""Memory of the sound process with a piece running, beside the `fluidsynth` program with the same SoundFont and piece.

Run: python -m bench.memory. Both play the same loop of five parts through FluidSynth's `file` driver into nowhere; the
figure is the proportional set size after five seconds. Ends with status 1 where ours is above its goal.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.loads import machine, resident_mb
from companion.domain.harmony import Key, Meter
from companion.domain.score import NoteEvent, Part, Score
from companion.domain.tempo import TempoMap
from companion.midi import synth
from companion.midi.client import Server, SoundClient, launch_server
from companion.midi.protocol import Open, Play
from companion.midi.smf import write_score
from companion.midi.soundfonts import find

GOALS_MB = {"the default font": 80.0, "FluidR3": 130.0}
BARS, PLAYING_SECONDS = 16, 5.0


def piece() -> Score:
    """Melody, chords, bass, air and pulse, as a backing has them."""
    beats = range(4 * BARS)
    parts = (
        Part("melody", 0, 73, tuple(NoteEvent(float(beat), 0.9, 60 + beat * 5 % 17, 70) for beat in beats)),
        Part("chords", 1, 0, tuple(NoteEvent(float(beat), 0.9, pitch, 60) for beat in beats for pitch in (55, 60, 64))),
        Part("bass", 2, 32, tuple(NoteEvent(float(beat), 0.9, 36 + beat % 7, 70) for beat in beats)),
        Part("air", 3, 89, tuple(NoteEvent(4.0 * bar, 3.9, 67, 50) for bar in range(BARS))),
        Part("pulse", 9, 0, tuple(NoteEvent(float(beat), 0.2, (36, 42, 38, 42)[beat % 4], 60) for beat in beats)),
    )
    return Score("a loop", Key("C"), Meter(), TempoMap(120), 4.0 * BARS, parts)


def ours(font: Path) -> float:
    """The sound process while it plays, in MB."""
    pids: list[int] = []

    def launch(log: Path | None) -> Server:
        process, channel = launch_server(log)
        assert isinstance(process, subprocess.Popen)
        pids.append(process.pid)
        return process, channel

    client = SoundClient(launch)
    client.start(Open("file", None, str(font), "none", 0.4, 0.0))
    client.send(Play(1, piece(), is_loop=True))
    time.sleep(PLAYING_SECONDS)
    found = resident_mb(pids[0])
    client.close()
    return found


def peers(program: str, font: Path, midi: Path) -> float:
    """The program while it plays, in MB."""
    command = [program, "-ni", "-q", "-a", "file", "-T", "raw", "-O", "s16", str(font), str(midi)]
    process = subprocess.Popen([*command, "-o", "audio.file.name=/dev/null"], stdout=subprocess.DEVNULL)
    time.sleep(PLAYING_SECONDS)
    found = resident_mb(process.pid)
    process.kill()
    process.wait()
    return found


def main() -> int:
    """Measure and print; 1 where a goal is missed."""
    program = shutil.which("fluidsynth")
    if program is None or (missing := synth.problem()) is not None:
        print("needs the fluidsynth program (apt-get install fluidsynth)" if program is None else missing)
        return 0
    print(machine())
    large = Path("/usr/share/sounds/sf2/FluidR3_GM.sf2")
    is_held = True
    with tempfile.TemporaryDirectory() as folder:
        midi = Path(folder) / "piece.mid"
        write_score(piece(), midi)
        for name, font in (("the default font", find(None, [])), ("FluidR3", large if large.exists() else None)):
            if font is None:
                print(f"{name}: not on this machine")
                continue
            own, other = ours(font), peers(program, font, midi)
            verdict = "holds" if own <= GOALS_MB[name] else "MISSED"
            print(f"{name:18} ours {own:6.1f} MB   fluidsynth program {other:6.1f} MB   ratio {own / other:.2f}   "
                  f"goal {GOALS_MB[name]:.0f} MB: {verdict}")  # fmt: skip
            is_held = is_held and own <= GOALS_MB[name]
    return 0 if is_held else 1


if __name__ == "__main__":
    sys.exit(main())
