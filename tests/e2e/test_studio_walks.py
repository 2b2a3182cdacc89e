"""The studio as a person uses it: real terminal, real composer and sound processes, real journal."""

from pathlib import Path

import pytest

from companion.domain.entry import Entry
from companion.domain.song import Song, SongRequest
from companion.engine.composing import suggest
from companion.journal.store import Journal
from companion.services.songs.page import HEIGHTS
from companion.services.songs.studio_keeping import STUDIO_STEP
from tests.e2e.listening import load, loudness
from tests.e2e.terminal import CTRL_E, ENTER, ESCAPE, SPACE, Terminal

WORDS = ("When the house is still and gray,", "I keep the candle close to me", "", "Stay a little longer")
RIGHT, PAGE_DOWN = "\x1b[C", "\x1b[6~"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose sound goes into a file, with a song in its journal."""
    (tmp_path / "settings.toml").write_text(
        f'audio_driver = "file"\naudio_file = "{(tmp_path / "heard.wav").as_posix()}"\n'
        'midi_input = "none"\nwelcomed = true\n'
    )
    (song,) = suggest(SongRequest(WORDS, feeling="calm", seed=3))
    with Journal.open(tmp_path / "journal") as journal:
        journal.add(song, title=song.title, step="song", session_id="walk")
    return tmp_path


def songs(home: Path) -> list[Entry]:
    """All songs in the journal, newest first."""
    with Journal.open(home / "journal", writable=False) as journal:
        return journal.entries(kind="song")


def is_heard(home: Path) -> bool:
    """Whether the recording is louder somewhere than at its beginning."""
    signal, rate = load(home / "heard.wav")
    loudest = max(loudness(signal, rate, at / 2, 0.5) for at in range(int(len(signal) / rate * 2)))
    return loudest > 0.003 > loudness(signal, rate, 0.0, 0.05)


def rolls(text: str) -> list[str]:
    """The heights of the tune on the screen."""
    return [line for line in text.splitlines() if set(line) & set(HEIGHTS)]


def check_kept(home: Path) -> None:
    """A second song stands beside the first, tied to it, with another tune and a chord of one's own."""
    newest, oldest = songs(home)
    assert isinstance(newest.body, Song)
    assert isinstance(oldest.body, Song)
    assert (newest.step, newest.session_id, newest.title) == (STUDIO_STEP, oldest.session_id, oldest.title)
    assert newest.body.melody != oldest.body.melody
    assert newest.body.chords[1].symbol == "Dm7"
    assert newest.body.lines == oldest.body.lines
    assert not (home / "song-under-way.json").exists()


def test_a_song_is_changed_on_the_screen_at_80_by_24(home: Path) -> None:
    screen = Terminal(home)
    screen.wait_for("What you made", "enter choose")
    screen.press("4")
    screen.wait_for("candle close")
    screen.press(ENTER)
    screen.wait_for("hear line", "line 1 of")
    screen.press(SPACE)
    screen.wait_for("▶ 0:01")
    screen.press(SPACE, RIGHT, "c")
    screen.wait_for("Another chord in place of", "or type one")
    screen.press("\t", *"dm7", ENTER, pause=0.1)
    screen.wait_for("▶ dm7")
    screen.press(ENTER)
    screen.wait_for("Dm7", "line 1 of")
    before = rolls(screen.text)
    screen.press("m")
    screen.wait_for("How would you like the tune?")
    screen.press("3")
    screen.wait_until(lambda text: "How would you" not in text and rolls(text) != before, "another tune")
    screen.press("e")
    screen.wait_for("Write the song as which file?")
    screen.press("2")
    screen.wait_for("Written:")
    screen.press(ESCAPE, pause=1.0)
    screen.wait_for("Keep this form of the song?")
    screen.press("1")
    screen.wait_for("What you made", "Kept in your journal")
    screen.press(ESCAPE, pause=1.0)
    screen.wait_for("A new session")
    screen.press("q")
    assert screen.close() == 0
    check_kept(home)
    assert is_heard(home)
    (file,) = (home / "exports").iterdir()
    assert file.read_bytes().startswith(b"MThd")


def test_a_song_is_changed_in_plain_questions(home: Path) -> None:
    plain = Terminal(home, "--plain", rows=70)
    plain.wait_for("What you made: 1")
    plain.press("2", ENTER)
    plain.wait_for("Which one?")
    plain.press("1", ENTER)
    plain.wait_for("'change' opens it")
    plain.press("change", ENTER)
    plain.wait_for("What would you like?", "15. Done")
    plain.press("1", ENTER, "1", ENTER, pause=0.4)
    plain.press("3", ENTER, "1", ENTER, "2", ENTER)
    plain.wait_for("Another chord in place of")
    plain.press("dm7", ENTER)
    plain.wait_for("Dm7")
    plain.press("4", ENTER)
    plain.wait_for("How would you like the tune?")
    plain.press("3", ENTER, pause=1.5)
    plain.press("", ENTER)
    plain.wait_for("Keep this form of the song?")
    plain.press("1", ENTER)
    plain.wait_for("beside the first one.")
    plain.press("", ENTER)
    plain.wait_for("What you made: 2")
    plain.press("", ENTER)
    assert plain.close() == 0
    check_kept(home)
    assert is_heard(home)


def test_a_killed_program_loses_no_change(home: Path) -> None:
    screen = Terminal(home)
    screen.wait_for("What you made", "enter choose")
    screen.press("4")
    screen.wait_for("candle close")
    screen.press(ENTER)
    screen.wait_for("line 1 of")
    screen.press("-", pause=1.0)
    screen.wait_until(lambda _: (home / "song-under-way.json").exists(), "the song under way on disk")
    screen.kill()
    again = Terminal(home)
    again.wait_for("found again")
    again.press("q")
    assert again.close() == 0
    newest, oldest = (each.body for each in songs(home))
    assert isinstance(newest, Song)
    assert isinstance(oldest, Song)
    assert newest.tempo_bpm == oldest.tempo_bpm - 2


def test_a_suggestion_is_changed_alone_and_in_the_studio(home: Path) -> None:
    screen = Terminal(home, "session", "--seed", "11")
    screen.wait_for("Choose a way to arrive")
    screen.press(PAGE_DOWN)
    screen.wait_for("How is it, just now?")
    screen.press("3")
    screen.wait_for("There is a place where it is")
    screen.press(*"quiet", CTRL_E, pause=0.1)
    screen.wait_for("Your words.")
    screen.press(CTRL_E)
    screen.wait_for("Which of these could carry your words?", "▸ 1")
    screen.press("n")
    screen.wait_for("playing")
    screen.press("s")
    screen.wait_for("line 1 of", "hear line")
    screen.press("-", pause=1.0)
    tempo = screen.text.split("♩ = ")[1].split()[0]
    screen.press(ESCAPE, pause=1.0)
    screen.wait_for("Which of these could carry your words?")
    screen.press(ENTER)
    screen.wait_for("Keys 1 to 8")
    screen.press("\x1b[20~")
    screen.wait_for("You have stopped")
    screen.child.sendcontrol("q")
    screen.close()
    draft = (home / "draft.json").read_text()
    assert f'"tempo_bpm":{float(tempo)}' in draft
