"""Messages between the app and its child processes, and how a child is started.

A frame is its length (4 bytes, big-endian, without themselves) and one msgpack-encoded value of a tagged union.
"""

import os
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Generic, TypeVar

import msgspec

from companion.errors import CompanionError
from companion.language import _

Sent = TypeVar("Sent")
Received = TypeVar("Received")

FRAME_LIMIT = 64 * 1024 * 1024
"""No message is longer than this many bytes; a length above it is rubbish."""

LOG_LIMIT = 1024 * 1024
"""A log longer than this many bytes is begun anew."""

STDIO = "stdio"
"""What stands in a child's arguments instead of a descriptor where frames go over stdin and stdout."""

_LENGTH_BYTES = 4


class ChannelClosed(CompanionError):
    """The other side is gone, or what it says can't be framed any more."""


class MessageError(CompanionError):
    """One whole frame that is not a message of the protocol; the next one may be."""


class Channel(Generic[Sent, Received]):
    """Typed messages both ways over a pair of binary streams.

    Any thread may send; one thread at a time may receive. `receives` is the union of what comes in; its values
    are checked when they arrive. `interrupt` makes a blocked read end, where the streams have such a thing.
    """

    def __init__(
        self, reader: IO[bytes], writer: IO[bytes], receives: Any, interrupt: Callable[[], None] = lambda: None
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._interrupt = interrupt
        self._decoder: msgspec.msgpack.Decoder[Received] = msgspec.msgpack.Decoder(receives)
        self._encoder = msgspec.msgpack.Encoder()
        self._sending = threading.Lock()

    @classmethod
    def over_socket(cls, end: socket.socket, receives: Any) -> "Channel[Sent, Received]":
        """A channel over one end of a stream socket, which it owns from now on."""

        def interrupt() -> None:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

        return cls(end.makefile("rb"), end.makefile("wb"), receives, interrupt)

    def send(self, message: Sent) -> None:
        """Send one message. Raises ChannelClosed when the other side is gone, MessageError when it is too long."""
        body = self._encoder.encode(message)
        if len(body) > FRAME_LIMIT:
            raise MessageError(f"A message of {len(body)} bytes is too long to send.")
        with self._sending:
            try:
                self._writer.write(len(body).to_bytes(_LENGTH_BYTES, "big") + body)
                self._writer.flush()
            except (OSError, ValueError) as error:  # ValueError: the stream was closed on this side
                raise ChannelClosed("The other process is gone.") from error

    def receive(self) -> Received:
        """Wait for the next message.

        Raises ChannelClosed at the end or when a length is impossible, MessageError for one frame that is none.
        """
        length = int.from_bytes(self._read(_LENGTH_BYTES), "big")
        if length > FRAME_LIMIT:
            raise ChannelClosed(f"The other process sent rubbish: a message of {length} bytes was announced.")
        body = self._read(length)
        try:
            return self._decoder.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise MessageError(f"A message was not understood: {error}.") from error

    def close(self) -> None:
        """End the channel for both sides; a receive that waits raises ChannelClosed."""
        self._interrupt()
        with suppress(OSError, ValueError):
            self._writer.close()

    def _read(self, count: int) -> bytes:
        try:
            found = self._reader.read(count)
        except (OSError, ValueError) as error:
            raise ChannelClosed("The other process is gone.") from error
        if len(found) < count:
            raise ChannelClosed("The other process is gone.")
        return found


def start_child(
    module: str,
    log: Path | None,
    receives: Any,
    arguments: Sequence[str] = (),
    over_stdio: bool = os.name == "nt",
    send_seconds: int | None = None,
) -> tuple["subprocess.Popen[bytes]", Channel[Any, Any]]:
    """Start `python -m module CHANNEL arguments…` as a child that a ctrl+c in the terminal does not reach.

    What the child writes on descriptor 2 goes to the file `log`; where that can't be written, nowhere. `receives`
    is the union of what the child sends. A child that reads nothing for `send_seconds` counts as gone (not over
    stdin and stdout); without them a send waits. Raises OSError where no process can be started.
    """
    log_file = _open_log(log)
    try:
        if over_stdio:
            return _start_over_stdio(module, log_file, receives, arguments)
        process, ours = _start_over_socket(module, log_file, arguments)
        if send_seconds is not None:
            ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", send_seconds, 0))
        return process, Channel.over_socket(ours, receives)
    finally:
        if log_file is not None:
            log_file.close()


def channel_to_parent(argv: Sequence[str], receives: Any) -> Channel[Any, Any]:
    """The child's side of `start_child`: `argv` is the child's sys.argv, whose first argument names the channel.

    Over stdin and stdout, descriptor 1 then leads to the log, so that no stray print can fall into a frame.
    Raises CompanionError when the module was started by hand.
    """
    if len(argv) > 1 and argv[1] == STDIO:
        reader, writer = os.dup(0), os.dup(1)
        os.dup2(2, 1)
        return Channel(os.fdopen(reader, "rb"), os.fdopen(writer, "wb"), receives)
    if len(argv) < 2 or not argv[1].isdigit():
        raise CompanionError(
            _("This is a part of the companion that only the companion starts."), _("Run 'companion'.")
        )
    try:
        return Channel.over_socket(socket.socket(fileno=int(argv[1])), receives)
    except OSError as error:
        raise CompanionError(_("The channel that was named is not open."), _("Run 'companion'.")) from error


def _start_over_socket(
    module: str, log: IO[bytes] | None, arguments: Sequence[str]
) -> tuple["subprocess.Popen[bytes]", socket.socket]:
    ours, theirs = socket.socketpair()
    with theirs:
        try:
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", module, str(theirs.fileno()), *arguments],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log or subprocess.DEVNULL,
                start_new_session=True,
                env=_environment(),
            )
        except BaseException:
            ours.close()
            raise
    return process, ours


def _start_over_stdio(
    module: str, log: IO[bytes] | None, receives: Any, arguments: Sequence[str]
) -> tuple["subprocess.Popen[bytes]", Channel[Any, Any]]:
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", module, STDIO, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log or subprocess.DEVNULL,
        start_new_session=os.name != "nt",
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        env=_environment(),
    )
    assert process.stdin is not None
    assert process.stdout is not None
    return process, Channel(process.stdout, process.stdin, receives)


def _environment() -> dict[str, str]:
    """This process's environment, with its own module path in place of the current folder (-P drops that one).

    So the child imports the same files as its parent, whichever files lie where the person started the program.
    """
    ours = str(Path(__file__).resolve().parent.parent)
    path = [entry for entry in sys.path if entry]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path if ours in path else [*path, ours])}


def _open_log(log: Path | None) -> IO[bytes] | None:
    if log is None:
        return None
    try:
        log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        is_long = log.exists() and log.stat().st_size > LOG_LIMIT
        return log.open("wb" if is_long else "ab")
    except OSError:
        return None
