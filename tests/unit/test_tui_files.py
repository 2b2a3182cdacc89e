"""Paths that are typed or dropped into the window, and names for new files."""

from pathlib import Path

import pytest

from companion.tui.screens.files import new_path, path_in


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        (" a file.age ", "a file.age"),
        ("'a file.age'", "a file.age"),
        ('"a file.age"', "a file.age"),
        ("'", "'"),
        ("a\0b", "ab"),
        ("~nobody-of-this-name-here/x", "~nobody-of-this-name-here/x"),
    ],
)
def test_a_path_is_read_as_it_was_meant(typed: str, path: str) -> None:
    assert path_in(typed) == Path(path)


def test_home_is_the_person_s_own() -> None:
    assert path_in("~/x.age") == Path.home() / "x.age"


@pytest.mark.parametrize(("name", "stem"), [("for Ana & Co.", "for-ana-co"), ("***", "shared"), ("../../x", "x")])
def test_a_new_name_stays_in_its_folder(tmp_path: Path, name: str, stem: str) -> None:
    first = new_path(tmp_path, name, ".age")
    assert first == tmp_path / f"{stem}.age"
    first.touch()
    assert new_path(tmp_path, name, ".age") == tmp_path / f"{stem}-2.age"
