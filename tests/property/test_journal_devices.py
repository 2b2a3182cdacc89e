"""Several devices whose folders are copied both ways: in whatever order, they end with the same journal, and whole."""

import random
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from companion.domain.entry import Entry, Reflection
from companion.journal import log
from companion.journal.store import ANOTHER_VERSION, Journal

DEVICES = "xyz"
SYNCED = ("*.log", "*.snapshot", "segments/*")


class Device:
    """A folder, the journal in it, and what of each log has come here."""

    def __init__(self, folder: Path, name: str, numbers: Iterator[int]) -> None:
        self.folder = folder
        self.name = name
        self._numbers = numbers
        self.stamps: dict[str, int] = {}
        self.journal = self._open()

    @property
    def log(self) -> str:
        return f"{self.name}-1"

    def _open(self) -> Journal:
        return Journal.open(self.folder, device=self.name, new_id=lambda: str(UUID(int=next(self._numbers))))

    def reopen(self) -> None:
        self.journal.close()
        self.journal = self._open()

    def wrote(self) -> None:
        self.stamps[self.log] = self.stamps.get(self.log, 0) + 1

    def view(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        self.journal.refresh()
        return {entry.id: (entry.title, entry.tags) for entry in self.journal.entries()}


def bring(source: Device, target: Device, chance: random.Random, *, whole: bool = True) -> None:
    """Copy newer logs over, file by file in any order; not `whole`: stop somewhere, as a synchronising program may."""
    for name, stamp in sorted(source.stamps.items()):
        if name == target.log or stamp <= target.stamps.get(name, 0):
            continue
        here, there = source.folder / "logs" / name, target.folder / "logs" / name
        wanted = {path.relative_to(here): path for kind in SYNCED for path in here.glob(kind)}
        gone = {path.relative_to(there): None for kind in SYNCED for path in there.glob(kind)}
        steps = sorted({**gone, **wanted}.items())
        chance.shuffle(steps)
        for relative, original in steps if whole else steps[: chance.randint(0, len(steps))]:
            copied = there / relative
            if original is None:
                copied.unlink()
            else:
                copied.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(original, copied.with_name("under way"))
                copied.with_name("under way").replace(copied)
        if whole:
            target.stamps[name] = stamp


def bring_everything(devices: dict[str, Device], chance: random.Random) -> None:
    for _ in range(2):
        for source in devices.values():
            for target in devices.values():
                if source is not target:
                    bring(source, target, chance)


STEP = st.tuples(
    st.sampled_from(DEVICES),
    st.sampled_from(["add", "add", "edit", "edit", "edit", "delete", "reopen", "bring", "bring", "bring a part"]),
    st.integers(0, 7),
    st.sampled_from(DEVICES),
)


@pytest.mark.parametrize("often", [2, 1000], ids=["folded often", "never folded"])
@settings(max_examples=80, deadline=None)
@given(steps=st.lists(STEP, max_size=40), seed=st.integers(0, 10))
def test_any_interleaving_of_copies_ends_in_the_same_journal(
    often: int, steps: list[tuple[str, str, int, str]], seed: int
) -> None:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(log, "FOLD_AT_RECORDS", often)
        patch.setattr(log, "OVERDUE", 1)
        numbers = iter(range(1, 1000))
        devices = {each: Device(Path(name) / each, each, numbers) for each in DEVICES}
        written: set[str] = set()
        replaced: set[str] = set()
        for count, (which, what, number, other) in enumerate(steps):
            device, text = devices[which], f"{which}{count}"
            known = sorted(device.view())
            match what:
                case "add":
                    device.journal.add(Reflection(text), title=text)
                    written.add(text)
                case "edit" if known:
                    entry = device.journal.get(known[number % len(known)])
                    replaced.add(entry.title)
                    device.journal.update(replace(entry, title=text))
                    written.add(text)
                case "delete" if known:
                    (gone,) = device.journal.delete(known[number % len(known)])
                    replaced.add(gone.title)
                case "reopen":
                    device.reopen()
                case "bring" | "bring a part" if other != which:
                    bring(devices[other], device, chance, whole=what == "bring")
            if what in ("add", "edit", "delete", "reopen"):
                device.wrote()
        bring_everything(devices, chance)
        views = [device.view() for device in devices.values()]
        assert views[0] == views[1] == views[2]
        titles = {title for title, _ in views[0].values()}
        assert written - replaced <= titles <= written
        for device in devices.values():
            device.reopen()
            device.wrote()
            assert device.view() == views[0]
        bring_everything(devices, chance)
        for device in devices.values():
            assert device.view() == views[0]
            assert device.journal.notices == ()
            device.journal.close()


@pytest.fixture
def two(tmp_path: Path) -> tuple[Device, Device]:
    """Two devices with one entry that both know."""
    numbers = iter(range(1, 100))
    x, y = Device(tmp_path / "x", "x", numbers), Device(tmp_path / "y", "y", numbers)
    x.journal.add(Reflection("text"), title="first")
    x.wrote()
    bring(x, y, random.Random(1))
    y.journal.refresh()
    return x, y


def meet(x: Device, y: Device) -> None:
    for device in (x, y):
        device.wrote()
    bring(x, y, random.Random(1))
    bring(y, x, random.Random(1))
    for device in (x, y):
        device.journal.refresh()


def change_both(x: Device, y: Device) -> Entry:
    (entry,) = x.journal.all()
    x.journal.update(replace(entry, title="x's"))
    y.journal.update(replace(entry, title="y's"))
    meet(x, y)
    return entry


def test_both_sides_of_a_change_made_at_the_same_time_are_there(two: tuple[Device, Device]) -> None:
    x, y = two
    entry = change_both(x, y)
    for device in two:
        found = device.journal.versions(entry.id)
        assert sorted(each.title for each in found) == ["x's", "y's"]
        assert found[0].id == entry.id
        assert [ANOTHER_VERSION in each.tags for each in found] == [False, True]
        assert set(device.journal.all()) == set(found)
        assert device.journal.get(found[1].id) == found[1]
        assert device.journal.entries(limit=2) == device.journal.entries()
        assert len(device.journal) == 2


@pytest.mark.parametrize("which", [0, 1], ids=["the entry", "the one beside it"])
def test_changing_one_of_both_sides_keeps_the_other(two: tuple[Device, Device], which: int) -> None:
    x, y = two
    entry = change_both(x, y)
    version = x.journal.versions(entry.id)[which]
    x.journal.update(replace(version, title="settled"))
    meet(x, y)
    for device in two:
        expected = {"x's", "y's", "settled"} - {version.title}
        assert {each.title for each in device.journal.all()} == expected
        assert len(device.journal.versions(entry.id)) == 1


@pytest.mark.parametrize("which", [0, 1], ids=["the entry", "the one beside it"])
def test_one_of_both_sides_can_be_deleted_for_good(two: tuple[Device, Device], which: int) -> None:
    x, y = two
    entry = change_both(x, y)
    version = y.journal.versions(entry.id)[which]
    y.journal.delete(version.id)
    for device in (y, x, y):
        device.wrote()
        device.reopen()
        device.wrote()
        meet(x, y)
    for device in two:
        assert {each.title for each in device.journal.all()} == {"x's", "y's"} - {version.title}
        device.reopen()
        assert not [path for path in device.folder.rglob("*.*") if version.title.encode() in path.read_bytes()]


def test_a_change_stays_when_another_device_deleted_the_entry_meanwhile(two: tuple[Device, Device]) -> None:
    x, y = two
    (entry,) = x.journal.all()
    x.journal.delete(entry.id)
    y.journal.update(replace(entry, title="y's"))
    meet(x, y)
    for device in two:
        assert [each.title for each in device.journal.all()] == ["y's"]


def test_a_deletion_reaches_the_files_of_every_device(two: tuple[Device, Device]) -> None:
    x, y = two
    entry = y.journal.add(Reflection("Zwetschgenkuchen"), title="theirs")
    meet(x, y)
    x.journal.update(replace(entry, body=Reflection("Zwetschgenkuchen, changed here")))
    meet(x, y)
    y.journal.delete(entry.id)
    for device in (y, x, y, x):
        device.reopen()
        meet(x, y)
    for device in two:
        device.journal.close()
        assert not [path for path in device.folder.rglob("*.*") if b"Zwetschgen" in path.read_bytes()]


def test_a_change_made_from_an_older_reading_keeps_what_came_meanwhile(two: tuple[Device, Device]) -> None:
    """A window shows an entry; another device's change arrives; the person saves what they see."""
    x, y = two
    (entry,) = x.journal.all()
    y.journal.update(replace(entry, title="y's"))
    meet(x, y)
    x.journal.update(replace(entry, title="x's"))
    meet(x, y)
    for device in two:
        assert {each.title for each in device.journal.all()} == {"x's", "y's"}
