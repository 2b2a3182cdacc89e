"""Playing on the screen as a person does it: real terminal, real sound process, real journal."""

import os
import signal
from pathlib import Path

import pytest

from companion.domain.take import NOTE_ON, Take
from companion.journal.store import Journal
from tests.e2e.listening import check_heard, load, loudness
from tests.e2e.terminal import ENTER, ESCAPE, F8, SPACE, Terminal
from tests.e2e.test_session_faults import sound_process_of

KEYS_PLAYED = ("1", "4", "q", "6", "a", "3")
PAUSE_SECONDS = 0.7


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose sound goes into a file."""
    (tmp_path / "settings.toml").write_text(
        f'welcomed = true\naudio_driver = "file"\naudio_file = "{(tmp_path / "heard.wav").as_posix()}"\n'
        'midi_input = "none"\n'
    )
    return tmp_path


def takes(home: Path) -> list[Take]:
    """The takes in the journal, newest first."""
    with Journal.open(home / "journal", writable=False) as journal:
        return [entry.body for entry in journal.entries("take") if isinstance(entry.body, Take)]


def just_play(home: Path) -> Terminal:
    """From home into the jam, with one key."""
    screen = Terminal(home)
    screen.wait_for("Just play")
    screen.press("3")
    screen.wait_for("A steady backing", "keep that", "then ")
    return screen


def test_what_was_just_played_is_kept_and_was_heard(home: Path) -> None:
    screen = just_play(home)
    screen.press(*KEYS_PLAYED, pause=PAUSE_SECONDS)
    screen.wait_for("Keep that?")
    screen.press(ENTER)
    screen.wait_for("Kept in your journal.")
    screen.press(ESCAPE)
    screen.wait_for("Stay", "Back", "Stop gently")
    screen.press("2")
    screen.wait_for("A new session", "What you made")
    screen.press("q")
    assert screen.close() == 0

    (take,) = takes(home)
    notes = [event for event in take.events if event.kind == NOTE_ON]
    assert len(notes) == len(KEYS_PLAYED)
    assert take.backing, "the backing can be made again under the take"
    check_heard(home / "heard.wav", notes)


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc to find the sound process")
def test_a_killed_sound_process_comes_back_and_the_backing_goes_on(home: Path) -> None:
    screen = just_play(home)
    screen.press("1", "2", "3", pause=0.4)
    killed = sound_process_of(screen.child.pid)
    os.kill(killed, signal.SIGKILL)
    screen.wait_for("starting again")
    screen.wait_until(lambda _: _has_another(screen.child.pid, killed), "another sound process")
    before = coming(screen.text)
    screen.wait_until(lambda text: coming(text) not in ("", before), "the next bar")
    screen.press("4", "5", pause=0.4)
    screen.wait_for("Keep that?")
    screen.press(ENTER)
    screen.wait_for("Kept in your journal.")
    screen.press("\x03")
    assert screen.close() == 0
    (take,) = takes(home)
    assert sum(event.kind == NOTE_ON for event in take.events) == 5
    heard, rate = load(home / "heard.wav")
    assert loudness(heard, rate, 0.0, len(heard) / rate) > 0, "the backing sounds again"


def test_listening_needs_no_key_and_playing_along_goes_on_from_it(home: Path) -> None:
    screen = Terminal(home)
    screen.wait_for("Just listen")
    screen.press("1")
    screen.wait_for("There is nothing to do")
    screen.press(ENTER)
    screen.wait_for("A steady backing", "then ")
    screen.press(SPACE)
    screen.wait_for("paused")
    screen.press("\x1b[17~")
    screen.wait_until(lambda text: "A steady backing" not in text, "the pulse and nothing else")
    screen.press(ESCAPE)
    screen.wait_for("A steady backing")
    screen.press("\x03")
    assert screen.close() == 0
    assert takes(home) == []


def test_a_kill_while_recording_from_the_command_line_loses_at_most_the_last_two_seconds(home: Path) -> None:
    screen = Terminal(home, "jam", "--feeling", "sad")
    screen.wait_for("A steady backing, sad", "then ")
    screen.press(F8)
    screen.wait_until(lambda text: "● recording" in text and "begins" not in text, "the end of the count-in")
    screen.press("1", "q", "a", pause=0.3)
    screen.press("", pause=2.6)
    screen.kill()
    assert takes(home) == []
    again = Terminal(home)
    again.wait_for("found again", "What you made")
    again.press("\x03")
    assert again.close() == 0
    (take,) = takes(home)
    assert sum(event.kind == NOTE_ON for event in take.events) == 3


def coming(text: str) -> str:
    """The line that says what comes next."""
    return next((line.strip() for line in text.splitlines() if line.strip().startswith("then ")), "")


def _has_another(pid: int, killed: int) -> bool:
    try:
        return sound_process_of(pid) != killed
    except (StopIteration, OSError):
        return False  # none is there, or it came or went while it was looked at
