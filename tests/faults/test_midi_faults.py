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
    NoteOff,
    NoteOn,
    Open,
    Panic,
    Play,
    Position,
    Problem,
    Ready,
    SetPlayerProgram,
    SetVolume,
    Stop,
)

NOTES = tuple(NoteEvent(beat, 0.9, 60, 70) for beat in range(4))
PIECE = Score("a piece", Key("C"), Meter(), TempoMap(240), 4.0, (Part("melody", 0, 0, NOTES),))
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


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_a_process_that_hangs_is_replaced_and_the_app_does_not_wait(tmp_path: Path) -> None:
    watched = Watched()
    watched.client.start(options("none"), tmp_path / "sound.log")
    watched.client.wait_until_ready()
    os.kill(watched.processes[-1].pid, signal.SIGSTOP)
    for _ in range(5000):
        watched.client.send(NoteOn(60, 80))
    until(lambda: len(watched.processes) == 2 and watched.client.state == "silent")
    assert watched.processes[0].returncode == -signal.SIGKILL
    watched.client.close()


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


PARENT = """
import os, signal, sys
from companion.midi.client import SoundClient, launch_server
from companion.midi.protocol import Open

def launch(log):
    process, channel = launch_server(log)
    print(process.pid, flush=True)
    return process, channel

client = SoundClient(launch)
client.start(Open("file", None, None, "none", 0.4, 0.0))
client.wait_until_ready()
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_when_the_app_is_killed_the_sound_process_goes_too() -> None:
    ran = subprocess.run([sys.executable, "-c", PARENT], capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert ran.returncode == -signal.SIGKILL
    until(lambda: not is_alive(int(ran.stdout)))


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits to be collected does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not (stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z")


def test_music_with_impossible_numbers_is_refused_and_the_process_lives(tmp_path: Path) -> None:
    watched = Watched()
    watched.client.start(options(), tmp_path / "sound.log")
    endless = NoteEvent(float("inf"), 1.0, 60, 70)
    watched.client.send(Play(1, Score("", Key("C"), Meter(), TempoMap(60), 4.0, (Part("m", 0, 0, (endless,)),))))
    until(lambda: watched.said(Ended))
    assert watched.said(Ended) == [Ended(1, is_complete=False)]
    assert "can't be played" in watched.said(Problem)[0].message
    watched.client.send(Play(2, PIECE, fade_in_seconds=0.0))
    until(lambda: watched.said(Position))
    assert len(watched.processes) == 1
    watched.client.close()


@pytest.mark.skipif(os.name == "nt", reason="needs pass_fds")
def test_an_app_that_stops_reading_does_not_hold_up_the_music(tmp_path: Path) -> None:
    process, raw, channel = raw_server()
    heard = tmp_path / "heard.wav"
    channel.send(Open("file", str(heard), None, "none", 0.4, 0.0))
    channel.send(Play(1, PIECE, is_loop=True, fade_in_seconds=0.0))
    for _ in range(20_000):
        channel.send(NoteOn(60, 1))
    time.sleep(1.0)
    raw.close()
    channel.close()
    assert process.wait(10) == 0
    assert heard.stat().st_size > 0.5 * 48_000 * 4


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
@pytest.mark.parametrize("seed", [1, 2])
def test_commands_in_any_order_never_bring_it_down(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    watched = Watched()
    watched.client.start(options(), tmp_path / "sound.log")
    sent: list[int] = []
    for number in range(400):
        kind = chance.randrange(8)
        if kind == 0:
            sent.append(number)
        watched.client.send(any_command(kind, number, chance))
        time.sleep(chance.choice((0.0, 0.0, 0.001, 0.02)))
    watched.client.send(Panic())
    until(lambda: {ended.play_id for ended in watched.said(Ended)} == set(sent))
    assert len(watched.said(Ended)) == len(sent)
    assert len(watched.processes) == 1
    watched.client.close()
    assert watched.processes[0].returncode == 0


def any_command(kind: int, number: int, chance: random.Random) -> Command:
    """One of the commands; `number` is the play's id where it is one."""
    match kind:
        case 0:
            loops, beats, fade = chance.random() < 0.5, chance.uniform(0, 9), chance.uniform(0, 0.2)
            return Play(number, PIECE, loops, beats, chance.choice((0.0, 1.0)), fade)
        case 1:
            return Stop(chance.uniform(0, 0.2))
        case 2:
            return Panic()
        case 3:
            return SetVolume(chance.random())
        case 4:
            return SetPlayerProgram(chance.randrange(128))
        case 5:
            return NoteOff(chance.randrange(60, 64))
        case _:
            return NoteOn(chance.randrange(60, 64), 80, chance.choice((None, 0.01)))
