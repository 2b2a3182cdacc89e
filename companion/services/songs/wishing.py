"""What someone may wish of a song's tune, and the wish as a change that can be composed, with a seed of its own."""

from zlib import crc32

from msgspec import json

from companion.domain.song import Song, VoiceRange
from companion.engine.changes import Wished
from companion.engine.revising import Wish
from companion.language import _

WISHES: tuple[tuple[Wish, str, str], ...] = (
    ("simpler", _("Simpler"), _("fewer moves, easier to sing")),
    ("more movement", _("More movement"), _("livelier, wider")),
    ("another", _("Another tune"), _("the same words and chords")),
    ("keep rhythm", _("Another, on this rhythm"), _("only the heights are new")),
    ("lower", _("Lower"), _("for a deeper voice")),
    ("higher", _("Higher"), _("for a lighter voice")),
)
"""Each wish: the engine's word, ours, and what it does. Every face shows them in this order."""

VOICES: dict[Wish, VoiceRange] = {"lower": "low", "higher": "high"}
"""The voice that such a wish tells of: later suggestions lie there too."""

_BARS_TOGETHER = 4
_SEED_STRIDE = 7919
"""A prime, so that the seeds of wishes one after the other do not meet."""


def wish_for(song: Song, wish: Wish, *, number: int = 0, keep_bars: tuple[int, int] | None = None) -> Wished:
    """The tune in another form. Another tune asks with another seed; so does a later `number` for the same tune.

    The same tune, wish and number ask for the same on every machine.
    """
    return Wished(wish, crc32(json.encode(song.melody)) + _SEED_STRIDE * number, keep_bars)


def bars_to_keep(song: Song) -> tuple[tuple[int, int], ...]:
    """What may stay of a song while the rest changes: its bars in fours (a short song's in halves), from 1."""
    together = _BARS_TOGETHER if song.bars > _BARS_TOGETHER else max(1, song.bars // 2)
    return tuple((first, min(first + together - 1, song.bars)) for first in range(1, song.bars + 1, together))
