"""Where the onsets of a backing stand in the recorded sound while a screen repaints twenty times a second.

Run: python -m bench.onsets [--seconds N | --minutes N]. A real Textual program in a pseudo-terminal plays the same
eighths into the same synth and SoundFont twice: through the sound process (ours), and with mido's `play()` in a
thread of its own (the peer), each once on the machine as it is, and once with music21 at work and every core busy.
Onsets are found in the WAV file that FluidSynth's `file` driver wrote; errors are in milliseconds against the
score, with the median taken off (the start and the attack); drift is the difference of the last tenth's median from
the first's. Ends with status 1 if one of ours is further than LIMIT_MS away: a block of FluidSynth's and a tenth.
"""

import argparse
import os
import sys
import tempfile
import threading
import time
from importlib.metadata import version
from pathlib import Path

import mido
import numpy as np
import numpy.typing as npt
import pexpect
from textual.app import App, ComposeResult
from textual.widgets import Static

from bench.loads import busy, compose, every_core, load, machine
from companion.domain.harmony import Key, Meter
from companion.domain.score import NoteEvent, Part, Score
from companion.domain.tempo import TempoMap
from companion.midi import synth
from companion.midi.client import SoundClient
from companion.midi.listening import onsets, read_mono
from companion.midi.live import FILE_PERIOD_FRAMES, RATE
from companion.midi.output import DRUM_PROGRAM, NOTE_OFF, NOTE_ON, Message
from companion.midi.protocol import Ended, Open, Play
from companion.midi.smf import write_score
from companion.midi.soundfonts import find

Errors = npt.NDArray[np.float64]

LIMIT_MS = 64 / 48 + 0.1
REPAINTS_A_SECOND = 20
WOOD_BLOCK = 76
EIGHTH = 0.5


def eighths(seconds: float) -> Score:
    """Strokes on a wood block, four a second."""
    bars = max(1, round(seconds / 2))
    notes = tuple(NoteEvent(number * EIGHTH, 0.1, WOOD_BLOCK, 100) for number in range(8 * bars))
    return Score("eighths", Key("C"), Meter(), TempoMap(120), 4.0 * bars, (Part("pulse", 9, 0, notes),))


def font() -> Path:
    """The SoundFont that every machine has."""
    found = find(None, [])
    assert found is not None
    return found


class Screen(App[None]):
    """A full screen of changing text, and music beside it."""

    def __init__(self, player: str, score: Score, wav: Path) -> None:
        super().__init__()
        self._player = player
        self._score = score
        self._wav = wav
        self._repaints = 0

    def compose(self) -> ComposeResult:
        """One widget over all."""
        yield Static(markup=False)

    def on_mount(self) -> None:
        """Begin to repaint and to play."""
        self.set_interval(1 / REPAINTS_A_SECOND, self.repaint)
        threading.Thread(target=self._play, daemon=True).start()

    def repaint(self) -> None:
        """Change every line."""
        self._repaints += 1
        lines = ("".join(chr(97 + (row * column + self._repaints) % 26) for column in range(80)) for row in range(24))
        self.query_one(Static).update("\n".join(lines))

    def _play(self) -> None:
        started = time.monotonic()
        play_ours(self._score, self._wav) if self._player == "ours" else play_peer(self._score, self._wav)
        rate = self._repaints / (time.monotonic() - started)
        self._wav.with_suffix(".rate").write_text(f"{rate:.1f}")
        self.exit()


def play_ours(score: Score, wav: Path) -> None:
    """As the program does."""
    client = SoundClient()
    client.start(Open("file", str(wav), str(font()), "none", 0.8, 0.0))
    client.send(Play(1, score, fade_in_seconds=0.0))
    while not any(isinstance(fact, Ended) for fact in client.poll()):
        time.sleep(1 / REPAINTS_A_SECOND)
    client.close()


