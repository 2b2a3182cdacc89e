"""Killed in the middle of a recording: the app, or the sound process. What was played is kept."""

import os
import signal
import sys
from pathlib import Path

import pytest

from companion.domain.entry import Entry
from companion.domain.take import NOTE_ON, Take
from companion.journal.store import Journal
from companion.messages import RECOVERED_TAG
from tests.e2e.terminal import CTRL_E, F8, Terminal


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose sound goes nowhere, in real time."""
    (tmp_path / "settings.toml").write_text(
        'welcomed = true\naudio_driver = "file"\naudio_file = "/dev/null"\nmidi_input = "none"\n'
        if sys.platform != "win32"
        else 'welcomed = true\naudio_driver = "none"\nmidi_input = "none"\n'
    )
    return tmp_path


def record(home: Path) -> Terminal:
    """Walk to playing, begin a recording and wait for its count-in."""
    screen = Terminal(home, "session", "--seed", "11")
    screen.wait_for("Choose a way to arrive")
    screen.press("4")
    screen.wait_for("How is it, just now?")
    screen.press("1")
    screen.wait_for("There is a place where it is")
    screen.press(*"quiet", CTRL_E, pause=0.05)
    screen.wait_for("Your words.")
    screen.press(CTRL_E)
    screen.wait_for("Which of these could carry your words?", "▸ 1")
    screen.press("a")
    screen.wait_for("Keys 1 to 8", "then")
    screen.press(F8)
    screen.wait_until(lambda text: "● recording" in text and "begins" not in text, "the end of the count-in")
    return screen


def takes(home: Path) -> list[Entry]:
    """The takes in the journal."""
    with Journal.open(home / "journal", writable=False) as journal:
        return journal.entries("take")


def played(take: Take) -> int:
    """How many notes a take has."""
    return sum(event.kind == NOTE_ON for event in take.events)


def test_a_kill_while_recording_loses_at_most_the_last_two_seconds(home: Path) -> None:
    screen = record(home)
    screen.press("1", "2", "3", pause=0.3)
    screen.press("", pause=2.6)
    screen.kill()
    assert takes(home) == []

    again = Terminal(home)
    again.wait_for("found again", "Go on where you were")
    again.press("\x03")
    assert again.close() == 0
    (entry,) = takes(home)
    assert entry.tags == (RECOVERED_TAG,)
    assert isinstance(entry.body, Take)
    assert played(entry.body) == 3
    assert not (home / "take-under-way.json").exists()


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc to find the sound process")
def test_a_killed_sound_process_comes_back_and_the_take_is_whole(home: Path) -> None:
    screen = record(home)
    screen.press("1", "2", "3", pause=0.3)
    os.kill(sound_process_of(screen.child.pid), signal.SIGKILL)
    screen.wait_for("starting again")
    screen.press("", pause=2.5)
    screen.press("4", "5", pause=0.4)
    screen.press(F8)
    screen.wait_for("Decide later")
    screen.press("1")
    screen.wait_for("Kept in your journal")
    screen.press("\x03")
    assert screen.close() == 0
    (entry,) = takes(home)
    assert isinstance(entry.body, Take)
    assert played(entry.body) == 5
    times = [event.seconds for event in entry.body.events]
    assert times == sorted(times)


def sound_process_of(pid: int) -> int:
    """The child of `pid` that is the sound process."""
    every = [int(process.name) for process in Path("/proc").glob("[0-9]*") if _parent(process) == pid]
    return next(child for child in every if b"companion.midi.server" in Path(f"/proc/{child}/cmdline").read_bytes())


def _parent(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0
