"""Messages of lanes as bytes for a MIDI port: sixteen channels, one note a key, programs sent when they are needed."""

from companion.midi.output import (
    CLICK_CHANNEL,
    CONTROL_CHANGE,
    DRUM_PROGRAM,
    NOTE_OFF,
    NOTE_ON,
    SONG_POSITION,
    VOLUME,
    Message,
)

PROGRAM_CHANGE = 0xC0
MIDI_CHANNELS = 16
DRUMS = 9
ALL_SOUND_OFF, ALL_NOTES_OFF = 120, 123


class PortStream:
    """What the device at the other end has been told, so that it is told no more than it needs.

    A score and its follower play on lanes of their own; on the port they share channels. A channel belongs to the lane
    that struck a note on it last: then it gets that lane's program and controllers.
    """

    def __init__(self) -> None:
        self._programs: dict[int, int] = {}
        self._controls: dict[int, dict[int, int]] = {}
        self._owners: dict[int, int] = {}
        self._sounding: dict[tuple[int, int], int] = {}

    def choose_program(self, channel: int, program: int) -> None:
        """Remember a channel's sound; it is sent before the first note."""
        self._programs[channel] = program

    def bytes_of(self, message: Message) -> list[bytes]:
        """What has to be sent for a message, in order."""
        kind, channel, data1, data2 = message
        if kind >= SONG_POSITION:
            return [bytes([kind, data1, data2] if kind == SONG_POSITION else [kind])]
        there = _on_port(channel)
        if kind == NOTE_ON:
            return [*self._own(channel, there), *self._strike(channel, there, data1, data2)]
        if kind == NOTE_OFF:
            return self._release(channel, there, data1)
        if kind == CONTROL_CHANGE and data1 == ALL_SOUND_OFF:
            keys = [key for (where, key), owner in self._sounding.items() if (where, owner) == (there, channel)]
            return [end for key in keys for end in self._release(channel, there, key)]
        if kind == CONTROL_CHANGE:
            self._controls.setdefault(channel, {})[data1] = data2
            return [bytes([kind | there, data1, data2])] if self._owners.get(there) == channel else []
        return []

    def all_off(self) -> list[bytes]:
        """The end of everything that sounds, also of what other programs may have left."""
        ends = [bytes([NOTE_OFF | there, key, 0]) for there, key in self._sounding]
        self._sounding.clear()
        return ends + [bytes([CONTROL_CHANGE | there, ALL_NOTES_OFF, 0]) for there in range(MIDI_CHANNELS)]

    def forget_device(self) -> list[bytes]:
        """Know nothing of the device any more (there is another one): what has to be sent to it first."""
        self._owners.clear()
        return self.all_off()

    def _own(self, channel: int, there: int) -> list[bytes]:
        if self._owners.get(there) == channel:
            return []
        self._owners[there] = channel
        program = self._programs.get(channel, DRUM_PROGRAM)
        found = [] if program == DRUM_PROGRAM else [bytes([PROGRAM_CHANGE | there, program])]
        controls = self._controls.get(channel, {VOLUME: 100})
        return [*found, *(bytes([CONTROL_CHANGE | there, control, value]) for control, value in controls.items())]

    def _strike(self, channel: int, there: int, key: int, velocity: int) -> list[bytes]:
        before = [bytes([NOTE_OFF | there, key, 0])] if (there, key) in self._sounding else []
        self._sounding[there, key] = channel
        return [*before, bytes([NOTE_ON | there, key, velocity])]

    def _release(self, channel: int, there: int, key: int) -> list[bytes]:
        if self._sounding.get((there, key)) != channel:
            return []  # another lane's note has taken the key over
        del self._sounding[there, key]
        return [bytes([NOTE_OFF | there, key, 0])]


def _on_port(channel: int) -> int:
    return DRUMS if channel == CLICK_CHANNEL else channel % MIDI_CHANNELS
