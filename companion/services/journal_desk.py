"""The journal under someone's hands: what it holds, finding in it, changing it, and taking back a deletion.

It has no face: the screen, the plain mode and the tests ask it the same things.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from companion.domain.entry import Entry
from companion.errors import WrongUseError
from companion.journal.store import Journal, UnreadableEntry
from companion.services.journal_query import Query, in_words, read_query
from companion.services.journal_search import Found, Shelf, excerpt, with_near_words
from companion.services.journaling import came_from, felt, reworded, tagged, titled


class Sought(Struct, frozen=True):
    """What a search gave: entries (the newest first), a piece of each round what was found, and two sentences.

    `asked` says what was looked for; `read_as` which words were read as others, empty where none were.
    """

    entries: tuple[Entry, ...]
    excerpts: tuple[str, ...]
    asked: str
    read_as: str = ""


class JournalDesk:
    """One person's look at their journal, from opening it until the program closes. `clock` gives aware datetimes."""

    def __init__(self, journal: Journal, clock: Callable[[], datetime]) -> None:
        self._journal = journal
        self._clock = clock
        self._shelf: Shelf | None = None
        self._entries: tuple[Entry, ...] = ()
        self._deleted: list[tuple[Entry | UnreadableEntry, ...]] = []

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Everything, the newest first, with what other windows and devices wrote meanwhile."""
        if self._journal.refresh() or self._shelf is None:
            self._look()
        return self._entries

    @property
    def can_undo(self) -> bool:
        """Whether something that was deleted can still come back."""
        return bool(self._deleted)

    def find(self, words: str) -> Sought:
        """Entries for one line as people type it (see `read_query`). Raises WrongUseError for a date that can't be."""
        now = self._clock()
        try:
            query = read_query(words, now.date())
        except ValueError as error:
            raise WrongUseError(f"{error}.") from error
        everything = self.entries
        if query == Query() or self._shelf is None:
            return Sought(everything, ("",) * len(everything), "")
        return _sought(self._shelf.find(query), query)

    def tag(self, entry: Entry, add: Iterable[str] = (), remove: Iterable[str] = ()) -> Entry:
        """Put tags on, or take them off."""
        return self._keep(entry, tagged(entry, add, remove))

    def mark(self, entry: Entry, is_favourite: bool) -> Entry:
        """Make it a favourite, or no favourite any more."""
        return self._keep(entry, replace(entry, is_favourite=is_favourite))

    def title(self, entry: Entry, title: str) -> Entry:
        """Give it another title. Raises WrongUseError for one that is too long."""
        return self._keep(entry, titled(entry, title))

    def reword(self, entry: Entry, text: str) -> Entry:
        """Give it another text. Raises WrongUseError where it has none of its own."""
        return self._keep(entry, reworded(entry, text))

    def feel(self, entry: Entry, feeling: str) -> Entry:
        """Give it another word for how it was. Raises WrongUseError where it has none."""
        return self._keep(entry, felt(entry, feeling))

    def came_from(self, entry: Entry) -> tuple[Entry, ...]:
        """What goes with an entry when it is deleted."""
        return tuple(came_from(entry, self.entries))

    def delete(self, entry: Entry) -> tuple[Entry, ...]:
        """Take an entry out, with everything that came from it, until the program closes to be undone."""
        gone = (entry, *self.came_from(entry))
        taken = [each for one in gone for each in self._journal.delete(one.id)]
        self._deleted.append(tuple(taken))
        self._shelf = None
        return gone

    def undo(self) -> int:
        """Bring the last deletion back; how many entries came back (0: there was none)."""
        if not self._deleted:
            return 0
        back = self._deleted[-1]
        self._journal.put_back(back)
        self._deleted.pop()
        self._shelf = None
        return len(back)

    def write(self, entry: Entry, path: Path) -> None:
        """One entry into a file, by its suffix. Raises CompanionError."""
        from companion.services.journal_export import write_entry

        write_entry(entry, path, self._journal)

    def write_all(self, path: Path) -> None:
        """Everything as a ZIP that can be read without this program. Raises FileProblemError."""
        from companion.services.journal_export import write_entries

        write_entries(self.entries, path)

    def _keep(self, before: Entry, after: Entry) -> Entry:
        if before == after:
            return before
        self._shelf = None
        return self._journal.update(after)

    def _look(self) -> None:
        self._entries = tuple(self._journal.entries())
        self._shelf = Shelf(self._entries, self._clock().tzinfo)


def _sought(found: Found, query: Query) -> Sought:
    near = with_near_words(query, found)
    read_as = " ".join(f"Nothing holds “{typed}”; “{read}” was looked for." for typed, read in found.read_as)
    return Sought(found.entries, tuple(excerpt(entry, near) for entry in found.entries), in_words(near), read_as)
