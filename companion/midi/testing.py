"""Doubles for tests of what plays: a clock moved by hand, an output that remembers, a sound process in a thread."""

import math
import socket
import subprocess
import threading
from collections.abc import Iterable
from pathlib import Path

from companion.channel import Channel, ChannelClosed
from companion.domain.take import CONTROL_CHANGE, NOTE_OFF, NOTE_ON, PlayedEvent
from companion.domain.tempo import TempoMap
from companion.domain.units import Beats, Seconds
from companion.midi.client import Server
from companion.midi.output import SUSTAIN, Message, TimedMessage
from companion.midi.protocol import (
    Close,
    Command,
    DeviceFound,
    DeviceLost,
    Ended,
    Fact,
    NoteHeard,
    NoteOff,
    NoteOn,
    Open,
    Panic,
    Play,
    Position,
    Ready,
    Revise,
    Revised,
    SetSustain,
    SetTempo,
    Stop,
    TempoChanged,
)


class FakeClock:
    """Monotonic time that moves when it is told to."""

    def __init__(self, now: Seconds = 1000.0) -> None:
        self.now = now

    def __call__(self) -> Seconds:
        """The time, in seconds."""
        return self.now

    def move(self, seconds: Seconds) -> None:
        """Let time pass."""
        self.now += seconds


class RecordingSink:
    """An output whose time is a clock's and which remembers what it was told.

    `scheduled` holds (source, event) until it is taken back; `sent` (tick, message) what was played at once.
    """

    driver: str | None = "sink"
    soundfont: str | None = None

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self._start = clock.now
        self.scheduled: list[tuple[int, TimedMessage]] = []
        self.sent: list[tuple[int, Message]] = []
        self.programs: dict[int, int] = {}
        self.gains: list[tuple[int, float]] = []
        self.silenced_at: list[int] = []
        self.loaded: list[Path] = []
        self.sounds = False
        self.is_closed = False
        self.device_news: DeviceLost | DeviceFound | None = None

    def tick(self) -> int:
        """Milliseconds since it was made."""
        return round((self._clock.now - self._start) * 1000)

    def grid(self, audio: Seconds) -> int:
        """The nearest millisecond."""
        return max(0, round(audio * 1000))

    def schedule(self, events: Iterable[TimedMessage], source: int) -> None:
        """Remember events."""
        self.scheduled.extend((source, event) for event in events)

    def unschedule(self, source: int | None = None) -> None:
        """Take back what lies in the future."""
        now = self.tick()
        self.scheduled = [
            (whose, event)
            for whose, event in self.scheduled
            if event.tick <= now or (source is not None and whose != source)
        ]

    def send(self, message: Message) -> None:
        """Remember a message."""
        self.sent.append((self.tick(), message))

    def choose_program(self, channel: int, program: int) -> None:
        """Remember a channel's sound."""
        self.programs[channel] = program

    def set_gain(self, gain: float) -> None:
        """Remember the loudness."""
        self.gains.append((self.tick(), gain))

    def silence(self) -> None:
        """Remember that there was silence."""
        self.silenced_at.append(self.tick())

    def is_sounding(self) -> bool:
        """What the test says."""
        return self.sounds

    def load(self, soundfont: Path) -> None:
        """Remember a SoundFont."""
        self.loaded.append(soundfont)

    def watch(self, now: Seconds) -> DeviceLost | DeviceFound | None:
        """What the test says, once."""
        said, self.device_news = self.device_news, None
        return said

    def close(self) -> None:
        """Remember that it was closed."""
        self.is_closed = True


