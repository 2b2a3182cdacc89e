"""One switch: choices are marked one after the other, slowly, and a press takes the one that is marked.

How people with a single switch use a computer (automatic scanning; long lists by groups first). Nothing hurries: after
a few rounds it rests until the next press, which only wakes it. Nothing here knows a face.
"""

from companion.domain.units import Seconds

GROUP = 5
LONG_LIST = 8
"""A list longer than this is gone through by groups of GROUP rows first."""

ROUNDS = 3
"""So many rounds without a press, and it rests."""

TREMOR_SECONDS: Seconds = 0.4
"""A press so soon after the last sign of the switch is the same press, held or trembling."""

REST_TICKS, OFFER_TICKS = 3, 2
"""While playing: after so many paces of rest the menu is offered for so many, then a press plays again."""


class RowScan:
    """Which rows of a list are `marked`, as the scan goes round; it begins with the first."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._inside: range | None = None if count > LONG_LIST else range(count)
        self.marked = range(0)
        self.is_resting = False
        self._restart()

    def step(self) -> None:
        """The next row or group; at the end round again, and out of a group where nothing was taken in it."""
        if self.is_resting:
            return
        size = GROUP if self._inside is None else 1
        end = self._count if self._inside is None else self._inside.stop
        start = self.marked.start + size
        if start < end:
            self.marked = range(start, min(start + size, end))
            return
        self._rounds += 1
        if self._inside is not None and self._count > LONG_LIST:
            self._leave_group()
        elif self._rounds >= ROUNDS:
            self.is_resting = True
        else:
            self._first()

    def press(self) -> int | None:
        """The row that is taken; None where the press woke the scan, or went into a group."""
        if self.is_resting:
            self._restart()
            return None
        if self._inside is None and len(self.marked) > 1:
            self._inside = self.marked
            self._restart()
            return None
        return self.marked.start

    def _restart(self) -> None:
        self.is_resting = False
        self._rounds = 0
        self._first()

    def _first(self) -> None:
        start = 0 if self._inside is None else self._inside.start
        size = GROUP if self._inside is None else 1
        self.marked = range(start, min(start + size, self._count))

    def _leave_group(self) -> None:
        """Nothing in it: on with the groups after it."""
        assert self._inside is not None
        start = self._inside.stop if self._inside.stop < self._count else 0
        self._inside, self._rounds = None, 0
        self.marked = range(start, min(start + GROUP, self._count))


class StepScan:
    """Rows that are marked one after the other, until a press opens what can be done with the marked one."""

    def __init__(self) -> None:
        self._left = 0

    def begin(self, rows: int) -> None:
        """From the marked row on, ROUNDS times round `rows`; then it rests."""
        self._left = ROUNDS * rows

    def goes_on(self) -> bool:
        """Whether the next row is marked now."""
        self._left = max(-1, self._left - 1)
        return self._left >= 0


class PlayingSwitch:
    """One switch on an instrument: a press plays, and while the hands rest it is offered for the menu now and then."""

    def __init__(self) -> None:
        self._ticks = 0

    @property
    def offers_menu(self) -> bool:
        """Whether a press would open the menu now."""
        return self._ticks % (REST_TICKS + OFFER_TICKS) >= REST_TICKS

    def step(self) -> None:
        """A pace went by without a press."""
        self._ticks += 1

    def played(self) -> None:
        """A note was played: the hands do not rest."""
        self._ticks = 0


class OnePress:
    """Tells one press of a switch from its repeats while it is held, and from a hand that trembles."""

    def __init__(self) -> None:
        self._last: Seconds | None = None

    def is_new(self, now: Seconds) -> bool:
        """Whether what came at a monotonic time is another press."""
        last, self._last = self._last, now
        return last is None or now - last >= TREMOR_SECONDS
