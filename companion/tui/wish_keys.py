"""The keys that change a song's tune at once: the same wherever a song stands on the screen."""

from textual.binding import Binding

from companion.engine.revising import Wish

_KEYS: tuple[tuple[str, Wish, str], ...] = (
    ("i", "simpler", "simpler"),
    ("v", "more movement", "more movement"),
    ("n", "another", "another tune"),
    ("y", "keep rhythm", "another tune on this rhythm"),
    ("l", "lower", "lower"),
    ("h", "higher", "higher"),
)

WISH_KEYS = tuple(Binding(key, f"wish('{wish}')", label, show=False) for key, wish, label in _KEYS)
"""They call `action_wish` with the engine's word for the wish."""
