"""A disk that is full, a folder that can't be written, two processes at once."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from companion import files
from companion.domain.entry import Reflection
from companion.errors import FileProblemError
from companion.journal import log
from companion.journal.drafts import DraftFile
from companion.journal.store import Journal
from tests.protected import VaultIn

SMALL_KB = 256


def mount(*arguments: str) -> bool:
    try:
        return subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def run_python(code: str, *arguments: str) -> subprocess.Popen[str]:
    """A process with its input and output at hand, that finds the program where this one does."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own of a few hundred kilobytes."""
    folder = tmp_path / "small disk"
    folder.mkdir()
    if not mount("-t", "tmpfs", "-o", f"size={SMALL_KB}k", "tmpfs", str(folder)):
        pytest.skip("needs a small tmpfs, which only root may mount on Linux")
    with ExitStack() as cleanup:
        cleanup.callback(subprocess.run, ["umount", "--lazy", str(folder)], check=True)
        yield folder


def fill(disk: Path) -> Path:
    """Use up all space; returns the file that does."""
    ballast = disk / "ballast"
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 512)
    return ballast


def add_until_refused(journal: Journal) -> tuple[list[str], FileProblemError]:
    """The ids of what was kept, and the error that ended it."""
    kept: list[str] = []
    try:
        while len(kept) < SMALL_KB:
            kept.append(journal.add(Reflection("x" * 3000)).id)
    except FileProblemError as error:
        return kept, error
    raise AssertionError("the small disk never became full")


def test_a_full_disk_loses_only_what_it_says(small_disk: Path, vault_in: VaultIn) -> None:
    vault = vault_in(small_disk / "journal")
    with Journal.open(small_disk / "journal", vault=vault) as journal:
        kept, problem = add_until_refused(journal)
        assert "no space left" in problem.message
        assert problem.hint.startswith("This one was not saved; everything before it is.")
        assert len(kept) > 10
        assert [entry.id for entry in reversed(journal.entries())] == kept
        with pytest.raises(FileProblemError):
            DraftFile(small_disk / "draft.json", vault=vault).save(Reflection("x" * 100_000))
        with Journal.open(small_disk / "journal", writable=False, vault=vault) as reader:
            assert {entry.id for entry in reader.entries()} == set(kept)
    with Journal.open(small_disk / "journal", vault=vault) as journal:
        assert {entry.id for entry in journal.entries()} == set(kept)
        assert journal.notices == ()


WITH_SMALL_FILES = """
import resource, sys
from pathlib import Path
from companion.domain.entry import Reflection
from companion.errors import FileProblemError
from companion.journal.store import Journal

journal = Journal.open(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    while True:
        print(journal.add(Reflection("x" * 3000)).id, flush=True)
except FileProblemError as error:
    print(error)
journal.close()
"""


@pytest.mark.skipif(os.name != "posix", reason="needs limits on the size of files")
def test_files_that_may_not_grow_lose_only_what_they_say(tmp_path: Path) -> None:
    """As on a full disk, where none can be mounted: a write comes to an end in the middle of a record."""
    said, _ = run_python(WITH_SMALL_FILES, str(tmp_path)).communicate(timeout=60)
    *kept, problem = said.splitlines()
    assert "file too large. This one was not saved; everything before it is." in problem
    assert len(kept) > 20
    with Journal.open(tmp_path) as journal:
        assert {entry.id for entry in journal.entries()} == set(kept)
        assert journal.notices == ()
        journal.add(Reflection("after"))


def test_after_space_is_free_again_saving_goes_on(small_disk: Path, vault_in: VaultIn) -> None:
    vault = vault_in(small_disk / "journal")
    with Journal.open(small_disk / "journal", vault=vault) as journal:
        first = journal.add(Reflection("first"))
        ballast = fill(small_disk)
        add_until_refused(journal)
        ballast.unlink()
        last = journal.add(Reflection("last"))
        seen = journal.entries()
    with Journal.open(small_disk / "journal", vault=vault) as journal:
        assert journal.entries() == seen
        assert {first, last} <= set(seen)
        assert journal.notices == ()


def test_a_disk_that_is_full_at_the_first_word_is_one_sentence(small_disk: Path) -> None:
    with Journal.open(small_disk / "journal") as journal:
        fill(small_disk)
        with pytest.raises(FileProblemError) as problem:
            journal.add(Reflection("first"))
        assert "was not saved" in problem.value.hint


