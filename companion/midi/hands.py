"""What the person plays: struck at once, closed when due, the same key again handled."""

from companion.domain.units import Pitch, Seconds, Velocity
from companion.midi.output import (
    CHANNEL_PRESSURE,
    CONTROL_CHANGE,
    EXPRESSION,
    KEY_PRESSURE,
    NOTE_OFF,
    NOTE_ON,
    PITCH_BEND,
    PLAYER_CHANNEL,
    SUSTAIN,
    VOLUME,
    Message,
    Output,
)
from companion.midi.touch import Key, Touch

ALL_NOTES_OFF = 123
PEDAL = (CONTROL_CHANGE, SUSTAIN)
PEDAL_DOWN = 64
"""Half a pedal's way; from there on controller 64 holds notes."""

MODULATION = 1
RESTS = (
    Message(CONTROL_CHANGE, PLAYER_CHANNEL, MODULATION, 0),
    Message(CONTROL_CHANGE, PLAYER_CHANNEL, VOLUME, 100),
    Message(CONTROL_CHANGE, PLAYER_CHANNEL, EXPRESSION, 127),
    Message(CHANNEL_PRESSURE, PLAYER_CHANNEL, 0),
    Message(PITCH_BEND, PLAYER_CHANNEL, 0, 64),
)
"""Where wheels and sliders stand at the start (General MIDI 1), and again when nobody moves them any more."""


class Hands:
    """The player's own channel. Times are monotonic seconds; what was really sounded is returned, to be recorded.

    `touch` says how the keys of MIDI keyboards are read.
    """

    def __init__(self, output: Output, program: int = 0) -> None:
        self.touch = Touch()
        self._output = output
        self._held: dict[Pitch, Seconds | None] = {}
        self._keys: dict[Key, Pitch] = {}
        self._is_latched = False
        self._pedal = 0
        self._moved: dict[tuple[int, int], str] = {}  # by whom last
        self.choose_program(program)

    def choose_program(self, program: int) -> None:
        """The sound of the player's notes from now on."""
        self._output.choose_program(PLAYER_CHANNEL, program)

    def strike(self, pitch: Pitch, velocity: Velocity, now: Seconds, length: Seconds | None = None) -> list[Message]:
        """Start a note; a key that still sounds is ended first. `length` closes the note by itself."""
        played = self.release(pitch)
        self._held[pitch] = None if length is None else now + length
        return [*played, self._play(Message(NOTE_ON, PLAYER_CHANNEL, pitch, velocity))]

    def release(self, pitch: Pitch) -> list[Message]:
        """End a note; nothing where it does not sound."""
        if pitch not in self._held:
            return []
        del self._held[pitch]
        return [self._play(Message(NOTE_OFF, PLAYER_CHANNEL, pitch))]

    def release_due(self, now: Seconds) -> list[tuple[Seconds, Message]]:
        """End the notes whose time has come, each with the time at which it should have ended."""
        due = [(end, pitch) for pitch, end in self._held.items() if end is not None and end <= now]
        return [(end, message) for end, pitch in sorted(due) for message in self.release(pitch)]

    def release_keyboard(self, source: str) -> list[Message]:
        """End what a MIDI keyboard holds, its pedal and wheels too: unplugged, it can't let go of them.

        What another keyboard moved since is that one's, and stays.
        """
        pitches = sorted({self._keys.pop(key) for key in list(self._keys) if key.source == source})
        played = [message for pitch in pitches if not self._is_pressed(pitch) for message in self.release(pitch)]
        return [*played, *self._rest({wheel for wheel, by in self._moved.items() if by == source})]

    def release_all(self) -> list[Message]:
        """End every note that sounds, and whatever a pedal or the latch holds."""
        played = [message for pitch in sorted(self._held) for message in self.release(pitch)]
        self._keys.clear()
        played += [*self.latch(False), *self._rest({*self._moved})]
        self._output.send(Message(CONTROL_CHANGE, PLAYER_CHANNEL, SUSTAIN, 0))
        self._output.send(Message(CONTROL_CHANGE, PLAYER_CHANNEL, ALL_NOTES_OFF, 0))
        return played

    def latch(self, is_down: bool) -> list[Message]:
        """Hold notes as a pedal does; a keyboard's own pedal neither adds to it nor lifts it."""
        was_held = self._is_latched or self._pedal >= PEDAL_DOWN
        self._is_latched = is_down
        if was_held == (is_down or self._pedal >= PEDAL_DOWN):
            return []
        return [self._play(Message(CONTROL_CHANGE, PLAYER_CHANNEL, SUSTAIN, 127 if is_down else 0))]

    def obey(self, raw: bytes | list[int], now: Seconds, source: str = "") -> list[Message]:
        """Play one MIDI message of a keyboard; what isn't playing, or isn't listened to, is left out."""
        read = self.touch.read(raw)
        if read is None:
            return []
        kind, channel, data1, data2 = read
        key = Key(source, channel, data1)
        if kind == NOTE_OFF:
            return self._lift(key)
        if not self.touch.hears(channel):
            return []
        if kind == NOTE_ON:
            return [*self._lift(key), *self._press(key, data2, now)]
        if kind in (CONTROL_CHANGE, PITCH_BEND, KEY_PRESSURE, CHANNEL_PRESSURE):
            moved = Message(kind, PLAYER_CHANNEL, data1, data2)
            self._moved[_wheel(moved)] = source
            return self._set_pedal(data2) if _wheel(moved) == PEDAL else [self._play(moved)]
        return []

    def _press(self, key: Key, velocity: Velocity, now: Seconds) -> list[Message]:
        pitch = self._keys[key] = self.touch.pitch_of(key.number)
        return self.strike(pitch, self.touch.velocity_of(velocity), now)

    def _lift(self, key: Key) -> list[Message]:
        """Let go of the pitch that a key sounded, unless another key holds it too."""
        pitch = self._keys.pop(key, None)
        return [] if pitch is None or self._is_pressed(pitch) else self.release(pitch)

    def _is_pressed(self, pitch: Pitch) -> bool:
        return pitch in self._keys.values()

    def _set_pedal(self, value: int) -> list[Message]:
        self._pedal = value
        return [] if self._is_latched else [self._play(Message(CONTROL_CHANGE, PLAYER_CHANNEL, SUSTAIN, value))]

    def _rest(self, moved: set[tuple[int, int]]) -> list[Message]:
        """Put the pedal, wheels and sliders that were moved back to where they rest."""
        for wheel in moved:
            del self._moved[wheel]
        lifted = self._set_pedal(0) if PEDAL in moved and self._pedal else []
        return [*lifted, *(self._play(rest) for rest in RESTS if _wheel(rest) in moved)]

    def _play(self, message: Message) -> Message:
        self._output.send(message)
        return message


def _wheel(message: Message) -> tuple[int, int]:
    """What a message moves: the kind, and of controllers the number."""
    return message.kind, message.data1 if message.kind == CONTROL_CHANGE else 0
