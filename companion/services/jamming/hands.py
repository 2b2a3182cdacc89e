"""The computer's keys as an instrument: they report no release, repeat while they are held, and may be held by a latch.

A key's note lasts until the next key, until the repeats of the held key stop, or its own length. Keys that come
together are a chord and do not end each other. Keys of a mouse, a touch screen or a MIDI keyboard have real releases.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from companion.domain.units import Pitch, Seconds, Velocity
from companion.midi import protocol as p
from companion.midi.client import SoundClient

KEY_NOTE_SECONDS: Seconds = 1.6
"""A key's own length, where neither another key nor a repeat says otherwise (our choice, unsourced)."""

LONGEST_KEY_NOTE: Seconds = 12.0
"""The sound process ends a key's note by itself after this long, should nobody else do it."""

REPEAT_SECONDS: Seconds = 0.11
"""The same key again so soon is the keyboard's repeat (the slowest usual one is 10.9 a second, the Linux console's),
or a hand that trembles: never a new note."""

REPEATS_STOP_SECONDS: Seconds = 0.16
CHORD_SECONDS: Seconds = 0.06
"""Keys this close together are one chord."""

_DELAY_RANGE = (0.15, 1.2)
_DELAY_NEAR: Seconds = 0.02
"""How exactly a keyboard keeps the pause before its first repeat."""

Key = Hashable


@dataclass
class _Sounding:
    """A key's note: when it was struck, when it is to end (None: at its release), the last sign of the key."""

    pitch: Pitch
    struck: Seconds
    due: Seconds | None
    seen: Seconds


@dataclass
class _Doubtful:
    """A key that came again when the first repeat of a held key would: another sign soon after tells them apart."""

    key: Key
    velocity: Velocity
    came: Seconds


class KeyHands:
    """What the keys sound. `clock` is monotonic seconds; the owner calls `turn` a few times a second."""

    def __init__(self, sound: SoundClient, clock: Callable[[], Seconds]) -> None:
        self._sound = sound
        self._clock = clock
        self._sounding: dict[Key, _Sounding] = {}
        self._doubtful: _Doubtful | None = None
        self._delay: Seconds | None = None
        self._gap: Seconds | None = None

    def press(self, key: Key, choose: Callable[[], Pitch], velocity: Velocity, *, is_held: bool = False) -> Pitch:
        """Sound a key's note at once and return its pitch; a repeat of a held key only lengthens its note.

        `choose` gives the pitch where a note begins. With `is_held` the note lasts until `release`.
        """
        now = self._clock()
        note = self._sounding.get(key)
        if note is None or is_held:
            return self._strike(key, choose(), velocity, now, is_held)
        gap, note.seen = now - note.seen, now
        if gap < REPEAT_SECONDS:
            self._learn()
            note.due = now + REPEATS_STOP_SECONDS
            return note.pitch
        if self._delay is not None and abs(gap - self._delay) < _DELAY_NEAR:
            self._doubtful = _Doubtful(key, velocity, now)
            note.due = now + REPEATS_STOP_SECONDS
            return note.pitch
        self._gap = gap
        return self._strike(key, choose(), velocity, now, is_held)

    def release(self, pitch: Pitch) -> None:
        """End a note that has a real release."""
        self._sounding = {key: note for key, note in self._sounding.items() if note.pitch != pitch}
        self._sound.send(p.NoteOff(pitch))

    def turn(self, choose: Callable[[Key], Pitch]) -> None:
        """End the notes that are due; a doubtful key that was a new note after all is struck (`choose` its pitch)."""
        now = self._clock()
        doubtful = self._doubtful
        if doubtful is not None and now - doubtful.came >= REPEAT_SECONDS:
            self._doubtful = None
            self._strike(doubtful.key, choose(doubtful.key), doubtful.velocity, now, False)
        for key, note in list(self._sounding.items()):
            if note.due is not None and now >= note.due:
                del self._sounding[key]
                self._sound.send(p.NoteOff(note.pitch))

    def release_all(self) -> None:
        """End everything that the keys sound."""
        for note in self._sounding.values():
            self._sound.send(p.NoteOff(note.pitch))
        self._sounding.clear()
        self._doubtful = None

    def _strike(self, key: Key, pitch: Pitch, velocity: Velocity, now: Seconds, is_held: bool) -> Pitch:
        self._sound.send(p.NoteOn(pitch, velocity, None if is_held else LONGEST_KEY_NOTE))
        for other, note in list(self._sounding.items()):
            is_over = not is_held and note.due is not None and now - note.struck > CHORD_SECONDS
            if other == key or note.pitch == pitch or is_over:
                del self._sounding[other]
                if note.pitch != pitch:
                    self._sound.send(p.NoteOff(note.pitch))
        self._sounding[key] = _Sounding(pitch, now, None if is_held else now + KEY_NOTE_SECONDS, now)
        return pitch

    def _learn(self) -> None:
        """The pause before a run of repeats is what this keyboard waits before its first one."""
        self._doubtful = None
        if self._gap is not None and _DELAY_RANGE[0] <= self._gap <= _DELAY_RANGE[1]:
            self._delay = self._gap
        self._gap = None
