"""Both walks through a whole session, as a person does them: real terminal, real sound process, real journal."""

import json
import signal
import time
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest

from companion.domain.affect import CheckIn
from companion.domain.entry import Entry, Words
from companion.domain.song import Song
from companion.domain.take import NOTE_ON, Take
from companion.journal.store import Journal
from tests.e2e.listening import check_heard
from tests.e2e.terminal import CTRL_E, ENTER, F8, SPACE, Terminal

LEAVES_ITS_PAGE = b"\x1b[?1049l"
"""What a terminal is told so that it shows again what stood there before the program (xterm's private mode 1049)."""

KEYS_PLAYED = ("1", "3", "5", "6")
PAUSE_SECONDS = 0.8
PRESS_JITTER_SECONDS, PRESSED_LATE_SECONDS = 0.25, 1.5
"""How exactly a test can press keys on a busy machine; the take itself is compared with the sound far closer."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose sound goes into a file."""
    (tmp_path / "settings.toml").write_text(
        f'audio_driver = "file"\naudio_file = "{(tmp_path / "heard.wav").as_posix()}"\nmidi_input = "none"\n'
    )
    return tmp_path


def entries_of(home: Path) -> dict[str, list[Entry]]:
    """The journal by kind, oldest first."""
    with Journal.open(home / "journal", writable=False) as journal:
        found: dict[str, list[Entry]] = {}
        for entry in reversed(journal.entries()):
            found.setdefault(entry.kind, []).append(entry)
        return found


def check_take_against_sound(home: Path, take: Take) -> None:
    """Every note of the take is in the recording, as far apart as the take says."""
    notes = [event for event in take.events if event.kind == NOTE_ON]
    assert len(notes) == len(KEYS_PLAYED)
    gaps = [later.seconds - earlier.seconds for earlier, later in pairwise(notes)]
    assert all(-PRESS_JITTER_SECONDS < gap - PAUSE_SECONDS < PRESSED_LATE_SECONDS for gap in gaps), gaps

    check_heard(home / "heard.wav", notes)


def check_journal(home: Path, feeling: str, line: str) -> Take:
    """Words, song, both check-ins, the session and the kept take are there; returns the take."""
    found = entries_of(home)
    words, song, take = (found[kind][0].body for kind in ("words", "song", "take"))
    assert isinstance(words, Words)
    assert isinstance(song, Song)
    assert isinstance(take, Take)
    assert words.lines[0] == line
    assert song.lines[0] == line
    assert song.contract.holds
    check_ins = [entry.body for entry in found["check-in"]]
    assert check_ins == [CheckIn(feeling=feeling), CheckIn(feeling="calm")]
    assert len(found["session"]) == 1
    assert not (home / "draft.json").exists()
    return take


def test_whole_session_on_the_screen_at_80_by_24(home: Path) -> None:
    screen = Terminal(home, "session", "--seed", "11")
    screen.wait_for("Did you hear that?", "Nobody is watching")
    screen.press("1")
    screen.wait_for("Choose a way to arrive")
    screen.press("2")
    screen.wait_for("Listen to the pulse")
    screen.press(ENTER)
    screen.wait_for("How is it, just now?")
    screen.press("3")
    screen.wait_for("There is a place where it is")
    screen.press(*"quiet", pause=0.02)
    screen.press(ENTER)
    screen.wait_for("There is a place where it is quiet", "and I can hear the")
    screen.press(*"kettle", pause=0.02)
    screen.press(CTRL_E)
    screen.wait_for("Your words.", "and I can hear the kettle there")
    screen.press(CTRL_E)
    screen.wait_for("Which of these could carry your words?", "▸ 1")
    screen.press("2")
    screen.wait_for("playing")
    screen.press(ENTER)
    screen.wait_for("Keys 1 to 8", "then")
    screen.press(F8)
    screen.wait_for("● recording")
    screen.wait_until(lambda text: "begins" not in text and "● recording" in text, "the end of the count-in")
    screen.press(*KEYS_PLAYED, pause=PAUSE_SECONDS)
    screen.press(F8)
    screen.wait_for("Decide later")
    screen.press("1")
    screen.wait_for("Kept in your journal")
    screen.press(ENTER)
    screen.wait_for("Sing along", "There is a place where it is quiet")
    screen.press(SPACE)
    screen.press(ENTER, pause=1.0)
    screen.wait_for("And how is it now?")
    screen.press("1")
    screen.wait_for("That was enough for today.", "what you played")
    screen.press(ENTER)
    screen.wait_for("What you made", "A new session")
    screen.press("q")
    assert screen.close() == 0
    take = check_journal(home, "tired", "There is a place where it is quiet")
    check_take_against_sound(home, take)


