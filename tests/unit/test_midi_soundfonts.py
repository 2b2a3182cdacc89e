"""Which SoundFont is used, and what is said of one that can't be."""

import subprocess
import sys
from pathlib import Path

import pytest

from companion.errors import FileProblemError
from companion.midi import soundfonts

FONT = b"RIFF\x10\x00\x00\x00sfbkLIST"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00"


def font(path: Path, content: bytes = FONT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_the_chosen_one_goes_first(tmp_path: Path) -> None:
    mine = font(tmp_path / "mine.sf2")
    assert soundfonts.choose(str(mine), tmp_path / "own") == (mine, None)


def test_the_persons_own_folder_goes_before_the_system(tmp_path: Path) -> None:
    font(tmp_path / "system" / "FluidR3_GM.sf2")
    own = font(tmp_path / "own" / "b.SF2")
    font(tmp_path / "own" / "a.sf2", JPEG)
    assert soundfonts.find(tmp_path / "own", [tmp_path / "system"]) == own


def test_the_better_one_of_the_system_goes_first(tmp_path: Path) -> None:
    font(tmp_path / "one" / "FluidR3_GM.sf2")
    better = font(tmp_path / "two" / "MuseScore_General.sf3")
    assert soundfonts.find(None, [tmp_path / "one", tmp_path / "two"]) == better


def test_there_is_always_one() -> None:
    found = soundfonts.find(None, [])
    assert found is not None
    assert found.name == "TimGM6mb.sf2"


def test_finding_it_does_not_import_its_package() -> None:
    code = "import sys; from companion.midi import soundfonts; soundfonts.find(None, []); print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"pretty_midi", "numpy", "mido"} & set(ran.stdout.split())


@pytest.mark.parametrize("content", [JPEG, b"", b"RIFF\x10\x00\x00\x00WAVEfmt "])
def test_what_is_no_soundfont_is_named_and_replaced(tmp_path: Path, content: bytes) -> None:
    wrong = font(tmp_path / "holiday.jpg", content)
    found, problem = soundfonts.choose(str(wrong))
    assert found is not None
    assert found != wrong
    assert problem is not None
    assert "holiday.jpg is not a SoundFont" in problem.message
    assert "soundfont" in problem.hint


def test_a_missing_one_is_named_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(FileProblemError, match="no such file"):
        soundfonts.check(tmp_path / "gone.sf2")
    found, problem = soundfonts.choose(str(tmp_path / "gone.sf2"))
    assert found is not None
    assert problem is not None


def test_an_empty_wish_is_no_wish() -> None:
    assert soundfonts.choose("")[1] is None
