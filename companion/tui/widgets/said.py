"""A line of words that changes while music runs, painted only when it says something else."""

from textual.widgets import Static


class Said(Static):
    """One line; what it says is never read as markup."""

    def __init__(self, *, id: str) -> None:
        super().__init__("", markup=False, id=id)
        self._said = ""

    def say(self, words: str) -> None:
        """Say something, or nothing."""
        if words != self._said:
            self._said = words
            self.update(words, layout=False)
