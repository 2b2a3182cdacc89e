"""The file of what is under way."""

import os
from pathlib import Path

import pytest
from msgspec import Struct

from companion.errors import FileProblemError
from companion.journal.drafts import STRAY_AFTER_SECONDS, DraftFile


class Typed(Struct, frozen=True):
    text: str


def test_the_last_one_comes_back(tmp_path: Path) -> None:
    draft = DraftFile(tmp_path / "made for it" / "draft.json")
    assert draft.load(Typed) is None
    draft.save(Typed("one"))
    draft.save(Typed("zwei · 二"))
    assert draft.load(Typed) == Typed("zwei · 二")
    draft.clear()
    draft.clear()
    assert draft.load(Typed) is None
    assert os.listdir(draft.path.parent) == []


@pytest.mark.parametrize("rubbish", [b"", b"{", b'{"text": 3}', b"\xff\xfe\x00", b'{"text": "\xff"}'])
def test_rubbish_is_set_aside_with_a_sentence(tmp_path: Path, rubbish: bytes) -> None:
    draft = DraftFile(tmp_path / "draft.json")
    for number in (1, 2):
        draft.path.write_bytes(rubbish)
        assert draft.load(Typed) is None
        aside = tmp_path / f"draft.json.unreadable-{number}"
        assert str(aside) in draft.notice
        assert aside.read_bytes() == rubbish
    assert draft.load(Typed) is None
    assert draft.notice == ""


def test_a_folder_that_can_not_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FileProblemError, match="Could not make the folder"):
        DraftFile(tmp_path / "file" / "draft.json").save(Typed("lost?"))


def test_what_a_killed_process_left_is_cleared_and_a_living_ones_file_stays(tmp_path: Path) -> None:
    now = 1_000_000.0
    draft = DraftFile(tmp_path / "draft.json", now=lambda: now)
    for name, age in (("draft.json-old.new", STRAY_AFTER_SECONDS + 1), ("draft.json-young.new", 1.0)):
        (tmp_path / name).write_bytes(b"half")
        os.utime(tmp_path / name, (now - age, now - age))
    draft.load(Typed)
    assert os.listdir(tmp_path) == ["draft.json-young.new"]
