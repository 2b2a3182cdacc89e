"""The app's side of the sound process: start it, command it, collect what it says, start it again when it dies."""

import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Literal, Protocol, TypeAlias

from companion.channel import Channel, ChannelClosed, MessageError, start_child
from companion.domain.units import Beats, Seconds
from companion.language import _
from companion.midi.played import PlayedMemory
from companion.midi.protocol import Close, Command, Ended, Fact, NoteHeard, Open, Position, Problem, Ready
from companion.midi.resume import Remembered

State = Literal["starting", "ready", "silent", "lost"]

MOST_RESTARTS = 3
RESTART_WINDOW_SECONDS = 60.0
MOST_FACTS = 50_000
MOST_SEND_SECONDS = 1
"""A sound process that takes in nothing for so long hangs, and is replaced."""

AGAIN = Problem(_("The sound stopped working and is starting again."), _("What you played is kept."))
LOST = Problem(
    _("The sound stopped working and can't be started again."), _("What you played is kept; start the program again.")
)


class ServerProcess(Protocol):
    """What the client needs of a process; subprocess.Popen has it."""

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end. Raises subprocess.TimeoutExpired."""

    def kill(self) -> None:
        """End it now."""


Server: TypeAlias = tuple[ServerProcess, Channel[Command, Fact]]
Launch: TypeAlias = Callable[[Path | None], Server]


def launch_server(log: Path | None, own_fonts: Path | None = None) -> Server:
    """Start the real sound process; `own_fonts` is the person's own folder of SoundFonts."""
    arguments = [str(own_fonts)] if own_fonts is not None else []
    return start_child("companion.midi.server", log, Fact, arguments, send_seconds=MOST_SEND_SECONDS)


