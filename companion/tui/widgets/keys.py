"""The row of keys at the bottom: enter first, the way back and "more" last, whatever a widget below binds."""

from textual.app import ComposeResult
from textual.widgets import Footer

from companion.tui.inside import FooterKey

_FIRST, _LAST = ("enter", "space"), ("escape", "question_mark", "f1")


class KeyRow(Footer):
    """Textual's footer in an order of our own."""

    def __init__(self) -> None:
        super().__init__(show_command_palette=False)

    def compose(self) -> ComposeResult:
        """The keys of the place that is open."""
        keys = [each for each in super().compose() if isinstance(each, FooterKey)]
        yield from sorted(keys, key=lambda each: _rank(each.key))


def _rank(key: str) -> int:
    if key in _FIRST:
        return _FIRST.index(key)
    return len(_FIRST) + 1 + _LAST.index(key) if key in _LAST else len(_FIRST)
