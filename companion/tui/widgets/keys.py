"""The row of keys at the bottom: enter first, the way back and "more" last, and none of them cut."""

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.widgets import Footer

from companion.tui.inside import FooterKey

_FIRST, _LAST = ("enter", "space"), ("escape", "question_mark", "f1")
_BETWEEN = len(_FIRST)
GAPS = 3
"""Columns around a key and its word."""


class KeyRow(Footer):
    """Textual's footer in an order of our own; where a window is too narrow, the last of those between stay away."""

    def __init__(self) -> None:
        super().__init__(show_command_palette=False)
        self._room = 0

    def compose(self) -> ComposeResult:
        """The keys of the place that is open, as many as find room; all of them stand in its menu."""
        self._room = self.size.width
        keys = [each for each in super().compose() if isinstance(each, FooterKey)]
        keys.sort(key=lambda each: _rank(each.key))
        yield from fitting(keys, self._room) if self._room else keys

    def on_resize(self, event: events.Resize) -> None:
        """There may be more room now, or less."""
        if event.size.width != self._room:
            self.call_after_refresh(self.recompose)


def fitting(keys: list[FooterKey], room: int) -> list[FooterKey]:
    """The keys without as many of those between the first and the last as `room` columns do not hold."""
    kept = list(keys)
    while sum(_width(each) for each in kept) > room:
        spare = [each for each in kept if _rank(each.key) == _BETWEEN]
        if not spare:
            return kept
        kept.remove(spare[-1])
    return kept


def _width(key: FooterKey) -> int:
    return cell_len(key.key_display) + cell_len(key.description) + GAPS


def _rank(key: str) -> int:
    if key in _FIRST:
        return _FIRST.index(key)
    return _BETWEEN + 1 + _LAST.index(key) if key in _LAST else _BETWEEN
