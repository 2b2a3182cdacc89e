"""A ZIP that is interrupted: what interrupted it is said, and nothing of the file is finished."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from companion.files import replacing
from companion.journal.zipping import new_zip


def test_a_zip_is_finished_when_the_block_ends() -> None:
    file = BytesIO()
    with new_zip(file, compresslevel=1) as archive:
        archive.writestr("one", b"first")
    with zipfile.ZipFile(file) as read:
        assert read.read("one") == b"first"


def test_an_interruption_in_the_middle_of_a_piece_comes_through(tmp_path: Path) -> None:
    def interrupted() -> None:
        with replacing(tmp_path / "all.zip") as file, new_zip(file) as archive:
            archive.open("piece", "w")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(tmp_path.iterdir()) == []
