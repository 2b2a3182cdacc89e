"""Everything that can be played on the screen, in one piece."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical

from companion.domain.units import Pitch
from companion.services.jamming.keys import LETTER_ROWS, Layout, PadKey
from companion.tui.widgets.letters import LetterRow
from companion.tui.widgets.pads import Pads


class Instrument(Vertical):
    """The pads, and below them both rows of letters, as they lie on the computer's keyboard."""

    def __init__(self, layout: Layout) -> None:
        super().__init__()
        self._letters = LETTER_ROWS[layout]

    def compose(self) -> ComposeResult:
        """Numbers, upper row, lower row."""
        yield Pads()
        yield LetterRow("upper", self._letters[0], 0)
        yield LetterRow("lower", self._letters[1], 2)

    def use(self, layout: Layout) -> None:
        """Other letters stand on the keys."""
        for row, letters in zip(self.query(LetterRow), LETTER_ROWS[layout], strict=True):
            row.use(letters)

    def show(self, rows: Sequence[Sequence[Pitch]], names: Sequence[Sequence[str]], lit: frozenset[Pitch]) -> None:
        """Show the notes of the pads, of the upper and of the lower row, and which of them sound."""
        widgets: tuple[Pads | LetterRow, ...] = (self.query_one(Pads), *self.query(LetterRow))
        for widget, pitches, said in zip(widgets, rows, names, strict=True):
            widget.show(said, [pitch in lit for pitch in pitches])

    def light(self, key: PadKey) -> None:
        """Light the key that was struck, at once."""
        if key.row == "pads":
            self.query_one(Pads).light(key.index + 1)
        else:
            upper, lower = self.query(LetterRow)
            (upper if key.row == "upper" else lower).light(key.index)
