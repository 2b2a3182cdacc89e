"""What can be changed about a song, as values that travel to the composer process, and the one way to do each."""

from typing import TypeAlias

from msgspec import Struct

from companion.domain.harmony import Key
from companion.domain.song import Song, VoiceRange
from companion.domain.units import Bpm
from companion.engine.revising import Wish, for_voice, in_key, revise, with_chord, with_groove, with_tempo


class Wished(Struct, frozen=True, tag=True):
    """The tune in another form; `keep_bars` (first and last, from 1) stay as they are."""

    wish: Wish
    seed: int
    keep_bars: tuple[int, int] | None = None


class OtherChord(Struct, frozen=True, tag=True):
    """Another chord in the place of the one at `index` (from 0)."""

    index: int
    symbol: str


class OtherKey(Struct, frozen=True, tag=True):
    """The whole song in another key."""

    key: Key


class OtherVoice(Struct, frozen=True, tag=True):
    """The whole song where a voice is at ease."""

    voice: VoiceRange


class OtherGroove(Struct, frozen=True, tag=True):
    """Another way to play it."""

    name: str


class OtherTempo(Struct, frozen=True, tag=True):
    """Slower or faster."""

    bpm: Bpm


Change: TypeAlias = Wished | OtherChord | OtherKey | OtherVoice | OtherGroove | OtherTempo


def changed(song: Song, change: Change) -> Song:
    """The song with one thing changed. Raises CompanionError where that can't be done."""
    match change:
        case Wished(wish, seed, keep_bars):
            return revise(song, wish, seed, keep_bars)
        case OtherChord(index, symbol):
            return with_chord(song, index, symbol)
        case OtherKey(key):
            return in_key(song, key)
        case OtherVoice(voice):
            return for_voice(song, voice)
        case OtherGroove(name):
            return with_groove(song, name)
        case OtherTempo(bpm):
            return with_tempo(song, bpm)
