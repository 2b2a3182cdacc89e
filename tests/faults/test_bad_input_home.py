"""A home that can't be read or written, a wrong setting, a full disk: told in two lines, and nothing is lost."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from companion.domain.entry import Words
from companion.domain.song import Song
from companion.engine.composing import suggest
from companion.journal.store import Journal
from companion.paths import places
from companion.services.container import Companion
from companion.services.walking import questions as q
from tests.commands import SILENT, CommandLine

NEED_A_HOME = [
    ("demo", "-o", "here"),
    ("session", "--plain"),
    ("session", "--answers", "answers.json"),
    ("--plain",),
    ("compose", "words.txt", "--keep", "-o", "song.mid"),
]
NEED_NO_HOME = [
    ("compose", "words.txt", "-o", "song.mid"),
    ("suggest", "--json"),
    ("doctor",),
    ("doctor", "--json"),
]


@pytest.fixture(autouse=True)
def paper(companion: CommandLine) -> None:
    """Words and answers to work with."""
    Path("words.txt").write_text("rain")
    Path("answers.json").write_text('{"words": ["rain"]}')


@pytest.fixture
def mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home that is a file system of its own, of 256 kB."""
    home = tmp_path / "mounted"
    home.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(home)]
    if not _succeeds(command):
        pytest.skip("needs a small tmpfs, which only root may mount on Linux")
    monkeypatch.setenv("COMPANION_HOME", str(home))
    (home / "settings.toml").write_text(SILENT)
    with ExitStack() as cleanup:
        cleanup.callback(subprocess.run, ["umount", "--lazy", str(home)], check=True)
        yield home


def _succeeds(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def fill(disk: Path) -> Path:
    """Use up all space; returns the file that does."""
    ballast = disk / "ballast"
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 512)
    return ballast


@pytest.mark.parametrize("command", NEED_A_HOME, ids=" ".join)
def test_a_file_in_the_homes_place(companion: CommandLine, monkeypatch: pytest.MonkeyPatch, command: list[str]) -> None:
    Path("home").write_text("not mine")
    monkeypatch.setenv("COMPANION_HOME", str(Path("home").absolute()))
    companion(*command).told(3, "home", "not a directory", "Set COMPANION_HOME")
    assert Path("home").read_text() == "not mine"


@pytest.mark.parametrize("command", NEED_NO_HOME, ids=" ".join)
def test_what_keeps_nothing_needs_no_home(
    companion: CommandLine, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    Path("home").write_text("not mine")
    monkeypatch.setenv("COMPANION_HOME", str(Path("home").absolute()))
    assert companion(*command).status == 0


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ("volume = 3.0\n", "key 'volume'"),
        ('colour = "red"\n', "unknown field 'colour'"),
        ("volume = loud\n", "settings.toml"),
        ('theme = "neon"\n', "key 'theme'"),
    ],
)
def test_a_wrong_setting_is_named_with_its_file(companion: CommandLine, settings: str, says: str) -> None:
    companion.settle(settings)
    for command in (("--plain",), ("session", "--answers", "answers.json")):
        companion(*command).told(3, "settings.toml has a setting that can't be used", says, "Mend that line")
    assert companion("journal", "list").status == 0
    assert says in companion("doctor").out
    assert (companion.home / "settings.toml").read_text() == settings


def test_a_home_that_can_not_be_written(companion: CommandLine, mounted: Path) -> None:
    if not _succeeds(["mount", "-o", "remount,ro", str(mounted)]):
        pytest.skip("needs to mount a folder read-only, which only root may do on Linux")
    for command in NEED_A_HOME:
        if command != ("--plain",):
            companion(*command).told(3, "read-only file system", "Set COMPANION_HOME")
    home = companion("--plain")
    assert (home.status, home.err) == (0, "")
    assert "read-only file system. Set COMPANION_HOME" in home.out
    for command in (*NEED_NO_HOME, ("journal", "list")):
        assert companion(*command).status == 0
    assert "Nothing can be written" in companion("doctor").out
    assert [path.name for path in mounted.iterdir()] == ["settings.toml"]


def test_a_full_disk_is_told_and_what_was_there_stays(companion: CommandLine, mounted: Path) -> None:
    assert companion("session", "--answers", "answers.json").status == 0
    ballast = fill(mounted)
    companion("session", "--answers", "answers.json").told(3, "no space left", "Free some space")
    companion("compose", "words.txt", "-o", mounted / "song.wav").told(3, "song.wav: no space left")
    assert "Nothing can be written" in companion("doctor").out
    listed = companion("journal", "list", "--json")
    assert [each["kind"] for each in json.loads(listed.out)] == ["session", "song", "words"]
    assert list(mounted.rglob("*.new")) == []
    ballast.unlink()
    assert companion("session", "--answers", "answers.json").status == 0


def test_suggestions_are_offered_on_a_full_disk_too(companion: CommandLine, mounted: Path) -> None:
    opened = Companion(places(), seed=1)
    session = opened.new_session()
    while not isinstance(session.question, q.SongQuestion):
        session.answer(q.Filled("rain") if isinstance(session.question, q.BlankQuestion) else q.Done())
    ballast = fill(mounted)
    session.offer(suggest(session.song_request()))
    assert isinstance(session.question, q.SongQuestion)
    assert isinstance(session.question.songs[0], Song)
    ballast.unlink()
    session.answer(q.Chose(1))
    opened.close()
    again = Companion(places())
    waiting = again.waiting_session()
    assert waiting is not None
    assert waiting.draft.song is not None
    assert waiting.lines[0].endswith("rain")
    again.close()


def test_a_clock_that_jumps_loses_nothing(companion: CommandLine) -> None:
    moments = iter(datetime(year, 5, 1).astimezone() for year in (2026, 1999, 2031, 1970))
    with Journal.open(companion.home / "journal", clock=lambda: next(moments)) as journal:
        for line in ("first", "second", "third", "fourth"):
            journal.add(Words((line,)))
    ran = companion("journal", "list")
    assert (ran.status, ran.err) == (0, "")
    assert all(line in ran.out for line in ("first", "second", "third", "fourth"))


def test_a_session_begun_tomorrow_can_be_gone_on_with(companion: CommandLine) -> None:
    tomorrow = Companion(places(), clock=lambda: datetime.now().astimezone() + timedelta(days=400))
    session = tomorrow.new_session()
    session.skip()
    session.answer(q.Feeling("calm"))
    tomorrow.close()
    today = Companion(places())
    waiting = today.waiting_session()
    assert waiting is not None
    waiting.put_by()
    today.close()
    assert "calm" in companion("journal", "list").out
