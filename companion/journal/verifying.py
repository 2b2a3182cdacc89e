"""Whether everything in the journal can be read, and what can't."""

from pathlib import Path

from msgspec import Struct

from companion.errors import FileProblemError
from companion.journal import segments
from companion.journal.blobs import Blobs, named_in
from companion.journal.documents import TABLE, UnreadableEntry
from companion.journal.frames import scan
from companion.journal.reading import generations, manifest_of, read_log, snapshot_file
from companion.journal.storage import LogStorage
from companion.journal.vault import Vault


class Verified(Struct, frozen=True):
    """What a look at every file found.

    `damaged` are files of logs whose bytes are not what was written, `damaged_blobs` and `missing_blobs` names of large
    things that entries mention; `orphans` are large things that no entry mentions (they take room and harm nothing).
    """

    entries: int
    unreadable: tuple[UnreadableEntry, ...]
    damaged: tuple[str, ...]
    damaged_blobs: tuple[str, ...]
    missing_blobs: tuple[str, ...]
    orphans: tuple[str, ...]

    @property
    def is_fine(self) -> bool:
        """Whether everything that should be there is, and reads."""
        return not (self.unreadable or self.damaged or self.damaged_blobs or self.missing_blobs)


def verify(
    folder: Path, storage: LogStorage, blobs: Blobs, unreadable: list[UnreadableEntry], entries: int
) -> Verified:
    """Read every file of the journal and compare it with what was written. Raises FileProblemError."""
    there, mentioned = set(blobs.names()), named_in(storage.documents(TABLE).values())
    return Verified(
        entries,
        tuple(unreadable),
        tuple(_damaged(folder, storage.vault)),
        tuple(sorted(name for name in there & mentioned if not blobs.holds(name))),
        tuple(sorted(mentioned - there)),
        tuple(sorted(there - mentioned)),
    )


def _damaged(folder: Path, vault: Vault) -> list[str]:
    logs = folder / "logs"
    found: list[Path] = []
    try:
        for log in sorted(path for path in logs.iterdir() if path.is_dir()) if logs.exists() else ():
            state = read_log(log, vault)
            found += [*state.unreadable, *state.damaged, *([state.torn[0]] if state.torn else [])]
            found += [path for path in (*log.glob("*.log"), *log.glob("*.snapshot")) if scan(path.read_bytes()).damage]
            for generation in generations(log, "snapshot"):
                manifest = manifest_of(snapshot_file(log, generation))
                for part in manifest.segments if manifest else ():
                    found += segments.damaged_files(log, part)
    except OSError as error:
        raise FileProblemError.from_os("read", error.filename or logs, error) from error
    return [path.relative_to(folder).as_posix() for path in dict.fromkeys(found)]
