"""What becomes of the takes of one jam: laid over one another, kept, taken back and given back. Nothing is lost."""

from collections.abc import Callable

from msgspec import Struct

from companion.domain.entry import Entry
from companion.domain.take import Take
from companion.services.container import Companion
from companion.services.jamming.jam import Jam
from companion.services.jamming.layers import Layer
from companion.services.jamming.opening import keep_take
from companion.services.jamming.takes import FEWEST_NOTES
from companion.services.journal.desk import JournalDesk


class Laid(Struct, frozen=True):
    """A take that goes round under the playing."""

    take: Take
    layer: Layer


class Kept(Struct, frozen=True):
    """A take that was put into the journal; `was_loose`: it had gone round under the playing before."""

    entry: Entry
    take: Take
    was_loose: bool


class JamKeeping:
    """The takes of one jam. `desk` opens the journal under the person's hands when something is taken back.

    `loose` are takes that are in nobody's journal: laid over one another, or played before a recording began.
    """

    def __init__(self, jam: Jam, companion: Companion, desk: Callable[[], JournalDesk]) -> None:
        self.loose: list[Take] = []
        self._jam = jam
        self._companion = companion
        self._desk = desk
        self._done: list[Laid | Kept] = []
        self._undone: list[Laid | Kept] = []

    @property
    def newest(self) -> Take | None:
        """What was recorded or just played, else the newest loose take."""
        return self._jam.take() or (self.loose[-1] if self.loose else None)

    def keep(self, *, later: bool = False) -> bool:
        """Put the newest take into the journal; whether there was one. Raises what the journal raises."""
        take = self.newest
        if take is None:
            return False
        self.put(take, later)
        self._jam.let_go()
        return True

    def put(self, take: Take, later: bool) -> None:
        """Put a take into the journal. Raises what the journal raises."""
        entry = keep_take(self._companion, take, later)
        self._did(Kept(entry, take, was_loose=any(each is take for each in self.loose)))
        self._loosen(take, is_loose=False)

    def keep_loose(self, *, later: bool) -> None:
        """Put every loose take into the journal. Raises what the journal raises."""
        for take in list(self.loose):
            self.put(take, later)

    def let_go(self) -> None:
        """Forget what nobody wants: what was just played, and every loose take. Raises FileProblemError."""
        self.loose.clear()
        self._jam.let_go()

    def record(self) -> None:
        """Begin a recording; what was played before it stays, to be asked about at the end."""
        before = self._jam.take()
        if before is not None and len(before.notes()) >= FEWEST_NOTES:
            self.loose.append(before)
        self._jam.record()

    def lay_over(self) -> bool:
        """Let what was just played go round under the playing; whether something was played.

        What was recorded goes into the journal too, to be decided about later. Raises CompanionError.
        """
        was_recorded = self._jam.takes.record in ("recording", "deciding")
        laid = self._jam.lay_over()
        if laid is None:
            return False
        self._did(Laid(*laid))
        self.loose.append(laid[0])
        if was_recorded:
            self.put(laid[0], later=True)
        self._jam.let_go()
        return True

    def undo(self) -> Laid | Kept | None:
        """Take the last take back, from under the playing or out of the journal; a recording goes on untouched.

        What went round is loose then, so that it is asked about at the end. Raises what the journal raises.
        """
        if not self._done:
            return None
        last = self._done[-1]
        if isinstance(last, Laid):
            last = Laid(last.take, self._jam.take_layer_away() or last.layer)
        else:
            self._desk().delete(last.entry)
            self._loosen(last.take, is_loose=last.was_loose)
        self._done.pop()
        self._undone.append(last)
        return last

    def redo(self) -> Laid | Kept | None:
        """Give back what was taken back last. Raises what the journal raises."""
        if not self._undone:
            return None
        last = self._undone[-1]
        if isinstance(last, Laid):
            self._jam.put_layer_back(last.layer)
        else:
            self._desk().undo()
            self._loosen(last.take, is_loose=False)
        self._done.append(self._undone.pop())
        return last

    def _did(self, step: Laid | Kept) -> None:
        """What was taken back out of the journal can still be brought back there, as anything that was deleted."""
        self._done.append(step)
        self._undone.clear()

    def _loosen(self, take: Take, *, is_loose: bool) -> None:
        self.loose = [each for each in self.loose if each is not take]
        if is_loose:
            self.loose.append(take)
