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
from companion.language import _
from companion.services.journal.opening import came_from, felt, reworded, tagged, titled
from companion.services.journal.query import Query, in_words, read_query
from companion.services.journal.search import Found, Shelf, excerpt, with_near_words
from companion.services.journal.versions import chosen, origin_of, origins_of_several, versions_of


class Sought(Struct, frozen=True):
    """What a search gave: entries (the newest first), a piece of each round what was found, and two sentences.

    `asked` says what was looked for; `read_as` which words were read as others, empty where none were.
    """

    entries: tuple[Entry, ...]
    excerpts: tuple[str, ...]
    asked: str
    read_as: str = ""


class JournalDesk:
    """One person's look at their journal, from opening it until the program closes. `clock` gives aware datetimes.

    Threads may search while another changes entries; changes come from one thread.
    """

    def __init__(self, journal: Journal, clock: Callable[[], datetime]) -> None:
        self._journal = journal
        self._clock = clock
        self._looked: _Looked | None = None
        self._deleted: list[_Undo] = []
        self._came_back = False

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Everything, the newest first, with what other windows and devices wrote meanwhile."""
        return self._look().entries

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
        looked = self._look()
        if query == Query():
            return Sought(looked.entries, ("",) * len(looked.entries), "")
        return _sought(looked.shelf.find(query), query)

    def tag(self, entry: Entry, add: Iterable[str] = (), remove: Iterable[str] = ()) -> Entry:
        """Put tags on, or take them off."""
        return self._keep(entry, tagged(entry, add, remove))

    def tag_or_untag(self, entry: Entry, line: str) -> Entry:
        """Put on the tags of one line, with commas between; one that the entry has is taken off."""
        given = [tag.strip() for tag in line.split(",") if tag.strip()]
        known = {tag.casefold() for tag in entry.tags}
        off = [tag for tag in given if tag.casefold().lstrip("#@") in known]
        return self.tag(entry, [tag for tag in given if tag not in off], off)

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
        """What goes with an entry when it is deleted. In a large journal that takes longer than a screen's turn."""
        return tuple(came_from(entry, self.entries))

    def delete(self, entry: Entry, others: Iterable[Entry] = ()) -> tuple[Entry | UnreadableEntry, ...]:
        """Take out an entry with what came from it, in one step, until the program closes to be undone."""
        gone = self._journal.delete(entry.id, also=[each.id for each in others])
        self._deleted.append(_Undo(gone))
        return gone

    def versions(self, entry: Entry) -> tuple[Entry, ...]:
        """Both sides of a change that was made in two places at once; empty for an entry that stands alone.

        Known once the entries were looked at; it looks for nothing itself, so that a page can ask for it.
        """
        looked = self._looked
        if looked is None or origin_of(entry) not in looked.several:
            return ()
        return versions_of(entry, looked.entries)

    def choose(self, version: Entry) -> Entry:
        """Let one of several versions stand in the entry's place; the others are deleted, which `undo` takes back."""
        self._look()
        versions = self.versions(version)
        if not versions:
            return version
        before, wanted = versions[0], chosen(version, versions)
        after = self._keep(before, wanted)
        beside = [each.id for each in versions[1:]]
        gone = self._journal.delete(beside[0], also=beside[1:])
        self._deleted.append(_Undo(gone, before if after != before else None))
        return after

    @property
    def nothing_back(self) -> str:
        """Why nothing comes back where `can_undo` does not hold, in a sentence."""
        if self._came_back:
            return _("There is nothing more to bring back.")
        return _("Nothing was deleted since the program was opened.")

    def undo(self) -> int:
        """Bring the last deletion back; how many entries came back (0: there was none)."""
        if not self._deleted:
            return 0
        last = self._deleted[-1]
        self._journal.put_back(last.gone)
        if last.before is not None:
            now = self._journal.get(last.before.id)
            self._journal.update(replace(last.before, changed=now.changed))
        self._deleted.pop()
        self._came_back = True
        return len(last.gone)

    def write(self, entry: Entry, path: Path) -> None:
        """One entry into a file, by its suffix. Raises CompanionError."""
        from companion.services.journal.export import write_entry

        write_entry(entry, path, self._journal)

    def write_all(self, path: Path) -> None:
        """Everything as a ZIP that can be read without this program. Raises FileProblemError."""
        from companion.services.journal.export import write_entries

        write_entries(self.entries, path, self._journal.blobs)

    def _keep(self, before: Entry, after: Entry) -> Entry:
        if before == after:
            return before
        return self._journal.update(after)

    def _look(self) -> "_Looked":
        """What there is now, whoever wrote it; looked at anew when anything was changed."""
        self._journal.refresh()
        revision, looked = self._journal.revision, self._looked
        if looked is None or looked.revision != revision:
            entries = tuple(self._journal.entries())
            looked = self._looked = _Looked(
                revision, entries, Shelf(entries, self._clock().tzinfo), origins_of_several(entries)
            )
        return looked


class _Undo(Struct, frozen=True):
    """What was taken out, and the entry as it was where another one of its versions came into its place."""

    gone: tuple[Entry | UnreadableEntry, ...]
    before: Entry | None = None


class _Looked(Struct, frozen=True):
    revision: int
    entries: tuple[Entry, ...]
    shelf: Shelf
    several: frozenset[tuple[object, ...]]


def _sought(found: Found, query: Query) -> Sought:
    near = with_near_words(query, found)
    read_as = " ".join(
        _("Nothing holds “{typed}”; “{read}” was looked for.").format(typed=typed, read=read)
        for typed, read in found.read_as
    )
    return Sought(found.entries, tuple(excerpt(entry, near) for entry in found.entries), in_words(near), read_as)
