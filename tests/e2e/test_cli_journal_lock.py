"""A journal with a passphrase, from the shell: set, given, changed, taken away, and never shown."""

import shutil
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pexpect
import pytest

from companion import age
from companion.domain.entry import Reflection
from companion.journal.store import Journal
from tests.commands import SILENT, CommandLine

PASSPHRASE = "three small lamps"
MARK = "zebra-lantern"
"""In every text of the journal; nothing on the disk may hold it."""


class Prepared(NamedTuple):
    """A protected home and what opens it."""

    home: Path
    key: Path
    passphrase: Path
    note: str


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Made once, since a passphrase takes its time on purpose."""
    folder = tmp_path_factory.mktemp("prepared")
    home, key, passphrase = folder / "home", folder / "key", folder / "passphrase"
    passphrase.write_text(f"{PASSPHRASE}\r\n", "utf-8")
    with Journal.open(home / "journal") as journal:
        note = journal.add(Reflection(f"a thought of the {MARK}"), title=f"title {MARK}", tags=(MARK,)).id
        key.write_text(journal.encrypt(PASSPHRASE).recovery_key, "utf-8")
    return Prepared(home, key, passphrase, note)


@pytest.fixture
def sealed(companion: CommandLine, prepared: Prepared) -> Prepared:
    """The protected home as this test's own."""
    shutil.copytree(prepared.home, companion.home, dirs_exist_ok=True)
    return prepared._replace(home=companion.home)


def found_on_disk(folder: Path, text: str) -> list[Path]:
    """Files under a folder that hold a text."""
    return [path for path in folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]


def on_a_terminal(companion: CommandLine, *arguments: str) -> "pexpect.spawn[str]":
    """A command that can ask."""
    return pexpect.spawn(sys.executable, ["-m", "companion", *arguments], timeout=60, encoding="utf-8")


def typed(child: "pexpect.spawn[str]", question: str, answer: str) -> None:
    """Answer a question once it is asked, unseen where it is a secret."""
    child.expect(question)
    while child.getecho():
        time.sleep(0.005)
    child.sendline(answer)


