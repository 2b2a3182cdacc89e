"""The journal as a person uses it on a real terminal: looked through, changed, locked, and opened again."""

from pathlib import Path

import pytest

from companion import messages
from companion.domain.affect import CheckIn
from companion.domain.entry import Reflection
from companion.domain.song import SongRequest
from companion.engine.composing import suggest
from companion.journal.store import Journal
from companion.journal.vault import Vault
from tests.e2e.terminal import ENTER, ESCAPE, Terminal

WORDS = ("When the house is still and gray,", "I keep the candle close to me")
SECRET = "a heron by the stairs"
CTRL_Q = "\x11"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A silent home on a path with spaces and more, with a few things in its journal."""
    folder = tmp_path / "my home 🎵"
    folder.mkdir()
    (folder / "settings.toml").write_text('audio_driver = "none"\nmidi_input = "none"\nwelcomed = true\n')
    (song,) = suggest(SongRequest(WORDS, feeling="calm", seed=3))
    with Journal.open(folder / "journal") as journal:
        journal.add(CheckIn("tired", None, 6))
        journal.add(Reflection("The kettle sang before I did."))
        journal.add(song, title=song.title)
    return folder


def test_it_is_looked_through_changed_and_locked_and_opens_again(home: Path) -> None:
    screen = Terminal(home)
    screen.wait_for("What you made", "enter choose")
    screen.press("4")
    screen.wait_for("When the house is still", "a song, today")
    screen.press("/", *"kettel", pause=0.03)
    screen.wait_for("Nothing holds “kettel”", "▸ The kettle sang")
    screen.press(ENTER)
    screen.wait_for("space hear")
    screen.press("f")
    screen.wait_for("★ a favourite")
    screen.press(ESCAPE)
    screen.wait_for("how it was, today")
    screen.press("?")
    screen.wait_for("Keys and menu", "another name")
    screen.press(ESCAPE, ESCAPE)
    screen.wait_for("enter choose")
    screen.press(CTRL_Q)
    assert screen.close() == 0
    vault = Vault(home / "journal")
    with Journal.open(home / "journal", vault=vault) as journal:
        assert [entry.is_favourite for entry in journal.entries(kind="reflection")] == [True]
        journal.encrypt(SECRET)

    screen = Terminal(home)
    screen.wait_for(messages.LOCKED)
    assert "What you made" not in screen.text
    screen.press(*"wrong", ENTER, pause=0.03)
    screen.wait_for("That does not open it.")
    screen.press(*SECRET, pause=0.03)
    assert SECRET not in screen.text
    screen.press(ENTER)
    screen.wait_for("What you made", "enter choose")
    screen.press("4")
    screen.wait_for("The kettle sang", "★")
    screen.press(CTRL_Q)
    assert screen.close() == 0


def test_a_kill_while_it_is_open_loses_nothing(home: Path) -> None:
    screen = Terminal(home)
    screen.wait_for("What you made", "enter choose")
    screen.press("4")
    screen.wait_for("a song, today")
    screen.press("f")
    screen.wait_for("★ a favourite")
    screen.press("d")
    screen.wait_for("Yes, delete it")
    screen.kill()
    with Journal.open(home / "journal") as journal:
        assert len(journal) == 3
        assert journal.entries(kind="song")[0].is_favourite
