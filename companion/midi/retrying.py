"""When to look again for what was not there: after a while, and then ever more rarely, since each look logs."""


class Retrying:
    """Counts rounds, about one a second: the first look is due at once, the next after `first`, then twice as many."""

    def __init__(self, first: int, most: int) -> None:
        self._first = first
        self._most = most
        self._wait, self._next = 0, first

    def is_due(self) -> bool:
        """Whether to look in this round."""
        if self._wait > 0:
            self._wait -= 1
            return False
        return True

    def failed(self) -> None:
        """Nothing was there."""
        self._wait, self._next = self._next, min(2 * self._next, self._most)

    def begin_anew(self, rounds: int) -> None:
        """What was there has just gone: it may well come back, from so many rounds on."""
        self._wait = self._next = rounds
