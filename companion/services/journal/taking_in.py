"""What a file brings, kept in the journal: large things first, so that no entry ever names one that is not there."""

from pathlib import Path

from msgspec import Struct

from companion.journal.blobs import named_in
from companion.journal.documents import as_document
from companion.journal.store import Journal
from companion.services.journal.importing import Arriving, compare
from companion.services.journal.unpack import large_in


class TakenIn(Struct, frozen=True):
    """How many entries came: new ones, ones that differ from what is here and stand beside it, and known ones.

    `large` is how many large things were not here yet; `missing` are names of those that entries name, and that are
    neither in the file nor here.
    """

    new: int
    beside: int
    known: int
    large: int
    missing: tuple[str, ...]


def take_in(arriving: Arriving, path: Path, journal: Journal) -> TakenIn:
    """Keep what `path` held, as it was read. Nothing comes in twice, and what was begun can be gone on with.

    Raises FileProblemError.
    """
    brought = compare(arriving.entries, journal.entries())
    wanted = named_in(map(as_document, arriving.entries)) - {*journal.blobs.names()}
    found = 0
    for name, content in large_in(path) if wanted else ():
        if name in wanted and content is not None:
            journal.blobs.put(content)
            wanted.discard(name)
            found += 1
    journal.put_all((*brought.new, *brought.beside))
    return TakenIn(len(brought.new), len(brought.beside), brought.known, found, tuple(sorted(wanted)))
