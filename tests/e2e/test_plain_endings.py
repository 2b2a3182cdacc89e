"""The plain mode when it is asked to end from outside, or its terminal goes: everything is kept, and nobody waits."""

import os
import signal
import sys
import time
from pathlib import Path

import pexpect
import pytest

from companion import messages
from companion.domain.take import Take
from companion.journal.store import Journal
from companion.midi import synth

needs_sound = pytest.mark.skipif(synth.problem() is not None, reason="needs FluidSynth's library")
posix = pytest.mark.skipif(os.name != "posix", reason="a request to end is a signal on POSIX")
pytestmark = [needs_sound, posix]
SECONDS = 30.0
COUNT_IN_SECONDS = 3.6
"""One bar before the recording, and some."""

F8 = "\x1b[19~"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose sound goes nowhere, in real time."""
    (tmp_path / "settings.toml").write_text(
        f'welcomed = true\naudio_driver = "file"\naudio_file = "{os.devnull}"\nmidi_input = "none"\n'
    )
    return tmp_path


def opened(home: Path, *arguments: str) -> pexpect.spawn:
    """The real program on a terminal of its own."""
    environment = {**os.environ, "COMPANION_HOME": str(home), "TERM": "xterm"}
    child = pexpect.spawn(
        sys.executable, ["-m", "companion", *arguments], env=environment, timeout=SECONDS, encoding="utf-8"
    )
    child.delaybeforesend = None
    return child


def ended(child: pexpect.spawn, how: str) -> int | None:
    """Ask for the end in that way and wait; the exit status, None where a signal ended it. Says all that is left."""
    if how == "hang-up":
        os.close(child.child_fd)
        child.ptyproc.closed = child.closed = True
    else:
        os.kill(child.pid, getattr(signal, how))
        child.expect(pexpect.EOF)
    deadline = time.monotonic() + SECONDS
    while (found := os.waitpid(child.pid, os.WNOHANG))[0] == 0:
        assert time.monotonic() < deadline, "it does not end"
        time.sleep(0.02)
    child.ptyproc.terminated = child.terminated = True
    return os.waitstatus_to_exitcode(found[1])


WAYS = ("SIGTERM", "SIGHUP", "hang-up")


@pytest.mark.parametrize("how", WAYS)
def test_a_session_is_kept_and_gone_on_with(home: Path, how: str) -> None:
    child = opened(home, "session", "a-steady-place", "--plain", "--seed", "3")
    child.expect("Step 1")
    child.sendline("")
    child.expect("Number or word")
    child.sendline("1")
    child.expect("Step 3")
    assert ended(child, how) == 0
    if how == "SIGTERM":
        assert messages.STOPPED_KEPT.split(". ")[0] in child.before.replace("\r\n", " ")
    again = opened(home, "session", "a-steady-place", "--plain")
    again.expect("Step 3")
    assert ended(again, "SIGTERM") == 0


@pytest.mark.parametrize("how", ["SIGTERM", "hang-up"])
def test_what_is_recorded_is_kept_to_be_decided_about(home: Path, how: str) -> None:
    child = opened(home, "jam", "--plain", "--seed", "4")
    child.expect("F1 says all keys")
    child.send(F8)
    child.expect("Recording begins")
    time.sleep(COUNT_IN_SECONDS)
    for key in "135":
        child.send(key)
        time.sleep(0.2)
    assert ended(child, how) == 0
    with Journal.open(home / "journal", writable=False) as journal:
        (entry,) = journal.entries("take")
    assert entry.tags == (messages.LATER_TAG,)
    assert isinstance(entry.body, Take)
    assert len(entry.body.notes()) == 3


def test_a_question_about_what_was_recorded_can_end_too(home: Path) -> None:
    child = opened(home, "jam", "--plain", "--seed", "4")
    child.expect("F1 says all keys")
    child.send(F8)
    child.expect("Recording begins")
    time.sleep(COUNT_IN_SECONDS)
    child.send("5")
    time.sleep(0.3)
    child.send("\r")
    child.expect("Keep what you played")
    assert ended(child, "SIGTERM") == 0
    with Journal.open(home / "journal", writable=False) as journal:
        (entry,) = journal.entries("take")
    assert entry.tags == (messages.LATER_TAG,)
