"""Earlier states of the journal: looking at them, and putting entries back as they were.

Each log keeps generations of its own. The journal at a moment is what the newest generation of each log says that was
made until then; entries that no generation holds are left out of it.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from companion.errors import FileProblemError, WrongUseError
from companion.journal import segments
from companion.journal.documents import TABLE, moment_of
from companion.journal.merging import merge
from companion.journal.reading import generations, manifest_of, snapshot_file
from companion.journal.records import Change, Document, Item, Manifest, Segment
from companion.journal.state import LogState
from companion.journal.storage import LogStorage
from companion.journal.vault import Vault
from companion.language import _

AT_ONCE_SECONDS = 60.0
"""What a log writes of one moment, in two generations for safety, lies at most so far apart."""


class Generation(Struct, frozen=True):
    """What stood in the journal when a log was folded: `made` in seconds since the epoch, and how many entries."""

    name: str
    made: float
    entries: int


class WentBack(Struct, frozen=True):
    """The ids of entries that are as they were, and the generation that holds them as they had become."""

    entries: tuple[str, ...]
    undo: str


class _Named(Struct, frozen=True):
    made: float
    name: str
    parts: tuple[Segment, ...]


def name_of(log: str, generation: int) -> str:
    """How a person calls a generation of a log."""
    return f"{log}.{generation}"


class Generations:
    """Those of all logs under `folder`, as they are now; nothing here changes them. Raises FileProblemError."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        self._vault = vault
        self._read: dict[Path, tuple[Item, ...]] = {}
        self._kept: dict[Path, list[tuple[int, Manifest]]] = {}
        try:
            for log in sorted(path for path in (folder / "logs").iterdir() if path.is_dir()):
                found = ((each, manifest_of(snapshot_file(log, each))) for each in generations(log, "snapshot"))
                self._kept[log] = [(each, manifest) for each, manifest in found if manifest and manifest.made > 0]
        except FileNotFoundError:
            pass
        except OSError as error:
            raise FileProblemError.from_os("read", error.filename or folder, error) from error

    def __iter__(self) -> Iterator[Generation]:
        """The newest first; of two that were written at once and hold the same, the newer one."""
        shown: dict[tuple[Segment, ...], float] = {}
        for each in self._named():
            if shown.get(each.parts, math.inf) - each.made <= AT_ONCE_SECONDS:
                continue
            shown[each.parts] = each.made
            yield Generation(each.name, each.made, len(self.entries_at(each.made)))

    def changed_since(self, name: str, now: Mapping[str, Document]) -> dict[str, Document]:
        """Entries by number as the generation with this name has them, where they were changed after it was made.

        What was added since is not among them, nor what was deleted. Raises WrongUseError where there is none.
        """
        made = next((each.made for each in self._named() if each.name == name), None)
        if made is None:
            raise WrongUseError(
                _("There is no generation {name!r}.").format(name=name),
                _("'companion journal generations' shows them."),
            )
        then = self.entries_at(made)
        return {
            number: then[number]
            for number, document in now.items()
            if number in then and moment_of(document, "changed") > made and _said(document) != _said(then[number])
        }

    def _named(self) -> list[_Named]:
        """The newest first."""
        found = [
            _Named(manifest.made, name_of(log.name, number), manifest.segments)
            for log, kept in self._kept.items()
            for number, manifest in kept
        ]
        return sorted(found, key=lambda each: (each.made, each.name), reverse=True)

    def entries_at(self, made: float) -> dict[str, Document]:
        """The documents of entries by number, as the generations until a moment hold them."""
        states = []
        for log, kept in self._kept.items():
            until = [manifest for _other, manifest in kept if manifest.made <= made]
            if until:
                state = LogState(log.name)
                for item in self._items(log, until[-1]):
                    state.put(item, item.clock)
                states.append(state)
        return merge(states).tables.get(TABLE, {})

    def _items(self, log: Path, manifest: Manifest) -> Iterator[Item]:
        for part in manifest.segments:
            yield from self._part(log, part)

    def _part(self, log: Path, part: Segment) -> tuple[Item, ...]:
        path = segments.path_of(log, part)
        if path not in self._read:
            try:
                self._read[path] = tuple(segments.read(log, part, self._vault).items or ())
            except segments.LockedPartError:
                self._read[path] = ()
            except OSError as error:
                raise FileProblemError.from_os("read", path, error) from error
        return self._read[path]


def _said(document: Document) -> Document:
    """All of an entry but when it was changed."""
    return {**document, "changed": None}


def put_back(storage: LogStorage, then: Mapping[str, Document], clock: Callable[[], datetime]) -> WentBack:
    """Give entries what they were `then`, by number, changed now, as `clock` says (aware datetimes).

    First a generation is made that holds them as they are, so that this can be undone. Raises FileProblemError.
    """
    if not then:
        return WentBack((), "")
    here = storage.documents(TABLE)
    storage.commit([Change(TABLE, number, here[number]) for number in then])
    undo = name_of(storage.own_log or "", storage.fold())
    moment = clock().isoformat()  # after the generation was made, so that this is a change since
    changed = {number: {**document, "changed": moment} for number, document in then.items()}
    storage.commit([Change(TABLE, number, document) for number, document in changed.items()])
    return WentBack(tuple(str(document.get("id")) for document in changed.values()), undo)
