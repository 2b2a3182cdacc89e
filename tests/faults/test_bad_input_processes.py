"""Closed pipes, full outputs, signals, two windows at once: an exit status that is true, and nothing lost."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import mido
import pytest

from companion.domain.entry import Words
from companion.domain.take import Take
from companion.domain.tempo import TempoMap
from companion.journal.store import Journal
from companion.messages import ANOTHER_WINDOW
from companion.paths import places
from companion.services.container import Companion
from companion.services.home import Home
from companion.services.walking import questions as q
from companion.services.walking.seat import take_seat
from companion.services.walking.session import Session
from tests.commands import CommandLine

FOUND = {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2]), *sys.path])}
"""Lets a process find the program where this one does."""

SIGNALS = (signal.SIGINT, signal.SIGTERM)
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX pipes and signals")


@posix
def test_a_reader_that_goes_away_is_no_error(companion: CommandLine) -> None:
    process = companion.start("suggest", "--count", "30", "--json", "--bars", "32")
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.read(1) == "["
    process.stdout.close()
    assert process.wait() == 0
    assert process.stderr.read() == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_an_output_that_is_full_is_told(companion: CommandLine) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "companion", "doctor", "--json"], stdout=full, stderr=subprocess.PIPE, text=True,
            env={**os.environ, **FOUND}, check=False,
        )  # fmt: skip
    assert (done.returncode, len(done.stderr.splitlines())) == (3, 2), done.stderr
    assert "no space left" in done.stderr


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_an_output_that_lacks_signs_shows_what_it_can_and_data_is_whole(
    companion: CommandLine, tmp_path: Path, encoding: str
) -> None:
    """A pipe on Windows, or a terminal with an old locale."""

    def said(*arguments: str) -> bytes:
        done = subprocess.run(
            [sys.executable, "-m", "companion", *arguments], capture_output=True, check=False,
            env={**os.environ, **FOUND, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, b"")
        return done.stdout

    assert "? = " in said("suggest", "--feeling", "calm", "--seed", "3").decode(encoding)
    assert json.loads(said("suggest", "--feeling", "calm", "--seed", "3", "--json"))["seed"] == 3
    for command in (("list",), ("show", "blank-page")):
        data = said("exercise", *command, "--json")
        assert json.loads(data)
        assert not data.decode("utf-8").isascii()


@posix
def test_an_input_that_is_closed_ends_a_plain_session_gently(companion: CommandLine) -> None:
    closing = "import os, sys; os.close(0); os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
    done = subprocess.run(
        [sys.executable, "-c", closing, "-m", "companion", "session", "--plain"],
        capture_output=True, encoding="utf-8", check=False, env={**os.environ, **FOUND},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "What you said so far is kept." in done.stdout


def until(holds: Callable[[], bool], what: str) -> None:
    """Wait for something that another process does."""
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline, f"{what} did not come"
        time.sleep(0.01)


def ended(process: subprocess.Popen[str], sent: signal.Signals) -> None:
    """Send a signal, and hold that it ends the process as such, without a traceback."""
    assert process.poll() is None, "it was over too soon to be interrupted"
    process.send_signal(sent)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == (130 if sent == signal.SIGINT else -sent), errors
    assert ("Stopped. What was saved stays saved." in errors) == (sent == signal.SIGINT)
    assert "Traceback" not in errors


@posix
@pytest.mark.parametrize("sent", SIGNALS)
def test_a_signal_leaves_whole_files_only(companion: CommandLine, sent: signal.Signals) -> None:
    Path("words.txt").write_text("a line of the long night\n" * 60)
    process = companion.start("compose", "words.txt", "-o", "first.mid", *(f"{n}.wav" for n in range(20)))
    assert process.stdout is not None
    assert process.stdout.readline() == "Wrote first.mid.\n"
    ended(process, sent)
    assert list(companion.folder.glob("*.new")) == []
    assert Path("first.mid").read_bytes().startswith(b"MThd")
    assert not Path("19.wav").exists()


def seats_are_free() -> bool:
    """Whether no window is open any more: a sound process that was just being born lets go of what it was given."""
    seat = take_seat(places())
    seat.leave()
    return not seat.has_neighbours


@posix
@pytest.mark.parametrize("sent", SIGNALS)
def test_a_signal_keeps_the_session(companion: CommandLine, sent: signal.Signals) -> None:
    Path("answers.json").write_text('{"words": ["rain"], "play": {"midi": "long.mid"}}')
    track = mido.MidiTrack([mido.Message("note_on", note=60), mido.Message("note_off", note=60, time=48000)])
    mido.MidiFile(tracks=[track]).save("long.mid")
    draft = companion.home / "draft.json"
    process = companion.start("session", "--answers", "answers.json")
    until(lambda: draft.exists() and b'"step_id":"play"' in draft.read_bytes(), "playing")
    ended(process, sent)
    until(seats_are_free, "a free seat")
    window = Companion(places())
    waiting = window.waiting_session()
    assert waiting is not None
    assert waiting.lines == ("There is a place where it is rain",)
    assert waiting.draft.song is not None
    window.close()


def written_in(window: Companion, word: str) -> Session:
    """A session in a window, with a word in its first blank."""
    session = window.new_session()
    session.skip()
    session.answer(q.Feeling("tired"))
    session.answer(q.Filled(word))
    session.typing(f"{word}, more")
    return session


def test_two_windows_do_not_share_a_draft(companion: CommandLine) -> None:
    first, second = Companion(places()), Companion(places())
    written_in(first, "one")
    assert Home(first).look().news == ()
    found = Home(second).look()
    assert found.waiting is None, "what is open in one window is not offered in another"
    assert found.news == (ANOTHER_WINDOW,)
    written_in(second, "two")
    first.close()
    second.close()

    again = Companion(places())
    waiting = again.waiting_session()
    assert waiting is not None
    assert waiting.lines == ("There is a place where it is one",)
    assert waiting.draft.typing == "one, more"
    waiting.put_by()
    again.close()
    later = Companion(places())
    waiting = later.waiting_session()
    assert waiting is not None
    assert waiting.lines == ("There is a place where it is two",)
    waiting.put_by()
    later.close()
    assert Companion(places()).waiting_session() is None
    with Journal.open(companion.home / "journal", writable=False) as journal:
        kept = [entry.body.lines for entry in journal.entries("words") if isinstance(entry.body, Words)]
    assert sorted(kept) == [
        ("There is a place where it is one", "and I can hear the one, more there"),
        ("There is a place where it is two", "and I can hear the two, more there"),
    ]


def test_a_window_does_not_find_again_what_another_records(companion: CommandLine) -> None:
    first, second = Companion(places()), Companion(places())
    first.take_checkpoint.save(Take("Played", TempoMap(60.0), (), 1.0))
    assert second.recover_take() is False
    assert first.take_checkpoint.path.exists()
    first.close()
    second.close()


def test_the_seat_of_a_killed_window_is_free(companion: CommandLine) -> None:
    code = (
        "from companion.services.container import Companion; from companion.paths import places\n"
        "import os, signal\nfrom companion.services.walking import questions as q\n"
        "s = Companion(places()).new_session(); s.skip(); s.answer(q.Feeling('sad'))\nos._exit(9)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], env={**os.environ, **FOUND}, check=False).returncode == 9
    window = Companion(places())
    waiting = window.waiting_session()
    assert waiting is not None
    assert waiting.draft.feeling.feeling == "sad"
    window.close()
