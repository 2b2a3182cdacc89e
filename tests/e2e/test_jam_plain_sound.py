"""The sound process of a jam in plain lines dies: "status" says so, the music goes on, and the take is whole."""

import os
import signal
import sys
import time
from pathlib import Path

import pexpect
import pytest

from companion.domain.take import NOTE_ON, Take
from tests.e2e.test_jam_plain import Keys, home, pytestmark, takes
from tests.ports.pianist import children

__all__ = ["home", "pytestmark"]

SAID = "The sound stopped working and is starting again. What you played is kept."
TRIES = 10


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc to find the sound process")
def test_a_killed_sound_process_is_told_of_and_the_take_goes_on(home: Path) -> None:
    terminal = Keys(home)
    terminal.press("1", "2", "3", pause=0.4)
    (sound,) = children(terminal.child.pid)
    os.kill(sound, signal.SIGKILL)
    time.sleep(2.5)
    terminal.press("4", "5", pause=0.4)
    terminal.press("/")
    for _try in range(TRIES):  # a busy machine notices and starts it again a little later
        terminal.child.sendline("status")
        if terminal.child.expect([SAID, pexpect.TIMEOUT], timeout=3) == 0:
            break
    else:
        pytest.fail(f"it never said: {SAID}")
    terminal.press("\t")
    terminal.child.expect("Kept in your journal")
    terminal.press("\r")
    terminal.child.close()
    (entry,) = takes(home)
    assert isinstance(entry.body, Take)
    onsets = [event.seconds for event in entry.body.events if event.kind == NOTE_ON]
    assert len(onsets) == 5
    assert onsets == sorted(onsets)
