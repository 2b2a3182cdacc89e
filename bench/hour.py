"""Playing along for a long time: the sound process's memory, the drift of its time, and notes that hang.

Run: python -m bench.hour [--minutes N]. A loop of five parts plays into FluidSynth's `file` driver while keys are
struck, the pedal moves, parts come and go, the tempo glides and scores are revised, all seeded. Memory is what the
process has written itself, after the first and the last tenth; drift compares the told position with this machine's
clock by the running tempo map; at the end everything played must have been let go. The peer is the fluidsynth program's
growth over the same time in the same loop. Ends with status 1 where ours grows by more than MOST_GROWTH_MB, drifts by
MOST_DRIFT_MS, or hangs.
"""

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.loads import anonymous_mb, load, machine
from bench.memory import piece
from companion.domain.take import NOTE_OFF, NOTE_ON
from companion.domain.tempo import TempoMap
from companion.midi import synth
from companion.midi.client import Server, SoundClient, launch_server
from companion.midi.protocol import (
    Fact,
    NoteHeard,
    NoteOff,
    NoteOn,
    Open,
    Play,
    Position,
    Revise,
    SetPart,
    SetSustain,
    SetTempo,
    TempoChanged,
)
from companion.midi.smf import write_score
from companion.midi.soundfonts import find

MOST_GROWTH_MB, MOST_DRIFT_MS = 3.0, 20.0


class Jam:
    """A sound process that is played along with, and what it told."""

    def __init__(self, seed: int) -> None:
        self.pids: list[int] = []
        self.client = SoundClient(self._launch)
        self.sounding: set[int] = set()
        self.lags: list[float] = []
        self.notes = 0
        self._chance = random.Random(seed)
        self._tempo: TempoMap = piece().tempo
        self.client.start(Open("file", None, str(find(None, [])), "none", 0.4, 0.0))
        self.client.send(Play(1, piece(), is_loop=True))

    def play(self, seconds: float) -> None:
        """Play along for so long."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self._act()
            time.sleep(self._chance.uniform(0.02, 0.12))
            for fact in self.client.poll():
                self._hear(fact)

    def end(self) -> None:
        """Let go of everything, and of the sound process."""
        for pitch in range(48, 84):
            self.client.send(NoteOff(pitch))
        time.sleep(0.3)
        for fact in self.client.poll():
            self._hear(fact)
        self.client.close()

    def _act(self) -> None:
        chance = self._chance.random()
        if chance < 0.96:
            length = self._chance.choice((None, 0.3))
            self.client.send(NoteOn(self._chance.randrange(48, 84), self._chance.randrange(30, 100), length))
        elif chance < 0.97:
            self.client.send(SetSustain(self._chance.random() < 0.5))
        elif chance < 0.98:
            self.client.send(SetPart(self._chance.choice(("melody", "air")), self._chance.random() < 0.5))
        elif chance < 0.99:
            self.client.send(SetTempo(1, self._chance.uniform(60, 140), self._chance.choice((0.0, 8.0))))
        else:
            self.client.send(Revise(1, piece()))

    def _hear(self, fact: Fact) -> None:
        match fact:
            case TempoChanged():
                self._tempo = fact.tempo
            case Position():
                self.lags.append(fact.monotonic - self._tempo.seconds_at(fact.beats))
            case NoteHeard(event):
                self.notes += event.kind == NOTE_ON
                if event.kind == NOTE_ON:
                    self.sounding.add(event.data1)
                elif event.kind == NOTE_OFF:
                    self.sounding.discard(event.data1)

    def _launch(self, log: Path | None) -> Server:
        process, channel = launch_server(log)
        assert isinstance(process, subprocess.Popen)
        self.pids.append(process.pid)
        return process, channel


def main() -> int:
    """Measure and print; 1 where something grows, drifts or hangs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--minutes", type=float, default=2.0)
    seconds = parser.parse_args().minutes * 60
    program = shutil.which("fluidsynth")
    if program is None or (missing := synth.problem()) is not None:
        print("needs the fluidsynth program (apt-get install fluidsynth)" if program is None else missing)
        return 0
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        midi = Path(folder) / "piece.mid"
        write_score(piece(), midi)
        command = [program, "-nq", "-a", "file", "-T", "raw", "-O", "s16", "-o", "audio.file.name=/dev/null"]
        command += [str(find(None, [])), str(midi)]
        peer = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        jam = Jam(seed=7)
        jam.play(seconds / 10)
        first, peer_first, lag = anonymous_mb(jam.pids[-1]), anonymous_mb(peer.pid), jam.lags[-20:]
        jam.play(seconds * 9 / 10)
        last, peer_last, lag_then = anonymous_mb(jam.pids[-1]), anonymous_mb(peer.pid), jam.lags[-20:]
        jam.end()
        peer.kill()
        peer.wait()
    drift = 1000 * abs(sum(lag_then) / len(lag_then) - sum(lag) / len(lag))
    print(f"{seconds / 60:g} minutes, {jam.notes} notes played, {len(jam.pids)} sound process")
    print(f"memory {first:.1f} to {last:.1f} MB; fluidsynth program {peer_first:.1f} to {peer_last:.1f} MB; "
          f"ratio {last / peer_last:.2f}")  # fmt: skip
    print(f"drift {drift:.2f} ms; hanging notes {len(jam.sounding)}; {load()}")
    is_held = last - first <= MOST_GROWTH_MB and drift <= MOST_DRIFT_MS and not jam.sounding and len(jam.pids) == 1
    print(f"no growth, no drift, no hanging note: {'holds' if is_held else 'BROKEN'}")
    return 0 if is_held else 1


if __name__ == "__main__":
    sys.exit(main())
