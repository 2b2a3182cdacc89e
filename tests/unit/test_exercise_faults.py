"""A file with a fault: the message names the file, the place and its line, and what would mend it."""

from pathlib import Path

import pytest

from companion.errors import FileProblemError
from companion.paths import shipped
from companion.prompts.loading import exercises_in, find_exercise, load_exercise, problems_in

SHIPPED = (shipped("prompts") / "en" / "how-it-is-what-i-need.toml").read_text("utf-8")


def fault(tmp_path: Path, old: str, new: str) -> FileProblemError:
    """The error of a shipped exercise in which one thing was changed."""
    assert old in SHIPPED
    path = tmp_path / "broken.toml"
    path.write_text(SHIPPED.replace(old, new, 1), "utf-8")
    with pytest.raises(FileProblemError) as caught:
        load_exercise(path)
    assert "broken.toml" in caught.value.message
    assert "`" not in str(caught.value)
    return caught.value


def line_of(text: str) -> str:
    """The line of the shipped file in which a text stands, as a message says it."""
    return f"line {SHIPPED[: SHIPPED.index(text)].count(chr(10)) + 1} of the file"


@pytest.mark.parametrize(
    ("old", "new", "says", "fix"),
    [
        ('kind = "melody"', 'kind = "melodie"', "no kind of step called 'melodie'", "Perhaps 'melody'?"),
        ('third_person = "someone', 'third_persn = "someone', "no key 'third_persn' here", "Perhaps 'third_person'?"),
        ('sentences = [', 'sentence = [', "no key 'sentence' here", "Perhaps 'sentences'?"),
        ('purpose = "To', 'porpoise = "To', "no key 'porpoise' here", "Perhaps 'purpose'?"),
        ('goals = "One', 'goal = "One', "no key 'goal' here", "Perhaps 'goals'?"),
        ('method = "strategic prompts"', 'method = "strategic promts"', "'strategic promts' is not known here",
         "Perhaps 'strategic prompts'?"),
        ('depth = "middle"', 'depth = "bottomless"', "'bottomless' is not known here", "light, middle, deep"),
        ('depth = "middle"', 'themes = ["self-harm"]', "no theme of an exercise here", "for a meeting"),
        ('depth = "middle"', 'themes = ["grief"]', "needs a plain warning", ""),
        ("minutes = 20", 'minutes = "twenty"', "a whole number without quotes", "Write it as"),
        ("minutes = 20", "minutes = 2", "the smallest first", ""),
        ('title = "How it is, what I need"\n', "", "'title' is missing", "Add a line: title"),
        ('id = "is"', 'id = "need"', "the same id, 'need'", ""),
        ('not_when = ["unsafe at home"]', 'not_when = ["mondays"]', "'mondays', which is not one of", ""),
        ('smallest = ["need"', 'smallest = ["kneed"', "names the step 'kneed'", ""),
        ('step = "middle", distress', 'step = "after", distress', "waits for 'after', no earlier step", ""),
        ('step = "middle", distress', 'step = "is", distress', "a number that 'is' does not ask for", ""),
        ("distress_at_least = 6", "chose = 1", "waits for choice 1 of 'middle'", ""),
        ("distress_at_least = 6", "distress_at_least = 11", "can never hold", ""),
        (", distress_at_least = 6", "", "'when' needs", ""),
        ('kind = "close"', 'kind = "sing"', "the last step of an exercise is a close step", ""),
        ("[[steps]]", "[[steps", "it is not TOML", "bracket or a quote"),
        ('id = "how-it-is', 'id = "How It is', "small letters", ""),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_fix(tmp_path: Path, old: str, new: str, says: str, fix: str) -> None:
    error = fault(tmp_path, old, new)
    assert says in error.message
    assert fix in error.hint
    assert error.hint


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ('kind = "melody"', 'kind = "melodie"', 'kind = "melody"'),
        ("seconds = 60", 'seconds = "60"', "seconds = 60"),
        ("minutes = 20", "minutes = 2.5", "minutes = 20"),
        ('asks = ["distress"]', 'asks = ["mood"]', 'asks = ["distress"]'),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, old: str, new: str, at: str) -> None:
    assert line_of(at) in fault(tmp_path, old, new).message


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"a = 1", b"id = " + b"[" * 3000, b"\x00", b"[steps]\na = 1"])
def test_rubbish_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "rubbish.toml"
    path.write_bytes(content)
    with pytest.raises(FileProblemError, match=r"rubbish\.toml"):
        load_exercise(path)


def test_one_broken_file_hides_no_other_and_is_told(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "broken.toml").write_text("id = 1")
    (tmp_path / "en" / "how-it-is-what-i-need.toml").write_text(SHIPPED, "utf-8")
    assert [each.id for each in exercises_in((tmp_path,), "en")] == ["how-it-is-what-i-need"]
    (problem,) = problems_in((tmp_path,), "en")
    assert "broken.toml" in problem


def test_ones_own_go_before_the_shipped_and_english_where_a_language_lacks_one(tmp_path: Path) -> None:
    (tmp_path / "de").mkdir()
    mine = SHIPPED.replace('title = "How it is, what I need"', 'title = "Mine"').replace('"en"', '"de"', 1)
    (tmp_path / "de" / "how-it-is-what-i-need.toml").write_text(mine, "utf-8")
    folders = (tmp_path, shipped("prompts"))
    assert find_exercise(folders, "de", "how-it-is-what-i-need").title == "Mine"
    assert find_exercise(folders, "de", "a-steady-place").language == "de"
    assert find_exercise(folders, "de", "drum-it-down").language == "en"
