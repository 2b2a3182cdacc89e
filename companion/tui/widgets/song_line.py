"""One line of a song on its page: chords, syllables and the tune's heights, with the section's name beside them."""

from typing import Literal

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from companion.language import _, told
from companion.services.songs.columns import columns_of
from companion.services.songs.page import SAME_CHORD, PageLine, PageRow

LABEL_COLUMNS = 11
KEPT = _("kept")
SIGNS = {"": "  ", "here": "▸ ", "sounding": "▶ "}
Place = Literal["", "here", "sounding"]
Span = str | tuple[str, str]


class SongLine(Static):
    """Shows one line; `index` is its place on the page."""

    class Pointed(Message):
        """The mouse points at a chord of a line, or at the line (`chord` None)."""

        def __init__(self, index: int, chord: int | None) -> None:
            super().__init__()
            self.index = index
            self.chord = chord

    def __init__(self, index: int) -> None:
        super().__init__(markup=False)
        self.index = index
        self._line: PageLine | None = None
        self._shown: tuple[PageLine, int | None, Place, bool] | None = None

    def show(self, line: PageLine, *, chord: int | None, place: Place, is_kept: bool) -> None:
        """Draw the line; `chord` is the index of the chord one stands on, if it is here."""
        state = (line, chord if chord in line.chords else None, place, is_kept)
        if state == self._shown:
            return
        self._shown = state
        spans: list[Span] = []
        for number, row in enumerate(line.rows):
            sign = SIGNS[place] if number == 0 else "  "
            name = told(line.section) if number == 0 else ""
            kept = KEPT if is_kept and number == 0 else ""
            spans += ["\n"] if number else []
            spans += [(sign, "bold $accent"), (_fitted(name), "$soft"), *_chord_spans(row, state[1])]
            if row.words.strip():
                spans += ["\n  ", (_fitted(kept), "$accent"), row.words]
                kept = ""
            spans += ["\n  ", (_fitted(kept), "$accent"), (row.roll, "$soft")]
        self._line = line
        self.update(Content.assemble(*spans))

    def on_click(self, event: events.Click) -> None:
        """The mouse chooses a line, or the chord under it."""
        x, y = event.x - LABEL_COLUMNS, event.y
        self.post_message(self.Pointed(self.index, self._chord_at(x, y)))

    def _chord_at(self, x: int, y: int) -> int | None:
        if self._line is None:
            return None
        top = 0
        for row in self._line.rows:
            height = 3 if row.words.strip() else 2
            if top <= y < top + height:
                before = [index for column, index, _other in row.chords if column <= x]
                return before[-1] if before else None
            top += height
        return None


def _chord_spans(row: PageRow, here: int | None) -> list[Span]:
    spans: list[Span] = []
    column = 0
    for start, index, name in row.chords:
        spans.append(" " * max(0, start - column))
        tone = "$faint" if name == SAME_CHORD else "bold $accent"
        spans.append((name, "bold reverse" if index == here else tone))
        column = max(start, column) + columns_of(name)
    return spans


def _fitted(name: str) -> str:
    """A section's name in the column beside the words."""
    room = LABEL_COLUMNS - 3
    while columns_of(name) > room:
        name = f"{name[:-2].rstrip()}…"
    return name + " " * (room + 1 - columns_of(name))
