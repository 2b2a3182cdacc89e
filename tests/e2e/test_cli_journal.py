"""`companion journal` as people and scripts call it: a process, its output, its exit status."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from companion.domain.affect import Affect, CheckIn
from companion.domain.entry import Entry, Reflection, SessionRecord, Words
from companion.journal.store import TABLE, Journal
from companion.journal.table import LogDatabase

Run = Callable[..., subprocess.CompletedProcess[str]]

WRITTEN = datetime(2024, 2, 29, 23, 30, tzinfo=timezone(timedelta(hours=1)))


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs `companion journal …` in a home of its own, on a machine that stands in Kathmandu."""

    def call(*arguments: str) -> subprocess.CompletedProcess[str]:
        found = os.pathsep.join(filter(None, [os.getcwd(), *sys.path]))
        home = {"COMPANION_HOME": str(tmp_path / "home"), "TZ": "Asia/Kathmandu", "PYTHONPATH": found}
        return subprocess.run(
            [sys.executable, "-m", "companion", "journal", *arguments],
            env={**os.environ, "PYTHONIOENCODING": "utf-8", **home},
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return call


@pytest.fixture
def entries(tmp_path: Path) -> list[Entry]:
    """Three entries, the oldest first."""
    moments = iter(WRITTEN + timedelta(minutes=minute) for minute in range(3))
    with Journal.open(tmp_path / "home" / "journal", clock=lambda: next(moments)) as journal:
        return [
            journal.add(CheckIn("tender", Affect(2, -1), 3), title="tender"),
            journal.add(Words(("When the *house* is still", "", "ich bleibe – 🎵")), tags=("night",)),
            journal.add(Reflection("a thought\x1b[2J\nand more"), title="Later"),
        ]


def test_nothing_yet_is_said_kindly_and_makes_nothing(run: Run, tmp_path: Path) -> None:
    done = run("list")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Nothing here yet" in done.stdout
    assert run("list", "--json").stdout == "[]\n"
    assert "No entry of the kind 'song'" in run("list", "--kind", "song").stdout
    assert not (tmp_path / "home").exists()


def test_the_list_is_for_people(run: Run, entries: list[Entry]) -> None:
    done = run("list")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines] == [entry.id[:8] for entry in reversed(entries)]
    assert "1 March 2024, 04:16" in lines[1]
    assert lines[1].endswith("words       When the *house* is still  (night)")
    assert "\x1b" not in done.stdout


def test_limit_and_kind(run: Run, entries: list[Entry]) -> None:
    assert [each["id"] for each in json.loads(run("list", "--limit", "2", "--json").stdout)] == [
        entries[2].id, entries[1].id,
    ]  # fmt: skip
    listed = json.loads(run("list", "--kind", "check-in", "--json").stdout)
    assert listed == [{
        "id": entries[0].id, "kind": "check-in", "title": "tender", "created": "2024-02-29T23:30:00+01:00",
        "changed": "2024-02-29T23:30:00+01:00", "tags": [], "favourite": False,
        "exercise": None, "step": None, "session_id": None,
    }]  # fmt: skip


@pytest.mark.parametrize("arguments", [("--limit", "0"), ("--limit", "many"), ("--kind", "poem"), ("surplus",)])
def test_wrong_use_of_list_is_status_2(run: Run, entries: list[Entry], arguments: tuple[str, ...]) -> None:
    done = run("list", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_show_says_what_is_in_it(run: Run, entries: list[Entry]) -> None:
    done = run("show", entries[1].id[:6])
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "When the *house* is still\n"
        "Words, Thursday 29 February 2024, 23:31 (UTC+01:00)\n"
        f"Tags: night\nId: {entries[1].id}\n\n"
        "When the *house* is still\n\nich bleibe – 🎵\n"
    )
    shown = json.loads(run("show", entries[1].id, "--json").stdout)
    assert shown["kind"] == "words"
    assert shown["body"] == {"type": "words", "lines": list(entries[1].body.lines), "blanks": []}  # type: ignore[union-attr]


