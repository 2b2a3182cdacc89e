"""Which note a key sounds now: safe ones that follow the chord, free ones, the one switch, the snapped keyboard."""

from collections.abc import Callable

from msgspec import Struct

from companion.domain.harmony import Chord, Key
from companion.domain.units import Pitch, Seconds, Velocity
from companion.engine.safe_notes import chromatic_rows, plain_scale, rows, safe_pads, snap_table
from companion.engine.safe_notes_walk import Walk, next_note
from companion.midi import protocol as p
from companion.midi.client import SoundClient
from companion.services.jamming.hands import KeyHands
from companion.services.jamming.keys import PadKey, pad

KEY_VELOCITY: Velocity = 84
PLAYER_PROGRAM = 11
"""General MIDI vibraphone: soft, and it fades by itself (our choice, unsourced)."""

PHRASE_REST_SECONDS: Seconds = 2.5
"""After a rest this long the one switch begins another phrase."""

SWITCH = "switch"


class Keyboard(Struct, frozen=True):
    """What every key sounds at one moment: the eight numbers, and ten notes for each row of letters."""

    pads: tuple[Pitch, ...]
    upper: tuple[Pitch, ...]
    lower: tuple[Pitch, ...]

    def pitch(self, key: PadKey) -> Pitch:
        """The note of a key."""
        notes = {"pads": self.pads, "upper": self.upper, "lower": self.lower}[key.row]
        return notes[key.index]


class JamNotes:
    """The instrument of one jam. `seed` decides where the one switch walks."""

    def __init__(self, sound: SoundClient, clock: Callable[[], Seconds], seed: int) -> None:
        self.is_free = False
        self.is_snapped = False
        self.is_latched = False
        self._sound = sound
        self._clock = clock
        self._seed = seed
        self._hands = KeyHands(sound, clock)
        self._walk = Walk()
        self._walked: Seconds | None = None
        self._snapped_to: tuple[Pitch, ...] | None = None

    def keyboard(self, chord: Chord | None, key: Key) -> Keyboard:
        """What the keys sound over a chord."""
        if self.is_free:
            return Keyboard(plain_scale(key), *chromatic_rows())
        return Keyboard(safe_pads(chord, key), *rows(chord, key))

    def press(
        self, wanted: PadKey | int, chord: Chord | None, key: Key, velocity: Velocity, *, is_held: bool
    ) -> Pitch:
        """Sound a key at once; returns its pitch."""
        which = pad(wanted) if isinstance(wanted, int) else wanted
        return self._hands.press(which, lambda: self.keyboard(chord, key).pitch(which), velocity, is_held=is_held)

    def switch(self, which: str, chord: Chord | None, key: Key, velocity: Velocity) -> Pitch:
        """Sound the next good note; a key that is held stays on its note."""
        return self._hands.press((SWITCH, which), lambda: self._next(chord, key), velocity)

    def release(self, pitch: Pitch) -> None:
        """End a note."""
        self._hands.release(pitch)

    def release_all(self) -> None:
        """End everything that the keys sound."""
        self._hands.release_all()

    def set_latch(self, is_latched: bool) -> None:
        """Hold notes as a pedal does, or lift it."""
        self.is_latched = is_latched
        self._sound.send(p.SetSustain(is_latched))

    def turn(self, chord: Chord | None, chord_soon: Chord | None, key: Key) -> None:
        """End notes that are due, and keep a snapped MIDI keyboard on the chord that is about to sound."""

        def choose(which: object) -> Pitch:
            return self.keyboard(chord, key).pitch(which) if isinstance(which, PadKey) else self._next(chord, key)

        self._hands.turn(choose)
        self._snap(snap_table(chord_soon, key) if self.is_snapped and not self.is_free else None)

    def let_go(self) -> None:
        """The jam is over: nothing is held, latched or snapped any more."""
        self._hands.release_all()
        if self.is_latched:
            self.set_latch(False)
        self._snap(None)

    def _next(self, chord: Chord | None, key: Key) -> Pitch:
        now = self._clock()
        is_new = self._walked is not None and now - self._walked > PHRASE_REST_SECONDS
        self._walked = now
        self._walk, pitch = next_note(self._walk, chord, key, self._seed, is_new_phrase=is_new)
        return pitch

    def _snap(self, table: tuple[Pitch, ...] | None) -> None:
        if table != self._snapped_to:
            self._snapped_to = table
            self._sound.send(p.SetSnap(table))
