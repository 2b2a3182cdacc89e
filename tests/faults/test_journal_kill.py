"""Killed while it writes: what was acknowledged is there, and every file opens."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from companion.journal.log import FOLD_AT_RECORDS
from companion.journal.store import Journal

ACKNOWLEDGED_PER_RUN = (1, FOLD_AT_RECORDS // 4)

WRITER = """
import os, sys
from pathlib import Path
from msgspec.structs import replace
from companion.domain.entry import Reflection
from companion.journal import log
from companion.journal.store import Journal

log.FOLD_AT_RECORDS = 5  # so that kills also meet folding
journal = Journal.open(Path(sys.argv[1]))
while True:
    entry = journal.add(Reflection("x" * 2000), title="added")
    os.write(1, f"added {entry.id}\\n".encode())
    journal.update(replace(entry, title="changed"))
    os.write(1, f"changed {entry.id}\\n".encode())
"""


def run_and_kill(folder: Path, chance: random.Random) -> dict[str, str]:
    """Let a process write until it has said so a few times, kill it at once; returns what it acknowledged."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert writer.stdout is not None
    said = [writer.stdout.readline() for _ in range(chance.randint(*ACKNOWLEDGED_PER_RUN))]
    writer.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
    said += writer.stdout.readlines()
    writer.wait()
    writer.stdout.close()
    whole = (line.split() for line in said if line.endswith(b"\n"))
    return {entry_id.decode(): title.decode() for title, entry_id in whole}


@pytest.mark.parametrize("kills", [25, pytest.param(200, marks=pytest.mark.long)])
def test_nothing_acknowledged_is_missing_after_kills(tmp_path: Path, kills: int) -> None:
    chance = random.Random(7)
    acknowledged: dict[str, str] = {}
    for _ in range(kills):
        acknowledged |= run_and_kill(tmp_path, chance)
        with Journal.open(tmp_path, writable=False) as reader:
            kept = {entry.id: entry.title for entry in reader.entries()}
            assert reader.notices == ()
        missing = acknowledged.keys() - kept.keys()
        assert not missing
        assert all(kept[entry_id] == "changed" for entry_id, title in acknowledged.items() if title == "changed")
    assert len(acknowledged) > kills
    with Journal.open(tmp_path) as journal:
        assert len(journal) >= len(acknowledged)
    assert not list(tmp_path.rglob("*.new"))
    assert len(list((tmp_path / "logs").iterdir())) == 1