def test_a_session_calls_what_came_of_it_by_its_title(run: Run, entries: list[Entry], tmp_path: Path) -> None:
    record = SessionRecord("A steady place", (entries[0].id, entries[1].id, "deleted since"), is_finished=True)
    with Journal.open(tmp_path / "home" / "journal") as journal:
        session = journal.add(record, title="A steady place")
    assert run("show", session.id).stdout.endswith(
        "\n\nWalked to the end.\n"
        "Kept: how it was, tender\nKept: words, When the *house* is still\nKept: deleted since\n"
    )
    assert run("export", session.id, "-o", "session.md").returncode == 0
    assert "- how it was, tender\n- words, When the \\*house" in (tmp_path / "session.md").read_text(encoding="utf-8")


def test_an_unknown_id_is_one_sentence_and_status_2(run: Run, entries: list[Entry]) -> None:
    for command in (("show", "nothing"), ("export", "nothing", "-o", "x.md")):
        done = run(*command)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("There is no entry 'nothing'.\n")
    assert run("show", "").returncode == 2


def test_one_entry_goes_into_files_by_their_suffix(run: Run, entries: list[Entry], tmp_path: Path) -> None:
    done = run("export", entries[1].id[:8], "-o", "words.md", "-o", "words.JSON")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Wrote words.md.\nWrote words.JSON.\n"
    markdown = (tmp_path / "words.md").read_text(encoding="utf-8")
    assert markdown.endswith("# When the \\*house\\* is still\n\nWhen the \\*house\\* is still\n\nich bleibe – 🎵\n")
    assert json.loads((tmp_path / "words.JSON").read_bytes())["id"] == entries[1].id


def test_all_entries_go_into_one_file(run: Run, entries: list[Entry], tmp_path: Path) -> None:
    assert run("export", "--all", "-o", "all.json", "-o", "all.md").returncode == 0
    written = json.loads((tmp_path / "all.json").read_bytes())
    assert [each["id"] for each in written["entries"]] == [entry.id for entry in reversed(entries)]
    assert (tmp_path / "all.md").read_text(encoding="utf-8").count("\n## ") == 3


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (("--all", "-o", "all.mid"), 2, "not into all.mid"),
        (("-o", "x.md"), 2, "Say which entry"),
        (("some", "--all", "-o", "x.md"), 2, "Say which entry"),
        (("--all",), 2, "-o"),
        (("--all", "-o", "no such folder/x.md"), 3, "no such folder"),
    ],
)
def test_an_export_that_can_not_be_is_said(
    run: Run, entries: list[Entry], arguments: tuple[str, ...], status: int, says: str
) -> None:
    done = run("export", *arguments)
    assert done.returncode == status
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert 1 <= len(done.stderr.splitlines()) <= 4


def test_an_entry_of_a_newer_version_is_mentioned_beside_the_list(
    run: Run, entries: list[Entry], tmp_path: Path
) -> None:
    with LogDatabase(tmp_path / "home" / "journal") as db:
        db.table(TABLE).insert({"id": "12345678-0000", "schema": 99})
    done = run("list", "--json")
    assert done.returncode == 0
    assert len(json.loads(done.stdout)) == 3
    assert done.stderr.startswith("12345678 can't be read by this version")
    assert run("show", "12345678").returncode == 1
    exported = run("export", "--all", "-o", "all.json")
    assert (exported.returncode, exported.stdout) == (0, "Wrote all.json.\n")
    assert "12345678 can't be read" in exported.stderr


def test_reading_works_beside_an_open_program(run: Run, entries: list[Entry], tmp_path: Path) -> None:
    with Journal.open(tmp_path / "home" / "journal") as journal:
        added = journal.add(Reflection("just now"))
        assert json.loads(run("list", "--limit", "1", "--json").stdout)[0]["id"] == added.id


@pytest.mark.parametrize("command", [(), ("list",), ("show",), ("export",)])
def test_help_has_an_example(run: Run, command: tuple[str, ...]) -> None:
    done = run(*command, "--help")
    assert done.returncode == 0
    assert "Example: companion journal" in done.stdout
