"""A place for what is said once, where a message in the corner would lie over what is played on."""

from textual.content import Content
from textual.widgets import Static

from companion.domain.units import Seconds

READING_SECONDS: Seconds = 12.0


class Saying(Static):
    """A line or two for `sentences`: each stands for READING_SECONDS, a newer one comes below it or in its place."""

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self.sentences: list[str] = []

    def say(self, sentence: str) -> None:
        """Say something; the same sentence stands there once."""
        if sentence in self.sentences:
            self.sentences.remove(sentence)
        self.sentences.append(sentence)
        self.set_timer(READING_SECONDS, lambda: self._forget(sentence))
        self._show()

    def on_resize(self) -> None:
        """There may be more room now, or less."""
        self._show()

    def _forget(self, sentence: str) -> None:
        if sentence in self.sentences:
            self.sentences.remove(sentence)
            self._show()

    def _show(self) -> None:
        """The newest sentences that find room; the newest of all in any case."""
        shown: list[str] = []
        for sentence in reversed(self.sentences):
            if shown and self._rows("\n".join((sentence, *shown))) > self.size.height:
                break
            shown.insert(0, sentence)
        self.update("\n".join(shown), layout=False)

    def _rows(self, text: str) -> int:
        return Content(text).get_height({}, max(1, self.size.width))