def play_peer(score: Score, wav: Path) -> None:
    """As a program does that plays a MIDI file with mido into FluidSynth."""
    midi = wav.with_suffix(".mid")
    write_score(score, midi)
    into_file: synth.Settings = {
        "audio.file.name": str(wav),
        "audio.file.type": "wav",
        "audio.period-size": FILE_PERIOD_FRAMES,
    }
    player = synth.Synth(font(), RATE, 0.5, into_file)
    player.choose_program(9, DRUM_PROGRAM)
    player.start_driver("file")
    time.sleep(0.3)
    for message in mido.MidiFile(midi).play():
        if message.type in ("note_on", "note_off"):
            kind = NOTE_ON if message.type == "note_on" else NOTE_OFF
            player.send(Message(kind, message.channel, message.note, message.velocity))
    time.sleep(0.5)
    player.close()


def errors_ms(score: Score, wav: Path) -> tuple[Errors, int]:
    """How late each onset is against the score and the median, and how many strokes were lost.

    A stroke is lost where the one before it was so late that both sound as one; the others stand for their own strokes.
    """
    audio, rate = read_mono(wav)
    found = np.array(onsets(audio, rate))
    expected = np.array([score.tempo.seconds_at(note.onset_beats) for note in score.parts[0].notes])
    lost = expected.size - found.size
    if lost:
        near = found - found[0] + expected[0]
        expected = expected[np.abs(near[:, np.newaxis] - expected).argmin(axis=1)]
    late = (found - expected) * 1000
    return np.asarray(late - np.median(late)), lost


def perform(player: str, seconds: float, folder: Path) -> tuple[Errors, int, str]:
    """Run the screen in a pseudo-terminal until the music is over; errors, lost strokes, and repaints a second."""
    wav = folder / f"{player}.wav"
    arguments = ["-m", "bench.onsets", "--seconds", str(seconds), "--screen", player, str(wav)]
    terminal = {**os.environ, "TERM": "xterm-256color"}
    child = pexpect.spawn(sys.executable, arguments, env=terminal, dimensions=(24, 80), timeout=seconds + 60)
    child.expect(pexpect.EOF)
    child.close()
    return *errors_ms(eighths(seconds), wav), wav.with_suffix(".rate").read_text()


def main() -> int:
    """Measure and print; 1 where ours is off by more than the limit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--minutes", type=float, help="instead of seconds")
    parser.add_argument("--screen", nargs=2, metavar=("PLAYER", "WAV"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if (missing := synth.problem()) is not None:
        print(missing)
        return 0
    seconds = arguments.minutes * 60 if arguments.minutes else arguments.seconds
    score = eighths(seconds)
    if arguments.screen:
        Screen(arguments.screen[0], score, Path(arguments.screen[1])).run()
        return 0
    print(machine())
    print(f"{len(score.parts[0].notes)} eighths, a screen of 80 by 24 repainted {REPAINTS_A_SECOND} times a second")
    print(f"{'':46}{'repaints/s':>11}{'median ms':>11}{'p99 ms':>9}{'worst ms':>10}{'drift ms':>10}"
          f"{'lost':>6}")  # fmt: skip
    worst, is_whole = 0.0, True
    works_of = {"as it is": [], "music21 and every core busy": [*every_core(), compose]}
    for beside, works in works_of.items():
        p99 = {}
        for player, name in (("ours", "ours"), ("mido", f"mido {version('mido')} play()")):
            with tempfile.TemporaryDirectory() as folder, busy(*works):
                late, lost, rate = perform(player, seconds, Path(folder))
            errors, tenth = np.abs(late), max(1, late.size // 10)
            drift = float(np.median(late[-tenth:]) - np.median(late[:tenth]))
            median, p99[player] = np.percentile(errors, [50, 99])
            print(f"{name + ', ' + beside:46}{rate:>11}{median:11.2f}{p99[player]:9.2f}{errors.max():10.2f}"
                  f"{drift:10.2f}{lost:6}", flush=True)  # fmt: skip
            if player == "ours":
                worst, is_whole = max(worst, errors.max()), is_whole and not lost
        print(f"{'ours to mido, p99':46}{p99['ours'] / p99['mido']:>11.2f}")
    is_held = worst <= LIMIT_MS and is_whole
    verdict = "holds" if is_held else "BROKEN"
    print(f"worst of ours: {worst:.2f} ms, limit {LIMIT_MS:.2f} ms, none lost: {verdict}; {load()}")
    return 0 if is_held else 1


if __name__ == "__main__":
    sys.exit(main())