class SoundClient:
    """Sound, as the app sees it. No method waits for the sound process but `wait_until_ready` and `close`.

    `clock` is monotonic time in seconds; `launch` starts a sound process whose complaints go to a log file.
    """

    def __init__(self, launch: Launch = launch_server, clock: Callable[[], Seconds] = time.monotonic) -> None:
        self._launch = launch
        self._clock = clock
        self._lock = threading.RLock()
        self._changed = threading.Condition(self._lock)
        self._facts: deque[Fact] = deque(maxlen=MOST_FACTS)
        self._position: Position | None = None
        self._is_position_new = False
        self._played = PlayedMemory()
        self._remembered: Remembered | None = None
        self._channel: Channel[Command, Fact] | None = None
        self._before_start: list[Command] | None = []
        self._starts: deque[Seconds] = deque(maxlen=MOST_RESTARTS + 1)
        self._thread: threading.Thread | None = None
        self._is_closing = False
        self.state: State = "starting"
        self.ready: Ready | None = None

    def start(self, options: Open, log: Path | None = None) -> None:
        """Start the sound process, in the background. Only once."""
        with self._lock:
            self._remembered = Remembered(options)
            self._thread = threading.Thread(target=self._run, args=(log,), name="sound-client", daemon=True)
            self._thread.start()

    def send(self, command: Command) -> None:
        """Send a command. While no process is there, what lasts (the music, the volume) is told to the next one."""
        with self._lock:
            if self._before_start is not None:
                self._before_start.append(command)
                return
            self._send(command)

    def poll(self) -> list[Fact]:
        """What was said since the last call, in order; of the positions only the newest, at the end."""
        with self._lock:
            found = list(self._facts)
            self._facts.clear()
            if self._is_position_new and self._position is not None:
                found.append(self._position)
            self._is_position_new = False
            return found

    @property
    def position(self) -> Position | None:
        """The newest position; None where nothing plays."""
        return self._position

    def beats_now(self) -> Beats | None:
        """Where the running music is at this moment, as heard; None where nothing plays."""
        position = self._position
        if position is None:
            return None
        return position.beats + (self._clock() - position.monotonic) * position.bpm / 60

    def played_since(self, seconds: Seconds) -> tuple[NoteHeard, ...]:
        """What was played in the last `seconds` (ten minutes at most), in order."""
        with self._lock:
            return self._played.since(self._clock() - seconds)

    def played_over(self, play_id: int) -> tuple[NoteHeard, ...]:
        """What was played over one run of a backing, of the last ten minutes."""
        with self._lock:
            return self._played.over(play_id)

    def rested_for(self) -> Seconds | None:
        """How long the hands have rested; None where nothing was played that is not forgotten."""
        with self._lock:
            last = self._played.last()
            return None if last is None else self._clock() - last

    def forget_played(self) -> None:
        """Let go of everything that was played."""
        with self._lock:
            self._played.forget()

    def wait_until_ready(self, timeout: Seconds = 5.0) -> Ready | None:
        """Wait until the sound process is up; None where it isn't in time."""
        with self._changed:
            self._changed.wait_for(lambda: self.ready is not None or self.state == "lost", timeout)
            return self.ready

    def close(self, timeout: Seconds = 2.0) -> None:
        """Let the sound fade and its process end; one that doesn't end in time is killed."""
        with self._lock:
            self._is_closing = True
            if self._channel is not None:
                self._send(Close())
        if self._thread is None:
            return
        self._thread.join(timeout)
        with self._lock:
            if self._channel is not None:
                self._channel.close()
        self._thread.join(timeout)

    def _run(self, log: Path | None) -> None:
        """Live as long as there is a process to talk to, or a new one may be started."""
        while self._may_start():
            try:
                process, channel = self._launch(log)
            except OSError:
                continue
            self._greet(channel)
            self._read(channel)
            channel.close()
            _end(process)
            with self._lock:
                had_begun = self.ready is not None
                self._channel = self.ready = None
                if self._is_closing:
                    return
                self.state = "starting"
                if had_begun:
                    self._facts.append(AGAIN)
        self._give_up()

    def _may_start(self) -> bool:
        """Whether fewer than MOST_RESTARTS of the starts after the first lie in the last minute."""
        now = self._clock()
        if len(self._starts) > MOST_RESTARTS and now - self._starts[0] < RESTART_WINDOW_SECONDS:
            return False
        self._starts.append(now)
        return not self._is_closing

    def _greet(self, channel: Channel[Command, Fact]) -> None:
        """Tell a new process everything that the last one knew."""
        with self._lock:
            assert self._remembered is not None
            self._channel = channel
            commands, ends = self._remembered.after_death(self._position)
            if self._before_start is not None:
                waiting, self._before_start = self._before_start, None
                commands = [*commands, *waiting]
            for ended in ends:
                self._take(ended)
            for command in commands:
                self._send(command)
            if self._is_closing:
                self._send(Close())

    def _send(self, command: Command) -> None:
        if self._remembered is not None:
            self._remembered.note(command)
        if self._channel is None:
            return
        try:
            self._channel.send(command)
        except ChannelClosed:
            self._channel.close()  # the reader sees the end, and starts another
        except MessageError as error:
            self._facts.append(Problem(error.message))

    def _read(self, channel: Channel[Command, Fact]) -> None:
        while True:
            try:
                fact = channel.receive()
            except MessageError:
                continue
            except ChannelClosed:
                return
            with self._changed:
                self._take(fact)
                self._changed.notify_all()

    def _take(self, fact: Fact) -> None:
        """Keep one fact for `poll`, and what it changes."""
        if self._remembered is not None:
            if isinstance(fact, Position) and self._remembered.is_unended(fact.play_id):
                self._position, self._is_position_new = fact, True
            self._remembered.hear(fact)
        match fact:
            case Position():
                return
            case Ready():
                self.ready, self.state = fact, "silent" if fact.driver is None else "ready"
            case NoteHeard():
                self._played.add(fact, self._clock())
            case Ended(play_id) if self._position is not None and self._position.play_id == play_id:
                self._position = None
        self._facts.append(fact)

    def _give_up(self) -> None:
        with self._changed:
            self.state = "lost"
            if self._remembered is not None:
                self._remembered.music = None
                _other, ends = self._remembered.after_death(None)
                for ended in ends:
                    self._take(ended)
            if not self._is_closing:
                self._facts.append(LOST)
            self._changed.notify_all()


def _end(process: ServerProcess) -> None:
    """Make sure that a process whose channel is closed is gone."""
    try:
        process.wait(1.5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
