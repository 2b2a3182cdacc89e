"""The sound process killed, hung, orphaned, fed rubbish, and commanded in any order."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from companion.midi.client import AGAIN
from companion.midi.protocol import (
    Command,
    Ended,
    NoteHeard,
    NoteOff,
    NoteOn,
    Open,
    Panic,
    Play,
    Position,
    Problem,
    Ready,
    Revise,
    Revised,
    SetPlayerProgram,
    SetTempo,
    SetVolume,
    Stop,
    TempoChanged,
)
from tests.faults.sound import PIECE, Watched, needs_fluidsynth, options, raw_server, until

pytestmark = needs_fluidsynth


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


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_killed_after_changes_it_goes_on_as_it_had_become(tmp_path: Path) -> None:
    watched = Watched()
    watched.client.start(options(), tmp_path / "sound.log")
    watched.client.send(Play(5, PIECE, is_loop=True, fade_in_seconds=0.0))
    until(lambda: watched.said(Position))
    watched.client.send(SetTempo(5, 200.0))
    watched.client.send(Revise(5, replace(PIECE, title="another")))
    until(lambda: bool(watched.said(Revised)) and bool(watched.said(TempoChanged)))
    tempo, turn = watched.said(TempoChanged)[-1].tempo, watched.said(Revised)[-1].from_beats
    until(lambda: watched.said(Position)[-1].beats > turn + 1)
    killed = time.monotonic()
    watched.kill()
    after = until(lambda: [fact for fact in watched.said(Position) if fact.monotonic > killed + 0.1])
    assert time.monotonic() - killed < 2.0
    assert after[-1].bpm == 200.0
    watched.client.send(SetTempo(5, 180.0))
    until(lambda: len(watched.said(TempoChanged)) == 2)
    again = watched.said(TempoChanged)[-1].tempo
    assert again.changes[0] == tempo.changes[0]
    watched.client.close()