def test_setting_a_passphrase_explains_and_leaves_nothing_readable(companion: CommandLine, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(PASSPHRASE, "utf-8")
    companion("note", f"the {MARK}", "--tag", MARK)
    ran = companion("journal", "encrypt", "--passphrase-file", secret, "--show-recovery-key")
    assert ran.status == 0
    assert "If it is lost, your songs are lost" in ran.err
    assert "flash memory" in ran.err
    key = ran.out.splitlines()[1].removeprefix("Recovery key: ")
    assert key.startswith(age.SECRET_PREFIX)
    assert found_on_disk(companion.home, MARK) == []
    assert found_on_disk(companion.home, PASSPHRASE) == []
    assert found_on_disk(companion.home, key) == []
    companion("journal", "list").told(5, "passphrase")
    assert MARK in companion("journal", "list", "--passphrase-file", secret).out
    companion("journal", "encrypt", "--passphrase-file", secret).told(2, "already")


def test_the_file_may_stand_anywhere_in_the_line(companion: CommandLine, sealed: Prepared) -> None:
    given = ("--passphrase-file", sealed.key)
    assert MARK in companion("journal", "list", *given).out
    assert MARK in companion("journal", *given, "list").out
    assert MARK in companion(*given, "journal", "list").out
    assert MARK in companion("journal", "show", sealed.note, *given).out
    assert MARK in companion("journal", "search", "zebra", *given).out


def test_a_note_needs_no_passphrase_and_is_sealed(companion: CommandLine, sealed: Prepared) -> None:
    ran = companion("note", f"one more {MARK}", "--tag", MARK)
    assert (ran.status, ran.err) == (0, "")
    assert found_on_disk(companion.home, MARK) == []
    listed = companion("journal", "list", "--passphrase-file", sealed.key).out
    assert ran.out[:8] in listed
    assert f"one more {MARK}" in listed


def test_changing_and_deleting_work_and_stay_sealed(companion: CommandLine, sealed: Prepared) -> None:
    given = ("--passphrase-file", sealed.key)
    assert companion("journal", "edit", sealed.note, f"other {MARK}", *given).status == 0
    assert companion("journal", "tag", sealed.note, f"{MARK}-2", *given).status == 0
    assert companion("journal", "favourite", sealed.note, *given).status == 0
    assert found_on_disk(companion.home, MARK) == []
    assert "1 entry" in companion("journal", "stats", *given).out
    assert "everything reads" in companion("journal", "verify", *given).out
    assert companion("journal", "delete", sealed.note, *given).status == 0
    assert companion("journal", "list", *given).out.startswith("Nothing here yet.")


def test_an_export_says_that_it_can_be_read(companion: CommandLine, sealed: Prepared) -> None:
    ran = companion("journal", "export", "--all", "-o", "all.md", "-o", "all.zip", "--passphrase-file", sealed.key)
    assert (ran.status, "not protected" in ran.err) == (0, True)
    assert MARK in Path("all.md").read_text("utf-8")
    assert found_on_disk(companion.home, MARK) == []


def test_backups_are_sealed_restored_and_merged(companion: CommandLine, sealed: Prepared, tmp_path: Path) -> None:
    given = ("--passphrase-file", sealed.key)
    assert companion("journal", "backup", "b.zip", *given).out == "Wrote b.zip, with 1 entry.\n"
    assert MARK.encode() not in Path("b.zip").read_bytes()
    companion("journal", "restore", "b.zip").told(3, "There is a journal", "--replace")
    assert "journal-aside-1" in companion("journal", "restore", "b.zip", "--replace").out
    assert companion("journal", "merge", "b.zip", *given).out == "0 new; 1 were here already.\n"
    companion("journal", "restore", "nothing.zip").told(3, "There is no file")
    Path("rubbish.zip").write_bytes(b"PK rubbish")
    companion("journal", "restore", "rubbish.zip", "--replace").told(3, "rubbish.zip")
    assert MARK in companion("journal", "list", *given).out, "the journal that was here is back in its place"
    companion("journal", "merge", "nowhere", *given).told(3, "There is no nowhere")


def test_another_journal_is_merged_by_its_folder(companion: CommandLine, sealed: Prepared, tmp_path: Path) -> None:
    other = tmp_path / "other"
    with Journal.open(other) as journal:
        journal.add(Reflection("from the other computer"))
    given = ("--passphrase-file", sealed.key)
    assert companion("journal", "merge", other, *given).out == "1 new.\n"
    assert companion("journal", "merge", other, *given).out == "0 new; 1 were here already.\n"
    assert "from the other computer" in companion("journal", "list", *given).out
    companion("journal", "merge", companion.folder, *given).told(3, "is no journal")


@pytest.mark.parametrize("is_backup", [False, True])
def test_a_journal_with_another_passphrase_asks_for_that_one(
    companion: CommandLine, sealed: Prepared, tmp_path: Path, is_backup: bool
) -> None:
    other = tmp_path / "other"
    with Journal.open(other) as journal:
        journal.add(Reflection("from the other computer"))
        other_key = journal.encrypt("another one").recovery_key
        journal.backup(tmp_path / "other.zip")
    path = str(tmp_path / "other.zip" if is_backup else other)
    companion("journal", "merge", path, "--passphrase-file", sealed.key).told(5, "does not open")
    child = on_a_terminal(companion, "journal", "merge", path)
    typed(child, "Passphrase of your journal: ", sealed.key.read_text("utf-8"))
    typed(child, "Passphrase of .*: ", other_key)
    child.expect("1 new.")
    child.expect(pexpect.EOF)
    assert "from the other computer" in companion("journal", "list", "--passphrase-file", sealed.key).out
    assert found_on_disk(companion.home, "from the other computer") == []


def test_a_wrong_passphrase_is_said_and_nothing_is_told(companion: CommandLine, sealed: Prepared) -> None:
    Path("wrong").write_text("three small lamp", "utf-8")
    Path("empty").write_text("\n", "utf-8")
    Path("long").write_text("x" * 10_000, "utf-8")
    Path("odd").write_bytes(b"\xff\xfe\n")
    ran = companion("journal", "list", "--passphrase-file", "wrong")
    ran.told(5, "does not open the journal")
    assert MARK not in ran.err + ran.out
    companion("journal", "list", "--passphrase-file", "empty").told(2, "empty")
    companion("journal", "list", "--passphrase-file", "long").told(2, "too long")
    companion("journal", "list", "--passphrase-file", "odd").told(3, "not text")
    companion("journal", "list", "--passphrase-file", "nowhere").told(3, "nowhere")
    companion("journal", "list").told(5, "no terminal", "--passphrase-file")


def test_asked_on_a_terminal_it_is_not_shown(companion: CommandLine, sealed: Prepared) -> None:
    child = on_a_terminal(companion, "journal", "list")
    typed(child, "Passphrase of your journal: ", "not this one")
    typed(child, "Once more: ", PASSPHRASE)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert MARK in child.before
    assert PASSPHRASE not in child.before


def test_plain_mode_asks_when_it_opens_and_takes_the_recovery_key_too(companion: CommandLine, sealed: Prepared) -> None:
    child = on_a_terminal(companion, "--plain")
    typed(child, "Passphrase of your journal: ", sealed.key.read_text("utf-8").lower())
    child.expect("What you made: 1")
    child.sendline("2")
    child.expect(MARK)
    child.close(force=True)


def test_changed_and_taken_away(companion: CommandLine, sealed: Prepared) -> None:
    Path("new").write_text("four large lamps", "utf-8")
    changed = companion("journal", "passphrase", "--passphrase-file", sealed.key, "--new-passphrase-file", "new")
    assert (changed.status, changed.out) == (0, "The passphrase is changed.\n")
    companion("journal", "list", "--passphrase-file", sealed.passphrase).told(5)
    told = companion("journal", "recovery-key", "--passphrase-file", "new")
    assert told.out.strip() == sealed.key.read_text("utf-8")
    assert companion("journal", "decrypt", "--passphrase-file", sealed.key).status == 0
    assert MARK in companion("journal", "list").out
    companion("journal", "decrypt").told(2, "no passphrase")
    companion("journal", "passphrase").told(2, "no passphrase")


def test_two_passphrases_that_differ_change_nothing(companion: CommandLine) -> None:
    companion("note", "a thought")
    child = on_a_terminal(companion, "journal", "encrypt")
    typed(child, "A passphrase for your journal: ", PASSPHRASE)
    typed(child, "The same once more: ", "something else")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 2
    assert "not the same" in child.before
    assert companion("journal", "list").status == 0


def test_a_short_one_is_called_so_and_may_be_kept(companion: CommandLine) -> None:
    companion("note", "a thought")
    child = on_a_terminal(companion, "journal", "encrypt")
    typed(child, "A passphrase for your journal: ", "blue")
    child.expect("could be guessed")
    typed(child, "or type another one: ", "")
    typed(child, "The same once more: ", "blue")
    child.expect("Show the recovery key now")
    child.sendline("n")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_everything_can_be_destroyed_without_the_passphrase(companion: CommandLine, sealed: Prepared) -> None:
    (companion.home / "draft.json").write_bytes(b"{}")
    companion("journal", "delete", "--everything").told(2, "Nothing was deleted", "--yes")
    ran = companion("journal", "delete", "--everything", "--yes")
    assert (ran.status, "(SSD)" in ran.err) == (0, True)
    assert not (companion.home / "journal").exists()
    assert not (companion.home / "draft.json").exists()
    assert (companion.home / "settings.toml").read_text("utf-8") == SILENT
    assert companion("journal", "list").out.startswith("Nothing here yet.")


def test_other_commands_ask_too(companion: CommandLine, sealed: Prepared) -> None:
    Path("answers.json").write_text('{"words": ["' + MARK + '"]}', "utf-8")
    companion("session", "--answers", "answers.json").told(5, "no terminal")
    walked = companion("session", "--answers", "answers.json", "--passphrase-file", sealed.key)
    assert walked.status == 0
    assert found_on_disk(companion.home, MARK) == []
    Path("words.txt").write_text("the quiet house\n", "utf-8")
    kept = companion("compose", "words.txt", "--feeling", "calm", "-o", "song.mid", "--keep")
    assert kept.status == 0, "keeping a song needs no passphrase"
    song = kept.out.split("Kept as ")[1].strip(".\n")
    assert companion("journal", "show", song, "--passphrase-file", sealed.key).status == 0


@pytest.mark.parametrize(
    "command", ["encrypt", "decrypt", "passphrase", "recovery-key", "verify", "backup", "restore", "merge"]
)
def test_every_command_has_an_example(companion: CommandLine, command: str) -> None:
    ran = companion("journal", command, "--help")
    assert f"Example: companion journal {command}" in ran.out
