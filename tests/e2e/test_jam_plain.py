"""The jam in plain lines as someone meets it: the real program, the real sound process, the real journal."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pexpect
import pytest

from companion.domain.entry import Entry
from companion.domain.take import NOTE_ON, Take
from companion.journal.store import Journal
from companion.messages import RECOVERED_TAG
from companion.midi import synth

pytestmark = pytest.mark.skipif(synth.problem() is not None, reason="needs FluidSynth's library")
SECONDS = 60.0


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose sound goes nowhere, in real time."""
    (tmp_path / "settings.toml").write_text(
        f'welcomed = true\naudio_driver = "file"\naudio_file = "{os.devnull}"\nmidi_input = "none"\n'
    )
    return tmp_path


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "COMPANION_HOME": str(home), "TERM": "xterm"}


def takes(home: Path) -> list[Entry]:
    """The takes in the journal."""
    with Journal.open(home / "journal", writable=False) as journal:
        return journal.entries("take")


def by_lines(home: Path, *typed: str, arguments: tuple[str, ...] = ()) -> "subprocess.CompletedProcess[str]":
    """`companion jam --plain` with these lines and no terminal."""
    return subprocess.run(
        [sys.executable, "-m", "companion", "jam", "--plain", "--seed", "4", *arguments],
        input="".join(f"{line}\n" for line in typed),
        env=environment(home),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def test_lines_play_change_and_keep(home: Path) -> None:
    done = by_lines(home, "135", "groove heartbeat", "tempo 80", "wait 4", "status", "68", "keep", "end", "wait 1", "")
    assert done.returncode == 0, done.stderr
    assert "heartbeat" in done.stdout
    assert "80 beats a minute" in done.stdout
    (entry,) = takes(home)
    take = entry.body
    assert isinstance(take, Take)
    assert len(take.notes()) == 5
    assert [change.bpm for change in take.tempo.changes] == [80.0]
    assert [plan.groove for plan in take.backing][-1] == "heartbeat"
    onsets = [event.seconds for event in take.events if event.kind == NOTE_ON]
    assert 3.5 < onsets[3] - onsets[2] < 6.0


def test_an_answer_and_a_layer_need_no_terminal(home: Path) -> None:
    done = by_lines(home, "echo", "wait 2", "135", "wait 1", "layer", "mute 1", "status", "undo", "steady", "", "3")
    assert done.returncode == 0, done.stderr
    assert "Layer 1 is silent." in done.stdout
    assert "The last take is silent." in done.stdout


def test_what_is_not_there_is_said_with_its_status(home: Path) -> None:
    assert by_lines(home, arguments=("--song", "nothing")).returncode == 2
    assert by_lines(home, arguments=("--port", "no such keyboard")).returncode == 4
    assert by_lines(home, arguments=("--out", "no such port")).returncode == 4
    lost = by_lines(home, "1")
    assert lost.returncode == 0, "the end of the input ends the playing"
    assert takes(home) == []


class Keys:
    """The jam on a terminal, by single keys."""

    def __init__(self, home: Path) -> None:
        arguments = ["-m", "companion", "jam", "--plain", "--seed", "4"]
        self.child = pexpect.spawn(
            sys.executable, arguments, env=environment(home), timeout=SECONDS, encoding="utf-8"
        )
        self.child.delaybeforesend = None
        self.child.expect("F1 says all keys")

    def press(self, *keys: str, pause: float = 0.2) -> None:
        for key in keys:
            self.child.send(key)
            time.sleep(pause)


def test_keys_on_a_terminal_play_and_a_word_is_typed_in_between(home: Path) -> None:
    terminal = Keys(home)
    terminal.press("1", "q", "\x1b[A", "5")
    terminal.press("/")
    terminal.child.expect("A word")
    terminal.child.sendline("status")
    terminal.child.expect("3 notes in memory")
    terminal.press("a", "\t")
    terminal.child.expect("Kept in your journal")
    terminal.press("\r")
    terminal.child.expect(pexpect.EOF)
    terminal.child.close()
    assert terminal.child.exitstatus == 0
    (entry,) = takes(home)
    assert isinstance(entry.body, Take)
    assert len(entry.body.notes()) == 4


def test_a_held_key_is_one_note(home: Path) -> None:
    terminal = Keys(home)
    terminal.press("3", pause=0.5)
    for _ in range(30):
        terminal.press("3", pause=0.033)
    time.sleep(0.6)
    terminal.press("5", pause=0.5)
    for _ in range(30):
        terminal.press("5", pause=0.033)
    terminal.press("\t")
    terminal.child.expect("Kept in your journal")
    terminal.press("\r")
    terminal.child.expect(pexpect.EOF)
    (entry,) = takes(home)
    assert isinstance(entry.body, Take)
    assert len(entry.body.notes()) <= 4, "thirty repeats of two keys: at most the first of each is struck again"


def test_a_kill_while_recording_loses_at_most_the_last_two_seconds(home: Path) -> None:
    terminal = Keys(home)
    terminal.press("\x1b[19~")
    terminal.child.expect("Recording begins")
    time.sleep(4.0)
    terminal.press("1", "2", "3")
    time.sleep(2.4)
    os.kill(terminal.child.pid, 9)
    terminal.child.wait()
    assert takes(home) == []
    by_lines(home, "")
    (entry,) = takes(home)
    assert entry.tags == (RECOVERED_TAG,)
    assert isinstance(entry.body, Take)
    assert len(entry.body.notes()) == 3
