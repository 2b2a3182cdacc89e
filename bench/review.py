"""A therapist's afternoon: 40 clients with 50 returns each, from the unlocked key to the overview.

Beside it, the same returns as sealed files opened one by one, as someone with `age` and a folder would: that is the
peer. Every return carries words, check-ins, minutes and a song. The passphrase's own second is not counted.

    python -m bench.review [--clients 40] [--returns 50] [--rounds 5]

Exit status 1 where the overview takes a second or more.
"""

import argparse
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import msgspec
from msgspec.structs import replace

from bench.start import machine
from companion import age
from companion.domain.affect import Affect, CheckIn
from companion.domain.assignment import Assigned
from companion.domain.entry import Entry
from companion.domain.share import Music, Received, Share, SharedCheckIn
from companion.domain.song import Song, SongRequest
from companion.engine.composing import suggest
from companion.journal.store import Journal
from companion.journal.vault import Vault
from companion.services.between.report import report
from companion.services.between.review_page import overview_line
from companion.services.between.reviewing import client_named, clients
from companion.sharing.sealed_file import seal_return

MOST_SECONDS = 1.0
FIRST = datetime(2026, 1, 5, 16, tzinfo=UTC)
WORDS = ("There is a place where it is quiet", "and I can hear the kettle there", "I bring my worry along with me",
         "and set it down beside the window")  # fmt: skip


def share_of(number: int, client: int, song: Song) -> Share:
    """One return, with all that someone might share."""
    before = CheckIn("tender", Affect(-1, 1), 5 + number % 4)
    after = CheckIn("calm", Affect(1, -2), 3 + number % 3)
    return Share(
        code=f"{client:032x}", id=str(UUID(int=client * 1000 + number + 1, version=4)), minutes=12 + number % 9,
        completion="done", day=(FIRST + timedelta(days=7 * number)).date(), words=WORDS, song=song,
        check_ins=(SharedCheckIn("before", before), SharedCheckIn("after", after)), note="Until Tuesday.",
    )  # fmt: skip


def fill(records: Journal, shares: list[tuple[int, Share]]) -> None:
    """All of it into the records, as `review` puts it there."""
    entries = []
    for client in sorted({client for client, _ in shares}):
        given = Assigned(f"{client:032x}", "Ana", f"Client {client:02}", "A steady place", "age1", "{}")
        entries.append(Entry(str(UUID(int=client + 1, version=1)), FIRST, FIRST, "A steady place", given))
    for number, (client, share) in enumerate(shares):
        blob = records.blobs.put(msgspec.json.encode(Music(share.song)))
        came = FIRST + timedelta(hours=number)
        body = Received(f"Client {client:02}", "A steady place", replace(share, song=None), blob)
        entries.append(Entry(share.id, came, came, "A steady place", body))
    records.put_all(entries)


def main() -> int:
    """Print the medians and what is wrong with them."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--clients", type=int, default=40)
    options.add_argument("--returns", type=int, default=50)
    options.add_argument("--rounds", type=int, default=5)
    given = options.parse_args()
    song = suggest(SongRequest(lines=WORDS, seed=4))[0]
    shares = [(client, share_of(number, client, song)) for client in range(given.clients)
              for number in range(given.returns)]  # fmt: skip
    with tempfile.TemporaryDirectory() as name:
        folder, loose = Path(name) / "clients", Path(name) / "loose"
        with Journal.open(folder) as records:
            key = records.encrypt("three small lamps").recovery_key
            fill(records, shares)
            recipient = records.vault.recipients[0]
        loose.mkdir()
        for number, (_, share) in enumerate(shares):
            (loose / f"{number:05}.age").write_bytes(seal_return(share, recipient))
        ours, theirs = zip(*(_round(folder, loose, key) for _ in range(given.rounds)), strict=True)
        began = time.perf_counter()
        page = _page(folder, key)
        page_seconds = time.perf_counter() - began
    overview, one_by_one = statistics.median(ours), statistics.median(theirs)
    print(machine())
    print(f"{len(shares)} returns of {given.clients} clients, each with a song; {given.rounds} rounds, medians")
    print(f"overview, once unlocked: {overview:.3f} s (worst {max(ours):.3f}); may take {MOST_SECONDS:g}")
    print(f"the same files opened one by one: {one_by_one:.3f} s; ratio {overview / one_by_one:.2f}")
    print(f"the report of one client with {given.returns} returns: {page_seconds:.3f} s, {len(page) / 1000:.0f} kB")
    return int(overview >= MOST_SECONDS)


def _round(folder: Path, loose: Path, key: str) -> tuple[float, float]:
    vault = Vault(folder)
    vault.unlock(key)
    began = time.perf_counter()
    with Journal.open(folder, vault=vault, writable=False) as records:
        lines = [overview_line(each) for each in clients(records)]
    ours = time.perf_counter() - began
    identity = age.Identity(key)
    began = time.perf_counter()
    found = [msgspec.json.decode(age.unseal(path.read_bytes(), [identity])) for path in sorted(loose.glob("*.age"))]
    theirs = time.perf_counter() - began
    assert len(lines) <= len(found)
    return ours, theirs


def _page(folder: Path, key: str) -> str:
    vault = Vault(folder)
    vault.unlock(key)
    with Journal.open(folder, vault=vault, writable=False) as records:
        return report(records, client_named(records, "Client 00").returns)


if __name__ == "__main__":
    sys.exit(main())
