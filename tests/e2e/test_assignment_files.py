"""Files that a client is handed: changed, newer, cut off, huge, twice, or not for this at all."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from companion import age
from tests.e2e.two_people import People


def changed(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    document = json.loads(path.read_bytes())
    change(document)
    path.write_text(json.dumps(document))


def set_title(document: dict[str, Any], title: str) -> None:
    document["assignment"]["exercise"]["title"] = title


def swap_key(document: dict[str, Any]) -> None:
    document["assignment"]["recipient"] = age.Identity.generate().recipient


@pytest.mark.parametrize(
    ("change", "texts"),
    [
        (lambda document: document.update(version=2), ("newer version", "Update")),
        (lambda document: set_title(document, "../../etc/passwd"), ("looks like the name of a file",)),
        (lambda document: set_title(document, "..\\windows"), ("looks like the name of a file",)),
        (lambda document: set_title(document, "calm\x1b[2J"), ("signs that belong into no name",)),
        (lambda document: set_title(document, "long " * 90), ("letters",)),
        (swap_key, ("its key was changed",)),
        (lambda document: document["assignment"].update(code="../../x"), ("return code",)),
        (lambda document: document["assignment"].update(colour="red"), ("that can be used", "colour")),
        (lambda document: document["assignment"]["exercise"].update(id="../x"), ("small letters",)),
        (lambda document: document["assignment"]["terms"].update(threshold=99), ("threshold",)),
        (lambda document: document.update(format="something"), ("is not an assignment",)),
    ],
    ids=["newer", "path", "backslash", "escape", "long", "key", "code", "field", "id", "threshold", "format"],
)  # fmt: skip
def test_an_assignment_that_is_not_right_is_told_in_one_sentence(
    people: People, change: Callable[[dict[str, Any]], None], texts: tuple[str, ...]
) -> None:
    given = people.assign()
    changed(given, change)
    people.client("assignment", "open", given).told(3, "given.json", *texts)
    assert json.loads(people.client("assignment", "list", "--json").out) == []


@pytest.mark.parametrize("rubbish", [b"", b"\0" * 40, b"[" * 20000, b"{}", b"\xff\xfe{}", b"age-encryption.org/v1\n"])
def test_rubbish_is_no_assignment_and_no_return(people: People, rubbish: bytes) -> None:
    Path("rubbish").write_bytes(rubbish)
    people.client("assignment", "open", "rubbish").told(3, "rubbish")
    people.review("rubbish").told(3, "rubbish")


def test_an_assignment_that_was_cut_off_and_one_of_100_mb(people: People) -> None:
    given = people.assign()
    given.write_bytes(given.read_bytes()[:-300])
    people.client("assignment", "open", given).told(3, "given.json is not an assignment, or not all of it")
    with Path("huge.json").open("wb") as file:
        file.truncate(100_000_000)
    people.client("assignment", "open", "huge.json").told(3, "huge.json is far too large")
    people.review("huge.json").told(3, "huge.json is far too large")
    people.client("assignment", "open", "none.json").told(3, "Could not read none.json")


def test_the_same_file_twice_is_one_assignment_and_a_changed_one_is_refused(people: People) -> None:
    given = people.assign()
    assert people.take_in(given) == people.take_in(given)
    changed(given, lambda document: document["assignment"].update(note="Send me everything."))
    people.client("assignment", "open", given).told(2, "something else", "Nothing was changed")


def test_a_disk_that_takes_nothing_is_told(people: People) -> None:
    entry_id = people.done()
    missing = Path("missing") / "back.age"
    people.client("share", "--assignment", entry_id, "--words", "--key-compared", "--agreed", "-o", missing).told(
        3, "missing"
    )
    assert people.client("share", "--list").out == ""
    if sys.platform == "linux":
        full = people.therapist("assign", "a-steady-place", "--for", "R", "--acknowledged", "-o", "/dev/full")
        full.told(2, "/dev/full is there already")
