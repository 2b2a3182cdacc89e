"""The journal inside one process, plain and encrypted, beside TinyDB on its own JSONStorage.

Run: python -m bench.journal [--entries N …] [--runs N]. All hold the same entries of about 1 kB on the same disk and
take turns; times are medians in milliseconds, ratios below 1 are quicker than the peer. Ours is on the disk (fdatasync)
when it returns; JSONStorage calls fsync too. Encrypted is with the identity open; unlocking is a line of its own. The
last lines are the most that the folder took at the end of any day, beside what is in it: a hundredth changed on each of
forty days, a tenth on each of seven, and every entry once on one (with up to 10,000). bench.journal_cli has the same
texts in whole processes beside jrnl. Exit status 1 where a limit is missed.
"""

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import msgspec
from msgspec.structs import replace
from tinydb import TinyDB, where
from tinydb.table import Document

from companion.domain.entry import Entry, Reflection
from companion.journal.records import Change, Item, bytes_of
from companion.journal.store import TABLE, Journal, local_now
from companion.journal.table import LogDatabase
from companion.journal.vault import Vault

TEXT = "The house is still and the light is on the stairs. " * 16
"""With the rest of an entry about 1 kB."""

WORD = "entry 4242"
PASSPHRASE = "seven quiet stairs"

PEER_INSERT_MS, PEER_UPDATE_MS = 165.0, 146.0
"""What TinyDB's default storage was measured to need at 10,000 entries; 20 ms beside it was promised."""

STEPS = ("open and list ten", "search a word", "append one", "change one")
PROMISED = {
    10_000: {"append one": 20.0 / PEER_INSERT_MS, "change one": 20.0 / PEER_UPDATE_MS},
    100_000: {"append one": 120.0 / (10 * PEER_INSERT_MS), "change one": 120.0 / (10 * PEER_UPDATE_MS)},
}
"""The most a ratio may be with so many entries, where that was promised; the peer's time grows with their number."""

MOST_TIMES_ON_DISK = 3.0
"""All generations together take at most so many times what the journal does."""

CHANGING = {"a hundredth a day": (0.01, 40), "a tenth a day": (0.1, 7), "every entry once": (1.0, 1)}
"""How much of a journal is changed on each of how many days."""

MOST_FOR_DAYS = 10_000
"""With more entries the days are not lived through: it takes long, and shares of a journal do not grow with it."""

OPEN_AND_LIST = """
import sys
from pathlib import Path
from companion.journal.store import Journal
from companion.journal.vault import Vault

vault = Vault(Path(sys.argv[1]))
if vault.is_sealed:
    vault.unlock(sys.stdin.readline())
Journal.open(Path(sys.argv[1]), vault=vault, writable=False).entries(limit=10)
"""
PEER_OPENS_AND_LISTS = """
import sys
from tinydb import TinyDB

sorted(TinyDB(sys.argv[1]).table("entries"), key=lambda each: str(each["created"]), reverse=True)[:10]
"""
AND_SAY_PEAK = """
with open("/proc/self/status") as status:
    print(next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM")))
"""
"""Not getrusage: what it says of a child begins with what its parent needed."""

Times = dict[str, list[float]]


def entries(count: int) -> Iterator[Entry]:
    """The same entries for all."""
    now = local_now()
    for number in range(1, count + 1):
        yield Entry(str(UUID(int=number)), now, now, f"entry {number}", Reflection(TEXT), ("evening",))


@contextmanager
def timed(into: list[float]) -> Iterator[None]:
    """Adds the milliseconds that the block took."""
    start = time.perf_counter()
    yield
    into.append((time.perf_counter() - start) * 1000)


def fill(folder: Path, count: int, *, is_sealed: bool) -> Vault:
    """Write our journal, as it is after a while: folded, closed. Returns its vault, unlocked."""
    vault = Vault(folder)
    if is_sealed:
        vault.close_with(PASSPHRASE)
    with Journal.open(folder, vault=vault) as journal:
        journal.put_all(entries(count))
    return vault


def ours(folder: Path, vault: Vault, times: Times) -> None:
    """One round of every step with our storage."""
    with timed(times["open and list ten"]):
        journal = Journal.open(folder, vault=vault)
        journal.entries(limit=10)
    with timed(times["append one"]):
        added = journal.add(Reflection(TEXT), title="appended")
    with timed(times["change one"]):
        journal.update(replace(added, title="changed"))
    journal.close()
    with LogDatabase(folder, vault=vault) as db, timed(times["search a word"]):
        db.table(TABLE).search(where("title").search(f"^{WORD}$"))


def peers(path: Path, number: int, times: Times) -> None:
    """The same with JSONStorage."""
    with timed(times["open and list ten"]):
        db = TinyDB(path)
        table = db.table(TABLE)
        sorted(table, key=lambda each: str(each["created"]), reverse=True)[:10]
    with timed(times["search a word"]):
        table.search(where("title").search(f"^{WORD}$"))
    document, doc_id = msgspec.to_builtins(next(entries(1))), UUID(int=10**9 + number).int
    with timed(times["append one"]):
        table.insert(Document(document, doc_id))
    with timed(times["change one"]):
        table.update({"title": "changed"}, doc_ids=[doc_id])
    db.close()


