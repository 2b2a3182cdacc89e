"""A therapist's key on the command line: made, kept, changed, brought back; and what is asked before it is used."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from companion.services.between.keys import card_of
from companion.sharing.fingerprint import fingerprint
from tests.commands import CommandLine
from tests.e2e.two_people import People, places_in


def test_a_key_and_its_records_come_back_from_a_backup(people: People) -> None:
    entry_id = people.done()
    people.client("share", "--assignment", entry_id, "--words", "--key-compared", "--agreed", "-o", "back.age")
    assert people.review("back.age").status == 0
    assert people.therapist("keys", "backup", "-o", "key.zip").status == 0
    people.therapist("keys", "restore", "key.zip", "--name", "Ana").told(2, "a key already")
    figures = fingerprint(card_of(places_in(people.office)).recipient)
    shutil.rmtree(people.office)
    people.office.mkdir()
    Path("rubbish.zip").write_bytes(b"rubbish")
    people.therapist("keys", "restore", "rubbish.zip", "--name", "Ana").told(3, "rubbish.zip")
    assert figures in people.therapist("keys", "restore", "key.zip", "--name", "Ana").out
    assert "Robin: 1 return" in people.review().out


def test_the_passphrase_of_the_key_is_changed_and_the_key_stays(people: People) -> None:
    before = people.therapist("keys", "show").out
    Path("new.txt").write_text("seven grey gulls")
    changed = people.therapist(
        "keys", "passphrase", "--passphrase-file", people.key, "--new-passphrase-file", "new.txt"
    )
    assert changed.status == 0, changed.err
    assert people.therapist("keys", "show").out == before
    assert people.therapist("review", "--passphrase-file", "new.txt").status == 0
    Path("old.txt").write_text("not this one")
    again = ("keys", "passphrase", "--passphrase-file", "old.txt", "--new-passphrase-file", "new.txt")
    people.therapist(*again).told(5, "old.txt")


def test_cautions_and_themes_are_thought_of_before_it_is_given(people: People) -> None:
    cautious = next(path.stem for path in sorted(Path(__file__).parents[2].glob("prompts/en/*.toml"))
                    if "not_when" in path.read_text("utf-8"))  # fmt: skip
    give = ("assign", cautious, "--for", "Robin", "-o", "given.json")
    ran = people.therapist(*give)
    assert (ran.status, "--acknowledged" in ran.err) == (2, True)
    assert not Path("given.json").exists()
    grief = next(path.stem for path in sorted(Path(__file__).parents[2].glob("prompts/en/*.toml"))
                 if 'themes = ["grief"]' in path.read_text("utf-8"))  # fmt: skip
    give_grief = ("assign", grief, "--for", "Robin", "--acknowledged", "-o", "given.json")
    people.therapist(*give_grief).told(2, "about grief", "--theme grief")
    agreed = (*give_grief, "--theme", "grief")
    assert people.therapist(*agreed).status == 0


def test_without_a_key_that_is_said_before_anything_is_asked(companion: CommandLine) -> None:
    given = ("assign", "drum-it-down", "--for", "Robin", "-o", "given.json")
    companion(*given).told(2, "There is no therapist's key here yet")
    assert not Path("given.json").exists()


def test_without_a_terminal_a_key_is_refused_before_anything_is_asked(companion: CommandLine) -> None:
    """A session of its own has no terminal, whatever these tests were started from."""
    ran = subprocess.run(
        [sys.executable, "-m", "companion", "keys", "new"], input="Ana\n", capture_output=True, text=True, timeout=60,
        start_new_session=True, cwd=Path(__file__).parents[2], check=False,
        env={**os.environ, "COMPANION_HOME": str(companion.home)},
    )  # fmt: skip
    assert (ran.returncode, ran.stdout) == (5, "")
    assert "There is no terminal to ask for the passphrase on." in ran.stderr
    assert "How do you sign" not in ran.stderr
