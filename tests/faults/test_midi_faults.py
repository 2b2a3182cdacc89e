"""The sound process when things go wrong: killed, fed rubbish, without its libraries, without a good SoundFont."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from companion.channel import Channel
from companion.domain.harmony import Key, Meter
from companion.domain.score import NoteEvent, Part, Score
from companion.domain.tempo import TempoMap
from companion.midi.client import AGAIN, Server, SoundClient, launch_server
from companion.midi.probe import probe
from companion.midi.protocol import (
    Command,
    Ended,
    Fact,
    LoadSoundFont,
    NoteHeard,
    NoteOn,
    Open,
    Play,
    Position,
    Problem,
    Ready,
    Stop,
)

NOTES = tuple(NoteEvent(beat, 0.9, 60, 70) for beat in range(8))
PIECE = Score("a piece", Key("C"), Meter(), TempoMap(240), 8.0, (Part("melody", 0, 0, NOTES),))
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00" * 50
Found = TypeVar("Found")


def until(look: Callable[[], Found], timeout: float = 10.0) -> Found:
    deadline = time.monotonic() + timeout
    while not (found := look()):
        assert time.monotonic() < deadline, "nothing came"
        time.sleep(0.01)
    return found


def options(driver: str = "file", soundfont: Path | None = None) -> Open:
    return Open(driver, None, str(soundfont) if soundfont else None, "none", 0.4, 0.0)


class Watched:
    """A client of the real sound process whose pids are known."""

    def __init__(self) -> None:
        self.processes: list[subprocess.Popen[bytes]] = []
        self.client = SoundClient(self._launch)
        self.facts: list[Fact] = []

    def _launch(self, log: Path | None) -> Server:
        process, channel = launch_server(log)
        assert isinstance(process, subprocess.Popen)
        self.processes.append(process)
        return process, channel

    def kill(self) -> None:
        os.kill(self.processes[-1].pid, signal.SIGKILL)

    def said(self, kind: type[Found]) -> list[Found]:
        self.facts += self.client.poll()
        return [fact for fact in self.facts if isinstance(fact, kind)]


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_killed_while_it_plays_it_comes_back_with_the_music_and_nothing_played_is_lost(tmp_path: Path) -> None:
    watched = Watched()
    watched.client.start(options(), tmp_path / "sound.log")
    watched.client.send(Play(5, PIECE, is_loop=True))
    watched.client.send(NoteOn(60, 80))
    until(lambda: len(watched.said(Position)) > 3)
    before = watched.said(Position)[-1]
    until(lambda: watched.said(NoteHeard))
    watched.kill()
    until(lambda: len(watched.processes) == 2 and watched.client.state == "ready")
    assert AGAIN in watched.said(Problem)
    after = until(lambda: [fact for fact in watched.said(Position) if fact.monotonic > before.monotonic + 0.2])
    assert after[-1].play_id == before.play_id == 5
    assert after[-1].beats > before.beats
    watched.client.send(NoteOn(62, 80))
    until(lambda: [h.event.data1 for h in watched.client.played_since(60) if h.event.kind == 0x90] == [60, 62])
    watched.client.send(Stop(0.1))
    until(lambda: watched.said(Ended))
    watched.client.close()
    assert watched.processes[-1].returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_killed_again_and_again_it_gives_up_with_a_sentence(tmp_path: Path) -> None:
    watched = Watched()
    watched.client.start(options("none"), tmp_path / "sound.log")
    for count in range(1, 5):
        until(lambda count=count: len(watched.processes) == count and watched.client.state == "silent")  # type: ignore[misc]
        watched.kill()
    until(lambda: watched.client.state == "lost")
    assert len(watched.processes) == 4
    watched.client.send(NoteOn(60, 80))
    watched.client.close()


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_a_process_that_hangs_does_not_hold_up_the_end(tmp_path: Path) -> None:
    watched = Watched()
    watched.client.start(options("none"), tmp_path / "sound.log")
    watched.client.wait_until_ready()
    os.kill(watched.processes[-1].pid, signal.SIGSTOP)
    watched.client.close(timeout=0.3)
    until(lambda: watched.processes[-1].poll() is not None)


def raw_server() -> tuple["subprocess.Popen[bytes]", socket.socket, Channel[Command, Fact]]:
    """A sound process, the bare socket to it, and a channel over the same."""
    ours, theirs = socket.socketpair()
    process = subprocess.Popen(
        [sys.executable, "-m", "companion.midi.server", str(theirs.fileno())],
        pass_fds=(theirs.fileno(),),
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).parents[2],
    )
    theirs.close()
    return process, ours, Channel.over_socket(ours.dup(), Fact)


@pytest.mark.skipif(os.name == "nt", reason="needs pass_fds")
def test_rubbish_in_whole_frames_is_refused_and_the_rest_goes_on() -> None:
    process, raw, channel = raw_server()
    chance = random.Random(7)
    for _ in range(20):
        body = chance.randbytes(chance.randrange(60))
        raw.sendall(len(body).to_bytes(4, "big") + body)
    channel.send(NoteOn(60, 80))
    channel.send(options("none"))
    facts = [channel.receive() for _ in range(22)]
    assert all(isinstance(fact, Problem) for fact in facts[:21])
    assert isinstance(facts[21], Ready)
    raw.close()
    channel.close()
    assert process.wait(10) == 0


@pytest.mark.skipif(os.name == "nt", reason="needs pass_fds")
def test_rubbish_without_frames_ends_it_in_order() -> None:
    process, raw, channel = raw_server()
    channel.send(options("none"))
    raw.sendall(b"\xff" * 4096)
    assert process.wait(10) == 0
    channel.close()


def test_a_soundfont_that_is_a_jpeg_is_named_and_another_one_used(tmp_path: Path) -> None:
    picture = tmp_path / "cat.sf2"
    picture.write_bytes(JPEG)
    found = {check.name: check for check in probe(options(soundfont=picture), tmp_path / "sound.log")}
    assert "cat.sf2 is not a SoundFont" in found["soundfont"].sentence
    assert found["soundfont"].remedy
    assert found["output"].works


def test_a_soundfont_with_only_a_head_is_refused_while_it_plays_on(tmp_path: Path) -> None:
    torso = tmp_path / "torso.sf2"
    torso.write_bytes(b"RIFF\x10\x00\x00\x00sfbkLIST")
    watched = Watched()
    watched.client.start(options(), tmp_path / "sound.log")
    for path in (torso, tmp_path / "gone.sf2"):
        watched.client.send(LoadSoundFont(str(path)))
    until(lambda: len(watched.said(Problem)) == 2)
    assert "torso.sf2" in watched.said(Problem)[0].message
    assert "gone.sf2" in watched.said(Problem)[1].message
    watched.client.send(NoteOn(60, 80))
    until(lambda: watched.said(NoteHeard))
    watched.client.close()


@pytest.mark.parametrize("error", ["ImportError('no library')", "OSError('libasound.so.2: cannot open')"])
def test_without_its_library_it_runs_in_silence_and_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: str
) -> None:
    (tmp_path / "fluidsynth.py").write_text(f"raise {error}")
    (tmp_path / "rtmidi.py").write_text(f"raise {error}")
    monkeypatch.syspath_prepend(str(tmp_path))
    watched = Watched()
    watched.client.start(Open("auto", None, None, "any", 0.4, 0.0), tmp_path / "sound.log")
    ready = watched.client.wait_until_ready()
    assert isinstance(ready, Ready)
    assert (ready.driver, ready.library, watched.client.state) == (None, None, "silent")
    assert [missing.what for missing in ready.missing] == ["library", "midi"]
    assert all("apt-get install" in sentence for sentence in ready.problems)
    watched.client.send(Play(1, PIECE, fade_in_seconds=0.0))
    watched.client.send(NoteOn(60, 80, 0.05))
    until(lambda: watched.said(Ended))
    assert watched.said(Ended) == [Ended(1, is_complete=True)]
    assert [h.event.kind for h in watched.said(NoteHeard)] == [0x90, 0x80]
    assert watched.said(Position)
    watched.client.close()


def test_a_file_that_cannot_be_written_leaves_it_silent(tmp_path: Path) -> None:
    wish = Open("file", str(tmp_path / "gone" / "a.wav"), None, "none", 0.4, 0.0)
    found = {check.name: check for check in probe(wish, tmp_path / "sound.log")}
    assert not found["output"].works
    assert "a.wav" in found["output"].sentence


def test_nothing_reaches_the_screen(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    probe(Open("auto", None, None, "any", 0.4, 0.0), tmp_path / "sound.log")
    assert capfd.readouterr() == ("", "")