def test_whole_session_in_plain_questions(home: Path) -> None:
    plain = Terminal(home, "session", "--plain", "--seed", "11", rows=60)
    plain.wait_for("Did you hear that?", "Nobody is watching")
    plain.press("1", ENTER)
    plain.wait_for("Choose a way to arrive")
    plain.press(ENTER)
    plain.wait_for("How is it, just now?")
    plain.press("3", ENTER)
    plain.wait_for("(blank 1 of 6)")
    plain.press("quiet", ENTER)
    plain.wait_for("(blank 2 of 6)")
    plain.press("enough", ENTER)
    plain.wait_for("1. There is a place where it is quiet")
    plain.press(ENTER)
    plain.wait_for("Which of these could carry your words?")
    plain.press("hear 1", ENTER)
    plain.press("1", ENTER)
    plain.wait_for("Keys 1 to 8 play.")
    plain.press("", pause=1.0)
    plain.press(*KEYS_PLAYED, pause=PAUSE_SECONDS)
    plain.press("k")
    plain.wait_for("Kept in your journal.")
    plain.press(ENTER)
    plain.wait_for("Sing, line by line")
    plain.press("2", ENTER)
    plain.wait_for("And how is it now?")
    plain.press("1", ENTER)
    plain.wait_for("That was enough for today.", "Only on this computer.")
    assert plain.close() == 0
    take = check_journal(home, "tired", "There is a place where it is quiet")
    check_take_against_sound(home, take)


def test_what_was_typed_a_second_ago_survives_a_kill(home: Path) -> None:
    (home / "settings.toml").write_text("welcomed = true\naudio_driver = 'none'\n")
    screen = Terminal(home)
    screen.wait_for("A new session")
    screen.press(ENTER)
    screen.wait_for("What would you like to do?", "▸ 1 A steady place")
    screen.press(ENTER)
    screen.wait_for("Choose a way to arrive")
    screen.press("4")
    screen.wait_for("How is it, just now?")
    screen.press("4")
    screen.wait_for("There is a place where it is")
    screen.press(*"very, very quiet", pause=0.02)
    screen.press(pause=1.1)
    screen.press("", pause=1.1)
    screen.kill()
    draft = json.loads((home / "draft.json").read_bytes())
    assert draft["typing"] == "very, very quiet"

    again = Terminal(home)
    again.wait_for("Go on where you were", "from today")
    again.press(ENTER)
    again.wait_for("There is a place where it is", "very, very quiet")
    again.press("\x03")
    assert again.close() == 0


def test_the_end_of_the_input_keeps_a_plain_session(home: Path) -> None:
    (home / "settings.toml").write_text("welcomed = true\naudio_driver = 'none'\n")
    plain = Terminal(home, "session", "--plain", rows=40)
    plain.wait_for("Choose a way to arrive")
    plain.press(ENTER)
    plain.wait_for("How is it, just now?")
    plain.press("4", ENTER)
    plain.wait_for("(blank 1 of 6)")
    plain.press("quiet", ENTER)
    plain.wait_for("(blank 2 of 6)")
    plain.press("stop", ENTER)
    plain.wait_for("keep 'stop' as your word?")
    plain.press(ENTER)
    plain.wait_for("Put your feet on the floor", "You can go on from here")
    assert plain.close() == 0
    assert json.loads((home / "draft.json").read_bytes())["blanks"]["words"][0] == "quiet"


def test_a_window_that_is_too_small_says_so_and_goes_on(home: Path) -> None:
    (home / "settings.toml").write_text("welcomed = true\naudio_driver = 'none'\n")
    screen = Terminal(home, columns=40, rows=10)
    screen.wait_for("a little small")
    screen.child.setwinsize(24, 80)
    screen.child.kill(28)  # SIGWINCH
    screen.press("\x11", pause=0.5)
    assert screen.close() == 0


@pytest.mark.parametrize("seconds", [0.25, 0.35, 0.45, 0.6])
def test_the_program_can_be_closed_while_it_is_still_opening(home: Path, seconds: float) -> None:
    (home / "settings.toml").write_text("welcomed = true\naudio_driver = 'none'\n")
    screen = Terminal(home)
    screen.wait_until(lambda text: bool(text.strip()), "a first paint")
    time.sleep(seconds - 0.25)
    screen.press("\x11")
    assert screen.close() == 0


def test_being_asked_to_end_leaves_the_terminal_as_it_was(home: Path) -> None:
    (home / "settings.toml").write_text("welcomed = true\naudio_driver = 'none'\n")
    screen = Terminal(home)
    screen.wait_for("A new session")
    written = screen.child.logfile_read = BytesIO()
    screen.child.kill(signal.SIGTERM)
    assert screen.close() == 0
    assert LEAVES_ITS_PAGE in written.getvalue()
