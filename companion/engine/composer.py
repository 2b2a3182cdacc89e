"""The composer process as the app sees it: ask, look in for answers, never wait and never fail."""

import subprocess
import threading
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import Any

from msgspec import Struct

from companion.channel import Channel, ChannelClosed, MessageError, start_child
from companion.domain.song import Song, SongRequest
from companion.domain.units import Seconds
from companion.engine.changes import Change
from companion.engine.composer_protocol import Failed, Leave, Revise, Suggest, Suggested, Up, Work
from companion.language import _

SERVER_MODULE = "companion.engine.composer_server"
_GONE = _("The part that composes has stopped twice. Try again, or restart the program.")


class Answer(Struct, frozen=True):
    """What came of the request with this ticket: songs, or a sentence on why not."""

    ticket: int
    songs: tuple[Song, ...] = ()
    problem: str = ""


class ComposerClient:
    """Starts the composer process, keeps it alive, and hands on its answers.

    Of each kind of request the newest wins: an answer to an older one is dropped. When the process dies it is
    started again and what was asked is asked once more; a second death comes back as a problem.
    """

    def __init__(self, log: Path | None) -> None:
        self._log = log
        self._tickets = 0
        self._wanted: dict[type[Work], Work] = {}
        self._sent_again: set[int] = set()
        self._arrived: deque[Up] = deque()
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: Channel[Any, Up] | None = None
        self._is_lost = threading.Event()

    @classmethod
    def start(cls, log: Path | None = None) -> "ComposerClient":
        """Start the process and return at once. What it writes on descriptor 2 goes to the file `log`."""
        client = cls(log)
        client._open()
        return client

    def request(self, request: SongRequest) -> int:
        """Ask for suggestions; the ticket comes back with the answer."""
        self._tickets += 1
        return self._ask(Suggest(self._tickets, request))

    def request_change(self, song: Song, change: Change) -> int:
        """Ask for a song with one thing changed; it comes back alone in `songs`, with the ticket."""
        self._tickets += 1
        return self._ask(Revise(self._tickets, song, change))

    def poll(self) -> list[Answer]:
        """The answers that have come since the last look, without waiting. Never raises."""
        is_lost = self._is_lost.is_set()
        answers = []
        while self._arrived:
            answer = self._accept(self._arrived.popleft())
            if answer is not None:
                answers.append(answer)
        if is_lost and self._wanted:
            answers += self._recover()
        return answers

    def close(self, timeout: Seconds = 1.0) -> None:
        """End the process; it is killed when it does not go within `timeout`."""
        self._wanted.clear()
        channel, process = self._channel, self._process
        self._channel = self._process = None
        if channel is not None:
            with suppress(ChannelClosed):
                channel.send(Leave())
            channel.close()
        if process is not None:
            _end(process, timeout)

    @property
    def process_id(self) -> int | None:
        """The process's id, or None where there is none."""
        return self._process.pid if self._process else None

    def _open(self) -> None:
        self._is_lost.clear()
        try:
            self._process, channel = start_child(SERVER_MODULE, self._log, Up)
        except OSError:
            self._process = self._channel = None
            self._is_lost.set()
            return
        self._channel = channel
        threading.Thread(target=self._read, args=(channel, self._is_lost), daemon=True).start()

    def _read(self, channel: Channel[Any, Up], is_lost: threading.Event) -> None:
        while True:
            try:
                self._arrived.append(channel.receive())
            except MessageError:
                continue
            except ChannelClosed:
                is_lost.set()
                return

    def _ask(self, work: Work) -> int:
        self._wanted[type(work)] = work
        self._send(work)
        return work.ticket

    def _send(self, work: Work) -> None:
        if self._channel is None:
            return
        try:
            self._channel.send(work)
        except (ChannelClosed, MessageError):
            self._is_lost.set()

    def _accept(self, message: Up) -> Answer | None:
        """The message as an answer, if it is to a request that is still wanted."""
        kind = next((kind for kind, work in self._wanted.items() if work.ticket == message.ticket), None)
        if kind is None:
            return None
        del self._wanted[kind]
        match message:
            case Suggested(ticket, songs):
                return Answer(ticket, songs=songs)
            case Failed(ticket, problem):
                return Answer(ticket, problem=problem)

    def _recover(self) -> list[Answer]:
        """Start again and ask once more; what was asked twice already is given up with a sentence."""
        given_up = [work for work in self._wanted.values() if work.ticket in self._sent_again]
        self._wanted = {kind: work for kind, work in self._wanted.items() if work not in given_up}
        if self._process is not None:
            _end(self._process, 0.0)
        if self._channel is not None:
            self._channel.close()
        self._is_lost = threading.Event()
        self._open()
        for work in self._wanted.values():
            self._sent_again.add(work.ticket)
            self._send(work)
        return [Answer(work.ticket, problem=_GONE) for work in given_up]


def _end(process: "subprocess.Popen[bytes]", timeout: Seconds) -> None:
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
