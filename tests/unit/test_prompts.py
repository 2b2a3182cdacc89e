"""Exercises: what ships is in order, and what is not is named by file and place."""

from pathlib import Path

import pytest

from companion.domain.word_steps import Blanks
from companion.errors import FileProblemError, WrongUseError
from companion.paths import shipped
from companion.prompts.loading import exercise_files, find_exercise, load_exercise

SHIPPED = shipped("prompts") / "en" / "a-steady-place.toml"


def test_every_shipped_exercise_reads_and_is_named_as_its_file() -> None:
    files = exercise_files((shipped("prompts"),), "en")
    assert files
    for path in files:
        assert load_exercise(path).id == path.stem


def test_a_steady_place_asks_for_four_to_six_words() -> None:
    blanks = [step for step in load_exercise(SHIPPED).steps if isinstance(step, Blanks)]
    assert [4 <= len(step.lines) <= 6 for step in blanks] == [True]


def test_an_unknown_language_gets_english() -> None:
    assert exercise_files((shipped("prompts"),), "tlh") == exercise_files((shipped("prompts"),), "en")


def test_an_unknown_exercise_names_the_nearest() -> None:
    with pytest.raises(WrongUseError, match="Perhaps 'a-steady-place'"):
        find_exercise((shipped("prompts"),), "en", "steady-place")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('kind = "sing"', 'kind = "sign"', "step 6, kind"),
        ('prompt = "Sing', 'promt = "Sing', "step 6"),
        ('text = "What I need now is {}"', 'text = "What I need"', "step 3, line 5"),
        ("minutes = 20", 'minutes = "long"', "minutes"),
        ('id = "after"', 'id = "before"', "two steps have the same id"),
        ("seconds = 60", "seconds = 600", "5 to 60"),
        ("[[steps]]", "[[steps", "."),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    text = SHIPPED.read_text("utf-8")
    assert old in text
    path = tmp_path / "broken.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(FileProblemError, match=says) as caught:
        load_exercise(path)
    assert "broken.toml" in caught.value.message


def test_a_file_far_too_large(tmp_path: Path) -> None:
    path = tmp_path / "large.toml"
    path.write_bytes(b"#" * 1_000_001)
    with pytest.raises(FileProblemError, match="larger"):
        load_exercise(path)