class FakeSoundServer:
    """A sound process without sound: `SoundClient(launch=server.launch)`.

    It answers at once (Open with Ready, Play with a Position at its start, Revise and SetTempo from the bar line after
    `heard_seconds`, notes and the pedal with NoteHeard, Stop and Panic with Ended), but not what is in `unanswered`;
    it keeps every command in `commands`, says what the test wants (`say`), and dies when told (`die`).
    """

    def __init__(self, ready: Ready | None = None, heard_seconds: Seconds = 0.0, start_error: bool = False) -> None:
        self.unanswered: tuple[type[Command], ...] = ()
        self.ready = ready or Ready("fake", "fake.sf2", (), (), "2.3.1")
        self.heard_seconds = heard_seconds
        self.commands: list[Command] = []
        self.launches = 0
        self._tempo = TempoMap(60.0)
        self._start_error = start_error
        self._channel: Channel[Fact, Command] | None = None
        self._got = threading.Condition()

    def launch(self, log: Path | None) -> Server:
        """What `SoundClient` calls in place of starting a process. Raises OSError where the test wants that."""
        self.launches += 1
        if self._start_error:
            raise OSError("no process can be started")
        ours, theirs = socket.socketpair()
        channel: Channel[Fact, Command] = Channel.over_socket(ours, Command)
        self._channel = channel
        thread = threading.Thread(target=self._serve, args=(channel,), daemon=True)
        thread.start()
        return _FakeProcess(thread, channel), Channel.over_socket(theirs, Fact)

    def say(self, fact: Fact) -> None:
        """Send a fact to the client."""
        assert self._channel is not None
        self._channel.send(fact)

    def die(self) -> None:
        """Go without a word, as a killed process does."""
        assert self._channel is not None
        self._channel.close()

    def wait_for(self, kind: type[Command], count: int = 1, timeout: Seconds = 5.0) -> Command:
        """The newest command of a kind, waiting until there were `count` of them. Raises TimeoutError."""
        with self._got:
            if not self._got.wait_for(lambda: len(self._of(kind)) >= count, timeout):
                raise TimeoutError(f"no {kind.__name__} came")
            return self._of(kind)[-1]

    def _of(self, kind: type[Command]) -> list[Command]:
        return [command for command in self.commands if isinstance(command, kind)]

    def _serve(self, channel: Channel[Fact, Command]) -> None:
        play: Play | None = None
        try:
            while True:
                command = channel.receive()
                with self._got:
                    self.commands.append(command)
                    self._got.notify_all()
                if isinstance(command, Close):
                    channel.close()
                    return
                if isinstance(command, self.unanswered):
                    continue
                for fact in self._answers(command, play):
                    channel.send(fact)
                play = command if isinstance(command, Play) else None if isinstance(command, Stop | Panic) else play
        except ChannelClosed:
            return

    def _answers(self, command: Command, play: Play | None) -> list[Fact]:
        match command:
            case Open():
                return [self.ready]
            case Play(play_id, score, _, from_beats):
                ended: list[Fact] = [Ended(play.play_id, is_complete=False)] if play else []
                self._tempo = score.tempo
                return [*ended, Position(play_id, from_beats, 0.0, score.tempo.bpm_at(from_beats))]
            case Stop() | Panic() if play is not None:
                return [Ended(play.play_id, is_complete=False)]
            case Revise(play_id, _, from_beats) if play is not None and play_id == play.play_id:
                return [Revised(play_id, from_beats, max(self._next_bar(play), from_beats))]
            case SetTempo(play_id, bpm, over_seconds) if play is not None and play_id == play.play_id:
                self._tempo = self._tempo.changed(self._next_bar(play), bpm, over_seconds)
                return [TempoChanged(play_id, self._tempo)]
            case SetSustain(is_down):
                event = PlayedEvent(self.heard_seconds, CONTROL_CHANGE, SUSTAIN, 127 if is_down else 0)
            case NoteOn(pitch, velocity):
                event = PlayedEvent(self.heard_seconds, NOTE_ON, pitch, velocity)
            case NoteOff(pitch):
                event = PlayedEvent(self.heard_seconds, NOTE_OFF, pitch, 0)
            case _:
                return []
        return [NoteHeard(event, play.play_id if play else None, "keys")]

    def _next_bar(self, play: Play) -> Beats:
        bar = play.score.meter.bar_beats
        return math.ceil(self._tempo.beats_at(self.heard_seconds) / bar) * bar


class _FakeProcess:
    """The process that `FakeSoundServer.launch` claims to have started."""

    def __init__(self, thread: threading.Thread, channel: Channel[Fact, Command]) -> None:
        self._thread = thread
        self._channel = channel

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it stopped serving."""
        self._thread.join(timeout)
        if self._thread.is_alive():
            raise subprocess.TimeoutExpired("fake", timeout or 0.0)
        return 0

    def kill(self) -> None:
        """Stop serving."""
        self._channel.close()
