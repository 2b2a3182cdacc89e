"""Frames both ways, over a socket and over stdin and stdout, with rubbish and with a child that dies."""

import os
import signal
import socket
import sys
import threading
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from msgspec import Struct

from companion.channel import FRAME_LIMIT, Channel, ChannelClosed, MessageError, channel_to_parent, start_child
from companion.errors import CompanionError

ECHO = """
import os, sys
from msgspec import Struct
from companion.channel import ChannelClosed, channel_to_parent

class Word(Struct, frozen=True, tag=True):
    text: str

class Number(Struct, frozen=True, tag=True):
    value: int

channel = channel_to_parent(sys.argv, Word | Number)
print("a stray print")
os.write(2, b"a complaint from C\\n")
channel.send(Word(" ".join(sys.argv[2:])))
try:
    while True:
        channel.send(channel.receive())
except ChannelClosed:
    pass
"""


class Word(Struct, frozen=True, tag=True):
    text: str


class Number(Struct, frozen=True, tag=True):
    value: int


Message: TypeAlias = Word | Number


def pair() -> tuple[Channel[Message, Message], Channel[Message, Message], socket.socket]:
    """Two channels that talk to each other, and the raw socket of the second."""
    left, right = socket.socketpair()
    raw = right.dup()
    return Channel.over_socket(left, Message), Channel.over_socket(right, Message), raw


@pytest.fixture
def echo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "echo_child.py").write_text(ECHO)
    monkeypatch.syspath_prepend(str(tmp_path))
    return "echo_child"


def test_messages_arrive_whole_and_in_order() -> None:
    left, right, _ = pair()
    sent = [Word("a" * size) if size % 2 else Number(size) for size in range(200)]
    for message in sent:
        left.send(message)
    assert [right.receive() for _ in sent] == sent


def test_many_threads_may_send() -> None:
    left, right, _ = pair()

    def send(number: int) -> None:
        for _ in range(200):
            left.send(Word(str(number) * 5_000))

    threads = [threading.Thread(target=send, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    received = [right.receive() for _ in range(800)]
    assert all(isinstance(word, Word) and len(set(word.text)) == 1 for word in received)


def test_the_end_of_the_other_side_is_told() -> None:
    left, right, raw = pair()
    raw.close()
    right.close()
    with pytest.raises(ChannelClosed):
        left.receive()
    with pytest.raises(ChannelClosed):
        left.send(Word("is anyone there?"))


def test_close_ends_a_receive_that_waits() -> None:
    left, _, _raw = pair()
    threading.Timer(0.05, left.close).start()
    with pytest.raises(ChannelClosed):
        left.receive()
    with pytest.raises(ChannelClosed):
        left.send(Number(1))


def test_one_bad_message_does_not_spoil_the_next() -> None:
    left, right, raw = pair()
    for body in (b"\xff\xff\xff", b"", b"\x81\xa4type\xa4Nope"):
        raw.sendall(len(body).to_bytes(4, "big") + body)
    right.send(Number(7))
    for _ in range(3):
        with pytest.raises(MessageError, match="not understood"):
            left.receive()
    assert left.receive() == Number(7)


def test_an_impossible_length_ends_the_channel() -> None:
    left, _, raw = pair()
    raw.sendall((FRAME_LIMIT + 1).to_bytes(4, "big"))
    with pytest.raises(ChannelClosed, match="rubbish"):
        left.receive()


def test_half_a_frame_is_no_message() -> None:
    left, right, raw = pair()
    raw.sendall(b"\x00\x00\x00\x09half")
    raw.close()
    right.close()
    with pytest.raises(ChannelClosed):
        left.receive()


@pytest.mark.parametrize("over_stdio", [False, True])
def test_a_child_answers_and_its_complaints_go_to_the_log(echo: str, tmp_path: Path, over_stdio: bool) -> None:
    log = tmp_path / "deep" / "echo.log"
    process, channel = start_child(echo, log, Message, ["two", "words"], over_stdio=over_stdio)
    assert channel.receive() == Word("two words")
    channel.send(Number(3))
    assert channel.receive() == Number(3)
    channel.close()
    assert process.wait(10) == 0
    assert "a complaint from C" in log.read_text()


def test_a_log_that_cannot_be_written_is_no_hindrance(echo: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    process, channel = start_child(echo, tmp_path / "file" / "echo.log", Message)
    assert channel.receive() == Word("")
    channel.close()
    assert process.wait(10) == 0


def test_files_in_the_current_folder_do_not_get_in_the_way(
    echo: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    (here / "socket.py").write_text("raise SystemExit('the wrong socket module')")
    monkeypatch.chdir(here)
    process, channel = start_child(echo, None, Message)
    assert channel.receive() == Word("")
    channel.close()
    assert process.wait(10) == 0


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_a_killed_child_closes_the_channel(echo: str) -> None:
    process, channel = start_child(echo, None, Message)
    channel.receive()
    os.kill(process.pid, signal.SIGKILL)
    with pytest.raises(ChannelClosed):
        channel.receive()
    process.wait(10)


@pytest.mark.parametrize("argv", [["server"], ["server", "seven"], ["server", "987654"]])
def test_a_child_started_by_hand_says_so(argv: list[str]) -> None:
    with pytest.raises(CompanionError) as caught:
        channel_to_parent(argv, Any)
    assert "companion" in str(caught.value)


def test_the_same_interpreter_is_used(echo: str) -> None:
    process, channel = start_child(echo, None, Message)
    assert isinstance(process.args, list)
    assert process.args[0] == sys.executable
    channel.close()
    process.wait(10)
