"""What the person plays: struck at once, closed when due, the same key again handled."""

from companion.domain.units import Pitch, Seconds, Velocity
from companion.midi.output import (
    CONTROL_CHANGE,
    NOTE_OFF,
    NOTE_ON,
    PITCH_BEND,
    PLAYER_CHANNEL,
    SUSTAIN,
    Message,
    Output,
)

ALL_NOTES_OFF = 123
_TWO_BYTE_KINDS = (NOTE_ON, NOTE_OFF, CONTROL_CHANGE, PITCH_BEND)


class Hands:
    """The player's own channel. Times are monotonic seconds; what was really sounded is returned, to be recorded."""

    def __init__(self, output: Output, program: int = 0) -> None:
        self._output = output
        self._held: dict[Pitch, Seconds | None] = {}
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

    def release_all(self) -> list[Message]:
        """End every note that sounds, and whatever a pedal holds."""
        played = [message for pitch in sorted(self._held) for message in self.release(pitch)]
        self._output.send(Message(CONTROL_CHANGE, PLAYER_CHANNEL, SUSTAIN, 0))
        self._output.send(Message(CONTROL_CHANGE, PLAYER_CHANNEL, ALL_NOTES_OFF, 0))
        return played

    def obey(self, raw: bytes | list[int], now: Seconds) -> list[Message]:
        """Play one MIDI message of a keyboard, whichever channel it has; what isn't playing is left out."""
        kind = raw[0] & 0xF0 if raw else 0
        if len(raw) != 3 or kind not in _TWO_BYTE_KINDS or max(raw[1:]) > 127:
            return []
        if kind == NOTE_ON and raw[2] > 0:
            return self.strike(raw[1], raw[2], now)
        if kind in (NOTE_ON, NOTE_OFF):
            return self.release(raw[1])
        return [self._play(Message(kind, PLAYER_CHANNEL, raw[1], raw[2]))]

    def _play(self, message: Message) -> Message:
        self._output.send(message)
        return message
