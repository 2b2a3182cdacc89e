"""The keys that change a song's tune at once: the same wherever a song stands on the screen."""

from textual.binding import Binding

from companion.engine.revising import Wish
from companion.language import _

_KEYS: tuple[tuple[str, Wish, str], ...] = (
    ("i", "simpler", _("simpler")),
    ("v", "more movement", _("more movement")),
    ("n", "another", _("another tune")),
    ("y", "keep rhythm", _("another tune on this rhythm")),
    ("l", "lower", _("lower")),
    ("h", "higher", _("higher")),
)

WISH_KEYS = tuple(Binding(key, f"wish('{wish}')", label, show=False) for key, wish, label in _KEYS)
"""They call `action_wish` with the engine's word for the wish."""
