"""Opening, adding to and changing a journal of 10,000 entries, as ratios to TinyDB on its own JSONStorage.

Run: python -m bench.journal [--entries N] [--runs N]. Both sides hold the same documents of about 1 kB on the same
disk and take turns; times are medians in milliseconds, ratios below 1 are quicker than the peer. Ours is on the disk
(fdatasync) when it returns; JSONStorage calls fsync too.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import msgspec
from msgspec.structs import replace
from tinydb import TinyDB
from tinydb.table import Document

from companion.domain.entry import Entry, Reflection
from companion.journal.store import TABLE, Journal, local_now
from companion.journal.table import LogDatabase

TEXT = "The house is still and the light is on the stairs. " * 16
"""With the rest of an entry about 1 kB."""

PROMISED = {"open and list ten": None, "append one": 20.0 / 165.0, "change one": 20.0 / 146.0}
"""The most a ratio may be: 20 ms beside what the peer was measured to need, where that was promised."""


def entries(count: int) -> Iterator[Entry]:
    """The same entries for both."""
    now = local_now()
    for number in range(1, count + 1):
        yield Entry(str(UUID(int=number)), now, now, f"entry {number}", Reflection(TEXT), ("evening",))


def fill(folder: Path, count: int) -> tuple[Path, Path]:
    """Write both journals; returns where they are."""
    documents = [Document(msgspec.to_builtins(each), UUID(each.id).int) for each in entries(count)]
    ours, theirs = folder / "ours", folder / "theirs.json"
    with LogDatabase(ours) as db:
        db.table(TABLE).insert_multiple(documents)
    with TinyDB(theirs) as db:
        db.table(TABLE).insert_multiple(documents)
    with Journal.open(ours) as journal:  # closing folds the one large record into a snapshot
        journal.add(Reflection("warm"))
    return ours, theirs


@contextmanager
def timed(into: list[float]) -> Iterator[None]:
    """Adds the milliseconds that the block took."""
    start = time.perf_counter()
    yield
    into.append((time.perf_counter() - start) * 1000)


def measure(ours: Path, theirs: Path, runs: int) -> dict[str, tuple[list[float], list[float]]]:
    """Milliseconds of each run, ours and theirs, by what was done."""
    found: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in PROMISED}
    for number in range(runs):
        with timed(found["open and list ten"][0]):
            journal = Journal.open(ours)
            journal.entries(limit=10)
        with timed(found["append one"][0]):
            added = journal.add(Reflection(TEXT), title="appended")
        with timed(found["change one"][0]):
            journal.update(replace(added, title="changed"))
        journal.close()

        with timed(found["open and list ten"][1]):
            db = TinyDB(theirs)
            table = db.table(TABLE)
            sorted(table, key=lambda each: str(each["created"]), reverse=True)[:10]
        document = msgspec.to_builtins(added)
        doc_id = UUID(int=10**9 + number).int
        with timed(found["append one"][1]):
            table.insert(Document(document, doc_id))
        with timed(found["change one"][1]):
            table.update({"title": "changed"}, doc_ids=[doc_id])
        db.close()
    return found


def size(path: Path) -> int:
    """Bytes of a file, or of all files under a folder."""
    return path.stat().st_size if path.is_file() else sum(each.stat().st_size for each in path.rglob("*.*"))


def main(say: Callable[[str], None] = print) -> int:
    """Measure and say; returns 1 if a promise was not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=9)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = fill(Path(folder), asked.entries)
        found = measure(ours, theirs, asked.runs)
        on_disk = size(ours) / size(theirs)
    say(f"{asked.entries} entries of 1 kB, {asked.runs} runs       ours   TinyDB JSONStorage   ratio   at most")
    kept = True
    for name, (mine, peers) in found.items():
        ratio, most = statistics.median(mine) / statistics.median(peers), PROMISED[name]
        kept &= most is None or ratio <= most
        limit = "" if most is None else f"{most:.2f}"
        say(f"{name:<32} {statistics.median(mine):8.1f} {statistics.median(peers):20.1f} {ratio:7.2f} {limit:>9}")
    say(f"bytes on disk, two generations: {on_disk:.2f} times the peer's")
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
