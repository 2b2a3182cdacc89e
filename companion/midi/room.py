"""The sound process's inside: output, backing, hands, keyboards and recorder, joined and told what to do."""

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from companion.domain.units import Seconds
from companion.errors import CompanionError
from companion.language import _
from companion.midi.both import SynthAndPort
from companion.midi.clock import AudioClock
from companion.midi.hands import Hands
from companion.midi.output import Message, Output
from companion.midi.port_player import PortPlayer
from companion.midi.ports import OutPort
from companion.midi.protocol import (
    Command,
    Cue,
    Ended,
    Fact,
    LoadSoundFont,
    NoteOff,
    NoteOn,
    Panic,
    Play,
    Problem,
    Revise,
    SetKeyboard,
    SetMidiOutput,
    SetPart,
    SetPartLevel,
    SetPlayerProgram,
    SetSnap,
    SetSustain,
    SetTempo,
    SetVolume,
    Stop,
)
from companion.midi.recorder import Recorder
from companion.midi.scheduler import Scheduler

KEYS = "keys"
"""The source of notes that the app sends: the computer's keys and mouse."""

LOUDEST_GAIN = 0.9
VOLUME_CURVE = 1.2
"""gain = LOUDEST_GAIN · volume ** VOLUME_CURVE: evenly louder to the ear, with headroom, as nothing limits it."""

FULL_SWING_SECONDS = 0.6
"""How long the volume takes from 0 to 1."""

POSITION_SECONDS = 0.05


def gain_of(volume: float) -> float:
    """FluidSynth's gain for a volume from 0 to 1."""
    return float(LOUDEST_GAIN * max(0.0, min(1.0, volume)) ** VOLUME_CURVE)


class Room:
    """Everything that sounds. Commands, ticks and keyboards may come from threads of their own.

    `tell` takes the facts; `clock` is monotonic time in seconds.
    """

    def __init__(
        self,
        output: Output,
        tell: Callable[[Fact], None],
        volume: float,
        latency_ms: float = 0.0,
        clock: Callable[[], Seconds] = time.monotonic,
    ) -> None:
        self.output = output
        self._tell = tell
        self._clock = clock
        self._lock = threading.RLock()
        self._audio_clock = AudioClock()
        self._audio_clock.observe(clock(), output.tick() / 1000)
        self.port = PortPlayer(self._audio_clock, latency_ms / 1000, clock)
        self._both = SynthAndPort(output, self.port)
        self._wants_clock = False
        self._scheduler = Scheduler(self._both)
        self._hands = Hands(output)
        self._recorder = Recorder(self._scheduler, self._audio_clock, latency_ms)
        self._volume = self._wanted_volume = max(0.0, min(1.0, volume))
        self._last_turn = self._last_position = clock()
        output.set_gain(gain_of(self._volume))

    def obey(self, command: Command) -> None:
        """Carry out one command; what is refused is told as a Problem."""
        received = self._clock()
        with self._lock:
            try:
                self._obey(command, received)
            except CompanionError as error:
                self._tell(Problem(error.message, error.hint))
            except (ValueError, OverflowError) as error:  # numbers that no music has
                self._tell(Problem(_("That can't be played: {error}.").format(error=error)))
                if isinstance(command, Play):
                    self._tell(Ended(command.play_id, is_complete=False))

    def hear(self, source: str, raw: list[int], monotonic: Seconds) -> None:
        """Play and record a message of a MIDI keyboard that came at `monotonic`."""
        with self._lock:
            self._record(self._hands.obey(raw, monotonic, source), monotonic, source)

    def turn(self) -> None:
        """Do what is due; called every few milliseconds."""
        with self._lock:
            now = self._clock()
            self._audio_clock.observe(now, self.output.tick() / 1000)
            self._tell_all(self._scheduler.advance())
            for change in self._scheduler.due_changes():
                self.obey(change)
            for due, message in self._hands.release_due(now):
                self._record([message], due, KEYS)
            self._move_volume(now - self._last_turn)
            self._last_turn = now
            if now - self._last_position >= POSITION_SECONDS:
                self._last_position = now
                self._tell_position(now)

    def forget_keyboard(self, name: str) -> None:
        """End what a keyboard held that was unplugged."""
        with self._lock:
            self._record(self._hands.release_keyboard(name), self._clock(), name)

    def use_port(self, port: OutPort | None) -> None:
        """Play the backing on a MIDI output port from its next bar on, or on none any more."""
        with self._lock:
            self.port.use(port)
            self._scheduler.set_clock(self._wants_clock and port is not None)

    @property
    def is_quiet(self) -> bool:
        """Whether no backing runs."""
        return self._scheduler.running is None

    def _obey(self, command: Command, now: Seconds) -> None:
        match command:
            case NoteOn(pitch, velocity, seconds):
                self._record(self._hands.strike(pitch, velocity, now, seconds), now, KEYS)
            case NoteOff(pitch):
                self._record(self._hands.release(pitch), now, KEYS)
            case Play():
                self._tell_all(self._scheduler.start(command))
            case Stop(fade_seconds):
                self._tell_all(self._scheduler.stop(fade_seconds))
            case Revise() | SetTempo() | Cue() if self._scheduler.defers(command):
                pass
            case Revise():
                self._tell(self._scheduler.revise(command))
            case SetTempo():
                self._tell(self._scheduler.set_tempo(command))
            case Cue():
                self._scheduler.cue(command)
            case SetPart(name, is_on):
                self._scheduler.switch_part(name, is_on)
            case SetPartLevel(name, level):
                self._scheduler.set_part_level(name, level)
            case SetVolume(volume):
                self._wanted_volume = max(0.0, min(1.0, volume))
            case SetSustain(is_down):
                self._record(self._hands.latch(is_down), now, KEYS)
            case SetSnap(pitches):
                self._hands.touch.snap = pitches
            case SetKeyboard(velocity_curve, channel):
                self._hands.touch.curve, self._hands.touch.channel = velocity_curve, channel
            case SetMidiOutput(_, also_synth, has_clock):  # the port itself comes by `use_port`
                self._both.also_synth, self._wants_clock = also_synth, has_clock
            case SetPlayerProgram(program):
                self._hands.choose_program(program)
            case LoadSoundFont(path):
                self.output.load(Path(path).expanduser())
            case Panic():
                self._record(self._hands.release_all(), now, KEYS)
                self._tell_all(self._scheduler.panic())
            case _:
                raise CompanionError(_("{name} can't be asked for here.").format(name=type(command).__name__))

    def _record(self, messages: list[Message], monotonic: Seconds, source: str) -> None:
        self._tell_all(self._recorder.stamp(messages, monotonic, source))

    def _move_volume(self, elapsed: Seconds) -> None:
        if self._volume != self._wanted_volume:
            most = elapsed / FULL_SWING_SECONDS
            self._volume += max(-most, min(most, self._wanted_volume - self._volume))
            self.output.set_gain(gain_of(self._volume))

    def _tell_position(self, now: Seconds) -> None:
        position = self._scheduler.position(self._recorder.heard_audio(now), now)
        if position is not None:
            self._tell(position)

    def _tell_all(self, facts: Sequence[Fact]) -> None:
        for fact in facts:
            self._tell(fact)