def most_on_disk(folder: Path, vault: Vault, share: float, days: int) -> float:
    """Change a share of the entries on each day; returns the most bytes on the disk for each of the journal's."""
    chance, moments, most = random.Random(5), [time.time()], 0.0
    for day in range(days):
        with Journal.open(folder, vault=vault, now=lambda: moments[-1]) as journal:
            storage = journal._storage
            documents = storage.documents(TABLE)
            some = chance.sample(sorted(documents), max(1, round(len(documents) * share)))
            for number in range(0, len(some), 100):
                part = some[number : number + 100]
                storage.commit([Change(TABLE, each, {**documents[each], "title": f"on day {day}"}) for each in part])
            storage.fold()
            whole = bytes_of(Item(1, TABLE, *each, None) for each in storage.documents(TABLE).items())
        moments.append(moments[-1] + 86_400.0)
        most = max(most, size(folder) / whole)
    return most


def size(path: Path) -> int:
    """Bytes of a file, or of all files under a folder."""
    return path.stat().st_size if path.is_file() else sum(each.stat().st_size for each in path.rglob("*.*"))


def peak_mb(code: str, path: Path, key: str = "") -> str:
    """Megabytes that a process of its own takes to open and list ten; "?" where the system does not tell."""
    if not Path("/proc/self/status").exists():
        return "?"
    command = [sys.executable, "-c", code + AND_SAY_PEAK, str(path)]
    return subprocess.run(command, input=key, capture_output=True, text=True, check=True).stdout.strip()


def promised(step: str, count: int) -> float | None:
    """The most that a step's ratio may be with so many entries; None where nothing was promised."""
    limits = next((PROMISED[most] for most in sorted(PROMISED) if count <= most), {})
    return limits.get(step)


def compare(count: int, runs: int, say: Callable[[str], None]) -> bool:
    """Measure at one size and say; whether what was promised was kept."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plain, sealed = (fill(folder / kind, count, is_sealed=kind == "sealed") for kind in ("plain", "sealed"))
        theirs = folder / "theirs.json"
        with TinyDB(theirs) as db:
            documents = [Document(msgspec.to_builtins(each), UUID(each.id).int) for each in entries(count)]
            db.table(TABLE).insert_multiple(documents)
        sides: dict[str, Times] = {side: {step: [] for step in STEPS} for side in ("plain", "sealed", "peer")}
        for number in range(runs):
            ours(folder / "plain", plain, sides["plain"])
            ours(folder / "sealed", sealed, sides["sealed"])
            peers(theirs, number, sides["peer"])
        unlocking: list[float] = []
        with timed(unlocking):
            Vault(folder / "sealed").unlock(PASSPHRASE)
        head = f"{count} entries of 1 kB, {runs} runs"
        say(f"\n{head:<30}     plain  encrypted  JSONStorage  ratio: plain  encrypted  at most")
        kept = True
        for step in STEPS:
            mine, closed, peer = (statistics.median(sides[side][step]) for side in ("plain", "sealed", "peer"))
            most = promised(step, count)
            kept &= most is None or max(mine, closed) / peer <= most
            limit = "" if most is None else f"{most:.2f}"
            ratios = f"{mine / peer:13.3f} {closed / peer:10.3f} {limit:>8}"
            say(f"{step:<30} {mine:9.1f} {closed:10.1f} {peer:12.1f} {ratios}")
        sizes = [size(each) / 1e6 for each in (folder / "plain", folder / "sealed", theirs)]
        say(f"{'MB on disk':<30} {sizes[0]:9.1f} {sizes[1]:10.1f} {sizes[2]:12.1f} {sizes[0] / sizes[2]:13.2f} "
            f"{sizes[1] / sizes[2]:10.2f}")
        key = f"{sealed.recovery_key()}\n"
        peaks = (peak_mb(OPEN_AND_LIST, folder / "plain"), peak_mb(OPEN_AND_LIST, folder / "sealed", key),
                 peak_mb(PEER_OPENS_AND_LISTS, theirs))  # fmt: skip
        say(f"{'MB of memory at most':<30} {peaks[0]:>9} {peaks[1]:>10} {peaks[2]:>12}")
        for name, changing in CHANGING.items() if count <= MOST_FOR_DAYS else ():
            journals = (("plain", plain), ("sealed", sealed))
            times = [most_on_disk(folder / kind, vault, *changing) for kind, vault in journals]
            kept &= max(times) <= MOST_TIMES_ON_DISK
            say(f"{f'times on disk, {name}':<33} {times[0]:6.2f} {times[1]:10.2f} {'':>38} {MOST_TIMES_ON_DISK:>8.0f}")
        say(f"unlocking with the passphrase: {unlocking[0]:.0f} ms, on purpose")
    return kept


def main(say: Callable[[str], None] = print) -> int:
    """Measure and say; returns 1 if a promise was not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--runs", type=int, default=7)
    asked = parser.parse_args()
    kept = [compare(count, asked.runs, say) for count in asked.entries]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    raise SystemExit(main())
