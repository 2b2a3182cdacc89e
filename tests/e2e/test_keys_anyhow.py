"""Whatever is pressed, in whatever order and however quickly: the program closes when it is asked to."""

import os
import signal
import time
from pathlib import Path

import pexpect
import pytest

from tests.e2e.keys_anyhow import CTRL_Q, ENDS_WITHIN_SECONDS, Outcome, press_anything, started

PLACES = ((), ("jam",), ("session", "a-steady-place"), ("session", "hum-first"), ("jam", "--plain"), ("--plain",))
CTRL_Z = "\x1a"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "settings.toml").write_text(
        f'welcomed = true\naudio_driver = "file"\naudio_file = "{(tmp_path / "out.wav").as_posix()}"\n'
        'midi_input = "none"\n'
    )
    return tmp_path


def has_closed(outcome: Outcome, *, is_plain: bool) -> bool:
    """The plain mode leaves signals to the system, and ctrl+c as any command does."""
    allowed = (0, 130, -signal.SIGTERM, -signal.SIGHUP) if is_plain else (0,)
    return outcome.status in allowed


@pytest.mark.parametrize("seed", range(2))
def test_it_closes_after_any_keys(home: Path, seed: int) -> None:
    outcome = press_anything(home, seed, *PLACES[seed], keys=25)
    assert has_closed(outcome, is_plain=False), outcome


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 220))
def test_it_closes_after_many_keys(home: Path, seed: int) -> None:
    place = PLACES[seed % len(PLACES)]
    outcome = press_anything(home, seed, *place, keys=(40, 80, 160)[seed % 3])
    assert has_closed(outcome, is_plain="--plain" in place), outcome


def test_undo_pressed_while_it_closes_does_not_stop_it_for_good(home: Path) -> None:
    """The terminal is its own again by then, where ctrl+z is a signal."""
    child = started(home, "jam")
    _paint(child, 2.5)
    child.send(CTRL_Q)
    deadline = time.monotonic() + ENDS_WITHIN_SECONDS
    while child.isalive() and time.monotonic() < deadline:
        try:
            child.send(CTRL_Z)
        except OSError:
            break
        _paint(child, 0.02)
    assert not child.isalive()
    assert child.exitstatus == 0


def test_a_terminal_that_goes_away_takes_the_program_with_it(home: Path) -> None:
    child = started(home, "jam")
    _paint(child, 2.5)
    os.close(child.child_fd)
    deadline = time.monotonic() + ENDS_WITHIN_SECONDS
    while child.isalive() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not child.isalive()
    assert child.exitstatus == 0, "closed as by the key, not torn away"


def _paint(child: "pexpect.spawn[bytes]", seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        try:
            child.read_nonblocking(65536, timeout=left)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return
