"""Files: names that are good on every system, places that are free, and folders for their owner only."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from companion.errors import FileProblemError
from companion.files import LONGEST_NAME, free_path, make_folder, name_from, replace_file, replacing

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("The quiet stairs", "the-quiet-stairs"),
        ("  A/B\\C: why?  ", "a-b-c-why"),
        ("../../etc/passwd", "etc-passwd"),
        ("静かな家", "静かな家"),
        ("Con", "con-song"),
        ("LPT1", "lpt1-song"),
        ("Console", "console"),
        ("…", "song"),
        ("", "song"),
        ("new\nline\0", "new-line"),
    ],
)
def test_a_title_becomes_a_name_for_every_system(title: str, name: str) -> None:
    assert name_from(title, "song") == name


def test_a_long_title_fits_every_file_system_and_ends_with_a_letter(tmp_path: Path) -> None:
    assert name_from("x" * (LONGEST_NAME - 1) + " yes") == "x" * (LONGEST_NAME - 1)
    (tmp_path / f"{name_from('🎵𝄞字' * 1000 + '𠀀' * 1000)}.musicxml").write_bytes(b"")
    (tmp_path / f"{name_from('𠀀' * 1000)}.musicxml").write_bytes(b"")


def test_nothing_is_written_over(tmp_path: Path) -> None:
    for name in ("song.pdf", "song-2.pdf", "song-3.pdf"):
        path = free_path(tmp_path, "song", ".pdf")
        assert path.name == name
        path.write_bytes(b"")


@POSIX
def test_a_folder_and_its_parents_are_for_their_owner(tmp_path: Path) -> None:
    made = make_folder(tmp_path / "a" / "b")
    assert [each.stat().st_mode & 0o777 for each in (made, made.parent)] == [0o700, 0o700]


def test_a_folder_where_a_file_stands_is_refused_with_a_hint(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(FileProblemError, match="Could not make the folder") as refused:
        make_folder(tmp_path / "a", "Choose another.")
    assert refused.value.hint == "Choose another."


def test_what_fails_on_the_way_leaves_the_old_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "file"
    replace_file(path, b"old")

    def write_half() -> None:
        with replacing(path) as file:
            file.write(b"half")
            raise ValueError("midway")

    with pytest.raises(ValueError, match="midway"):
        write_half()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_killed_process_left_goes_when_the_same_file_is_written_again(tmp_path: Path) -> None:
    writing = "import os, sys\nfrom pathlib import Path\nfrom companion.files import replacing\n"
    writing += "with replacing(Path(sys.argv[1])) as file:\n"
    writing += "    file.write(b'half')\n    file.flush()\n    os._exit(9)\n"
    path = tmp_path / "journal.zip"
    for _ in range(2):
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        subprocess.run([sys.executable, "-c", writing, str(path)], env=environment, capture_output=True, check=False)
        assert len(list(tmp_path.glob("journal.zip*.new"))) == 1
    of_others = [tmp_path / name for name in ("journal.zip.new", "journal.zip.12.new", "my journal.zip0badcafe.new")]
    for each in of_others:
        each.write_bytes(b"somebody's")
    replace_file(path, b"whole")
    assert path.read_bytes() == b"whole"
    assert sorted(tmp_path.iterdir()) == sorted([path, *of_others])


def test_what_another_window_is_writing_is_no_leftover(tmp_path: Path) -> None:
    path = tmp_path / "journal.zip"
    with replacing(path) as first:
        first.write(b"first")
        replace_file(path, b"second")
        assert path.read_bytes() == b"second"
    assert path.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [path]