def test_a_home_on_a_disk_for_reading_only_is_read_and_says_why_it_is_not_written(
    small_disk: Path, vault_in: VaultIn
) -> None:
    vault = vault_in(small_disk / "journal")
    with Journal.open(small_disk / "journal", vault=vault) as journal:
        entry = journal.add(Reflection("text"))
    assert mount("-o", "remount,ro", str(small_disk))
    with pytest.raises(FileProblemError, match="read-only file system"):
        Journal.open(small_disk / "journal", vault=vault)
    with pytest.raises(FileProblemError, match="read-only file system"):
        Journal.append_only(small_disk / "journal")
    with pytest.raises(FileProblemError, match="read-only file system"):
        Journal.open(small_disk / "another")
    with Journal.open(small_disk / "journal", writable=False, vault=vault) as reader:
        assert reader.entries() == [entry]


OPEN_AS_ONE_WHOM_PERMISSIONS_BIND = """
import filelock, os, sys
from pathlib import Path
from companion.errors import FileProblemError
from companion.journal.store import Journal

if os.geteuid() == 0:
    os.seteuid(65534)
try:
    Journal.open(Path(sys.argv[1]))
except FileProblemError as error:
    print(error)
"""


@pytest.mark.skipif(os.name != "posix", reason="needs a system with permissions of folders")
def test_a_folder_without_permission_is_one_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        said, _ = run_python(OPEN_AS_ONE_WHOM_PERMISSIONS_BIND, str(tmp_path / "journal")).communicate(timeout=60)
    finally:
        tmp_path.chmod(0o700)
    assert said.startswith("Could not make the folder")
    assert "permission denied. Set COMPANION_HOME to a folder that can be written." in said


@pytest.mark.parametrize("writable", [True, False])
def test_a_file_where_the_folder_should_be_is_one_sentence(tmp_path: Path, writable: bool) -> None:
    (tmp_path / "home").write_text("in the way")
    with pytest.raises(FileProblemError, match="home"):
        Journal.open(tmp_path / "home" / "journal", writable=writable)


def test_a_home_with_spaces_and_emoji_is_a_home(tmp_path: Path) -> None:
    folder = tmp_path / "my songs 🎵 (é)"
    with Journal.open(folder) as journal:
        entry = journal.add(Reflection("text"))
    with Journal.open(folder) as journal:
        assert journal.entries() == [entry]


def test_a_snapshot_that_may_or_may_not_be_there_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk fails after the new snapshot got its name: what is saved from then on must not be forgotten."""
    monkeypatch.setattr(log, "FOLD_AT_RECORDS", 1)

    def failing(folder: Path) -> None:
        raise OSError(errno.EIO, "Input/output error", str(folder))

    with Journal.open(tmp_path) as journal:
        first = [journal.add(Reflection("before")) for _ in range(2)]
        with monkeypatch.context() as broken:
            broken.setattr(files, "sync_folder", failing)
            for _ in range(20):
                with suppress(FileProblemError):  # a new log's name could not be made sure: this one is not saved
                    first.append(journal.add(Reflection("while it fails")))
        first.append(journal.add(Reflection("after")))
    with Journal.open(tmp_path) as journal:
        assert {entry.id for entry in first} <= {entry.id for entry in journal.entries()}


@pytest.mark.skipif(os.name != "posix", reason="needs a system where open files can be deleted")
def test_a_journal_that_is_deleted_while_it_is_open_says_so(tmp_path: Path) -> None:
    with Journal.open(tmp_path / "journal") as journal:
        journal.add(Reflection("first"))
        shutil.rmtree(tmp_path / "journal")
        with pytest.raises(FileProblemError, match="deleted"):
            journal.add(Reflection("second"))
        with pytest.raises(FileProblemError):
            journal.add(Reflection("third"))


WRITER = """
import sys
from pathlib import Path
from companion.domain.entry import Reflection
from companion.journal.store import Journal

with Journal.open(Path(sys.argv[1])) as journal:
    print("open", flush=True)
    sys.stdin.readline()
    for number in range(60):
        print(journal.add(Reflection("x" * 300), title=sys.argv[2]).id)
"""


def test_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    writers = [run_python(WRITER, str(tmp_path), name) for name in ("first", "second", "third")]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "open\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    acknowledged = {line.strip() for writer in writers for line in writer.communicate()[0].splitlines()}
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    assert len(acknowledged) == 180
    with Journal.open(tmp_path) as journal:
        assert {entry.id for entry in journal.entries()} == acknowledged
        assert journal.notices == ()
    assert len(list((tmp_path / "logs").iterdir())) == 3
