"""A wish for a song's tune as a change that can be composed, with a seed of its own."""

from zlib import crc32

from msgspec import json

from companion.domain.song import Song
from companion.engine.changes import Wished
from companion.engine.revising import Wish

_SEED_STRIDE = 7919
"""A prime, so that the seeds of wishes one after the other do not meet."""


def wish_for(song: Song, wish: Wish, *, number: int = 0, keep_bars: tuple[int, int] | None = None) -> Wished:
    """The tune in another form. Another tune asks with another seed; so does a later `number` for the same tune.

    The same tune, wish and number ask for the same on every machine.
    """
    return Wished(wish, crc32(json.encode(song.melody)) + _SEED_STRIDE * number, keep_bars)
