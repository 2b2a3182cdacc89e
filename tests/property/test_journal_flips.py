"""Any single changed byte of a journal is noticed, and costs at most the one change that it stands in."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from companion.domain.entry import Reflection
from companion.journal.reading import manifest_of
from companion.journal.store import Journal
from companion.journal.vault import Vault

Written = tuple[Path, list[str], str]


@pytest.fixture(scope="module", params=["plain", "sealed"])
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Written:
    """A journal of several generations, some entries changed and some only in its log; titles; its recovery key."""
    folder = tmp_path_factory.mktemp("flips") / "journal"
    vault, key = Vault(folder), ""
    if request.param == "sealed":
        vault.close_with("the stairs are quiet")
        key = vault.recovery_key()
    for number in range(5):
        with Journal.open(folder, vault=vault, device="d") as journal:
            entry = journal.add(Reflection("é" * 20), title=f"{number}")
            journal.update(replace(entry, title=f"{number} changed"))
            own = journal._storage._own
            assert own is not None
            if number < 4:
                own.fold()
            else:
                journal.add(Reflection("last"), title="last")
    return folder, sorted(entry.title for entry in journal.entries()), key


def opened(folder: Path, key: str, *, writable: bool) -> Journal:
    vault = Vault(folder)
    if key:
        vault.unlock(key)
    return Journal.open(folder, vault=vault, device="d", writable=writable)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(which=st.integers(0, 10_000), where=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_any_flipped_bit_is_noticed_and_costs_one_change_at_most(
    written: Written, tmp_path: Path, which: int, where: int, bit: int
) -> None:
    original, titles, key = written
    folder = tmp_path / "journal"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(original, folder)
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix and path.parent.name != "keys")
    path = paths[which % len(paths)]
    content = bytearray(path.read_bytes())
    content[where % len(content)] ^= 1 << bit
    path.write_bytes(content)

    with opened(folder, key, writable=False) as reader:
        assert not reader.verify().is_fine
        assert len(set(titles) - {entry.title for entry in reader.entries()}) <= 1
    with opened(folder, key, writable=True) as journal:
        left = sorted(entry.title for entry in journal.entries())
        newest = manifest_of(original / "logs" / "d-1" / "00000005.snapshot")
        assert newest is not None
        needed = {f"{each.name}.segment" for each in newest.segments} | {"00000005.snapshot", "00000005.log"}
        assert bool(journal.notices) == (path.name in needed)
        is_in_log = path.name == "00000005.log"
        assert len(set(titles) - set(left)) <= is_in_log
        journal.add(Reflection("after"), title="after")
        own = journal._storage._own
        assert own is not None
        own.fold()
    with opened(folder, key, writable=True) as journal:
        assert sorted(entry.title for entry in journal.entries()) == sorted([*left, "after"])
        assert journal.notices == ()
